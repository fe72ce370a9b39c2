"""Runs commands as people do: in processes of their own, with an environment of their own."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from server import cli
from tests.databases import Database

TIMEOUT_SECONDS = 300.0
"""How long a test waits for a command: only one that hangs takes longer, on a busy machine too."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that ended: its exit status, and what it printed."""

    status: int
    out: str
    err: str


def environment(
    data_directory: Path, database: Database | None = None, **more: str
) -> dict[str, str]:
    """Return an environment with no setting but these.

    Nobody is matched unless the test asks for it: pairs would come by themselves.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SELFSAME_")}
    kept["SELFSAME_DATA_DIR"] = str(data_directory)
    kept["SELFSAME_DETECTION"] = "off"
    if database is not None:
        kept["SELFSAME_DATABASE_URL"] = database.app_url
        kept["SELFSAME_MIGRATE_URL"] = database.owner_url
    return kept | more


async def start(
    environment: dict[str, str], *words: str, tree: Path | None = None
) -> asyncio.subprocess.Process:
    """Start a command, of the code in another tree where one is given."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        *words,
        env=environment,
        cwd=tree,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(environment: dict[str, str], *words: str, tree: Path | None = None) -> Finished:
    """Run a command to its end."""
    return await ended(await start(environment, *words, tree=tree))


async def ended(process: asyncio.subprocess.Process) -> Finished:
    """Wait until a command has ended."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(), err.decode())


async def run_here(environment: dict[str, str], *words: str) -> Finished:
    """Run a command to its end in this process, which saves the start of another.

    For what neither stands in the way of this process nor is about signals.
    """
    out, err = io.StringIO(), io.StringIO()

    def run_in_thread() -> int:
        with (
            patch.dict(os.environ, environment, clear=True),
            patch("signal.signal"),
            patch("sys.argv", ["selfsame", *words]),
            patch("sys.stdin", io.TextIOWrapper(io.BytesIO())),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                cli.main()
            except SystemExit as ending:
                return ending.code if isinstance(ending.code, int) else 1
        return 0

    status = await asyncio.to_thread(run_in_thread)
    return Finished(status, out.getvalue(), err.getvalue())


@dataclass(slots=True)
class Serving:
    """A server process that answers, and how it finished."""

    process: asyncio.subprocess.Process
    url: str
    errors: asyncio.Task[bytes]
    finished: Finished | None = None

    async def stop(self) -> Finished:
        """Ask it to stop, and wait until it has."""
        if self.finished is None:
            if self.process.returncode is None:
                self.process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(TIMEOUT_SECONDS):
                assert self.process.stdout is not None
                out, err = await asyncio.gather(self.process.stdout.read(), self.errors)
                status = await self.process.wait()
            self.finished = Finished(status, out.decode(), err.decode())
        return self.finished


@asynccontextmanager
async def serving(
    environment: dict[str, str], *words: str, tree: Path | None = None
) -> AsyncIterator[Serving]:
    """Run `selfsame serve` on a free port until the test is done with it."""
    process = await start(environment, "serve", "--port", "0", *words, tree=tree)
    assert process.stdout is not None
    async with asyncio.timeout(TIMEOUT_SECONDS):
        line = (await process.stdout.readline()).decode().strip()
    if not line.startswith("listening on "):
        _, err = await process.communicate()
        raise AssertionError(f"it printed {line!r}, and {err.decode()}")
    assert process.stderr is not None
    # Read as it comes: a server whose log nobody reads stops at some 200 KB of it.
    errors = asyncio.create_task(process.stderr.read())
    server = Serving(process, line.removeprefix("listening on "), errors)
    try:
        yield server
    finally:
        await server.stop()
