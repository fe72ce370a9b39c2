"""What the stories of the console need: their packages, and a server with seeded data."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from server.identity.known_keys import recognise
from server.postgres.connection import connect
from server.seeding.organisations import seed_organisations
from server.settings import Settings, read_settings
from tests.databases import Database
from tests.node import install
from tests.server.commands import environment, run_here, serving
from tests.serving import answering
from tests.ui.stories import STORIES, Story, run_node


@pytest.fixture(scope="session")
def installed() -> None:
    """The stories' packages, at the versions of their lock file."""
    install(STORIES)


@pytest.fixture
async def start(
    database: Database, tmp_path: Path, installed: None
) -> AsyncIterator[Callable[..., Coroutine[Any, Any, Story]]]:
    """Return what seeds so many pairs, serves them, and returns the runner of stories."""
    async with AsyncExitStack() as stack:

        async def seed_and_serve(
            candidates: int,
            commands: Sequence[Sequence[str]] = (),
            *,
            with_worker: bool = False,
            with_organisations: bool = False,
            **given: str,
        ) -> Story:
            variables = environment(tmp_path, database, **given)
            seed = ("seed", "--persons", "300", "--candidates", str(candidates))
            for command in (seed, *commands):
                done = await run_here(variables, *command)
                assert done.status == 0, done.err
            if with_organisations:
                connection = await connect(database.app_url)
                # The demo's organisations come to a server that has begun, with its keys.
                await recognise(connection, Settings(data_dir=tmp_path))
                await seed_organisations(connection)
                await connection.close()
            if with_worker:
                url = (await stack.enter_async_context(serving(variables))).url
            else:
                # In this process, which saves the start of another for each story.
                with patch.dict(os.environ, variables, clear=True):
                    settings = read_settings()
                settings = await stack.enter_async_context(answering(settings))
                url = f"http://127.0.0.1:{settings.port}"

            async def run_story(story: str, **more: str) -> None:
                await run_node(story, url, {"FAILURES": str(tmp_path)} | more)

            return run_story

        yield seed_and_serve
