"""Those who change consents at once, and docs/follower.py, which follows them and is killed."""

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from tests.event_feed import read
from tests.house.repository import ROOT
from tests.organisations import organisation
from tests.people import person
from tests.serving import Registry

BEGIN = "select begin_act('consent.changed', null, null, uuidv7())"
CHANGE = """
update consents
   set permissions = case when cardinality(permissions) = 1
                          then '{VIEW,CONTRIBUTE}'::text[] else '{VIEW}' end
 where id = $1
"""
SOURCE = """
select id::text, jsonb_build_object(
           'permissions', permissions, 'status', status, 'version', version)::text as state
  from consents
union all
select id::text, jsonb_build_object('endedOn', ended_on, 'version', version)::text from memberships
"""


async def consents(registry: Registry, count: int) -> list[UUID]:
    """Put persons on record, each with a consent that is accepted."""
    place = await organisation(registry, "Hospital")
    persons = [await person(registry, f"Ada{number}") for number in range(count)]
    async with registry.acting("consent.accepted") as owner:
        rows = await owner.fetch(
            "insert into consents (person_id, organisation_id, permissions, status)"
            " select unnest($1::uuid[]), $2, '{VIEW}', 'ACCEPTED' returning id",
            persons,
            place,
        )
    return [row["id"] for row in rows]


async def change(connection: asyncpg.Connection, which: list[UUID], chance: Random) -> None:
    """Change one to three consents in a transaction that lasts for a while and may be undone."""
    await connection.execute("begin")
    await connection.execute(BEGIN)
    # In the order of their keys, so that no two wait for each other.
    for key in sorted(chance.sample(which, chance.randint(1, 3))):
        await connection.execute(CHANGE, key)
        for _ in range(chance.randint(0, 5)):
            await asyncio.sleep(0)
    await connection.execute("rollback" if chance.random() < 0.2 else "commit")


@asynccontextmanager
async def changing(registry: Registry, which: list[UUID], writers: int) -> AsyncIterator[None]:
    """Have so many change consents, each over a connection of its own, until the block ends."""
    ending = asyncio.Event()

    async def write(number: int) -> None:
        connection = await asyncpg.connect(registry.database.owner_url)
        chance = Random(number)
        while not ending.is_set():
            await change(connection, which, chance)
        await connection.close()

    writing = [asyncio.create_task(write(number)) for number in range(writers)]
    try:
        yield
    finally:
        ending.set()
        await asyncio.gather(*writing)


@asynccontextmanager
async def follower(registry: Registry, machine: UUID, state: Path) -> AsyncIterator[None]:
    """Run docs/follower.py, and kill it (-9) at the end of the block."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "docs/follower.py"),
        registry.url,
        str(state),
        env=os.environ | {"TOKEN": registry.token(machine)},
    )
    try:
        yield
    finally:
        running.kill()
        await running.wait()


def kept(state: Path) -> tuple[str | None, dict[str, dict[str, Any]]]:
    """Return the follower's place in the feed, and what it knows."""
    with sqlite3.connect(f"file:{state}?mode=ro", uri=True) as connection:
        places = connection.execute("select cursor from place").fetchall()
        records = connection.execute("select id, data from record").fetchall()
    connection.close()
    return (places[0][0] if places else None), {key: json.loads(data) for key, data in records}


async def until_it_is_beyond(state: Path, place: str | None, end: str | None = None) -> None:
    """Wait until the follower is at another place in the feed, or at its end."""
    while True:
        try:
            now, _ = kept(state)
            if now == end if end else now not in (None, place):
                return
        except sqlite3.OperationalError:
            pass  # it has made no tables yet
        await asyncio.sleep(0.01)


async def follow_and_kill(
    registry: Registry, machine: UUID, which: list[UUID], state: Path, kills: int, writers: int
) -> int:
    """Kill a follower so often while consents change, each time once it has come further.

    At last it is left to catch up. Return how many events there were.
    """
    place: str | None = None
    async with changing(registry, which, writers):
        for _ in range(kills):
            async with follower(registry, machine, state):
                await until_it_is_beyond(state, place)
            place = kept(state)[0]
    events, end = await read(registry, machine, first=100)
    async with follower(registry, machine, state):
        await until_it_is_beyond(state, place, end)
    return len(events)


async def differences(registry: Registry, state: Path) -> list[str]:
    """Return which consents and memberships the follower knows otherwise than they are."""
    source = {row["id"]: json.loads(row["state"]) for row in await registry.owner.fetch(SOURCE)}
    known = kept(state)[1]
    return [
        key
        for key, of_source in source.items()
        if key not in known or of_source != {name: known[key][name] for name in of_source}
    ]
