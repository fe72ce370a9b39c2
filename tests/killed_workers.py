"""Workers in processes of their own, which are killed in the middle of whatever they do."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.serving import Registry
from workflows import messages

CHUNK = 1 << 16


@asynccontextmanager
async def killed(
    registry: Registry, module: str, environment: dict[str, str]
) -> AsyncIterator[asyncio.StreamReader]:
    """Run a module that works, give the lines that it writes, and kill it (-9) at the end.

    What it was at is free for the next worker then.
    """
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert worker.stdout is not None
    try:
        yield worker.stdout
    finally:
        worker.kill()
        # asyncio waits for the end of a pipe too: for ever, where it is full and nobody reads it.
        while await worker.stdout.read(CHUNK):
            pass
        await worker.wait()
    await messages.rescue_lost(registry.owner, dead_seconds=0)
