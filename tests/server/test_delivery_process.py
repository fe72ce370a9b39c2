"""`selfsame serve` delivers in a process of its own, which stands back for the API (rule F4a)."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.access import machine_scopes
from server.identity.issuer import Issuer
from tests.databases import Database
from tests.hooks import happen, webhook
from tests.receivers import Receiver, listening
from tests.server.commands import TIMEOUT_SECONDS, Serving, environment, serving
from tests.serving import Registry, http_client

ARRIVED = 'selfsame_message_attempts_total{arrived="yes",kind="webhook.birth.registered"}'


def spawned_by(pid: int) -> list[int]:
    """Name the processes that this one has spawned."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    pids = {int(child) for each in children for child in each.read_text().split()}
    return [child for child in pids if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


async def delivering(server: Serving) -> int:
    """Wait until the one process that delivers is there."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not (pids := spawned_by(server.process.pid)):
            await asyncio.sleep(0.01)
    (pid,) = pids
    return pid


async def has_ended(pid: int) -> None:
    """Wait until a process is gone."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        with suppress(ProcessLookupError):
            while True:
                os.kill(pid, 0)
                await asyncio.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Hooked:
    """A server as people start it, with a receiver of a machine's events."""

    server: Serving
    receiver: Receiver
    registry: Registry


@pytest.fixture
async def hooked(database: Database, tmp_path: Path) -> AsyncIterator[Hooked]:
    """Start both."""
    variables = environment(tmp_path, database, SELFSAME_WEBHOOK_ALLOW_LOOPBACK="on")
    owner = await asyncpg.connect(database.owner_url)
    async with (
        serving(variables) as server,
        listening(Receiver()) as receiver,
        http_client(timeout=60) as http,
    ):
        registry = Registry(server.url, database, Issuer(tmp_path), http, owner, UUID(int=0))
        machine = await registry.client("portal", scopes=machine_scopes)
        await webhook(registry, machine, receiver.url)
        yield Hooked(server, receiver, registry)
    await owner.close()


async def test_f4a_deliveries_run_in_a_process_that_stands_back(hooked: Hooked) -> None:
    server, receiver, registry = hooked.server, hooked.receiver, hooked.registry
    first = await delivering(server)

    await happen(registry, status="REGISTERED")
    await receiver.has_accepted(1)
    niceness = os.getpriority(os.PRIO_PROCESS, first)
    os.kill(first, signal.SIGKILL)
    await has_ended(first)
    await happen(registry, status="REGISTERED")
    await receiver.has_accepted(2)
    second = await delivering(server)
    finished = await server.stop()

    assert niceness > os.getpriority(os.PRIO_PROCESS, 0)
    assert second != first
    assert finished.status == 0
    await has_ended(second)


async def test_f4a_its_attempts_are_among_the_servers_metrics(hooked: Hooked) -> None:
    registry = hooked.registry

    await happen(registry, uuid4(), "REGISTERED")
    await hooked.receiver.has_accepted(1)

    async with asyncio.timeout(TIMEOUT_SECONDS):
        while ARRIVED not in (await registry.http.get(f"{registry.url}/metrics")).text:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("words", [(), ("--workers", "2")])
async def test_f5_it_ends_with_a_server_that_is_killed(
    database: Database, tmp_path: Path, words: tuple[str, ...]
) -> None:
    async with serving(environment(tmp_path, database), *words) as server:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while len(pids := spawned_by(server.process.pid)) < 1 + (2 if words else 0):
                await asyncio.sleep(0.01)

        server.process.kill()

        for pid in pids:
            await has_ended(pid)
