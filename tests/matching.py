"""Persons who are due to be matched, and the pairs that come of it."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from server.postgres.counting import CountingConnection
from tests.people import person
from tests.serving import Registry
from workflows.found_pairs import ADD
from workflows.matching import FIND

ADA: dict[str, Any] = {
    "first": "Augusta",
    "last": "Lovelace",
    "birth_date": date(1815, 12, 10),
    "national_id": "1234567890",
}
PAIRS = """
select pair.person_id, pair.master_person_id, pair.band, review.status, review.round
  from merge_candidates pair join manual_merge_candidates review on merge_candidate_id = pair.id
 order by review.id
"""
LET_LEASES_END = "update due_matches set claimed_at = claimed_at - interval '1 hour'"


async def ada(registry: Registry, **more: Any) -> UUID:
    """Put somebody on record, who is always the same person."""
    return await person(registry, **(ADA | more))


async def change(registry: Registry, who: UUID, **columns: Any) -> None:
    """Change somebody's record, as a further version."""
    values = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=2))
    async with registry.acting("person.corrected"):
        await registry.owner.execute(
            f"update persons set version = version + 1, {values} where id = $1",
            who,
            *columns.values(),
        )


async def due(registry: Registry) -> dict[UUID, int]:
    """Return who is due, with the version."""
    rows = await registry.owner.fetch("select person_id, version from due_matches")
    return {row["person_id"]: row["version"] for row in rows}


async def pairs(registry: Registry) -> list[tuple[UUID, UUID, str, str, int]]:
    """Return the pairs, a row for each review: duplicate, master, band, status, round."""
    return [tuple(row) for row in await registry.owner.fetch(PAIRS)]


async def pairs_of(owner: asyncpg.Connection) -> set[frozenset[UUID]]:
    """Return who are pairs; no two are one twice."""
    rows = await owner.fetch("select person_id, master_person_id from merge_candidates")
    found = [frozenset(row) for row in rows]
    assert len(found) == len(set(found))
    return set(found)


@dataclass(slots=True)
class Pause:
    """Holds a worker before a statement, until the test lets it go on."""

    statement: str
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)


def pause(connection: CountingConnection, statement: str) -> Pause:
    """Let a connection wait before each run of this statement."""
    waiting = Pause(statement)

    def waits_before(run: Any) -> Any:
        async def wait_and_run(query: str, *arguments: Any) -> Any:
            if query == statement:
                waiting.reached.set()
                await waiting.released.wait()
            return await run(query, *arguments)

        return wait_and_run

    connection.fetch = waits_before(connection.fetch)  # type: ignore[method-assign]
    connection.fetchrow = waits_before(connection.fetchrow)  # type: ignore[method-assign]
    return waiting


BEFORE_SEARCH = FIND.text
BEFORE_ADDING = ADD
