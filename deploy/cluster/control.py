"""Takes orders while an installation runs: from whoever owns its folder, by a socket in it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

SOCKET: Final = "control.sock"

Report: TypeAlias = Callable[[str], None]
Obey: TypeAlias = Callable[[list[str], Report], Awaitable[None]]
"""Carries an order out and says how far it is; raises RuntimeError with a sentence."""


@asynccontextmanager
async def obeying(folder: Path, obey: Obey) -> AsyncIterator[None]:
    """Take orders until the block ends, one at a time."""
    alone = asyncio.Lock()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(sentence: str) -> None:
            writer.write(f"{json.dumps(sentence)}\n".encode())

        is_done = False
        try:
            words = json.loads(await reader.readline())
            async with alone:
                await obey(words, say)
            is_done = True
        except (RuntimeError, ValueError, OSError) as error:
            say(str(error))
        with suppress(OSError):
            writer.write(f"{json.dumps(is_done)}\n".encode())
            await writer.drain()
            writer.close()

    server = await asyncio.start_unix_server(answer, folder / SOCKET)
    (folder / SOCKET).chmod(0o600)
    try:
        yield
    finally:
        server.close()


async def order(folder: Path, words: list[str], report: Report) -> bool:
    """Have the installation of a folder carry out an order; return whether it did."""
    try:
        reader, writer = await asyncio.open_unix_connection(folder / SOCKET)
    except OSError:
        report(f"No installation runs in {folder}.")
        return False
    writer.write(f"{json.dumps(words)}\n".encode())
    said: str | bool = "It ended before this was done."
    async for line in reader:
        said = json.loads(line)
        if isinstance(said, str):
            report(said)
    writer.close()
    return said is True
