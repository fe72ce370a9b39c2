"""The cluster of deploy/: upgraded while it serves, and its primary killed (rules Z1, Z5, Z11)."""

from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import yaml

from deploy.cluster.control import obeying, order
from deploy.cluster.installation import Installation, running
from deploy.cluster.layout import DEPLOY
from deploy.cluster.upgrading import upgrade
from tests.databases import reachable_directory
from tests.drills import Load, compared, owner_of, under_load
from tests.server import next_version

TTL_SECONDS: int = yaml.safe_load((DEPLOY / "patroni" / "patroni.yml").read_text())["bootstrap"][
    "dcs"
]["ttl"]
REVISION = "select version_num from alembic_version"


async def test_z11_a_cluster_is_upgraded_and_its_primary_killed_without_a_loss() -> None:
    began = monotonic()
    with reachable_directory() as folder:
        async with running(Path(folder) / "cluster", is_small=True) as installation:
            print(f"up after {monotonic() - began:.1f} s")
            earlier = await upgraded(installation, next_version.make(Path(folder) / "next"))
            async with under_load(installation) as load:
                await load.until_acknowledged(20)
                former = await installation.leader()
                assert former is not None

                killed_at = monotonic()
                await installation.programs[former].kill(is_wanted=False)
                await load.until_acknowledged(20)
                gap = load.longest_gap(killed_at)
            load.acknowledged |= earlier.acknowledged
            lost, doubled = await compared(installation, load)
            assert await installation.leader() not in {None, former}

    print(f"{len(load.acknowledged)} acknowledged, {gap:.1f} s without service, ttl {TTL_SECONDS}")
    assert (lost, doubled) == (0, 0)


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
