"""Where no console was built: a person reads why and how to build it, a program is sent on."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.http import console
from tests.databases import Database
from tests.serving import served


@pytest.fixture
async def http(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx2.AsyncClient]:
    monkeypatch.setattr(console, "PAGE", tmp_path / "index.html")
    async with (
        served(database, tmp_path) as registry,
        httpx2.AsyncClient(base_url=registry.url, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/", "/review", "/persons/of/mine"])
async def test_a_browser_reads_in_one_sentence_how_to_build_the_console(
    http: httpx2.AsyncClient, path: str
) -> None:
    answer = await http.get(path, headers={"accept": "text/html,*/*;q=0.8"})

    assert (answer.status_code, answer.headers["vary"]) == (404, "accept")
    assert answer.headers["content-type"].startswith("text/html")
    assert "has not been built" in answer.text
    assert "<code>make console</code>" in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
async def test_a_program_is_sent_to_the_api(http: httpx2.AsyncClient, accept: str) -> None:
    answer = await http.get("/", headers={"accept": accept})

    assert (answer.status_code, answer.headers["location"]) == (303, "/graphql")
