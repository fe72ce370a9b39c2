"""Weighs the pairs that are candidates already by another model (rule H9)."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from rules.frozen import frozen
from rules.match_weights import Weighed
from workflows import person_keys
from workflows.acts import act, retry_on_deadlock, system_acting
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.found_pairs import weighed_json
from workflows.person_keys import Fault, Subject

ACTION = "merge_candidate.weighed"
BATCH = 500


@frozen
class Candidate:
    """A candidate, how it is weighed now, and the band that it had."""

    id: UUID
    person: Subject
    master: Subject
    weighed: Weighed
    former_band: str | None
    is_open: bool


@dataclass(slots=True)
class Moves:
    """How many candidates change their band, by the former one and the new one."""

    candidates: int = 0
    open: Counter[tuple[str, str]] = field(default_factory=Counter)
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, it: Candidate) -> None:
        """Count a candidate."""
        self.candidates += 1
        if it.former_band is not None and it.former_band != it.weighed.band:
            moved = self.open if it.is_open else self.decided
            moved[it.former_band, str(it.weighed.band)] += 1


async def count_candidates(connection: Any) -> int:
    """Return how many candidates there are."""
    count: int = (await connection.fetchrow(COUNT))[0]
    return count


async def moves(
    connection: Any, active: ActiveModel, progress: Callable[[int], None] = lambda _: None
) -> Moves:
    """Return what a model would change, of whom can be weighed. Nothing is written."""
    found = Moves()
    async for batch in _candidates(connection, active, []):
        for it in batch:
            found.add(it)
        progress(found.candidates)
    return found


async def weigh_all(
    connection: Any,
    active: ActiveModel,
    progress: Callable[[int], None],
    faults: list[Fault],
) -> Moves:
    """Weigh all candidates by the active model, a batch an act; no round of review begins.

    Decided ones too: that a record changes later is then judged by one model on both sides. A pair
    that an error of ours stops is passed over, and both its persons are added to `faults`. Raises
    ModelIsReplaced.
    """
    done = Moves()
    async for batch in _candidates(connection, active, faults):
        await _write(connection, batch, active)
        for it in batch:
            done.add(it)
        progress(done.candidates)
    return done


async def _candidates(
    connection: Any, active: ActiveModel, faults: list[Fault]
) -> AsyncIterator[list[Candidate]]:
    last = UUID(int=0)
    while rows := await connection.fetch(CANDIDATES, last, BATCH):
        last = rows[-1]["id"]
        persons = {row[name] for row in rows for name in ("person_id", "master_person_id")}
        read = await person_keys.subjects(connection, persons, faults)
        subjects = {it.id: it for it in read}
        batch = []
        for row in rows:
            person, master = subjects.get(row["person_id"]), subjects.get(row["master_person_id"])
            # Who is missing could not be read.
            if person is None or master is None:
                continue
            try:
                batch.append(_candidate(row, person, master, active))
            except Exception as error:
                faults += (Fault(it.id, error) for it in (person, master))
        yield batch


def _candidate(row: Any, person: Subject, master: Subject, active: ActiveModel) -> Candidate:
    weighed = active.weigh_with_merged(person.records, master.records)
    return Candidate(row["id"], person, master, weighed, row["band"], row["is_open"])


async def _write(connection: Any, batch: list[Candidate], active: ActiveModel) -> None:
    placeholders = active.model.placeholders
    written = orjson.dumps(
        [
            {
                "id": str(it.id),
                "person_version": it.person.version,
                "master_version": it.master.version,
                **weighed_json(it.weighed),
                "keys": person_keys.classes_in_common(it.person, it.master, placeholders),
            }
            for it in batch
        ]
    ).decode()

    async def attempt() -> None:
        async with system_acting(connection) as acting, act(acting, ACTION) as acted_on:
            if (await acted_on.fetchrow(WEIGH, written, *active.identity))[0] is None:
                raise ModelIsReplaced

    await retry_on_deadlock(attempt)


COUNT = "select count(*)::integer from merge_candidates"
CANDIDATES = """
select pair.id, pair.person_id, pair.master_person_id, pair.band,
       exists (select from manual_merge_candidates review
                where review.merge_candidate_id = pair.id and review.status = 'NEW') as is_open
  from merge_candidates pair
 where pair.id > $1
 order by pair.id
 limit $2
"""
WEIGH = "select weigh_candidates($1, $2, $3, $4)"
