"""A system as operators start it, whose processes are killed and come back."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import asyncpg

VICTIMS = ("server", "deliveries", "PostgreSQL", "a backend")
TOKEN_SECONDS = 86_400
UNDELIVERED = """
select (select count(*) from undispatched_events)
     + (select count(*) from messages where status in ('ENQUEUED', 'PROCESSING'))
"""
PAUSE_SECONDS = 0.2


class System:
    """One `selfsame serve` on an embedded PostgreSQL, started again whenever it is killed."""

    def __init__(self, directory: Path) -> None:
        """Take a directory for its data; nothing runs yet."""
        self._directory = directory / "data"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._arguments = ("serve", "--port", str(port))
        self._environment = os.environ | {
            "SELFSAME_DATA_DIR": str(self._directory),
            "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on",
            "SELFSAME_RETRY_WAITS": "0.1,0.2,0.4,0.8",
            "SELFSAME_DETECTION": "off",
        }
        self._server: asyncio.subprocess.Process | None = None
        self._is_listening = asyncio.Event()

    async def command(self, *arguments: str) -> str:
        """Run a command of `selfsame` and return what it prints."""
        running = await self._start(*arguments)
        printed, _ = await running.communicate()
        if running.returncode:
            raise RuntimeError(f"selfsame {arguments[0]} ended with {running.returncode}")
        return printed.decode().strip()

    async def token(self, *who: str) -> str:
        """Return a token for somebody."""
        return await self.command("token", *who, "--expires-in", str(TOKEN_SECONDS))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve inside the block, from the first answer on."""
        keeping = asyncio.create_task(self._keep_running())
        try:
            await self._is_listening.wait()
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            if self._server is not None:
                self._server.terminate()
                await self._server.wait()

    async def kill(self, victim: str) -> None:
        """Send one process SIGKILL, once it is there to be killed."""
        pid = None
        while pid is None:
            await asyncio.sleep(PAUSE_SECONDS)
            await self._is_listening.wait()
            pid = self._pid_of(victim)
        if victim == "server":
            self._is_listening.clear()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    async def owner(self) -> asyncpg.Connection:
        """Connect as the owner of the database, once it answers."""
        url = await self.command("database-url", "--role", "owner")
        while True:
            try:
                return await asyncpg.connect(url)
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(PAUSE_SECONDS)

    async def now(self) -> datetime:
        """Return the database's time."""
        owner = await self.owner()
        try:
            moment: datetime = await owner.fetchval("select clock_timestamp()")
        finally:
            await owner.close()
        return moment

    async def delivered(self) -> None:
        """Wait until every message is delivered or has failed for good."""
        owner = await self.owner()
        left = 1
        while left:
            await asyncio.sleep(PAUSE_SECONDS)
            left = await owner.fetchval(UNDELIVERED)
        await owner.close()

    async def _start(self, *arguments: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server.cli", *arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment,
        )

    async def _keep_running(self) -> None:
        while True:
            self._server = await self._start(*self._arguments)
            assert self._server.stdout is not None
            async for line in self._server.stdout:
                if line.startswith(b"listening on"):
                    self._is_listening.set()
            await self._server.wait()
            self._is_listening.clear()

    def _pid_of(self, victim: str) -> int | None:
        assert self._server is not None
        if victim == "server":
            return self._server.pid
        if victim == "deliveries":
            spawned = [it for it in _children(self._server.pid) if "spawn_main" in _command(it)]
            return spawned[0] if spawned else None
        postmaster = self._postmaster()
        if victim == "PostgreSQL" or postmaster is None:
            return postmaster
        backends = [it for it in _children(postmaster) if "selfsame" in _command(it)]
        return random.choice(backends) if backends else None

    def _postmaster(self) -> int | None:
        for path in self._directory.glob("**/postmaster.pid"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                pid = int(path.read_text().split()[0])
                return pid if _command(pid) else None
        return None


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.extend(map(int, path.read_text().split()))
    return found


def _command(pid: int) -> str:
    """Return a process's command line, nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
