"""The server as operators meet it: alive, ready, measured, stopped in order, without Postgres."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from server.http import console
from server.postgres.embedded import EmbeddedPostgres
from tests.databases import Database, Databases
from tests.server.commands import environment, run, serving
from tests.server.own_servers import crash, own_server
from tests.serving import TIMEOUT_SECONDS, http_client

VIEWER = {"query": "{ viewer { scopes } }"}
ASSIGN = {"query": "mutation { assignMergeCandidate { mergeRequest { id } } }"}


@pytest.fixture(scope="module")
async def shared_database(databases: Databases) -> AsyncIterator[Database]:
    """The database of the server that the tests of this module share."""
    database = await databases.lend()
    yield database
    await databases.take_back(database)


@pytest.fixture(scope="module")
async def http(
    shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of one server process, for all tests that do not stop it."""
    async with (
        serving(environment(tmp_path_factory.mktemp("shared"), shared_database)) as server,
        http_client(base_url=server.url) as client,
    ):
        yield client


@pytest.fixture
async def own_postgres() -> AsyncIterator[EmbeddedPostgres]:
    async with own_server() as server:
        yield server


async def test_health_and_readiness_are_answered_in_json(http: httpx2.AsyncClient) -> None:
    alive = await http.get("/healthz")
    ready = await http.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert ready.status_code == 200
    assert ready.json()["database"] == {"reachable": True, "migrated": True}


async def test_a_database_at_another_version_is_not_ready(
    shared_database: Database, http: httpx2.AsyncClient
) -> None:
    owner = await asyncpg.connect(shared_database.owner_url)
    version = await owner.fetchval("select version from applied_rules")
    await owner.execute("update applied_rules set version = 'another'")

    ready = await http.get("/readyz")

    await owner.execute("update applied_rules set version = $1", version)
    await owner.close()
    assert ready.status_code == 503
    assert ready.json()["database"] == {"reachable": True, "migrated": False}
    assert ready.headers["retry-after"] == "1"


async def test_the_public_keys_are_published_without_the_private_part(
    http: httpx2.AsyncClient,
) -> None:
    answer = await http.get("/.well-known/jwks.json")

    (key,) = answer.json()["keys"]
    assert {"kty", "crv", "x", "y", "kid", "use", "alg"} == set(key)
    assert answer.headers["cache-control"].startswith("public, max-age=")


async def test_the_metrics_count_connections_and_statements(http: httpx2.AsyncClient) -> None:
    await http.get("/readyz")

    text = (await http.get("/metrics")).text

    assert 'selfsame_connections{state="open"}' in text
    statements = next(it for it in text.splitlines() if it.startswith("selfsame_statements_total"))
    assert float(statements.split()[1]) > 0


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("POST", "/healthz", 405), ("GET", "/static/../settings.py", 404)],
)
async def test_f6_what_is_not_there_is_refused_in_json_with_the_correlation_id(
    http: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    correlation_id = str(uuid4())

    answer = await http.request(method, path, headers={"x-correlation-id": correlation_id})

    assert answer.status_code == status
    assert answer.headers["x-correlation-id"] == correlation_id
    assert answer.json()["errors"][0]["extensions"]["correlationId"] == correlation_id
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_the_front_is_the_console_and_the_ide_where_none_was_built(
    http: httpx2.AsyncClient,
) -> None:
    answer = await http.get("/")

    if console.PAGE.is_file():
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["cache-control"] == "no-cache"
        assert (await http.get("/requests/of/mine")).text == answer.text
    else:
        assert (answer.status_code, answer.headers["location"]) == (303, "/graphql")


async def test_a_request_that_runs_is_finished_before_the_server_stops(
    database: Database, tmp_path: Path
) -> None:
    variables = environment(tmp_path, database)
    await run(variables, "seed", "--persons", "10")
    token = (await run(variables, "token", "--user", "reviewer1")).out.strip()
    owner = await asyncpg.connect(database.owner_url)
    async with (
        serving(variables) as server,
        http_client(base_url=server.url) as http,
    ):
        held = owner.transaction()
        await held.start()
        await owner.execute("lock table merge_requests in access exclusive mode")
        headers = {"authorization": f"Bearer {token}"}
        request = asyncio.create_task(http.post("/graphql", json=ASSIGN, headers=headers))
        await _until(owner, "select exists (select from pg_locks where not granted)")

        server.process.send_signal(signal.SIGTERM)
        await _until_refused(server.url)
        await held.rollback()
        answer = await request

        assert answer.status_code == 200
        assert answer.json()["data"]["assignMergeCandidate"]["mergeRequest"]["id"]
        assert (await server.stop()).status == 0
    await owner.close()


async def test_several_processes_share_one_port(database: Database, tmp_path: Path) -> None:
    async with serving(environment(tmp_path, database), "--workers", "2") as server:
        async with http_client(base_url=server.url) as http:
            answer = await http.get("/readyz")
        said = await server.stop()

    assert answer.status_code == 200
    assert (said.status, said.out) == (0, "")


async def test_g_while_postgres_is_unreachable_the_answer_is_unavailable_and_service_resumes(
    tmp_path: Path, own_postgres: EmbeddedPostgres
) -> None:
    variables = environment(tmp_path, Database(own_postgres.owner_url, own_postgres.app_url))
    await run(variables, "seed", "--persons", "0")
    token = (await run(variables, "token", "--user", "reviewer1")).out.strip()
    headers = {"authorization": f"Bearer {token}"}
    async with (
        serving(variables) as server,
        http_client(base_url=server.url) as http,
    ):
        crash(own_postgres)
        while (await http.get("/readyz")).status_code == 200:
            await asyncio.sleep(0.01)

        unreachable = await http.post("/graphql", json=VIEWER, headers=headers)
        reviving = asyncio.create_task(own_postgres.watch())
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while (await http.get("/readyz")).status_code == 503:
                await asyncio.sleep(0.01)
        back = await http.post("/graphql", json=VIEWER, headers=headers)
        reviving.cancel()

    assert (unreachable.status_code, unreachable.headers["retry-after"]) == (503, "1")
    assert unreachable.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert back.status_code == 200
    assert back.json()["data"]["viewer"]["scopes"]


async def _until(owner: "asyncpg.Connection[asyncpg.Record]", query: str) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not await owner.fetchval(query):
            await asyncio.sleep(0.01)


async def _until_refused(url: str) -> None:
    address = httpx2.URL(url)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection(address.host, address.port)
            except OSError:
                return
            writer.close()
            await asyncio.sleep(0.01)
