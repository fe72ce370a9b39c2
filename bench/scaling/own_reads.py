"""Whether anybody misses what they wrote where a standby reads, or is let in who was blocked.

Clients declare births and read each back, with the position that its declaration came with, while
the standby stands still for a moment again and again. Then a user is blocked and let in by turns,
each felt by the next request; and machines ask twenty at once for more than their quota.
"""

import asyncio
from collections import Counter
from contextlib import ExitStack
from unittest.mock import patch
from uuid import UUID, uuid4

import asyncpg

from bench.reach_leaks import Silence
from bench.sandbox import open_sandbox
from bench.scaling.standing_by import Standby, read_url, standby
from server.observability import logs
from server.postgres.pool import Pool
from server.postgres.standbys import Standbys
from tests.databases import Database
from tests.events import birth, brought_to, office, try_declare
from tests.serving import Registry, served

WRITERS = 8
BLOCKS = 500
STILL_SECONDS = 0.1
AT_ONCE = 20
QUOTA = 10
POSITION = "Selfsame-Position"
ANY = "0/0"
EVENT = "query ($id: ID!) { vitalEvent(id: $id) { id } }"
LIST = "{ vitalEvents(first: 1) { nodes { id } } }"
PAUSE = "select pg_wal_replay_pause()"
RESUME = "select pg_wal_replay_resume()"


async def measure(*, own_reads: int, **_: object) -> None:
    """Write and read back, block, and ask at once; exit where anything is wrong."""
    async with open_sandbox() as sandbox:
        with ExitStack() as running:
            behind = running.enter_context(standby(sandbox))
            await behind.until_it_answers()
            database = Database(sandbox.postgres.owner_url, sandbox.postgres.app_url)
            url = read_url(sandbox, [behind])
            async with served(
                database, sandbox.directory, read_url=url, search_quota=QUOTA
            ) as registry:
                logs.configure(Silence())
                registrar, portal = await office(registry)
                stale = await _own_reads(registry, registrar, portal, behind, own_reads)
                missed = await _blocks(registry, registrar)
                shown = await _at_once(registry, registrar, portal)
    if stale or missed or shown != QUOTA:
        raise SystemExit(1)


async def _own_reads(
    registry: Registry, registrar: str, portal: UUID, behind: Standby, count: int
) -> int:
    numbers, found = iter(range(count)), Counter[str]()

    async def write_and_read() -> None:
        for _ in numbers:
            declared = await try_declare(registry, portal, birth())
            event = declared.data["declareBirth"]["vitalEvent"]["id"]
            headers = {POSITION: declared.headers[POSITION]}
            read = await registry.ask(registrar, EVENT, {"id": event}, **headers)
            found["read"] += 1
            found["stale"] += read.data["vitalEvent"] is None

    choose = Standbys.choose

    async def counting(self: Standbys, position: int | None) -> Pool | None:
        chosen = await choose(self, position)
        found["standby" if chosen else "primary"] += 1
        return chosen

    over = asyncio.Event()
    standing_still = asyncio.create_task(_stand_still(behind, over))
    with patch.object(Standbys, "choose", counting):
        async with asyncio.TaskGroup() as writers:
            for _ in range(WRITERS):
                writers.create_task(write_and_read())
    over.set()
    await standing_still
    print(
        f"own reads: {found['stale']} stale of {found['read']:,d}; the standby answered"
        f" {found['standby']:,d}, the primary {found['primary']:,d}",
        flush=True,
    )
    return found["stale"]


async def _stand_still(behind: Standby, over: asyncio.Event) -> None:
    """Let the standby show nothing new for a moment, again and again."""
    connection = await asyncpg.connect(behind.owner_url)
    try:
        while not over.is_set():
            await connection.execute(PAUSE)
            await asyncio.sleep(STILL_SECONDS)
            await connection.execute(RESUME)
            await asyncio.sleep(2 * STILL_SECONDS)
    finally:
        await connection.close()


async def _blocks(registry: Registry, registrar: str) -> int:
    """Block and let in by turns; return how often the next request did not feel it."""
    missed = 0
    for number in range(BLOCKS):
        is_blocked = number % 2 == 0
        async with registry.acting("user.blocked" if is_blocked else "user.unblocked"):
            await registry.owner.execute("update users set is_blocked = $1", is_blocked)
        answer = await registry.ask(registrar, LIST, None, scope=None, **{POSITION: ANY})
        missed += bool(answer.errors) != is_blocked
    async with registry.acting("user.unblocked"):
        await registry.owner.execute("update users set is_blocked = false where is_blocked")
    print(f"blocks and their ends: {missed} of {BLOCKS} not felt by the next request", flush=True)
    return missed


async def _at_once(registry: Registry, registrar: str, portal: UUID) -> int:
    """Return how many of a machine's requests were shown a record."""
    machine = await registry.client(f"machine {uuid4()}")
    events = [(await brought_to(registry, registrar, portal, "REGISTERED")) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(
        *(registry.ask(machine, EVENT, {"id": it}, **{POSITION: ANY}) for it in events)
    )
    shown = sum("errors" not in it.body for it in answers)
    read = await registry.owner.fetchval(
        "select sum(records) from read_quotas where client_id = $1", machine
    )
    print(
        f"{AT_ONCE} at once with a quota of {QUOTA}: {shown} were shown a record,"
        f" {read} were counted",
        flush=True,
    )
    return shown if shown == read else -1
