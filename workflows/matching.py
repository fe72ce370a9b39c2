"""Matches persons who are new or changed with those on record, as the worker does (H1, H2)."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Boolean, Integer, Uuid, bindparam, column, func, select

from db.persons import persons
from db.statements import Connection, Statement
from rules.blocking_keys import class_of
from rules.frozen import frozen
from rules.matching import MatchBand
from workflows import detection_models, person_keys
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.found_pairs import FoundPair
from workflows.match_batches import Batch, Matched
from workflows.person_keys import SUBJECT, Fault, Subject

BATCH = 100
"""How many persons are claimed at once: their keys are one write."""
LEASE_SECONDS = 30.0
"""After so long a person may be claimed by another worker. Usually a batch takes a second or two;
who has not been matched by then is left to whoever claims them next."""
WAIT_SECONDS = 0.2
"""How long a command waits for what other workers have claimed before it looks again."""


@frozen
class Bounds:
    """How much is read for one person. Rule H2."""

    candidates: int = 200
    of_a_key: int = 200


USUAL = Bounds()


async def match_due(
    connection: Any,
    active: ActiveModel,
    bounds: Bounds = USUAL,
    most: int = BATCH,
    lease_seconds: float = LEASE_SECONDS,
) -> Matched:
    """Match those who are due for longest; whoever dies meanwhile loses nothing. Rule H1.

    Keys are committed before anybody is searched for, so that of two new persons one finds the
    other. Nothing is locked while pairs are compared, and few persons while pairs are added. A
    person is due until their pairs are added, and those who changed meanwhile are due again.
    Raises ModelIsReplaced.
    """
    began = monotonic()
    matched = Matched()
    claims = {
        row["person_id"]: row["claimed_at"]
        for row in await connection.fetch(CLAIM, most, lease_seconds)
    }
    matched.claimed = len(claims)
    if not claims:
        return matched
    subjects, matched.faults = await person_keys.keep(
        connection, await person_keys.rows(connection, claims), active.model.placeholders
    )
    standing = await _standing(connection, subjects)
    batch = Batch(
        connection,
        active,
        {
            subject.id: {claimed: claims[claimed] for claimed in of_subject}
            for subject, of_subject in standing
        },
        began + lease_seconds,
        matched,
    )
    for subject, _ in standing:
        if not batch.has_time:
            break
        pairs: list[FoundPair] | None = []
        if subject.is_active:
            pairs = await _match(connection, subject, active, bounds, matched)
        if pairs is not None:
            await batch.add(subject.id, pairs)
    await batch.flush()
    return matched


async def _standing(
    connection: Connection, subjects: Iterable[Subject]
) -> list[tuple[Subject, list[UUID]]]:
    """Return who is to be matched, each with those for whom that is done.

    Whoever was merged is matched as a part of the record that stands for them.
    """
    for_whom: defaultdict[UUID, list[UUID]] = defaultdict(list)
    known = {it.id: it for it in subjects}
    for it in known.values():
        for_whom[it.master_id or it.id].append(it.id)
    missing = for_whom.keys() - known.keys()
    if missing:
        known |= {it.id: it for it in await person_keys.subjects(connection, missing)}
    return [(known[person_id], whom) for person_id, whom in for_whom.items()]


async def match_pending(
    connection: Any,
    active: ActiveModel,
    bounds: Bounds = USUAL,
    progress: Callable[[Matched], None] = lambda _: None,
    lease_seconds: float = LEASE_SECONDS,
) -> Matched:
    """Match until nobody is due, as a command does where no worker runs.

    Those whom another worker has claimed are waited for, and theirs if it was killed. Whoever
    cannot be matched stays due. By another model from the moment on that it becomes active.
    """
    total = Matched()
    failed: set[UUID] = set()
    while True:
        try:
            matched = await match_due(connection, active, bounds, lease_seconds=lease_seconds)
        except ModelIsReplaced:
            # Whoever was claimed is due again once the claim has run out.
            active = await detection_models.ensure_active(connection)
            continue
        total.count(matched)
        failed.update(it.person_id for it in matched.faults)
        progress(total)
        if not matched.claimed:
            if not await is_anybody_due(connection, failed):
                return total
            await asyncio.sleep(WAIT_SECONDS)


async def is_anybody_due(connection: Connection, besides: Collection[UUID] = ()) -> bool:
    """Return whether anybody is due, claimed or not, besides some."""
    return await connection.fetchrow(IS_DUE, list(besides)) is not None


async def matches_due(connection: Connection, most: int | None = None) -> tuple[int, float]:
    """Return how many matches are due, and for how many seconds the oldest.

    Where there are more than so many, it counts no further.
    """
    row = await connection.fetchrow(DUE, most)
    return row["due"], row["oldest_seconds"]


async def _match(
    connection: Connection,
    subject: Subject,
    active: ActiveModel,
    bounds: Bounds,
    matched: Matched,
) -> list[FoundPair] | None:
    """Search for those who may be one with a person, in one round trip, and weigh each of them.

    Who cannot be weighed with them is passed over: a fault of the other record, unless it is so
    with everybody. Then the person stays due, and None is returned.
    """
    began = monotonic()
    cut, *rows = await FIND.rows(
        connection,
        person=subject.id,
        keys=list(person_keys.search_keys(subject, active.model.placeholders)),
        candidates=bounds.candidates,
        of_a_key=bounds.of_a_key,
    )
    matched.cut_off.update(class_of(key) for key in cut["cut_keys"])
    matched.cut_off["all"] += cut["left_out"]
    matched.compared += len(rows)
    found: list[FoundPair] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            pair = _weigh(subject, row, active)
        except Exception as error:
            faults.append(Fault(row["id"], error))
            continue
        if pair is not None:
            found.append(pair)
    if rows and len(faults) == len(rows):
        matched.faults.append(Fault(subject.id, faults[0].error))
        return None
    matched.faults += faults
    matched.seconds.append(monotonic() - began)
    return found


def _weigh(subject: Subject, row: Any, active: ActiveModel) -> FoundPair | None:
    other = person_keys.subject_of(row)
    weighed = active.weigh_with_merged(subject.records, other.records)
    if weighed.band is MatchBand.UNLIKELY and not row["is_candidate"]:
        return None
    in_common = person_keys.classes_in_common(subject, other, active.model.placeholders)
    return FoundPair(subject.id, subject.version, other.id, other.version, weighed, in_common)


CLAIM = "select * from claim_due_matches($1, $2)"
DUE = "select * from matches_due($1)"
IS_DUE = "select from due_matches where person_id <> all ($1) order by noted_at limit 1"
TO_MATCH = func.persons_to_match(
    bindparam("person", type_=Uuid),
    bindparam("keys", type_=ARRAY(BigInteger)),
    bindparam("candidates", type_=Integer),
    bindparam("of_a_key", type_=Integer),
).table_valued(
    column("person_id", Uuid),
    column("is_candidate", Boolean),
    column("cut_keys", ARRAY(BigInteger)),
    column("left_out", BigInteger),
)
FIND = Statement(
    select(TO_MATCH.c.is_candidate, TO_MATCH.c.cut_keys, TO_MATCH.c.left_out, *SUBJECT)
    .select_from(TO_MATCH.outerjoin(persons, persons.c.id == TO_MATCH.c.person_id))
    .order_by(TO_MATCH.c.person_id.nulls_first())
)
