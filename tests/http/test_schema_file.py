"""The schema as a file over HTTP: for everybody where introspection is on, for nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.databases import Database
from tests.house.repository import ROOT
from tests.serving import served

A_BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture
async def http(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[httpx2.AsyncClient]:
    async with (
        served(database, tmp_path, introspection=getattr(request, "param", True)) as registry,
        httpx2.AsyncClient(base_url=registry.url, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize("accept", ["*/*", "application/json", A_BROWSER])
async def test_a1_the_schema_file_needs_no_token(http: httpx2.AsyncClient, accept: str) -> None:
    answer = await http.get("/schema.graphql", headers={"accept": accept})

    assert answer.status_code == 200
    assert answer.content == (ROOT / "schema.graphql").read_bytes()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_schema_file_is_sent_once_to_who_keeps_it(http: httpx2.AsyncClient) -> None:
    first = await http.get("/schema.graphql")
    tag = first.headers["etag"]

    async def again(held: str) -> httpx2.Response:
        return await http.get("/schema.graphql", headers={"if-none-match": held})

    kept = [await again(held) for held in (tag, f"W/{tag}", f'"other", {tag}', "*")]
    outdated = await again('"other"')
    head = await http.head("/schema.graphql")

    assert first.headers["cache-control"] == "no-cache"
    assert [(it.status_code, it.content, it.headers["etag"]) for it in kept] == [
        (304, b"", tag)
    ] * 4
    assert (outdated.status_code, outdated.content) == (200, first.content)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)


@pytest.mark.parametrize("http", [False], indirect=True)
@pytest.mark.parametrize("accept", ["*/*", A_BROWSER])
async def test_a1_where_introspection_is_off_the_schema_file_is_closed_too(
    http: httpx2.AsyncClient, accept: str
) -> None:
    answer = await http.get("/schema.graphql", headers={"accept": accept, "if-none-match": "*"})

    (error,) = answer.json()["errors"]
    assert answer.status_code == 404
    assert error["extensions"]["code"] == "NOT_FOUND"
    assert error["message"] == "The schema of this installation is closed: introspection is off"
    assert "etag" not in answer.headers
