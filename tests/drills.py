"""Births that are declared at a cluster without a pause, whatever happens to it meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count, pairwise
from time import monotonic, time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2

from deploy.cluster.installation import Installation
from rules.access import machine_scopes
from server.identity.issuer import Issuer
from tests.events import DECLARE, birth
from tests.hooks import CREATE
from tests.serving import http_client

WAIT_SECONDS = 180.0
"""How long a drill waits for service: only what hangs takes longer, on a busy machine too."""

ANSWER_SECONDS = 3.0
"""How long a program waits for one answer, before it asks again at the other balancer."""

KEPT = "select id::text from vital_events"
EVENTS = "select id::text from outbox"


class Load:
    """Declares births, each again under its key until it is acknowledged."""

    def __init__(
        self, installation: Installation, portal: UUID, *, asks_again: bool, pause: float
    ) -> None:
        self._installation = installation
        self._pause = pause
        self._issuer = Issuer(installation.folder / "data", installation.balancers[0])
        self._portal = portal
        self._asks_again = asks_again
        self._is_over = False
        self._waiting: list[asyncio.Event] = []
        self.acknowledged: dict[str, str] = {}
        self.failed: list[str] = []
        """Why each request that was not acknowledged was not: its kind, and nothing of its own."""

        self.moments: list[float] = []
        self.secret = ""
        """What signs what is sent to the webhook."""

    async def run(self) -> None:
        """Declare until told to end; what was begun is brought to its end."""
        async with http_client(timeout=ANSWER_SECONDS) as http:
            while not self._is_over:
                given = birth(idempotencyKey=str(uuid4()))
                for turn in count():
                    answered = await self._declare(http, given, turn)
                    if answered is not None:
                        self.acknowledged[given["idempotencyKey"]] = answered
                        self.moments.append(monotonic())
                    if answered is not None or not self._asks_again:
                        break
                    await asyncio.sleep(0.05)
                await asyncio.sleep(self._pause)

    async def until_acknowledged(self, more: int) -> None:
        """Return when so many more were acknowledged."""
        wanted = len(self.acknowledged) + more
        async with asyncio.timeout(WAIT_SECONDS):
            while len(self.acknowledged) < wanted:
                await asyncio.sleep(0.02)

    def longest_gap(self, since: float) -> float:
        """Return for how long nothing was acknowledged at most, since a moment."""
        moments = [since, *(it for it in self.moments if it > since)]
        return max(after - before for before, after in pairwise(moments))

    def end(self) -> None:
        """Begin nothing more."""
        self._is_over = True

    async def subscribe(self, url: str) -> str:
        """Have what is declared from now on sent to an address; return the secret that signs it."""
        variables = {"url": url, "topics": ["BIRTH_DECLARED"]}
        async with http_client(timeout=WAIT_SECONDS) as http:
            made = await self._ask(http, CREATE, variables, 0)
        assert made is not None, self.failed
        secret: str = made["createWebhook"]["signingSecret"]
        return secret

    async def _declare(
        self, http: httpx2.AsyncClient, given: dict[str, Any], turn: int
    ) -> str | None:
        answered = await self._ask(http, DECLARE["Birth"], {"input": given}, turn)
        if answered is None:
            return None
        made: str = answered["declareBirth"]["vitalEvent"]["databaseId"]
        return made

    async def _ask(
        self, http: httpx2.AsyncClient, query: str, variables: dict[str, Any], turn: int
    ) -> Any:
        """Return the data that is answered; note why where there is none."""
        url = self._installation.balancers[turn % 2]
        granted = " ".join(sorted(machine_scopes))
        token = self._issuer.issue(self._portal, self._portal, granted, 600, int(time()))
        try:
            response = await http.post(
                f"{url}/graphql",
                json={"query": query, "variables": variables},
                headers={"authorization": f"Bearer {token}"},
            )
        except httpx2.HTTPError as error:
            self.failed.append(type(error).__name__)
            return None
        try:
            body = response.json()
        except ValueError:
            self.failed.append(f"{response.status_code} of the balancer")
            return None
        if errors := body.get("errors"):
            codes = ", ".join(f"{it['extensions']['code']}: {it['message']}" for it in errors)
            self.failed.append(f"{response.status_code} {codes}")
            return None
        return body["data"]


async def owner_of(installation: Installation) -> asyncpg.Connection:
    """Connect to the primary as the owner, once there is one."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            try:
                url = f"{installation.owner_url}?target_session_attrs=primary"
                return await asyncpg.connect(url, timeout=5)
            except (OSError, asyncpg.PostgresError, asyncpg.TargetServerAttributeNotMatched):
                await asyncio.sleep(0.1)


@asynccontextmanager
async def under_load(
    installation: Installation,
    *,
    writers: int = 4,
    asks_again: bool = True,
    pause: float = 0.0,
    webhook: str = "",
) -> AsyncIterator[Load]:
    """Let some declare births until the block ends, each with a pause in seconds after one.

    All of them are sent to the address of a webhook, where one is given.
    """
    owner = await owner_of(installation)
    async with owner.transaction():
        await owner.execute("select begin_act('client.created', null, null, $1, null)", uuid4())
        portal: UUID = await owner.fetchval(
            "insert into clients (name, kind, scopes) values ($1, 'SYSTEM', $2) returning id",
            f"portal {uuid4()}",
            sorted(machine_scopes),
        )
    await owner.close()
    load = Load(installation, portal, asks_again=asks_again, pause=pause)
    if webhook:
        load.secret = await load.subscribe(webhook)
    async with asyncio.TaskGroup() as tasks:
        for _ in range(writers):
            tasks.create_task(load.run())
        try:
            yield load
        finally:
            load.end()


async def compared(installation: Installation, load: Load) -> tuple[int, int]:
    """Return how many that were acknowledged are lost, and how many there are beyond them."""
    owner = await owner_of(installation)
    kept = [row["id"] for row in await owner.fetch(KEPT)]
    await owner.close()
    acknowledged = set(load.acknowledged.values())
    doubled = len(load.acknowledged) - len(acknowledged)
    return len(acknowledged - set(kept)), len(kept) - len(acknowledged & set(kept)) + doubled
