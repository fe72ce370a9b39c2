"""Syncs a group of many persons, undisturbed and by workers that are killed again and again.

The source is on this machine, and serves as hitobito does. What is on record after the kills is
compared with what an undisturbed sync brings.
"""

import resource
from time import perf_counter
from uuid import UUID

from bench.registries import registry_of_its_own
from rules.access import Role
from tests.killing_syncs import begun, ended, found, sync_and_kill
from tests.synced import World, syncable

GROUPS = 50
"""Below the linked one, among which the persons are spread."""


async def run(persons: int, kills: int) -> None:
    """Sync so many persons, then again, with changes and under kills; print what it took."""
    async with registry_of_its_own() as (registry, directory):
        await registry.user("admin", Role.ADMIN)
        async with syncable(registry, directory) as world:
            _fill(world, persons)
            await _measured(world, "first", persons)
            await _measured(world, "again, nothing is other", persons)
            for each in range(1, persons // 10):
                world.source.people[each]["first_name"] = f"Bea{each}"
            await _measured(world, "a tenth is called otherwise", persons)
            undisturbed = await found(registry)
            began = perf_counter()
            left = await sync_and_kill(world, kills, most_lines=persons // 50, seed=18)
            await ended(world, left)
            print(f"{kills} kills: {perf_counter() - began:,.0f} s")
            print("same rows" if await found(registry) == undisturbed else "OTHER ROWS")


def _fill(world: World, persons: int) -> None:
    for each in range(GROUPS):
        world.source.add_group(100 + each, f"Patrol {each}", 1)
    for each in range(9, persons + 1):
        more = {"birthday": "2014-03-02", "gender": "w", "email": f"{each}@example.org"}
        world.source.add_person(each, f"Ann{each}", f"Lee{each}", **more)
        world.source.add_role(10 + each, each, 100 + each % GROUPS)


async def _measured(world: World, what: str, persons: int) -> None:
    """Sync by a worker of its own, and print what that took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = perf_counter()
    run_id: UUID = await begun(world)
    await ended(world, run_id)
    took = perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counted = await world.registry.owner.fetchval(
        "select counts::text from runs where id = $1", run_id
    )
    print(f"{what}: {took:,.1f} s, {1000 * cpu / persons:.2f} ms of the worker's CPU a person,")
    print(f"  {after.ru_maxrss / 1024:,.0f} MiB at most, {counted}")
