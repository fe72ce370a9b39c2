"""The cluster of deploy/ is upgraded, killed and restored (rules Z1, Z5, Z8, Z11)."""

import asyncio
import re
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
import yaml

from deploy.cluster.backing_up import back_up, end_backup
from deploy.cluster.installation import Installation, running, successors
from deploy.cluster.layout import DATABASES, DEPLOY, PATRONI, PROGRAMS, bare_environment
from deploy.cluster.processes import Program, as_ordinary_user
from deploy.cluster.upgrading import replace_server, upgrade
from deploy.patroni.before_promotion import missing
from server.identity.known_keys import fingerprints
from tests.databases import reachable_directory
from tests.drills import WAIT_SECONDS, Load, compared, owner_of, under_load
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
            with pytest.raises(RuntimeError, match="The backup goes on into"):
                await end_backup(installation, folder / "elsewhere")
            tree = next_version.make(folder / "next")
            _, earlier = await asyncio.gather(refuses(installation), upgraded(installation, tree))
            await end_backup(installation, folder / "backup")
            # Patroni lets a primary's lead run out first, which leaves time for the other.
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(survives(installation, earlier))
                tasks.create_task(restored(folder, earlier))


async def refuses(installation: Installation) -> None:
    """Ask for the promotion of a standby while the other one follows the primary that goes on."""
    leader = await installation.leader()
    standby, other = (it for it in DATABASES if it != leader)
    asked = await asyncio.create_subprocess_exec(
        PROGRAMS / "python",
        *(PATRONI / "before_promotion.py", installation.folder / "patroni.yml"),
        env={**bare_environment(), **installation.environment_of(standby)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asked.communicate()
    assert said.decode() == f"Not promoted: 1 of {other} had to follow, but nobody did.\n"
    assert asked.returncode == 1


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
    successor = await installation.leader()
    assert successor not in {None, former}
    assert "pre_promote" in installation.programs[str(successor)].log.read_text()
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


STARTING = """
import asyncio, sys
from pathlib import Path
from deploy.cluster.processes import Program

async def main():
    started = Program("sleeper", ["sleep", "1000"], {}, Path(sys.argv[1]), KIND)
    started.start()
    while not started.pids("patroni"):
        await asyncio.sleep(0.01)
    print(started.pids("patroni")[0], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def command_of(pid: int) -> bytes:
    """Return the command of a process; nothing of one that ended, also where nobody reaped it."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.mark.parametrize("kind", ["", ", is_ordinary=True"])
async def test_z11_what_an_installation_started_ends_with_it(tmp_path: Path, kind: str) -> None:
    """By a kill too, and with Patroni the PostgreSQL that has left it."""
    postgres = await asyncio.create_subprocess_exec(*as_ordinary_user(["sleep", "2000"]))
    (tmp_path / "sleeper").mkdir()
    (tmp_path / "sleeper" / "postmaster.pid").write_text(f"{postgres.pid}\n")
    manager = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", STARTING.replace(", KIND", kind), str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert manager.stdout is not None
    sleeper = int(await manager.stdout.readline())
    async with asyncio.timeout(WAIT_SECONDS):
        while not re.fullmatch(rb"[^\0]*sleep\x001000\x00", command_of(sleeper)):
            await asyncio.sleep(0.01)
        manager.kill()
        await manager.wait()
        while command_of(sleeper):
            await asyncio.sleep(0.01)
        if not kind:
            postgres.terminate()
        await postgres.wait()


async def test_z11_a_server_that_is_not_replaced_is_given_back_to_the_balancers(
    tmp_path: Path,
) -> None:
    """HAProxy gives it requests when it is ready; drained, it would stay away for good."""
    ordered: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ordered.append((await reader.readline()).decode().strip())
        writer.close()

    class Failing(Installation):
        @property
        def admins(self) -> tuple[Path, ...]:
            return (tmp_path / "balancer1.sock",)

    installation = Failing(tmp_path / "new")
    async with await asyncio.start_unix_server(answer, tmp_path / "balancer1.sock"):
        with pytest.raises(KeyError):  # no such program runs
            await replace_server(installation, "api1")
    with pytest.raises(RuntimeError, match="balancer1 takes no orders: it does not run"):
        await replace_server(installation, "api1")

    assert ordered == [
        "set server selfsame/api1 state drain",
        "show stat",
        "set server selfsame/api1 state ready",
    ]


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


def test_z1_as_many_follow_whoever_is_promoted_as_leave_the_former_primary_too_few() -> None:
    """A commit of the former primary waits for one of both, or for two of three."""
    assert missing("db2", "db1", ["db2", "db3"], 1) == 1
    assert missing("db2", "db1", ["db2"], 0) == 0
    assert missing("db2", "db1", ["db3"], 0) == 1
    assert missing("db2", "db1", ["db2", "db3", "db4"], 1) == 1
    assert missing("db5", "db1", ["db2", "db3", "db4"], 1) == 2


def test_z1_nobody_has_to_follow_where_no_other_was_primary() -> None:
    assert missing("db1", None, [], 0) == 0
    assert missing("db1", "db1", ["db2", "db3"], 1) == 0
    assert missing("db2", "db1", [], 0) == 0


async def test_z11_what_is_started_again_reports_its_new_process(tmp_path: Path) -> None:
    reported: asyncio.Queue[str] = asyncio.Queue()
    sleeper = Program("sleeper", ["sleep", "1000"], {}, tmp_path)
    sleeper.report = reported.put_nowait

    sleeper.start()
    async with asyncio.timeout(WAIT_SECONDS):
        first = await reported.get()
        await sleeper.kill()
        second = await reported.get()
    now = sleeper.pids("patroni")[0]
    await sleeper.stop()

    assert first != second == f"sleeper    {now}"
