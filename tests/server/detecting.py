"""What tests of detection share: people who are on record twice, and runs that are held up."""

import asyncio
import csv
from pathlib import Path
from typing import Any

import asyncpg

from tests.databases import Database
from tests.server.commands import run_here

NAMES = ("Ada Byron", "Grace Hopper", "Emmy Noether", "Mary Cartwright", "Sofia Kovalevskaya")
RUNS = "select * from detection_runs order by inserted_at"


async def register(settings: dict[str, str], directory: Path, count: int = 5) -> None:
    """Put so many people on record, each of them twice, spelt with a slip."""
    path = directory / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["external_id", "first_name", "last_name", "birth_date", "national_id"])
        for number in range(count):
            first, last = NAMES[number % len(NAMES)].split()
            born = f"19{number % 80 + 10}-0{number % 9 + 1}-1{number % 7}"
            national = f"{7_000_000_019 + 7919 * number}"
            rows.writerow([f"a{number}", first, f"{last}{number}", born, national])
            rows.writerow([f"b{number}", first, f"{last}e{number}", born, national])
    finished = await run_here(settings, "import", "persons", str(path), "--source", "clinic")
    assert finished.status == 0, finished.err


def figures(out: str) -> dict[str, str]:
    """Return the lines that a run ends with."""
    return dict(line.split(": ", 1) for line in out.splitlines() if ": " in line)


async def held(owner: asyncpg.Connection) -> Any:
    """Hold a table that a run needs once it has begun."""
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute("lock table merge_candidates in access exclusive mode")
    return transaction


async def begun(database: Database) -> None:
    """Wait until a run waits for what is held."""
    watching = await asyncpg.connect(database.owner_url)
    waiting = (
        "select count(*) from pg_stat_activity where application_name = 'selfsame command'"
        " and wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(120):
        while not await watching.fetchval(waiting):
            await asyncio.sleep(0.05)
    await watching.close()
