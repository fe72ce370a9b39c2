"""An installation of three machines on one: how it is brought up, and ended."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

import asyncpg

from deploy.cluster.layout import (
    BACKUP,
    BALANCERS,
    DATABASES,
    ETCD,
    PROGRAMS,
    ROOT,
    SERVERS,
    Layout,
    bare_environment,
)
from deploy.cluster.processes import Program, python_of

OURS: Final = str(Path(sys.executable).parent / "selfsame")
NO_SETTINGS: Final[Mapping[str, str]] = MappingProxyType({})
START_SECONDS: Final = 120.0
"""How long a start may take: only what hangs takes longer, on a busy machine too."""

FOLLOWING: Final = """
select array_agg(sync_state) from pg_stat_replication where state = 'streaming'
"""


def successors(cluster: dict[str, Any]) -> set[str]:
    """Return which servers etcd names as those one of which may be promoted, as Patroni shows it.

    A primary that came back has none for some seconds, though its standbys follow it.
    """
    return {it["name"] for it in cluster["members"] if it["role"] == "quorum_standby"}


class Installation(Layout):
    """Etcd, PostgreSQL, NATS, servers, worker, bridge and balancers, all of them on loopback."""

    def __init__(self, folder: Path, *, is_small: bool = False, tree: Path = ROOT) -> None:
        """Take an empty folder; nothing is started yet."""
        super().__init__(folder, is_small=is_small)
        self.programs: dict[str, Program] = {}
        self.tree = tree
        """The checkout whose version of Selfsame runs."""

        self.backup: Path | None = None
        """The folder that a backup goes on into."""

    async def leader(self) -> str | None:
        """Return which server of PostgreSQL is the primary, or none."""
        asked = await asyncio.gather(*(self._rest_status(name, "leader") for name in DATABASES))
        return next((name for name, ok in zip(DATABASES, asked, strict=True) if ok), None)

    async def leader_of_etcd(self) -> str | None:
        """Return which etcd leads the others, or none."""

        def ask(name: str) -> bool:
            asked = Request(f"{self.etcd_of(name)}/v3/maintenance/status", b"{}")
            with suppress(OSError, ValueError), urlopen(asked, timeout=2) as answer:
                status = json.load(answer)
                return bool(status["header"]["member_id"] == status.get("leader"))
            return False

        leading = await asyncio.gather(*(asyncio.to_thread(ask, it) for it in ETCD))
        return next((name for name, leads in zip(ETCD, leading, strict=True) if leads), None)

    async def until_replicated(self) -> None:
        """Return when both standbys follow, commits wait for one, and each may be promoted."""
        await self.until(self._is_replicated, "standbys that follow")

    async def start(self, backup: Path | None = None) -> None:
        """Bring everything up, from a backup where one is given.

        Return when both balancers say that it is ready.
        """
        self.prepare(backup)
        self._start(*ETCD, "nats1", *DATABASES)
        await self.until(self.leader, "a primary")
        await self.until_replicated()
        await self._make_database()
        await self.migrate()
        if backup is not None:
            await self.run("restore", str(backup))
        self._start("api1", *BALANCERS)
        await self.until_ready()
        # The first server made the keys that all of them have.
        self._start("api2", "worker1", "bridge1")

    async def until_ready(self) -> None:
        """Return when both balancers have a server that is ready."""

        async def are_ready() -> bool:
            asked = (answers(f"{url}/readyz") for url in self.balancers)
            return all(await asyncio.gather(*asked))

        await self.until(are_ready, "a server that is ready")

    async def migrate(self) -> None:
        """Bring the database to the version of Selfsame that runs."""
        await self.run("migrate")

    async def run(self, *words: str) -> str:
        """Run a command of Selfsame as the owner of the database; return what it printed.

        Raises RuntimeError where it fails.
        """
        running = await asyncio.create_subprocess_exec(
            python_of(self.tree),
            *("-m", "server.cli", *words),
            env={**bare_environment(), **self.environment_of("migrate")},
            cwd=self.tree,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            out, err = await running.communicate()
        except asyncio.CancelledError:
            running.terminate()
            await running.wait()
            raise
        if running.returncode:
            raise RuntimeError(f"selfsame {words[0]}: {err.decode().strip() or out.decode()}")
        return out.decode()

    async def end(self) -> None:
        """End everything, in the order in which each has what it needs to end."""
        for names in (
            (BACKUP, "bridge1", "worker1", *BALANCERS, *SERVERS),
            DATABASES,
            ("nats1", *ETCD),
        ):
            running = [self.programs[name] for name in names if name in self.programs]
            if self._is_small and names == DATABASES:
                await asyncio.gather(*(it.kill(is_wanted=False) for it in running))
            await asyncio.gather(*(it.stop() for it in running))

    async def _make_database(self) -> None:
        owner = await asyncpg.connect(self.place_of(await self.leader() or "", "postgres"))
        if not await owner.fetchval("select true from pg_database where datname = 'selfsame'"):
            with suppress(asyncpg.DuplicateDatabaseError):
                await owner.execute("create database selfsame")
        await owner.close()

    def _start(self, *names: str) -> None:
        lines = self.lines()
        for name in names:
            command = lines[name].split()
            environment = {**bare_environment(), **self.environment_of(name)}
            program = Program(
                name, command, environment, self.folder, is_ordinary=name in DATABASES
            )
            self.programs[name] = program
            if self.tree != ROOT and lines[name].startswith(OURS):
                program.use(self.tree)
            program.start()

    async def _is_replicated(self) -> bool:
        leader = await self.leader()
        if leader is None:
            return False
        with suppress(OSError, asyncpg.PostgresError):
            owner = await asyncpg.connect(self.place_of(leader, "postgres"), timeout=5)
            try:
                found = await owner.fetchval(FOLLOWING) or []
            finally:
                await owner.close()
            standbys = len(DATABASES) - 1
            if found.count("quorum") == standbys:
                return len(successors(await self._cluster(leader))) == standbys
        return False

    async def _cluster(self, name: str) -> dict[str, Any]:
        """Return what Patroni beside a server reads in etcd. Raises OSError."""

        def ask() -> Any:
            with urlopen(f"{self.patroni_of(name)[0]}/cluster", timeout=5) as answer:
                return json.load(answer)

        shown: dict[str, Any] = await asyncio.to_thread(ask)
        return shown

    async def _rest_status(self, name: str, path: str) -> bool:
        return await answers(f"http://127.0.0.1:{self._ports[f'{name}_rest']}/{path}")

    async def until(self, asked: Callable[[], Awaitable[object]], what: str) -> None:
        """Return when something is so. Raises RuntimeError where it never is."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await asked():
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise RuntimeError(f"Waited in vain for {what}: see {self.folder}/*.log") from None


@asynccontextmanager
async def running(
    folder: Path,
    *,
    is_small: bool = False,
    backup: Path | None = None,
    tree: Path = ROOT,
    settings: Mapping[str, str] = NO_SETTINGS,
) -> AsyncIterator[Installation]:
    """Bring an installation up, from a backup where one is given, and end it.

    It runs the version of the checkout `tree`, with these settings beside its own.
    """
    if not PROGRAMS.exists() or shutil.which("haproxy") is None:
        raise RuntimeError("Patroni, etcd or HAProxy is missing: make cluster, and install haproxy")
    made = Installation(folder, is_small=is_small, tree=tree)
    made.settings |= settings
    made.take()
    is_up = False
    try:
        await made.start(backup)
        is_up = True
        yield made
    finally:
        await made.end()
        if not is_up:
            made.leave()


async def answers(url: str) -> bool:
    """Return whether an address answers with 200 within two seconds."""

    def ask() -> bool:
        try:
            with urlopen(Request(url), timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    return await asyncio.to_thread(ask)
