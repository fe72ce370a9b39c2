"""Whom somebody resembles before they are written down, and who was shown that (rule H8)."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from db.statements import Connection
from rules.comparison import FieldComparison, compare_with_merged
from rules.matching import MatchBand
from rules.similar_persons import MOST_TOLD, SEARCHES_A_MINUTE, Sought, TooManySearches
from workflows import detection_models, person_keys
from workflows.acts import Acting, act
from workflows.detection_models import ActiveModel
from workflows.matching import FIND, USUAL
from workflows.person_keys import Subject
from workflows.records import MEASURES

ACTION = "similar_person.viewed"
NOBODY = UUID(int=0)

COUNT = "select count_guess($1, $2, true) as wait"
NOTE = "select note_reading($1, $2, $3, $4, $5)"


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """A person on record who may be the one that is sought."""

    id: UUID
    band: MatchBand
    comparison: list[FieldComparison]


async def search(acting: Acting, sought: Sought) -> list[SimilarPerson]:
    """Return the ACTIVE persons who may be somebody, those that resemble them most first.

    Who was named to a user is in the trail, an entry each. Rule H8. Raises TooManySearches.
    """
    async with act(acting, ACTION) as connection:
        await _count(connection, acting)
        active = await detection_models.active(connection)
        # Whoever makes keys for the first time activates a model: without one nobody has a key.
        found = [] if active is None else await _find(connection, sought, active)
        shown = [it.id for it in found]
        asking = acting.client_id, acting.user_id, acting.correlation_id
        await connection.fetchrow(NOTE, ACTION, *asking, shown)
        return found


async def _count(connection: Connection, acting: Acting) -> None:
    subject = hashlib.sha256(f"similar persons {acting.user_id}".encode()).digest()
    row = await connection.fetchrow(COUNT, subject, SEARCHES_A_MINUTE)
    if row["wait"] is not None:
        raise TooManySearches(row["wait"])


async def _find(connection: Connection, sought: Sought, active: ActiveModel) -> list[SimilarPerson]:
    placeholders = active.model.placeholders
    subject = Subject(NOBODY, 0, is_active=True, record=sought.record)
    _, *rows = await FIND.rows(
        connection,
        person=NOBODY,
        keys=list(person_keys.search_keys(subject, placeholders)),
        candidates=USUAL.candidates,
        of_a_key=USUAL.of_a_key,
    )
    others = [person_keys.subject_of(row) for row in rows]
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
