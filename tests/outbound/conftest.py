"""Fixtures of deliveries: servers with and without a worker, an operator, a receiver."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from server.delivery import worker
from server.postgres.pool import Pool
from tests.databases import Database
from tests.hooks import happen, operator, portal, webhook
from tests.receivers import Receiver, listening
from tests.server.pools import opened
from tests.serving import Registry, served
from workflows import messages as workflow


@pytest.fixture
async def delivering(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Registry]:
    """A server with a worker that waits hardly at all between attempts."""
    monkeypatch.setattr(worker, "POLL_SECONDS", 0.05)
    async with served(
        database,
        tmp_path,
        with_worker=True,
        webhook_allow_loopback=True,
        retry_waits="0.01,0.01,0.01,0.01",
    ) as running:
        yield running


@pytest.fixture
async def quiet(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server without a worker: messages stay enqueued."""
    async with served(database, tmp_path, webhook_allow_loopback=True) as running:
        yield running


@pytest.fixture
async def pool(quiet: Registry) -> AsyncIterator[Pool]:
    """Connections to its database, as a worker has them."""
    async with opened(quiet.database.app_url, 4) as pool:
        yield pool


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that accepts every delivery."""
    async with listening(Receiver()) as listens:
        yield listens


@pytest.fixture
async def admin(delivering: Registry) -> str:
    """An admin of the server that delivers."""
    return await operator(delivering)


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with the webhook of a machine, and a message that waits for it."""
    machine = await portal(quiet)
    hook = await webhook(quiet, machine, "https://receiver.example/hook")
    quiet.users |= {"machine": machine, "hook": UUID(hook["databaseId"])}
    await happen(quiet, status="REGISTERED")
    await workflow.make(quiet.owner, 100)
    return quiet
