"""Where what was erased might still be found: in a dump, and in the files of the database."""

import asyncio
import re
from pathlib import Path
from typing import Any

from server.postgres.embedded_binaries import installation as programs
from tests.databases import Database

MARKS = re.compile(rb"canary|77004242\d\d", re.IGNORECASE)
"""In whatever the source says of the erased group alone; and in the ids of those persons there."""
THEIRS = (
    "select * from persons where first_name like 'Ann%' order by id",
    "select * from source_records where organisation_id = $1 order by id",
    "select * from memberships where organisation_id = $1 order by id",
    "select * from source_identities order by id",
    "select * from person_reach where organisation_id = $1 order by person_id",
)


async def in_files(database: Database, owner: Any) -> list[bytes]:
    """Return the marks in the files of a database, once what was deleted is out of them."""
    await owner.execute("vacuum (full, analyze)")
    await owner.execute("checkpoint")
    directory = Path(await owner.fetchval("show data_directory")) / "base"
    oid = await owner.fetchval("select oid from pg_database where datname = current_database()")
    found: list[bytes] = []
    for file in (directory / str(oid)).iterdir():
        found += MARKS.findall(file.read_bytes())
    return found


async def dumped(database: Database) -> bytes:
    done = await asyncio.create_subprocess_exec(
        programs() / "bin" / "pg_dump", database.owner_url, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await done.communicate()
    assert done.returncode == 0
    return out
