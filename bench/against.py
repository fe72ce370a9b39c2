"""Another checkout of Selfsame, served from its own directory on a copy of the same rows."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryFile

import asyncpg

from bench.contestants import Round, Server, started
from bench.datasets import PLAIN, UNDONE, Dataset
from bench.peers import Peer, Venv
from bench.sandbox import database_url
from bench.workloads import OPERATIONS

NAME = "other"
COPIED = (
    *("clients", "users", "role_grants", "persons", "merge_candidates"),
    *("manual_merge_candidates", "merge_requests", "vital_events", "individuals", "name_variants"),
)
"""The tables that a dataset fills."""
COLUMNS = """
select column_name::text from information_schema.columns
 where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
"""
HEADINGS = ("workload", "here, requests/s", "there", "here / there", "half of the rounds", "by CPU")


@asynccontextmanager
async def serving(directory: Path, dataset: Dataset) -> AsyncIterator[Server]:
    """Serve the other checkout on a database that it has migrated itself.

    `directory` is absolute; the code in it is run by the Python of its own `.venv`. The rows are
    copied with their keys. The data directory is the same, so that the tokens are valid too.
    """
    here = dataset.sandbox
    await here.owner.execute(f"create database {NAME}")
    owner_url = database_url(here.postgres.owner_url, NAME)
    urls = {
        "SELFSAME_DATABASE_URL": database_url(here.postgres.app_url, NAME),
        "SELFSAME_MIGRATE_URL": owner_url,
        "SELFSAME_DATA_DIR": str(here.directory),
    }
    await asyncio.to_thread(_migrate, directory, urls)
    owner = await asyncpg.connect(owner_url)
    for table in COPIED:
        await _copy(table, here.owner, owner)
    await owner.execute(PLAIN)
    await owner.execute("vacuum full analyze")
    peer = Peer(
        name=NAME,
        title=f"Selfsame in {directory.name}",
        folder=directory,
        installing=Venv(),
        command=("python", "-m", "server.cli", "serve", "--no-worker", "--port", "0"),
        operations=OPERATIONS,
        environment=urls,
    )
    copy = replace(dataset, sandbox=replace(here, owner=owner))
    with started(peer, directory, copy) as server:
        yield server
    await owner.close()


def _migrate(directory: Path, urls: Mapping[str, str]) -> None:
    command = [str(directory / ".venv" / "bin" / "python"), "-m", "server.cli", "migrate"]
    environment = {**os.environ, **urls}
    subprocess.run(command, cwd=directory, env=environment, stdout=subprocess.DEVNULL, check=True)


async def _copy(table: str, source: asyncpg.Connection, target: asyncpg.Connection) -> None:
    """Copy the columns that both have, without triggers."""
    columns = [row[0] for row in await target.fetch(COLUMNS, table)]
    known = {row[0] for row in await source.fetch(COLUMNS, table)}
    columns = [name for name in columns if name in known]
    with TemporaryFile() as rows:
        await source.copy_from_table(table, output=rows, columns=columns, format="binary")
        rows.seek(0)
        await target.execute("set session_replication_role = replica")
        await target.copy_to_table(table, source=rows, columns=columns, format="binary")
        await target.execute("reset session_replication_role")


async def why_not_assigned(dataset: Dataset) -> str | None:
    """Return why assignments cannot be undone between rounds, as P3 needs; None where they can."""
    missing = []
    for table, columns in UNDONE.items():
        there = {row[0] for row in await dataset.sandbox.owner.fetch(COLUMNS, table)}
        missing += [f"{table}.{name}" for name in sorted(columns - there)]
    if not missing:
        return None
    return f"it has no {', '.join(missing)}, without which assignments cannot be undone"


def row(workload: str, here: Sequence[Round], there: Sequence[Round]) -> list[str]:
    """Return a row of the table: medians, the ratio of rounds that followed each other, CPU."""
    ratios = [one.rate / other.rate for one, other in zip(here, there, strict=False)]
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    cpu = [median((each.own or 0.0) + each.postgres for each in rounds) for rounds in (here, there)]
    return [
        workload,
        f"{median(each.rate for each in here):.0f}",
        f"{median(each.rate for each in there):.0f}",
        f"{median(ratios):.3f}",
        f"{low:.3f} to {high:.3f}",
        f"{cpu[1] / cpu[0]:.3f}",
    ]
