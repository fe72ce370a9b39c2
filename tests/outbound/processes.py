"""Workers that are processes of their own, for tests to kill."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.databases import Database
from tests.serving import Registry

RETRY_WAITS = "0.05,0.5,10,60"
"""Soon at first; never used up before a busy machine lets the receiver listen."""


@asynccontextmanager
async def worker(
    database: Database, directory: Path, *words: str, detection: str = "off"
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker as a process of its own, with these options."""
    environment = {
        **os.environ,
        "SELFSAME_DATABASE_URL": database.app_url,
        "SELFSAME_DATA_DIR": str(directory),
        "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on",
        "SELFSAME_RETRY_WAITS": RETRY_WAITS,
        "SELFSAME_DETECTION": detection,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        "worker",
        *words,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert b"delivering" in await process.stdout.readline()
    yield process
    if process.returncode is None:
        process.terminate()
        assert await process.wait() == 0


async def died_long_ago(registry: Registry) -> None:
    """Make the killed worker's last heartbeat an old one, instead of waiting for that."""
    await registry.owner.execute("update workers set seen_at = now() - interval '1 hour'")
