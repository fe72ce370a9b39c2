"""A process that does the steps of syncs until it is killed: python -m tests.sync_worker."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from db.statements import Connection
from outbound.names import Names
from outbound.signatures import SOURCE_KEY_FILE, Seal
from outbound.sources import answers, exports
from outbound.sources.client import Connections
from outbound.sources.opening import Opener
from rules.runs import RunKind
from server.delivery.runner import Runner
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from workflows.acts import Acting
from workflows.run_steps import Done, Run
from workflows.syncs import Sync

URL, DIRECTORY = "SELFSAME_TEST_SYNC_DATABASE", "SELFSAME_TEST_SYNC_DIRECTORY"
PART_BYTES = "SELFSAME_TEST_PART_BYTES"


class Noting:
    """A connection that writes a line before each of its statements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        if name in ("execute", "fetch", "fetchrow", "fetchval"):
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
        return getattr(self._connection, name)


class NotedSync(Sync):
    """A sync whose every statement is seen from outside."""

    async def do(self, connection: Any, acting: Acting, run: Run, prepared: Any) -> Done:
        """Do a step as ever."""
        return await super().do(Noting(connection), acting, run, prepared)


async def main() -> None:
    """Work for good; files of exports are read in small parts where the environment says so."""
    if PART_BYTES in os.environ:
        exports.PART_BYTES = answers.CHUNK_BYTES = int(os.environ[PART_BYTES])
    pool = Pool(lambda: os.environ[URL], 4)
    await pool.open()
    seal = Seal(Path(os.environ[DIRECTORY]), SOURCE_KEY_FILE)
    opener = Opener(Connections(Names(1), allows_loopback=True))
    sync = NotedSync(pool.connection, opener.open, seal.open)
    await Worker(pool, Runner(pool, {RunKind.SYNC: sync}).do, [0.01]).run()


if __name__ == "__main__":
    asyncio.run(main())
