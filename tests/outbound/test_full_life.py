"""A portal's webhook is told the whole life of a record, whoever falls over on the way."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.databases import Database
from tests.events import declared, done, office
from tests.hooks import webhook
from tests.receivers import Received, Receiver, listening
from tests.serving import Registry, served

LIFE = ["birth.declared", "birth.registered", "birth.certified", "birth.issued"]


@asynccontextmanager
async def worker(database: Database, directory: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker as a process of its own."""
    environment = {
        **os.environ,
        "SELFSAME_DATABASE_URL": database.app_url,
        "SELFSAME_DATA_DIR": str(directory),
        "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on",
        "SELFSAME_RETRY_WAITS": "0.05,0.1,0.2,0.4",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        "worker",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert b"delivering" in await process.stdout.readline()
    yield process
    if process.returncode is None:
        process.terminate()
        assert await process.wait() == 0


async def test_f5_a_life_is_told_in_order_through_restarts_and_a_killed_worker(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, webhook_allow_loopback=True) as registry:
        registrar, portal = await office(registry)
        receiver = Receiver()
        async with listening(receiver):
            hook = await webhook(registry, portal, receiver.url)
        async with worker(database, tmp_path) as first:
            record = (await declared(registry, portal))["id"]
            async with listening(receiver):
                await receiver.has(1)
            await done(registry, registrar, "register", record)
            reached = asyncio.Event()

            async def hang(_: Received) -> int:
                reached.set()
                return await asyncio.Future()

            receiver.answer = hang
            async with listening(receiver):
                await reached.wait()
                first.send_signal(signal.SIGKILL)
                await first.wait()
        await done(registry, registrar, "certify", record)
        await done(registry, registrar, "issue", record)
        await died_long_ago(registry)

        async def take(_: Received) -> int:
            return 204

        receiver.answer = take
        async with listening(receiver), worker(database, tmp_path):
            told = await receiver.has(4)

    assert [it.type for it in told] == LIFE
    assert {it.record for it in told} == {record}
    assert all(it.is_signed_with(hook["secret"]) for it in receiver.received)
    assert len({it.id for it in receiver.received}) == 4


async def died_long_ago(registry: Registry) -> None:
    """Make the killed worker's last sign of life an old one, instead of waiting for that."""
    await registry.owner.execute("update workers set seen_at = now() - interval '1 hour'")
