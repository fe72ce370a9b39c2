"""Keeps a copy of the embedded database as it was first, and brings it back, for a sandbox.

The copy is a database beside it. What the data directory holds about rows goes with them: a trail
that begins anew must not be compared with checkpoints of the one before.
"""

import asyncio
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import asyncpg

from server.postgres import data_directory
from server.postgres.embedded_cluster import DATABASE

MARKER: Final = "sandbox.json"
FILES: Final = ("erasures.log", "audit-checkpoints", "audit-cosigned")
KEPT, NEXT, FORMER = f"{DATABASE}_kept", f"{DATABASE}_next", f"{DATABASE}_former"
TRIES: Final = 100

EXISTS = "select exists (select from pg_database where datname = $1)"
TERMINATE = """
select pg_terminate_backend(pid) from pg_stat_activity
 where datname = $1 and pid <> pg_backend_pid()
"""


class Pristine:
    """The first state of a sandbox: where it is, and since when."""

    def __init__(self, directory: Path) -> None:
        """Take the data directory."""
        self.directory = directory
        self._marker = directory / MARKER

    @property
    def is_sandbox(self) -> bool:
        """Whether this data directory was made for a sandbox."""
        return self._marker.exists()

    @property
    def is_begun(self) -> bool:
        """Whether this data directory is a sandbox's that has no first state yet."""
        return self.is_sandbox and not json.loads(self._marker.read_text()).get("finished", True)

    @property
    def since(self) -> datetime:
        """When the sandbox was made; what is younger is what programs did."""
        kept = json.loads(self._marker.read_text())["since"]
        return datetime.fromisoformat(kept)

    def mark(self) -> None:
        """Note that this data directory is a sandbox's, before there is a database in it."""
        data_directory.make(self.directory, is_embedded=True)
        self._note(is_finished=False)

    async def is_kept(self, owner_url: str) -> bool:
        """Return whether there is a first state."""
        connection = await _beside(owner_url)
        try:
            found: bool = await connection.fetchval(EXISTS, KEPT)
            return found
        finally:
            await connection.close(timeout=1)

    async def keep(self, owner_url: str) -> None:
        """Take the database as it is now for the first state; nobody may be using it."""
        connection = await _beside(owner_url)
        try:
            await connection.execute(f"drop database if exists {KEPT}")
            await connection.fetch(TERMINATE, DATABASE)
            await connection.execute(f"create database {KEPT} template {DATABASE}")
        finally:
            await connection.close(timeout=1)
        for name in FILES:
            _copy(self.directory / name, self.directory / f"{name}.kept")
        self._note(is_finished=True)

    def _note(self, *, is_finished: bool) -> None:
        noted = {"since": datetime.now(UTC).isoformat(), "finished": is_finished}
        self._marker.write_text(json.dumps(noted))

    async def restore(self, owner_url: str) -> None:
        """Go back to the first state. Whoever uses the database loses the connection, and no more.

        The two change their names in one transaction: there is no moment without a database.
        """
        connection = await _beside(owner_url)
        try:
            for left in (NEXT, FORMER):
                await connection.execute(f"drop database if exists {left} with (force)")
            await connection.execute(f"create database {NEXT} template {KEPT}")
            for name in FILES:
                _copy(self.directory / f"{name}.kept", self.directory / name)
            await _swap(connection)
            await connection.execute(f"drop database {FORMER} with (force)")
        finally:
            await connection.close(timeout=1)


async def _swap(connection: asyncpg.Connection) -> None:
    for tries_left in range(TRIES, 0, -1):
        await connection.fetch(TERMINATE, DATABASE)
        try:
            async with connection.transaction():
                await connection.execute(f"alter database {DATABASE} rename to {FORMER}")
                await connection.execute(f"alter database {NEXT} rename to {DATABASE}")
        except asyncpg.ObjectInUseError:
            # Whoever connected in between.
            if tries_left == 1:
                raise
            await asyncio.sleep(0.05)
        else:
            return


async def _beside(owner_url: str) -> asyncpg.Connection:
    """Connect as the owner to the database of the cluster that nobody else uses."""
    return await asyncpg.connect(urlsplit(owner_url)._replace(path="/postgres").geturl())


def _copy(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copy2(source, target)
    else:
        target.unlink(missing_ok=True)
