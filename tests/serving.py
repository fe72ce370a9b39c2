"""A server on a database of the test's own: real HTTP, real PostgreSQL, tokens for anybody."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import IPPROTO_TCP, socket
from time import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
from uvicorn import Config, Server

from rules.access import SCOPES, Role, machine_scopes, scopes_of
from server.application import create
from server.commands.serving import KEEP_ALIVE_SECONDS
from server.http.protocol import GuardedHttpProtocol
from server.identity.issuer import Issuer
from server.settings import Settings
from tests import warm_connections
from tests.databases import Database
from workflows.credentials import NOBODYS_HASH


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: dict[str, Any]
    headers: Any

    @property
    def data(self) -> Any:
        """The data; a test that reads it expects no errors."""
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors, or none."""
        errors: list[dict[str, Any]] = self.body.get("errors", [])
        return errors

    @property
    def refusal(self) -> tuple[str, str]:
        """Code and message of the only error."""
        (error,) = self.errors
        return error["extensions"]["code"], error["message"]


@dataclass
class Registry:
    """A running server with its database, as tests use it."""

    url: str
    database: Database
    issuer: Issuer
    http: httpx2.AsyncClient
    owner: asyncpg.Connection
    console_id: UUID
    users: dict[str, UUID] = field(default_factory=dict)

    async def user(self, username: str, *roles: Role) -> str:
        """Make a user with these roles through the console; return the name.

        They have a password, which nobody knows: an ADMIN without one is none who counts (rule E3).
        """
        async with self.acting("user.created"):
            self.users[username] = await self.owner.fetchval(
                "insert into users (username, display_name, password_hash) values ($1, $1, $2)"
                " returning id",
                username,
                NOBODYS_HASH,
            )
            for role in roles:
                await self.owner.execute(
                    "insert into role_grants (user_id, client_id, role) values ($1, $2, $3)",
                    self.users[username],
                    self.console_id,
                    role,
                )
        return username

    async def client(self, name: str, kind: str = "SYSTEM", scopes: Any = machine_scopes) -> UUID:
        """Make a client; return its id."""
        async with self.acting("client.created"):
            made: UUID = await self.owner.fetchval(
                "insert into clients (name, kind, scopes) values ($1, $2, $3) returning id",
                name,
                kind,
                sorted(scopes),
            )
        return made

    @asynccontextmanager
    async def acting(self, action: str) -> AsyncIterator[asyncpg.Connection]:
        """Change rows by hand, as the owner, in one announced act."""
        async with self.owner.transaction():
            await self.owner.execute("select begin_act($1, null, null, $2, null)", action, uuid4())
            yield self.owner

    def token(self, who: str | UUID, scope: str | None = None) -> str:
        """A token for a user through the console, or for a client that acts for itself."""
        if isinstance(who, UUID):
            granted = " ".join(sorted(machine_scopes)) if scope is None else scope
            return self.issuer.issue(who, who, granted, 600, int(time()))
        granted = " ".join(sorted(scopes_of(Role))) if scope is None else scope
        return self.issuer.issue(self.users[who], self.console_id, granted, 600, int(time()))

    async def ask(
        self,
        who: str | UUID | None,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        scope: str | None = None,
        **headers: str,
    ) -> Answer:
        """Post one GraphQL request for somebody, or for nobody."""
        sent = {"accept": "application/graphql-response+json"} | headers
        if who is not None:
            sent["authorization"] = f"Bearer {self.token(who, scope)}"
        asked = {"query": query, "variables": variables}
        response = await self.http.post(f"{self.url}/graphql", json=asked, headers=sent)
        return Answer(response.status_code, response.json(), response.headers)


TIMEOUT_SECONDS = 300.0
"""How long a test waits: only what hangs takes longer, on a busy machine too."""

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Tests talk to servers on this machine, without TLS; to read all authorities takes 30 ms."""


def http_client(**options: Any) -> httpx2.AsyncClient:
    """Make a client of servers on this machine, whatever proxies the environment names."""
    usual = {"trust_env": False, "verify": NO_CERTIFICATES, "timeout": TIMEOUT_SECONDS}
    chosen: dict[str, Any] = usual | options
    return httpx2.AsyncClient(**chosen)


async def until_it_waits(owner: asyncpg.Connection, task: asyncio.Task[Any]) -> None:
    """Wait until a request meets somebody's lock, or is done without."""
    while not task.done() and not await owner.fetchval(
        "select count(*) from pg_locks where not granted"
    ):
        await asyncio.sleep(0)


class PromptServer(Server):
    """uvicorn's server without its pauses: it stops when it is asked to, not at the next tick."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Wait for the end."""
        await self.on_tick(0)
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Take no more connections, finish what is being answered, and leave."""
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        while self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks)
        for listener in self.servers:
            await listener.wait_closed()
        await self.lifespan.shutdown()


@asynccontextmanager
async def answering(settings: Settings, *, with_worker: bool = False) -> AsyncIterator[Settings]:
    """Run a server in this process, on a free port, which the settings that come back name."""
    # As the product's: only where TCP is named, asyncio sends bodies at once, not 40 ms later.
    listener = socket(proto=IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    chosen = settings.model_copy(update={"port": listener.getsockname()[1]})
    application = create(chosen, with_worker=with_worker)
    # As `selfsame serve` does: a busy client comes back to a connection after more than 5 s.
    config = Config(
        application,
        http=GuardedHttpProtocol,
        log_config=None,
        access_log=False,
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = PromptServer(config)
    serving = asyncio.create_task(server.serve([listener]))
    listening = asyncio.create_task(server.listening.wait())
    await asyncio.wait((serving, listening), return_when=asyncio.FIRST_COMPLETED)
    assert server.started, "the server did not start"
    yield chosen
    server.stopping.set()
    await serving


@asynccontextmanager
async def served(
    database: Database, directory: Path, *, with_worker: bool = False, **settings: Any
) -> AsyncIterator[Registry]:
    """Run a server on this database until the test is done with it.

    Nobody is matched unless it asks for that: pairs that come by themselves would be in its way.
    """
    settings = {"detection": False} | settings
    given = Settings(database_url=database.app_url, data_dir=directory, **settings)
    async with answering(given, with_worker=with_worker) as chosen:
        owner = await warm_connections.connect_as_owner(database.owner_url)
        limits = httpx2.Limits(max_connections=100)
        async with http_client(limits=limits) as http:
            issuer = Issuer(directory, chosen.public_url)
            url = f"http://127.0.0.1:{chosen.port}"
            registry = Registry(url, database, issuer, http, owner, uuid4())
            console = await owner.fetchval("select id from clients where name = 'console'")
            registry.console_id = console or await registry.client(
                "console", "USER_INTERFACE", SCOPES
            )
            yield registry
    await warm_connections.keep(owner)
