"""The processes that set pages: a few at once, apart from everything else, each replaceable."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path

from rules.refusals import Code, Refusal
from server.documents.jobs import LENGTH, MADE, Page
from server.observability import logs

AT_ONCE = 2
"""Pages that a server process has set at the same time."""

SECONDS = 10.0
"""A page takes 0.02; one that takes longer than this is given up."""

MOST_WAITING = 500
PAGES_PER_PROCESS = 500
"""Typst keeps what it might need again, so a process is replaced now and then."""


class DocumentCannotBeMade(Refusal):
    """A page took too long, or its template makes no page."""

    code = Code.UNAVAILABLE
    message = "Document cannot be made"


class TooManyDocuments(Refusal):
    """So many documents wait to be made that another one would wait too long."""

    code = Code.RATE_LIMITED
    message = "Too many documents are being made"

    def __init__(self) -> None:
        super().__init__(retryAfter=5)


@dataclass(slots=True)
class Renderer:
    """A process that sets pages, one at a time."""

    process: Process
    pages: int = 0

    async def render(self, page: Page, fonts: Path) -> bytes | None:
        """Return the page, None where it cannot be made. Raises EOFError where the process ends."""
        self.pages += 1
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for part in (str(fonts).encode(), page.written()):
            self.process.stdin.write(len(part).to_bytes(LENGTH, "big") + part)
        await self.process.stdin.drain()
        head = await self.process.stdout.readexactly(1 + LENGTH)
        body = await self.process.stdout.readexactly(int.from_bytes(head[1:], "big"))
        return body if head[:1] == MADE else None

    async def end(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


async def start_renderer(seconds: float = SECONDS) -> Renderer:
    """Start a process that sets pages, without our environment: that may hold passwords."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "server.documents.renderer", str(seconds)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={"RAYON_NUM_THREADS": "1"},
    )
    return Renderer(process)


@dataclass(slots=True)
class Renderers:
    """Sets pages in processes of its own, `at_once` of them; they start when they are needed."""

    at_once: int = AT_ONCE
    seconds: float = field(default_factory=lambda: SECONDS)
    at_work: int = 0
    waiting: int = 0
    _idle: list[Renderer] = field(default_factory=list)
    _turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.at_once)

    async def render(self, page: Page, fonts: Path) -> bytes:
        """Set a page with the fonts of a directory, in its turn.

        Raises DocumentCannotBeMade or TooManyDocuments.
        """
        if self.waiting >= MOST_WAITING:
            raise TooManyDocuments
        self.waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self.waiting -= 1
        self.at_work += 1
        try:
            return await self._render(page, fonts)
        finally:
            self.at_work -= 1
            self._turns.release()

    async def _render(self, page: Page, fonts: Path) -> bytes:
        renderer = self._idle.pop() if self._idle else await start_renderer(self.seconds)
        is_fit = False
        try:
            # The process has the same limit, for the case that this one is gone by then.
            async with asyncio.timeout(self.seconds):
                made = await renderer.render(page, fonts)
            is_fit = renderer.pages < PAGES_PER_PROCESS
        except (TimeoutError, EOFError, OSError) as error:
            logs.unforeseen("document.failed", error)
            raise DocumentCannotBeMade from None
        finally:
            if is_fit:
                self._idle.append(renderer)
            else:
                await renderer.end()
        if made is None:
            raise DocumentCannotBeMade
        return made

    async def close(self) -> None:
        """End the processes."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(renderer.end() for renderer in idle))
