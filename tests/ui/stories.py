"""How a story of the console is run: a server of its own, and Node.js with a real Chromium."""

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from server.http import console
from tests.node import NODE

STORIES = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same browser without windows, which takes less of the processor."""

OF_WINDOWS = {"budgets", "parts", "reopened"}
"""Stories of what the shell does in ways of its own: compressed answers, text in pictures, tabs."""

STORY_SECONDS = 600
DESCRIBING_SECONDS = 60

Story = Callable[..., Coroutine[Any, Any, None]]

NEEDS_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.skipif(not console.PAGE.is_file(), reason="the console was not built"),
]
"""The marks of a module of stories."""


async def run_node(story: str, url: str, more: dict[str, str]) -> None:
    """Run a story against the console at an address; `more` goes into its environment."""
    browser = CHROMIUM if story in OF_WINDOWS else SHELL
    variables = os.environ | {"CONSOLE": url, "CHROMIUM": str(browser)} | more
    process = await asyncio.create_subprocess_exec(
        NODE,
        f"{story}.mjs",
        cwd=STORIES,
        env=variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    # Asked to end, it says first what its windows show.
    ending = asyncio.get_running_loop().call_later(STORY_SECONDS, process.terminate)
    try:
        async with asyncio.timeout(STORY_SECONDS + DESCRIBING_SECONDS):
            output, _ = await process.communicate()
    finally:
        ending.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, output.decode()


def importing(folder: Path, persons: str, pairs: str) -> list[tuple[str, ...]]:
    """Write both as CSV files into a folder; return the commands that import them."""
    commands: list[tuple[str, ...]] = []
    for noun, content in (("persons", persons), ("candidates", pairs)):
        file = folder / f"{noun}.csv"
        file.write_text(content)
        commands.append(("import", noun, str(file), "--source", "town"))
    return commands
