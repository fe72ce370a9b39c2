"""Takes orders while an installation runs: from whoever owns its folder, by a socket in it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

SOCKET: Final = "control.sock"

Report: TypeAlias = Callable[[str], None]
Obey: TypeAlias = Callable[[list[str], Report], Awaitable[None]]
"""Carries an order out and says how far it is; raises RuntimeError with a sentence."""


@asynccontextmanager
async def obeying(folder: Path, obey: Obey) -> AsyncIterator[None]:
    """Take orders until the block ends, one at a time; one that is not done by then is left."""
    alone = asyncio.Lock()
    answering = set[asyncio.Task[Any] | None]()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.current_task())
        # Cancelled at the end of the block, it has nobody to say so to.
        with closing(writer), suppress(asyncio.CancelledError):
            await carry_out(reader, writer)

    async def carry_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(sentence: str) -> None:
            # Whoever gave the order may have gone, and it is carried out all the same.
            if not writer.is_closing():
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

    server = await asyncio.start_unix_server(answer, folder / SOCKET)
    (folder / SOCKET).chmod(0o600)
    try:
        yield
    finally:
        server.close()
        # What goes on would start programs again while they are ended.
        begun = [it for it in answering if it is not None and not it.done()]
        for it in begun:
            it.cancel()
        await asyncio.gather(*begun, return_exceptions=True)


async def order(folder: Path, words: list[str], report: Report) -> bool:
    """Have the installation of a folder carry out an order; return whether it did."""
    try:
        reader, writer = await asyncio.open_unix_connection(folder / SOCKET)
    except OSError:
        report(f"No installation runs in {folder}.")
        return False
    writer.write(f"{json.dumps(words)}\n".encode())
    with closing(writer):
        async for line in reader:
            said: str | bool = json.loads(line)
            if isinstance(said, bool):
                return said
            report(said)
    report("It ended before this was done.")
    return False
