"""A PostgreSQL for a single test, which it may crash or freeze."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from db.migrating import migrate
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.embedded_process import postmaster_of
from tests.databases import fast_postgres


@asynccontextmanager
async def own_server() -> AsyncIterator[EmbeddedPostgres]:
    """Run a migrated server that survives a crash."""
    with fast_postgres() as server:
        await migrate(server.owner_url, server.app_url)
        owner = await asyncpg.connect(server.owner_url)
        await owner.execute("checkpoint")  # a fast server writes nothing down by itself
        await owner.close()
        yield server


def crash(server: EmbeddedPostgres) -> None:
    """Kill a server; it comes back only if somebody watches it."""
    postmaster = postmaster_of(server.cluster)
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGKILL)


class Freezer:
    """Stops every process of a server where it stands: no connection breaks, none is refused."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server
        self.stopped: list[int] = []

    async def freeze(self) -> None:
        """Stop them all."""
        owner = await asyncpg.connect(self.server.owner_url)
        others = "select pid from pg_stat_activity where pid <> pg_backend_pid()"
        pids = [row["pid"] for row in await owner.fetch(others)]
        await owner.close()
        postmaster = postmaster_of(self.server.cluster)
        assert postmaster is not None
        for pid in (postmaster.pid, *pids):
            with suppress(ProcessLookupError):  # workers of the server come and go
                os.kill(pid, signal.SIGSTOP)
                self.stopped.append(pid)

    def thaw(self) -> None:
        """Let them go on."""
        for pid in self.stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self.stopped.clear()
