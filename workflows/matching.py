"""Matches persons who are new or changed with those on record, as the worker does (H1, H2)."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Boolean, Integer, Uuid, bindparam, column, func, select

from db.persons import persons
from db.statements import Connection, Statement
from rules.blocking_keys import blocking_keys, class_of, classes_in_common
from rules.matching import MatchBand
from workflows import person_keys
from workflows.detection_models import ActiveModel
from workflows.found_pairs import FoundPair, add_found_pairs
from workflows.person_keys import SUBJECT, Fault, Subject

BATCH = 100
"""How many persons are matched at once: their keys are one write, their pairs one act."""
LEASE_SECONDS = 30.0
"""After so long a person is matched by another worker: a batch takes a second or two."""
WAIT_SECONDS = 0.2
"""How long a command waits for what other workers have claimed before it looks again."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read for one person. Rule H2."""

    candidates: int = 200
    of_a_key: int = 200


USUAL = Bounds()


@dataclass(slots=True)
class Matched:
    """What came of a batch, for the metrics: no value of anybody, and no key."""

    claimed: int = 0
    compared: int = 0
    """With how many others they were compared, all together."""
    seconds: list[float] = field(default_factory=list)
    """How long each person took who was compared with others."""
    added: Counter[str] = field(default_factory=Counter)
    reopened: int = 0
    cut_off: Counter[str] = field(default_factory=Counter)
    """Keys of which not all records were read, by class; under `all` whom was left out at last."""
    faults: list[Fault] = field(default_factory=list)


async def match_due(
    connection: Any,
    active: ActiveModel,
    bounds: Bounds = USUAL,
    most: int = BATCH,
    lease_seconds: float = LEASE_SECONDS,
) -> Matched:
    """Match those who are due for longest; whoever dies meanwhile loses nothing. Rule H1.

    Keys are committed before anybody is searched for, so that of two new persons one finds the
    other. Nothing is locked while pairs are compared: an act waits for no match. A person is due
    until their pairs are added, and those who changed meanwhile are due again.
    """
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
    found: list[FoundPair] = []
    for subject in subjects:
        if subject.is_active:
            found += await _match(connection, subject, active, bounds, matched)
    added = await add_found_pairs(connection, found, active.model.version)
    matched.added, matched.reopened = added.added, added.reopened
    await _delete(connection, claims, {it.person_id for it in matched.faults})
    return matched


async def match_pending(
    connection: Any,
    active: ActiveModel,
    bounds: Bounds = USUAL,
    progress: Callable[[Matched], None] = lambda _: None,
) -> Matched:
    """Match until nobody is due, as a command does where no worker runs.

    Those whom another worker has claimed are waited for, and theirs if it was killed. Whoever
    cannot be matched stays due.
    """
    total = Matched()
    failed: set[UUID] = set()
    while True:
        matched = await match_due(connection, active, bounds)
        _count(total, matched)
        failed.update(it.person_id for it in matched.faults)
        progress(total)
        if not matched.claimed:
            if not (await connection.fetchrow(IS_DUE, list(failed)))[0]:
                return total
            await asyncio.sleep(WAIT_SECONDS)


async def matches_due(connection: Connection) -> tuple[int, float]:
    """Return how many matches are due, and for how many seconds the oldest."""
    row = await connection.fetchrow(DUE)
    return row["due"], row["oldest_seconds"]


async def _match(
    connection: Connection,
    subject: Subject,
    active: ActiveModel,
    bounds: Bounds,
    matched: Matched,
) -> list[FoundPair]:
    """Search for those who may be one with a person, in one round trip, and weigh each of them."""
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
    try:
        found = [pair for row in rows if (pair := _weigh(subject, row, active)) is not None]
    except Exception as error:
        matched.faults.append(Fault(subject.id, error))
        return []
    matched.seconds.append(monotonic() - began)
    return found


def _weigh(subject: Subject, row: Any, active: ActiveModel) -> FoundPair | None:
    other = person_keys.subject_of(row)
    weighed = active.weigh(subject.record, other.record)
    if weighed.band is MatchBand.UNLIKELY and not row["is_candidate"]:
        return None
    placeholders = active.model.placeholders
    in_common = classes_in_common(
        blocking_keys(subject.record, placeholders), blocking_keys(other.record, placeholders)
    )
    return FoundPair(subject.id, subject.version, other.id, other.version, weighed, in_common)


async def _delete(connection: Connection, claims: dict[UUID, datetime], failed: set[UUID]) -> None:
    done = {person_id: at for person_id, at in claims.items() if person_id not in failed}
    await connection.fetchrow(DELETE, list(done), list(done.values()))


def _count(total: Matched, matched: Matched) -> None:
    total.claimed += matched.claimed
    total.compared += matched.compared
    total.added += matched.added
    total.reopened += matched.reopened
    total.cut_off += matched.cut_off
    total.faults += matched.faults


CLAIM = "select * from claim_due_matches($1, $2)"
DELETE = "select delete_due_matches($1, $2)"
DUE = "select * from matches_due()"
IS_DUE = "select exists (select from due_matches where person_id <> all ($1))"
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
