"""Pages are set apart: a few at once, in processes that may hang or crash alone (C13)."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.documents import renderers
from server.documents.documents import Documents, FontIsMissing
from server.documents.renderers import (
    DocumentCannotBeMade,
    Renderer,
    Renderers,
    TooManyDocuments,
    start_renderer,
)
from tests.server.test_pages import DIGESTS, FONTS, page

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")
FILES = dict(zip(DIGESTS, (it.file for it in FONTS), strict=True))


async def font(digest: str) -> bytes | None:
    return FILES.get(digest)


@asynccontextmanager
async def documents(directory: Path, **options: Any) -> AsyncIterator[Documents]:
    made = Documents(directory / "fonts", Renderers(**options))
    try:
        yield made
    finally:
        await made.close()


def arguments(process: int) -> list[str]:
    return Path(f"/proc/{process}/cmdline").read_text().split("\0")


def children_of(parent: int) -> list[int]:
    """The processes that set pages for another one.

    The kernel's own list of children leaves some out while one of them ends.
    """
    started = [int(it.name) for it in Path("/proc").glob("[0-9]*") if parent_of(it) == parent]
    return [pid for pid in started if "server.documents.renderer" in arguments(pid)]


def parent_of(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None  # it has ended


def children() -> list[int]:
    """The processes that set pages for this one."""
    return children_of(os.getpid())


class Held:
    """A stand-in for what a process does: it waits until it may go on."""

    def __init__(self, patched: pytest.MonkeyPatch) -> None:
        self.at_work = self.most = self.pages = 0
        self.go_on = asyncio.Event()
        self.all_busy = asyncio.Event()
        held = self

        async def render(self: Renderer, _page: Any, _fonts: Path) -> bytes:
            held.at_work += 1
            held.pages += 1
            held.most = max(held.most, held.at_work)
            if held.at_work == renderers.AT_ONCE:
                held.all_busy.set()
            await held.go_on.wait()
            held.at_work -= 1
            return b"%PDF-"

        patched.setattr(Renderer, "render", render)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    return Held(monkeypatch)


async def test_c13_no_more_pages_are_set_at_once_than_there_are_processes(
    held: Held, tmp_path: Path
) -> None:
    async with documents(tmp_path) as made:
        pages = [page({"name": str(at)}) for at in range(20)]
        tasks = [asyncio.create_task(made.document(it, font)) for it in pages]
        await held.all_busy.wait()
        started = len(children())
        held.go_on.set()
        await asyncio.gather(*tasks)

    assert started == held.most == renderers.AT_ONCE
    assert held.pages == 20
    assert children() == []


async def test_c13_who_want_the_same_page_at_once_get_one(held: Held, tmp_path: Path) -> None:
    async with documents(tmp_path) as made:
        tasks = [asyncio.create_task(made.document(page({"name": "A"}), font)) for _ in range(9)]
        other = asyncio.create_task(made.document(page({"name": "B"}), font))
        await held.all_busy.wait()
        # One of them goes away, and the others get theirs all the same.
        tasks[0].cancel()
        held.go_on.set()
        found = await asyncio.gather(*tasks[1:], other)
        again = await made.document(page({"name": "A"}), font)

    assert {*found, again} == {b"%PDF-"}
    assert held.pages == 2


async def test_c13_beyond_a_bound_nobody_waits(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderers, "MOST_WAITING", 3)
    async with documents(tmp_path) as made:
        tasks = [
            asyncio.create_task(made.document(page({"name": str(at)}), font)) for at in range(5)
        ]
        await held.all_busy.wait()
        while made.renderers.waiting < 3:
            await asyncio.sleep(0)
        with pytest.raises(TooManyDocuments):
            await made.document(page({"name": "one more"}), font)
        held.go_on.set()
        await asyncio.gather(*tasks)


async def test_c13_a_page_that_hangs_is_given_up_and_others_are_set(tmp_path: Path) -> None:
    async with documents(tmp_path, at_once=1, seconds=30) as made:
        await made.document(page({"name": "first"}), font)
        (hanging,) = children()
        os.kill(hanging, signal.SIGSTOP)
        made.renderers.seconds = 0.01

        with pytest.raises(DocumentCannotBeMade):
            await made.document(page({"name": "second"}), font)

        made.renderers.seconds = 30
        assert (await made.document(page({"name": "second"}), font)).startswith(b"%PDF-")
        assert children() != [hanging]


async def test_c13_a_page_that_brings_its_process_down_brings_down_nothing_else(
    tmp_path: Path,
) -> None:
    async with documents(tmp_path, at_once=1) as made:
        await made.document(page({"name": "first"}), font)
        (crashing,) = children()
        os.kill(crashing, signal.SIGSTOP)
        task = asyncio.create_task(made.document(page({"name": "second"}), font))
        while not made.renderers.at_work:
            await asyncio.sleep(0)
        os.kill(crashing, signal.SIGKILL)

        with pytest.raises(DocumentCannotBeMade):
            await task

        assert (await made.document(page({"name": "second"}), font)).startswith(b"%PDF-")


async def test_c13_a_process_gives_a_page_up_by_itself(tmp_path: Path) -> None:
    async with documents(tmp_path) as made:
        await made.document(page({"name": "first"}), font)
        (directory,) = (tmp_path / "fonts").iterdir()
    renderer = await start_renderer(seconds=0.05)
    endless = page({"name": "W" * 1_000_000})

    with pytest.raises(asyncio.IncompleteReadError):
        await renderer.render(endless, directory)

    assert await renderer.process.wait() == -signal.SIGALRM


async def test_c13_a_template_that_makes_no_page_is_refused(tmp_path: Path) -> None:
    async with documents(tmp_path) as made:
        for broken in (
            "",
            "<svg",
            "<svg xmlns='http://www.w3.org/2000/svg'><text>{{a}}</text></svg>",
        ):
            with pytest.raises(DocumentCannotBeMade):
                await made.document(replace(page({"a": "b"}), svg=broken), font)
        assert len(children()) == 1
        with pytest.raises(FontIsMissing):
            await made.document(replace(page({}), fonts=("f" * 64,)), font)


async def test_d4_a_process_that_sets_pages_has_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFSAME_DATABASE_URL", "postgresql://selfsame:password@127.0.0.1/x")
    async with documents(tmp_path) as made:
        await made.document(page({"name": "first"}), font)
        (child,) = children()
        environment = Path(f"/proc/{child}/environ").read_text()
        given = arguments(child)
        niceness = os.getpriority(os.PRIO_PROCESS, child)

    assert "password" not in environment
    assert given[-3:] == ["server.documents.renderer", str(renderers.SECONDS), ""]
    assert niceness > os.getpriority(os.PRIO_PROCESS, 0)


async def test_c13_fonts_that_went_from_the_disk_are_written_again(tmp_path: Path) -> None:
    async with documents(tmp_path) as made:
        first = await made.document(page({"name": "first"}), font)
        (directory,) = (tmp_path / "fonts").iterdir()
        for file in directory.iterdir():
            file.unlink()
    async with documents(tmp_path) as made:
        assert await made.document(page({"name": "first"}), font) == first
