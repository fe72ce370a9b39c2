"""What the console's HTML names beforehand for somebody who is signed in, and for nobody else."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.http import console
from tests.databases import Database
from tests.serving import served

FILES = {
    "en": {
        "/": ["assets/start.js", "assets/start.css"],
        "/records": ["assets/records.js"],
        "/records/:id": ["assets/record.js"],
    },
    "uk": {"/": ["assets/ukrainian.js"]},
}
PAGE = '<html><head></head><body><div id="root"></div></body></html>'
HEAD_ENDS = f"{console.NO_LETTERS}</head>"
"""A server that has no mail server says so in the head of the page (0421)."""


@pytest.fixture
async def http(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx2.AsyncClient]:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "preloads.json").write_text(json.dumps(FILES))
    monkeypatch.setattr(console, "PAGE", tmp_path / "index.html")
    async with (
        served(database, tmp_path) as registry,
        httpx2.AsyncClient(base_url=registry.url, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("path", "language", "named"),
    [
        ("/", "en", ["start.js", "start.css"]),
        ("/records", "en", ["records.js"]),
        ("/records/", "en", ["records.js"]),
        ("/records/some-id", "en", ["record.js"]),
        ("/records/some-id/further", "en", ["start.js", "start.css"]),
        ("/records", "uk", ["ukrainian.js"]),
    ],
)
async def test_a_page_names_what_it_begins_with_in_the_language_of_who_is_signed_in(
    http: httpx2.AsyncClient, path: str, language: str, named: list[str]
) -> None:
    answer = await http.get(path, headers={"cookie": f"selfsame_began={language}"})

    kinds = {"js": "modulepreload", "css": "stylesheet"}
    links = [
        f'<link rel="{kinds[name.rpartition(".")[2]]}" crossorigin href="/static/assets/{name}">'
        for name in named
    ]
    assert "".join(links) + HEAD_ENDS in answer.text
    assert answer.text.count("<link") == len(links)
    assert '<div id="root"><div class="skeleton" aria-hidden="true">' in answer.text


@pytest.mark.parametrize(
    "cookie", ["", "selfsame_began=", "selfsame_began=xx", "selfsame_began=<script>", "other=en"]
)
async def test_to_all_others_it_is_the_page_as_it_was_built(
    http: httpx2.AsyncClient, cookie: str
) -> None:
    answer = await http.get("/records", headers={"cookie": cookie} if cookie else {})

    assert answer.text == PAGE.replace("</head>", HEAD_ENDS)


async def test_a_build_without_the_list_is_served_all_the_same(
    http: httpx2.AsyncClient, tmp_path: Path
) -> None:
    (tmp_path / "preloads.json").unlink()

    answer = await http.get("/records", headers={"cookie": "selfsame_began=en"})

    assert answer.text == PAGE.replace("</head>", HEAD_ENDS)
