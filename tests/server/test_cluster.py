"""The cluster of deploy/: three servers of PostgreSQL of which one is killed (rules Z1, Z11)."""

from pathlib import Path
from time import monotonic

import yaml

from deploy.cluster.installation import DEPLOY, running
from tests.databases import reachable_directory
from tests.drills import compared, under_load

TTL_SECONDS: int = yaml.safe_load((DEPLOY / "patroni" / "patroni.yml").read_text())["bootstrap"][
    "dcs"
]["ttl"]


async def test_z11_a_cluster_whose_primary_is_killed_goes_on_and_lost_nothing() -> None:
    began = monotonic()
    with reachable_directory() as folder:
        async with running(Path(folder) / "cluster", is_small=True) as installation:
            print(f"up after {monotonic() - began:.1f} s")
            async with under_load(installation) as load:
                await load.until_acknowledged(20)
                former = await installation.leader()
                assert former is not None

                killed_at = monotonic()
                await installation.programs[former].kill(is_wanted=False)
                await load.until_acknowledged(20)
                gap = load.longest_gap(killed_at)
            lost, doubled = await compared(installation, load)
            assert await installation.leader() not in {None, former}

    print(f"{len(load.acknowledged)} acknowledged, {gap:.1f} s without service, ttl {TTL_SECONDS}")
    assert (lost, doubled) == (0, 0)
