"""Events that are written while a bridge is killed, and what has to be true of its stream."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count, pairwise
from pathlib import Path
from uuid import uuid4

import asyncpg
import orjson

from tests.server.commands import TIMEOUT_SECONDS, environment, start
from tests.stream_server import Stored, StreamServer

WRITE = """
insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
select 'person', $1::uuid::text, 'person.deactivated',
       jsonb_build_object('data', jsonb_build_object('version', version)), uuidv7()
  from generate_series($2::integer, $3::integer) version
"""
IDS = "select id::text from outbox"
BROKEN = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class BridgeProcess:
    """A bridge that is killed and started again."""

    def __init__(self, database_url: str, streams: StreamServer, folder: Path, **more: str) -> None:
        ends = {"SELFSAME_DATABASE_URL": database_url, "SELFSAME_NATS_URL": streams.url}
        self._environment = environment(folder) | ends | more
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *, until_it_carries: bool = True) -> None:
        """Start it, and wait until it carries what is written."""
        self._process = await start(self._environment, "bridge", "nats")
        if until_it_carries:
            assert self._process.stdout is not None
            async with asyncio.timeout(TIMEOUT_SECONDS):
                assert await self._process.stdout.readline() == b"carrying events\n"

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """Kill it where it stands."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()

    async def stop(self) -> tuple[int | None, str]:
        """Ask it to end; return its exit status and what it has logged."""
        assert self._process is not None
        self._process.terminate()
        async with asyncio.timeout(TIMEOUT_SECONDS):
            _, err = await self._process.communicate()
        return self._process.returncode, err.decode()


class Writing:
    """Writes events of one record after the other, whatever happens to the server."""

    def __init__(self, url: Callable[[], str], pause: float = 0.02) -> None:
        self._url = url
        self._pause = pause
        self._over = asyncio.Event()
        self.written = 0

    async def run(self) -> None:
        """Write until told to end: now single events, now many in a transaction."""
        record, version = uuid4(), 0
        while not self._over.is_set():
            with suppress(*BROKEN):
                connection = await asyncpg.connect(self._url(), timeout=5)
                try:
                    await connection.execute("set synchronous_commit = on")
                    for turn in count():
                        if self._over.is_set():
                            break
                        many = 30 if turn % 10 == 0 else 1
                        # Whether it was committed is not known where the server breaks off.
                        version, first = version + many, version + 1
                        await connection.execute(WRITE, record, first, version)
                        self.written += many
                        await asyncio.sleep(self._pause)
                finally:
                    connection.terminate()
            await asyncio.sleep(0.05)

    def end(self) -> None:
        """Begin nothing more."""
        self._over.set()


def check(stored: Sequence[Stored], written: set[str]) -> None:
    """Compare a stream with the outbox: nothing missing, doubled, or out of order."""
    ids = [it.id for it in stored]
    assert len(ids) == len(set(ids)), "some came twice"
    assert set(ids) == written, f"{len(written - set(ids))} are missing"
    versions = defaultdict[str, list[int]](list)
    for it in stored:
        versions[it.subject].append(orjson.loads(it.payload)["data"]["version"])
    for of_record in versions.values():
        assert all(before < after for before, after in pairwise(of_record)), "out of order"


async def written_ids(url: str) -> set[str]:
    """Return the ids of all events there are."""
    connection = await asyncpg.connect(url)
    try:
        return {row["id"] for row in await connection.fetch(IDS)}
    finally:
        await connection.close()
