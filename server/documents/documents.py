"""Documents, made once and kept for a while by what they say."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from uuid import uuid4

from rules.refusals import Code, Refusal
from server.documents.jobs import Page
from server.documents.renderers import Renderers

MOST_KEPT = 32 * 1024 * 1024
"""Bytes of documents that a process keeps."""

FontReader = Callable[[str], Awaitable[bytes | None]]
"""Returns the file of a font by its digest."""


class FontIsMissing(Refusal):
    """A font of the template is not in the database."""

    code = Code.UNAVAILABLE
    message = "Document cannot be made"


class Documents:
    """Makes documents, each once for those who want it at the same time.

    They are made again after a restart, from what the database has: the same bytes.
    """

    def __init__(self, directory: Path, renderers: Renderers | None = None) -> None:
        """Keep the files of fonts below a directory: Typst reads them when it needs them."""
        self.renderers = Renderers() if renderers is None else renderers
        self._directory = directory
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._under_way: dict[bytes, asyncio.Task[bytes]] = {}

    async def document(self, page: Page, font: FontReader) -> bytes:
        """Return the document of a page. Raises what `Renderers.render` does, or FontIsMissing."""
        digest = page.digest
        if digest in self._kept:
            self._kept.move_to_end(digest)
            return self._kept[digest]
        task = self._under_way.get(digest)
        if task is None:
            task = asyncio.create_task(self._make(digest, page, font))
            self._under_way[digest] = task
            task.add_done_callback(lambda _: self._under_way.pop(digest, None))
        # Who goes away does not take the document from the others who wait for it.
        return await asyncio.shield(task)

    async def close(self) -> None:
        """End what is being made."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.renderers.close()

    async def _make(self, digest: bytes, page: Page, font: FontReader) -> bytes:
        made = await self.renderers.render(page, await self._fonts(page.fonts, font))
        self._kept[digest] = made
        self._size += len(made)
        while self._size > MOST_KEPT:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)
        return made

    async def _fonts(self, digests: Sequence[str], font: FontReader) -> Path:
        """Return the directory that has these fonts and no others, filled where it is not."""
        name = hashlib.sha256(" ".join(sorted(digests)).encode()).hexdigest()
        directory = self._directory / name
        for digest in digests:
            path = directory / f"{digest}.ttf"
            if path.is_file():
                continue
            file = await font(digest)
            if file is None:
                raise FontIsMissing
            await asyncio.to_thread(_write, path, file)
        return directory


def _write(path: Path, file: bytes) -> None:
    """Write a file that is there whole or not at all, whoever writes it at the same time."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.parent.parent / f".{uuid4()}.draft"
    draft.write_bytes(file)
    draft.replace(path)
