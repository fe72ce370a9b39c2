"""A primary with a synchronous standby, real servers that a test may kill, freeze and promote."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg

from db.migrating import migrate
from server.postgres import embedded_cluster as clusters
from server.postgres.embedded_binaries import Binaries, binaries_for, installation
from server.postgres.embedded_process import is_postmaster, postmaster_of
from tests.databases import Database, reachable_directory
from tests.ports import free_port

TIMEOUT_SECONDS = 60.0
"""How long a server may take to start: only one that hangs takes longer."""

SYNCHRONOUS = ("-c", "synchronous_standby_names=*", "-c", "synchronous_commit=on")


class Node:
    """One server of the pair."""

    def __init__(self, directory: Path, binaries: Binaries, password: str) -> None:
        self.directory = directory
        self.cluster = directory / "cluster"
        self.port = free_port()
        self.password = password
        self._binaries = binaries
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped: list[int] = []

    @property
    def owner_url(self) -> str:
        """The address of this server alone."""
        place = f"127.0.0.1:{self.port}/{clusters.DATABASE}"
        return f"postgresql://{clusters.OWNER}:{self.password}@{place}"

    async def start(self, *settings: str) -> None:
        """Start, and wait until queries are answered."""
        with (self.directory / "log").open("ab") as log:
            arguments = [*clusters.arguments_for(self.cluster, self.port, fast=True), *settings]
            self._process = self._binaries.spawn("postgres", arguments, log)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not await self._answers():
                assert self._process.poll() is None, (self.directory / "log").read_text()
                await asyncio.sleep(0.02)

    async def ask(self, sql: str) -> object:
        """Return the value of one query."""
        connection = await asyncpg.connect(self.owner_url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    async def promote(self) -> None:
        """Make the standby the primary; return when it is."""
        assert await self.ask("select pg_promote(true, 60)")

    def kill(self) -> None:
        """Kill the server and all that works for it, as when the machine is gone."""
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def freeze(self) -> None:
        """Stop all its processes where they stand."""
        self._signal(signal.SIGSTOP)

    def freeze_postmaster(self) -> None:
        """Stop the one that takes connections; those that there are go on being served."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)
        self._stopped.append(self._process.pid)

    def thaw(self) -> None:
        """Let those go on that were stopped."""
        for pid in self._stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self._stopped.clear()

    def end(self) -> None:
        """End the server, whatever state it is in."""
        self.thaw()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        for pid in (self._process.pid, *_children_of(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
                if number == signal.SIGSTOP:
                    self._stopped.append(pid)

    async def _answers(self) -> bool:
        postmaster = postmaster_of(self.cluster)
        if postmaster is None or not is_postmaster(postmaster.pid, self.cluster):
            return False
        try:
            await self.ask("select 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True


class Pair:
    """The primary and its standby, and the addresses that list both."""

    def __init__(self, primary: Node, standby: Node, app_password: str) -> None:
        self.primary = primary
        self.standby = standby
        self._app_password = app_password

    def database(self, *, standby_first: bool = False) -> Database:
        """Return the addresses: the application's lists both, the owner's is the primary's."""
        nodes = (self.standby, self.primary) if standby_first else (self.primary, self.standby)
        places = ",".join(f"127.0.0.1:{it.port}" for it in nodes)
        user = f"{clusters.APPLICATION}:{self._app_password}"
        return Database(self.primary.owner_url, f"postgresql://{user}@{places}/{clusters.DATABASE}")


@asynccontextmanager
async def pair(*, migrated: bool = True) -> AsyncIterator[Pair]:
    """Run a primary whose commits wait for its standby, migrated before that was copied or not."""
    with reachable_directory() as directory:
        nodes = [_node(directory / name) for name in ("a", "b")]
        primary, standby = nodes
        try:
            yield await _started(primary, standby, migrated=migrated)
        finally:
            for node in nodes:
                node.end()


async def _started(primary: Node, standby: Node, *, migrated: bool) -> Pair:
    binaries = binaries_for(primary.cluster)
    clusters.make(primary.cluster, binaries, primary.password, fast=True)
    await primary.start()
    if migrated:
        app_url = f"postgresql://{clusters.APPLICATION}:app@host/{clusters.DATABASE}"
        await migrate(primary.owner_url, app_url)
    _copy(primary, standby)
    await standby.start()
    primary.end()
    await primary.start(*SYNCHRONOUS)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await primary.ask("select exists (select from pg_stat_replication)"):
            await asyncio.sleep(0.02)
    return Pair(primary, standby, "app")


def _node(directory: Path) -> Node:
    directory.mkdir(mode=0o755)
    binaries = binaries_for(directory / "cluster")
    if binaries.account is not None:
        os.chown(directory, binaries.account.user, binaries.account.group)
    return Node(directory, binaries, "owner")


def _copy(primary: Node, standby: Node) -> None:
    program = installation() / "bin" / "pg_basebackup"
    address = primary.owner_url.rpartition("/")[0] + "/postgres"
    command = [str(program), "--pgdata", str(standby.cluster), "--dbname", address]
    options = ["--write-recovery-conf", "--checkpoint=fast", "--wal-method=stream", "--no-sync"]
    subprocess.run([*command, *options], check=True)
    status = primary.cluster.stat()
    for path in (standby.cluster, *standby.cluster.rglob("*")):
        shutil.chown(path, status.st_uid, status.st_gid)


def _children_of(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(word) for word in (task / "children").read_text().split()]
    return found
