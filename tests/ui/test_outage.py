"""The console while its server is away: it is killed and started again under a real Chromium."""

import asyncio
import os
from pathlib import Path

from tests.databases import Database
from tests.ports import free_port
from tests.server.commands import environment, run, serving
from tests.server.commands import start as start_command
from tests.node import NODE
from tests.ui.stories import CHROMIUM, NEEDS_A_BROWSER, STORIES, STORY_SECONDS

pytestmark = NEEDS_A_BROWSER


async def test_what_is_typed_outlives_a_server_that_is_killed_and_comes_back(
    database: Database, tmp_path: Path, installed: None
) -> None:
    variables = environment(tmp_path, database)
    seeded = await run(variables, "seed", "--persons", "300", "--candidates", "1")
    assert seeded.status == 0, seeded.err

    # One that no connection is given while the server is away.
    words = ("--port", str(free_port()), "--no-worker")
    async with serving(variables, *words) as server, asyncio.timeout(STORY_SECONDS):
        story = await asyncio.create_subprocess_exec(
            *(NODE, "outage.mjs"),
            cwd=STORIES,
            env=os.environ | {"CONSOLE": server.url, "CHROMIUM": str(CHROMIUM)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert story.stdin is not None
        assert story.stdout is not None
        running, said = server.process, []
        try:
            async for line in story.stdout:
                said.append(line.decode())
                if said[-1] == "please kill\n":
                    running.kill()
                    await running.wait()
                elif said[-1] == "please start\n":
                    running = await start_command(variables, "serve", *words)
                    assert running.stdout is not None
                    await running.stdout.readline()
                else:
                    continue
                story.stdin.write(b"done\n")
                await story.stdin.drain()
            assert await story.wait() == 0, "".join(said)
        finally:
            for process in (story, running):
                if process.returncode is None:
                    process.kill()
                    await process.wait()
