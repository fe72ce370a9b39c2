"""Kills a follower of the event feed again and again: it must end equal to the source.

docs/follower.py follows consents that several change at once; it is killed (-9) each time it has
come further, and begins again from its cursor. Then the latency is measured: from the commit of an
act until a reader that asks every 100 ms has its event.
"""

import asyncio
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg

from bench.registries import registry_of_its_own
from tests.event_feed import page, read, write
from tests.following import changing, consents, differences, follow_and_kill
from tests.serving import Registry

WRITERS = 4
POLL_SECONDS = 0.1
EVENTS_TIMED = 300


async def run(kills: int) -> None:
    """Kill a follower so often, compare what it knows, and print the latencies."""
    async with registry_of_its_own() as (registry, directory):
        machine = await registry.client("follower")
        which = await consents(registry, 50)
        began, state = perf_counter(), directory / "state.db"
        events = await follow_and_kill(registry, machine, which, state, kills, WRITERS)
        wrong = await differences(registry, state)
        print(f"{kills} kills, {events:,} events, {perf_counter() - began:,.0f} s")
        print(f"{len(wrong)} consents and memberships are known otherwise than they are")
        await _print_latency(registry, machine, "quiet")
        async with changing(registry, which, WRITERS):
            await _print_latency(registry, machine, f"{WRITERS} others write")


async def _print_latency(registry: Registry, machine: UUID, when: str) -> None:
    """Print how long after its commit an event is read by whoever asks every 100 ms."""
    _, cursor = await read(registry, machine, first=100)
    committed: dict[str, float] = {}
    writer = await asyncpg.connect(registry.database.owner_url)

    async def act() -> None:
        for _ in range(EVENTS_TIMED):
            written = await write(writer)
            committed[str(written)] = perf_counter()
            await asyncio.sleep(0.013)

    acting = asyncio.create_task(act())
    seen: dict[str, float] = {}
    while len(seen) < EVENTS_TIMED:
        found: dict[str, Any] = await page(registry, machine, cursor, first=100)
        now, cursor = perf_counter(), found["endCursor"]
        seen |= {it["id"]: now for it in found["events"] if it["type"] == "birth.registered"}
        if not found["hasMore"]:
            await asyncio.sleep(POLL_SECONDS)
    await acting
    await writer.close()
    cuts = quantiles([(seen[it] - committed[it]) * 1000 for it in seen], n=100)
    print(f"{when}: commit to read {cuts[49]:.0f} ms (median), {cuts[94]:.0f} ms (p95)")
