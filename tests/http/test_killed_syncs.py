"""Rule S7: however often its worker is killed, a sync brings what an undisturbed one brings."""

from pathlib import Path

from tests.killing_syncs import begun, found, sync_and_kill
from tests.runs import until
from tests.serving import Registry
from tests.sources import syncing
from tests.synced import syncable


async def test_s7_a_sync_whose_worker_is_killed_brings_all_of_it_once(
    admin: Registry, tmp_path: Path
) -> None:
    async with syncable(admin, tmp_path) as world:
        run = await sync_and_kill(world, kills=2, most_lines=8, seed=5)
        async with syncing(admin, tmp_path):
            await until(admin, run, "SUCCEEDED")
        killed = await found(admin)
        run = await begun(world)
        async with syncing(admin, tmp_path):
            await until(admin, run, "SUCCEEDED")
        undisturbed = await found(admin)

    assert killed == undisturbed
    assert [row[:2] for row in killed[:-1]] == [(str(it), f"Ann{it}") for it in range(1, 9)]
    assert killed[-1] == (0,)
