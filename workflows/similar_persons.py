"""Whom somebody resembles before they are written down, and who was shown that (rule H8)."""

import hashlib
from dataclasses import replace
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Integer, Uuid, bindparam, column, func, select

from db.persons import persons
from db.reach import limited_places
from db.statements import Connection, Statement
from rules.access import Role
from rules.comparison import FieldComparison, compare_with_merged
from rules.frozen import frozen
from rules.matching import MatchBand
from rules.similar_persons import MOST_TOLD, SEARCHES_A_MINUTE, Sought, TooManySearches
from workflows import detection_models, person_keys
from workflows.acts import Acting, act
from workflows.detection_models import ActiveModel
from workflows.matching import FIND, USUAL
from workflows.person_keys import SUBJECT, Subject
from workflows.records import MEASURES

ACTION = "similar_person.viewed"
NOBODY = UUID(int=0)

PLACES = limited_places(Role.REGISTRAR)
IN_REACH = func.persons_in_reach_to_match(
    bindparam("keys", type_=ARRAY(BigInteger)),
    bindparam("candidates", type_=Integer),
    bindparam("of_a_key", type_=Integer),
    PLACES,
).table_valued(column("person_id", Uuid))
FIND_IN_REACH = Statement(
    select(*SUBJECT).select_from(IN_REACH.join(persons, persons.c.id == IN_REACH.c.person_id))
)
COUNT = "select count_guess($1, $2, true) as wait"
NOTE = "select note_reading($1, $2, $3, $4, $5)"


@frozen
class SimilarPerson:
    """A person on record who may be the one that is sought."""

    id: UUID
    band: MatchBand
    comparison: list[FieldComparison]


async def search(acting: Acting, sought: Sought) -> list[SimilarPerson]:
    """Return the ACTIVE persons who may be somebody, those that resemble them most first.

    Who was named to a user is in the trail, an entry each. Who is limited finds whom they see, by
    what these say themselves. Rules H8 and R3. Raises TooManySearches.
    """
    async with act(acting, ACTION) as connection:
        await _count(connection, acting)
        active = await detection_models.active(connection)
        # Whoever makes keys for the first time activates a model: without one nobody has a key.
        found = [] if active is None else await _find(connection, acting, sought, active)
        shown = [it.id for it in found]
        asking = acting.client_id, acting.user_id, acting.correlation_id
        await connection.fetchrow(NOTE, ACTION, *asking, shown)
        return found


async def _count(connection: Connection, acting: Acting) -> None:
    subject = hashlib.sha256(f"similar persons {acting.user_id}".encode()).digest()
    row = await connection.fetchrow(COUNT, subject, SEARCHES_A_MINUTE)
    if row["wait"] is not None:
        raise TooManySearches(row["wait"])


async def _find(
    connection: Connection, acting: Acting, sought: Sought, active: ActiveModel
) -> list[SimilarPerson]:
    placeholders = active.model.placeholders
    subject = Subject(NOBODY, 0, is_active=True, record=sought.record)
    bounds = {
        "keys": list(person_keys.search_keys(subject, placeholders)),
        "candidates": USUAL.candidates,
        "of_a_key": USUAL.of_a_key,
    }
    if acting.is_limited:
        who = {"client_id": acting.client_id, "user_id": acting.user_id}
        rows = await FIND_IN_REACH.rows(connection, **bounds, **who)
    else:
        _, *rows = await FIND.rows(connection, person=NOBODY, **bounds)
    others = [person_keys.subject_of(row) for row in rows]
    if acting.is_limited:  # what those say who were merged into them is not theirs to see
        others = [replace(it, merged=()) for it in others]
    weighed = [(active.weigh_with_merged(subject.records, it.records), it) for it in others]
    weighed.sort(key=lambda it: (-it[0].weight, it[1].id))
    return [
        SimilarPerson(
            other.id,
            pair.band,
            compare_with_merged(subject.records, other.records, MEASURES, placeholders),
        )
        for pair, other in weighed[:MOST_TOLD]
        if pair.band is not MatchBand.UNLIKELY
    ]
