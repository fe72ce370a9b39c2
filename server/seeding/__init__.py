"""Seeds a demo of any size: accounts, persons, merge candidates, vital events."""

from collections.abc import Callable
from itertools import islice
from time import monotonic
from typing import Any

from rules.frozen import frozen
from server.seeding.access import seed_access
from server.seeding.events import seed_vital_events
from server.seeding.people import FAMILY, external_id, pairs, person
from workflows import imports, merge_candidates, seeding

SOURCE = "demo"
DEFAULT_PERSONS = 2000
BATCH = 10_000

Progress = Callable[[str, int, int], None]
"""Called with what is being added, how many of them were handled, and of how many."""


def _untold(*_: Any) -> None:
    """Show no progress."""


class SeedImpossible(Exception):
    """No demo can have these sizes; the sentence says why."""


@frozen
class Seeded:
    """What was added, and how long it took."""

    accounts: int
    persons: int
    candidates: int
    vital_events: int
    seconds: float


async def seed(
    connection: Any,
    persons: int = DEFAULT_PERSONS,
    candidates: int | None = None,
    progress: Progress = _untold,
    *,
    with_events: bool = True,
) -> Seeded:
    """Bring the demo to this many persons and merge candidates: only what is missing is added.

    Without a number of candidates, every pair of similar persons becomes one: one for every five
    persons. Made in batches, each its own transaction, so a seed that was interrupted is resumed
    by the next. Raises SeedImpossible.
    """
    began = monotonic()
    wanted = persons // FAMILY if candidates is None else candidates
    if persons < 0 or wanted < 0:
        raise SeedImpossible("A demo cannot have fewer than 0 persons or candidates")
    population = max(persons, await seeding.count_persons(connection, SOURCE))
    if wanted > population * (population - 1) // 2:
        raise SeedImpossible(
            f"{population} persons make {population * (population - 1) // 2} pairs,"
            f" not {wanted} candidates"
        )
    accounts = await seed_access(connection)
    added_persons = await _seed_persons(connection, persons, progress)
    added_candidates = await _seed_candidates(connection, population, wanted, progress)
    vital_events = await seed_vital_events(connection) if with_events else 0
    seconds = monotonic() - began
    return Seeded(accounts, added_persons, added_candidates, vital_events, seconds)


async def grow(connection: Any, former: int, persons: int) -> None:
    """Add the persons from `former` on until there are this many, with their similar pairs."""
    await imports.prepare(connection)
    await merge_candidates.prepare(connection)
    added = [(number, person(number)) for number in range(former, persons)]
    await imports.import_batch(connection, SOURCE, added)
    similar = islice(enumerate(pairs(persons)), former // FAMILY, persons // FAMILY)
    await merge_candidates.import_batch(connection, SOURCE, SOURCE, list(similar))


async def _seed_persons(connection: Any, wanted: int, progress: Progress) -> int:
    await imports.prepare(connection)
    added = 0
    for start in range(0, wanted, BATCH):
        numbers = range(start, min(start + BATCH, wanted))
        external_ids = [external_id(number) for number in numbers]
        known = await seeding.known_external_ids(connection, SOURCE, external_ids)
        missing = [
            (number, person(number)) for number in numbers if external_id(number) not in known
        ]
        if missing:
            imported = await imports.import_batch(connection, SOURCE, missing)
            added += imported.added
        progress("persons", numbers.stop, wanted)
    return added


async def _seed_candidates(
    connection: Any, population: int, wanted: int, progress: Progress
) -> int:
    """Add pairs, the likeliest first, until there are as many as wanted.

    Counted are those that existed at the start and those met on the way: when two seeds run at
    once, each meets what the other added.
    """
    existing = await seeding.count_merge_candidates(connection, SOURCE)
    await merge_candidates.prepare(connection)
    numbered_pairs = enumerate(pairs(population))
    added = met = 0
    while existing + added < wanted and met < wanted:
        batch = list(islice(numbered_pairs, min(BATCH, wanted - existing - added)))
        if not batch:
            break
        imported = await merge_candidates.import_batch(connection, SOURCE, SOURCE, batch)
        added += imported.added
        met += imported.added + imported.updated + imported.unchanged
        progress("candidates", existing + added, wanted)
    return added
