"""The cluster of deploy/ is upgraded, killed and restored (rules Z1, Z5, Z8, Z11)."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import yaml

from deploy.cluster.backing_up import back_up, end_backup
from deploy.cluster.control import obeying, order
from deploy.cluster.installation import Installation, running, successors
from deploy.cluster.layout import DEPLOY
from deploy.cluster.upgrading import upgrade
from server.identity.known_keys import fingerprints
from tests.databases import reachable_directory
from tests.drills import Load, compared, owner_of, under_load
from tests.server import next_version

TTL_SECONDS: int = yaml.safe_load((DEPLOY / "patroni" / "patroni.yml").read_text())["bootstrap"][
    "dcs"
]["ttl"]
RESTORED = "select count(*) from audit_log where action = 'trail.restored'"
REVISION = "select version_num from alembic_version"


async def test_z11_a_cluster_is_upgraded_killed_and_restored_without_a_loss() -> None:
    began = monotonic()
    with reachable_directory() as place:
        folder = Path(place)
        async with running(folder / "cluster", is_small=True) as installation:
            print(f"up after {monotonic() - began:.1f} s")
            await back_up(installation, folder / "backup")
            print(f"archiving after {monotonic() - began:.1f} s")
            earlier = await upgraded(installation, next_version.make(folder / "next"))
            await end_backup(installation, folder / "backup")
            # Patroni lets a primary's lead run out first, which leaves time for the other.
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(survives(installation, earlier))
                tasks.create_task(restored(folder, earlier))


async def survives(installation: Installation, earlier: Load) -> None:
    """Kill the primary, and compare what was acknowledged with what is kept."""
    async with under_load(installation, writers=1, pause=0.05) as load:
        await load.until_acknowledged(20)
        former = await installation.leader()
        assert former is not None

        killed_at = monotonic()
        await installation.programs[former].kill(is_wanted=False)
        await load.until_acknowledged(20)
        gap = load.longest_gap(killed_at)
    load.acknowledged |= earlier.acknowledged
    lost, doubled = await compared(installation, load)
    print(f"{len(load.acknowledged)} acknowledged, {gap:.1f} s without service, ttl {TTL_SECONDS}")
    assert await installation.leader() not in {None, former}
    assert (lost, doubled) == (0, 0)


async def restored(folder: Path, earlier: Load) -> None:
    """Bring the backup up in an empty folder, and compare it with what was acknowledged by then."""
    began = monotonic()
    keys = fingerprints(folder / "cluster" / "data")
    async with running(
        folder / "again", is_small=True, backup=folder / "backup", tree=folder / "next"
    ) as installation:
        print(f"restored after {monotonic() - began:.1f} s")
        kept = await compared(installation, earlier)
        verified = await installation.run("audit", "verify")
        owner = await owner_of(installation)
        again = await owner.fetchval(RESTORED)
        await owner.close()
    assert kept == (0, 0)
    assert verified.endswith("no faults.\n")
    assert again == 1
    assert fingerprints(folder / "again" / "data") == keys


async def upgraded(installation: Installation, tree: Path) -> Load:
    """Upgrade while somebody writes who asks but once."""
    async with under_load(installation, writers=1, asks_again=False, pause=0.05) as load:
        await load.until_acknowledged(5)
        began = monotonic()
        await upgrade(installation, tree)
        took, gap = monotonic() - began, load.longest_gap(began)
        await load.until_acknowledged(5)
    owner = await owner_of(installation)
    revision = await owner.fetchval(REVISION)
    await owner.close()
    print(f"upgraded in {took:.1f} s, {len(load.acknowledged)} acts, {gap:.1f} s between two")
    assert load.failed == []
    assert revision == "9999_nicknames"
    return load


def test_z1_a_primary_has_successors_when_etcd_names_them() -> None:
    def shown(*roles: str) -> dict[str, object]:
        members = [
            {"name": f"db{number}", "role": role, "state": "streaming"}
            for number, role in enumerate(roles, 1)
        ]
        return {"members": members, "scope": "selfsame"}

    assert successors(shown("leader", "replica", "replica")) == set()
    assert successors(shown("quorum_standby", "leader", "replica")) == {"db1"}
    assert successors(shown("quorum_standby", "leader", "quorum_standby")) == {"db1", "db3"}


async def test_z11_an_installation_obeys_one_order_after_the_other(tmp_path: Path) -> None:
    async def obey(words: list[str], report: object) -> None:
        assert callable(report)
        report(f"doing {words[0]}")
        if words[0] == "wrong":
            raise RuntimeError("That cannot be done.")

    said: list[str] = []
    async with AsyncExitStack() as running_now:
        before = await order(tmp_path, ["right"], said.append)
        await running_now.enter_async_context(obeying(tmp_path, obey))
        right = await order(tmp_path, ["right"], said.append)
        wrong = await order(tmp_path, ["wrong"], said.append)

    assert (before, right, wrong) == (False, True, False)
    assert said[1:] == ["doing right", "doing wrong", "That cannot be done."]
