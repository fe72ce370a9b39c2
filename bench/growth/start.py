"""How long a start takes, on databases that are migrated: from the process to the first answers."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from statistics import median
from time import perf_counter
from urllib.error import URLError
from urllib.request import urlopen

from bench import fixtures
from bench.charts import Axis, Chart
from bench.growth.measuring import IMAGES
from bench.sandbox import Sandbox, open_sandbox, print_table, temporary_directory
from db.migrating import migrate
from server.postgres.embedded import EmbeddedPostgres

STARTS = 9
GIVEN_UP = 60.0
COMMAND = (sys.executable, "-m", "server.cli", "serve", "--port", "0")


async def draw(*, whole: bool) -> None:
    """Start on a server of PostgreSQL that runs, and on an embedded one that has to start too."""
    async with open_sandbox() as sandbox:
        persons = 100_000 if whole else 20_000
        await fixtures.add_pairs(sandbox.owner, (0, persons), (0, persons // 2))
        outside = {
            "SELFSAME_DATABASE_URL": sandbox.postgres.app_url,
            "SELFSAME_MIGRATE_URL": sandbox.postgres.owner_url,
        }
        found = {"PostgreSQL runs": _starts(sandbox, outside)}
    found["embedded, both start"] = await _embedded()
    print_table(
        ["start", "listening, s", "ready, s", "slowest, s", "starts"],
        [
            [
                name,
                f"{median(listening for listening, _ in times):.2f}",
                f"{median(ready for _, ready in times):.2f}",
                f"{max(ready for _, ready in times):.2f}",
                str(len(times)),
            ]
            for name, times in found.items()
        ],
    )
    Chart(
        "From the start of the process to the first 200 of /readyz",
        Axis("start"),
        Axis("seconds"),
        [
            (name, [(number + 1, ready) for number, (_, ready) in enumerate(times)])
            for name, times in found.items()
        ],
    ).save(IMAGES / "growth-start.svg")


def _starts(sandbox: Sandbox, environment: Mapping[str, str]) -> list[tuple[float, float]]:
    with tempfile.TemporaryDirectory(dir=sandbox.directory) as keys:
        return [start({**environment, "SELFSAME_DATA_DIR": keys}) for _ in range(STARTS)]


async def _embedded() -> list[tuple[float, float]]:
    with temporary_directory() as directory:
        with EmbeddedPostgres(directory) as postgres:
            await migrate(postgres.owner_url, postgres.app_url)
        alone = {"SELFSAME_DATA_DIR": str(directory)}
        found = [await asyncio.to_thread(start, alone) for _ in range(STARTS)]
        EmbeddedPostgres(directory).remove()
        return found


def start(environment: Mapping[str, str]) -> tuple[float, float]:
    """Start a server, and return the seconds until it listens, and until it is ready."""
    began = perf_counter()
    with subprocess.Popen(
        COMMAND,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            url = next(line for line in running.stdout if line.startswith("listening")).split()[-1]
            listening = perf_counter() - began
            while not _is_ready(url):
                if perf_counter() - began > GIVEN_UP:
                    raise TimeoutError(url)
            return listening, perf_counter() - began
        finally:
            running.terminate()


def _is_ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/readyz", timeout=5) as answer:
            is_ready: bool = answer.status == 200
            return is_ready
    except URLError:
        return False
