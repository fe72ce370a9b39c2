"""Merges two organisations of many members and transfers others under kill -9 (rules W1 to W5).

What a merge and a transfer under kills leave is compared with what undisturbed ones leave; memory
is what PostgreSQL's processes and this one, which serves, have of their own at most.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from bench.registries import registry_of_its_own
from rules.access import Role
from tests import killing_plans
from tests.killing_plans import Two
from tests.serving import Registry

SMALL = 10
"""A merge of so many times fewer members is measured before, to see what grows."""

TRANSFERRED = 600
KILLED_MERGE = 2_000
MOST_LINES = 8
"""Statements of a step of a transfer: a kill comes within two steps."""


async def run(members: int, kills: int) -> None:
    """Merge so many members with as many, and kill what transfers and what merges; print it."""
    async with registry_of_its_own() as (registry, _):
        await registry.user("admin", Role.ADMIN)
        for each in (members // SMALL, members):
            await _merge(registry, each)
        await _kill_a_transfer(registry, kills)
        await _kill_merges(registry, kills)


async def _merge(registry: Registry, members: int) -> None:
    pair = await killing_plans.two(registry, f"m{members}x", members)
    print(f"{members:,} + {members:,} members", flush=True)
    before = await killing_plans.counted(registry)
    async with _measured(registry, "plan, sign"):
        merging = await killing_plans.begun_merge(registry, pair)
    async with _measured(registry, "execute"):
        await killing_plans.execute(registry, merging)
    done = await killing_plans.counted(registry) - before
    print(f"  {dict(sorted(done.items()))}")
    print(f"  {await killing_plans.memberships(registry, pair)}", flush=True)


async def _kill_a_transfer(registry: Registry, kills: int) -> None:
    undisturbed, disturbed = [
        await killing_plans.two(registry, f"{it}x", TRANSFERRED) for it in ("undisturbed", "killed")
    ]
    expected = await _transferred(registry, undisturbed, 0)
    found = await _transferred(registry, disturbed, kills)
    same = "everything once" if found == expected else f"OTHERWISE: {expected} {found}"
    print(f"a transfer of {TRANSFERRED} persons, {kills} kills: {same}", flush=True)


async def _transferred(registry: Registry, pair: Two, kills: int) -> tuple[object, ...]:
    chance = random.Random(22)
    before = await killing_plans.counted(registry)
    moving = await killing_plans.begun_transfer(registry, pair)
    for _ in range(kills):
        await killing_plans.kill(registry, moving, chance, MOST_LINES)
    await killing_plans.execute(registry, moving)
    done = await killing_plans.counted(registry) - before
    return done, await killing_plans.memberships(registry, pair)


async def _kill_merges(registry: Registry, kills: int) -> None:
    """Kill merges at any moment of them: each time there is all of one or nothing."""
    undisturbed = await killing_plans.two(registry, "undisturbedy", KILLED_MERGE)
    before = await killing_plans.counted(registry)
    merging = await killing_plans.begun_merge(registry, undisturbed)
    seconds = await killing_plans.execute(registry, merging)
    expected = await killing_plans.counted(registry) - before
    memberships = await killing_plans.memberships(registry, undisturbed)
    chance, killed, merged, nothing = random.Random(22), 0, 0, 0
    while killed < kills:
        disturbed = await killing_plans.two(registry, f"killed{merged}y", KILLED_MERGE)
        untouched = await killing_plans.memberships(registry, disturbed)
        before = await killing_plans.counted(registry)
        merging = await killing_plans.begun_merge(registry, disturbed)
        signed = await killing_plans.counted(registry)
        while killed < kills and not await killing_plans.is_done(registry, merging):
            async with killing_plans.worker(registry) as lines:
                await lines.readline()
                await asyncio.sleep(chance.random() * seconds)
            killed += 1
            await killing_plans.until_rolled_back(registry)
            nothing += await _is_untouched(registry, disturbed, untouched, signed)
            await killing_plans.revive(registry, merging)
        await killing_plans.execute(registry, merging)
        merged += 1
        found = await killing_plans.counted(registry) - before
        if (found, await killing_plans.memberships(registry, disturbed)) != (expected, memberships):
            raise AssertionError(f"It is not all of it: {expected} {found}")
    print(f"merges of {KILLED_MERGE:,} + {KILLED_MERGE:,}, {seconds:.1f} s each; {killed} kills:")
    print(f"  {nothing} left nothing of it, and {merged} merges were done, each once", flush=True)


async def _is_untouched(
    registry: Registry, pair: Two, memberships: object, signed: killing_plans.Counts
) -> bool:
    """Return whether nothing is done of a merge; raise where it is not all of it either."""
    status = await registry.owner.fetchval(
        "select status from organisations where id = $1", pair.source
    )
    is_same = (
        await killing_plans.memberships(registry, pair) == memberships
        and await killing_plans.counted(registry) == signed
    )
    if (status == "ACTIVE") != is_same:
        raise AssertionError(f"It is {status}, and the rest is half done")
    return is_same


@asynccontextmanager
async def _measured(registry: Registry, what: str) -> AsyncIterator[None]:
    """Print how long something took, and the largest memory of a process meanwhile."""
    database = _parent(registry.owner.get_server_pid())
    most = {"PostgreSQL": 0, "server": 0}

    async def watch() -> None:
        while True:
            sizes = [_own_memory(it) for it in _children(database)]
            most["PostgreSQL"] = max([most["PostgreSQL"], *sizes])
            most["server"] = max(most["server"], _own_memory(os.getpid()))
            await asyncio.sleep(0.05)

    watching = asyncio.create_task(watch())
    began = perf_counter()
    try:
        yield
    finally:
        watching.cancel()
    seconds = perf_counter() - began
    sizes = ", ".join(f"{name} {size / 1024:,.0f} MiB" for name, size in most.items())
    print(f"  {what}: {seconds:,.1f} s, {sizes}", flush=True)


def _own_memory(process: int) -> int:
    """Return what a process has of its own, in KiB; 0 where it is gone."""
    return int(_status(process).get("RssAnon", "0").split()[0])


def _parent(process: int) -> int:
    return int(_status(process)["PPid"])


def _children(process: int) -> Iterator[int]:
    numbers = (int(it.name) for it in Path("/proc").iterdir() if it.name.isdigit())
    return (it for it in numbers if _status(it).get("PPid", "") == str(process))


def _status(process: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (it.partition(":") for it in lines)}
