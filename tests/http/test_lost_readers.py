"""Addresses where there is nothing: a person sees a page that says so, a program reads JSON."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.http import console
from server.http.console import PROGRAMS, VIEWS
from server.settings import Settings
from tests.databases import Database
from tests.serving import http_client, served

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

OFFICE = "Hall <2> | Rynok 1 |"

pytestmark = pytest.mark.skipif(not console.PAGE.is_file(), reason="the console was not built")


@pytest.fixture
async def http(database: Database, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    ada = "ada:ADMIN,<bo>:REGISTRAR"
    async with served(database, tmp_path, demo_accounts=ada, office_address=OFFICE) as registry:
        accepting = {"accept": BROWSER}
        async with http_client(base_url=registry.url, headers=accepting) as client:
            yield client


@pytest.mark.parametrize("path", ["/nowhere", "/reviews", "/a/b/c", "/favicon.ico", "/%00"])
async def test_a_browser_that_lost_its_way_gets_the_consoles_page_as_not_found(
    http: httpx2.AsyncClient, path: str
) -> None:
    answer = await http.get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["vary"] == "accept, accept-encoding"
    assert answer.text == (await http.get("/")).text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0.1,*/*", ""])
async def test_a_program_that_lost_its_way_reads_json(
    http: httpx2.AsyncClient, accept: str
) -> None:
    answer = await http.get("/nowhere", headers={"accept": accept})

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize("word", sorted(PROGRAMS))
async def test_below_what_is_for_programs_what_is_not_there_is_refused_in_json(
    http: httpx2.AsyncClient, word: str
) -> None:
    answer = await http.get(f"/{word}/nowhere/at-all")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")


async def test_what_is_sent_to_nowhere_is_refused_in_json(http: httpx2.AsyncClient) -> None:
    sent = await http.post("/nowhere")
    wrong_method = await http.get("/oauth/token")

    assert (sent.status_code, sent.json()["errors"][0]["message"]) == (404, "Not Found")
    assert wrong_method.status_code == 405


@pytest.mark.parametrize("view", VIEWS)
async def test_every_view_and_all_below_it_is_there(http: httpx2.AsyncClient, view: str) -> None:
    answers = [await http.get(f"/{view}{below}") for below in ("", "/of/mine", "?a=b")]

    assert {it.status_code for it in answers} == {200}


def test_the_addresses_of_the_pages_are_those_that_the_server_knows() -> None:
    source = Path(__file__).parents[2] / "ui/console/shell/routes.ts"
    known = {
        line.split('"')[1].split("/")[1]
        for line in source.read_text().splitlines()
        if line.strip().startswith("{ path:")
    }

    assert known == set(VIEWS)


async def test_the_page_says_where_people_go_as_far_as_the_installation_says_it(
    http: httpx2.AsyncClient,
) -> None:
    page = (await http.get("/")).text

    assert '<meta name="office" content="Hall &lt;2&gt;\nRynok 1">' in page
    assert Settings(_env_file=None).office_address == ()
    assert 'name="office"' not in console.PAGE.read_text()


async def test_a_demo_names_its_accounts_and_nobody_else_does(http: httpx2.AsyncClient) -> None:
    page = (await http.get("/")).text

    assert '<meta name="demo-accounts" content="ada:ADMIN &lt;bo&gt;:REGISTRAR">' in page
    assert Settings(_env_file=None).demo_accounts == ()
    assert "demo-accounts" not in console.PAGE.read_text()


async def test_a_registry_that_sends_no_letters_says_so_on_its_page(
    http: httpx2.AsyncClient, database: Database, tmp_path: Path
) -> None:
    silent = (await http.get("/")).text
    mail = "registry@example.org"
    async with (
        served(database, tmp_path, smtp_url="smtp://127.0.0.1:25", mail_from=mail) as registry,
        http_client(base_url=registry.url, headers={"accept": BROWSER}) as client,
    ):
        writing = (await client.get("/")).text

    assert console.NO_LETTERS in silent
    assert console.NO_LETTERS not in writing
