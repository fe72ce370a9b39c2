"""Fixtures that serve the GraphQL endpoint by uvicorn's protocol, with a stand-in that executes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from rules.access import Role
from server.http.graphql_endpoint import GraphQLEndpoint
from server.http.protocol import GuardedHttpProtocol
from server.http.whole_requests import ServerApplication
from server.observability import logs
from server.postgres.connection import connect_for_requests
from server.postgres.counting import CountingConnection
from tests.databases import Database, Databases
from tests.http.attacks import QUOTA, Attack, attack_on
from tests.http.endpoint_servers import Running, StandIn, Start, verify
from tests.http.outside_server import OutsideServer
from tests.http.second_factors import NOW
from tests.limited_grants import Tree, tree_of
from tests.parallel_registers import Register, Registers
from tests.serving import Registry, http_client, served
from workflows import detection_models
from workflows.detection_models import ActiveModel


@pytest.fixture
async def admin(registry: Registry) -> Registry:
    """A registry with an administrator, whose name is admin."""
    await registry.user("admin", Role.ADMIN)
    return registry


@pytest.fixture
async def tree(admin: Registry) -> Tree:
    """A tree of organisations in it."""
    return await tree_of(admin)


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Start servers on ports of their own; all are stopped when the test ends."""
    servers: list[tuple[asyncio.Server, ServerState, httpx2.AsyncClient]] = []

    async def run(
        *, protocol: type[GuardedHttpProtocol] = GuardedHttpProtocol, ide: bytes | None = None
    ) -> Running:
        observed: list[tuple[str, int]] = []
        stand_in, lines = StandIn(), BytesIO()
        logs.configure(lines)
        endpoint = GraphQLEndpoint(
            stand_in,
            verify,
            ide=ide,
            observe=lambda label, status, _: observed.append((label, status)),
        )
        config = Config(
            ServerApplication(endpoint, endpoint),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
        )
        config.load()
        state = ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            partial(protocol, config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        client = http_client()
        servers.append((server, state, client))
        port = server.sockets[0].getsockname()[1]
        return Running(port, stand_in, client, lines, observed)

    yield run
    for server, state, client in servers:
        await client.aclose()
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.gather(*state.tasks, return_exceptions=True)


@pytest.fixture
async def server(start: Start) -> Running:
    """Start one server as it runs for everybody."""
    return await start()


@pytest.fixture(scope="module")
async def shared_registry(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Registry]:
    """A registry that the tests of one module share: for many cases that leave each other alone."""
    database = await databases.lend()
    async with served(database, tmp_path_factory.mktemp("shared_registry")) as registry:
        yield registry
    await databases.take_back(database)


@pytest.fixture
async def attack(registry: Registry) -> Attack:
    """An attack with a quota that is large enough."""
    return await attack_on(registry)


@pytest.fixture
async def exhausted_attack(database: Database, tmp_path: Path) -> AsyncIterator[Attack]:
    """An attack with nothing left of its quota."""
    async with served(database, tmp_path, search_quota=0) as running:
        yield await attack_on(running)


@pytest.fixture
async def limited_attack(database: Database, tmp_path: Path) -> AsyncIterator[Attack]:
    """An attack with a small quota."""
    async with served(database, tmp_path, search_quota=QUOTA) as running:
        yield await attack_on(running)


@pytest.fixture
async def outside() -> AsyncIterator[OutsideServer]:
    """An issuer that is reachable, with one key."""
    server = OutsideServer()
    server.rotate("first")
    await server.start()
    yield server
    if server.listening is not None and server.listening.is_serving():
        await server.stop()


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no act be performed again, so that a deadlock is seen by whoever it hits."""

    async def once(attempt: Callable[[], Awaitable[Any]]) -> Any:
        return await attempt()

    monkeypatch.setattr("server.graphql.root_fields.again_when_contended", once)
    monkeypatch.setattr("server.postgres.connection.LOCK_TIMEOUT", 100.0)


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let codes of a second factor be asked for in one half minute, however long a test takes."""
    for module in ("second_factors", "second_factor_setup"):
        monkeypatch.setattr(f"workflows.{module}.time", lambda: NOW)


@pytest.fixture
async def worker(registry: Registry) -> AsyncIterator[CountingConnection]:
    """A connection as the worker has one."""
    opened = await connect_for_requests(registry.database.app_url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_worker(registry: Registry) -> AsyncIterator[CountingConnection]:
    """A connection as another worker has one."""
    opened = await connect_for_requests(registry.database.app_url)
    yield opened
    await opened.close()


@pytest.fixture
async def model(worker: CountingConnection) -> ActiveModel:
    """The model that comes with the package, active."""
    return await detection_models.ensure_active(worker)


@pytest.fixture
async def registers(database: Database, databases: Databases) -> AsyncIterator[Registers]:
    """Two registers of one source, empty."""
    other = await databases.lend()
    opened = await Register.of(database), await Register.of(other)
    for register in opened:
        register.begin("A")
    yield opened
    for register in opened:
        await register.close()
    await databases.take_back(other)
