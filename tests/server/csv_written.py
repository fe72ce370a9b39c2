"""Writes and reads back CSV files for tests of imports, and reads a column of a query."""

import csv
from pathlib import Path
from typing import Any

from server.postgres.counting import CountingConnection

HEADER = "external_id,first_name,last_name,birth_date"


def written(folder: Path, *lines: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rejects(folder: Path, name: str = "people.rejects.csv") -> list[list[str]]:
    with (folder / name).open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


async def column(connection: CountingConnection, query: str) -> list[Any]:
    return [row[0] for row in await connection.fetch(query)]
