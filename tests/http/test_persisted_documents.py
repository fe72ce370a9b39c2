"""Documents that are named by SHA-256, and servers that execute no others, over HTTP."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from rules.access import Role
from rules.persisted_documents import sha256_of
from server.http.persisted_documents import CONSOLE
from tests.databases import Database
from tests.serving import Registry, served

ME = "query Me { viewer { user { username } } }"
SIMILAR = "query Me { viewer { user { username } }}"
ID = f"sha256:{sha256_of(ME)}"
ANSWER = {"data": {"viewer": {"user": {"username": "ada"}}}}
APOLLO = {"persistedQuery": {"version": 1, "sha256Hash": sha256_of(ME)}}


@pytest.fixture
async def registry(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[Registry]:
    listed = tmp_path / "documents.json"
    listed.write_text(json.dumps({sha256_of(ME): ME}))
    which = getattr(request, "param", "persisted")
    async with served(database, tmp_path, documents=which, document_files=(listed,)) as registry:
        await registry.user("ada", Role.ADMIN)
        yield registry


async def send(registry: Registry, body: dict[str, Any], *, who: str | None = "ada") -> Response:
    headers = {} if who is None else {"authorization": f"Bearer {registry.token(who)}"}
    return await registry.http.post(f"{registry.url}/graphql", json=body, headers=headers)


def error_of(response: Response) -> tuple[str, str]:
    (error,) = response.json()["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize("registry", ["any", "persisted"], indirect=True)
async def test_x3_a_listed_document_is_executed_by_its_sha256(registry: Registry) -> None:
    sent: list[dict[str, Any]] = [
        {"documentId": ID},
        {"documentId": ID.upper().replace("SHA256", "sha256"), "query": None},
        {"documentId": sha256_of(ME), "operationName": "Me", "variables": {}},
        {"extensions": APOLLO},
        {"query": ME},
        {"query": ME, "documentId": ID, "extensions": APOLLO},
    ]

    for body in sent:
        assert (await send(registry, body)).json() == ANSWER, body
    by_get = await registry.http.get(
        f"{registry.url}/graphql",
        params={"documentId": ID},
        headers={"authorization": f"Bearer {registry.token('ada')}"},
    )
    assert by_get.json() == ANSWER
    assert error_of(await send(registry, {"documentId": ID}, who=None))[0] == "UNAUTHENTICATED"


@pytest.mark.parametrize("registry", ["any"], indirect=True)
async def test_x3_a_sha256_that_is_not_listed_or_is_another_texts_is_refused(
    registry: Registry,
) -> None:
    other = sha256_of(SIMILAR)

    unknown = [
        await send(registry, {"documentId": f"sha256:{other}"}),
        await send(registry, {"extensions": {"persistedQuery": {"sha256Hash": other}}}),
    ]
    mismatched = await send(registry, {"query": ME, "documentId": other})
    malformed = await send(registry, {"documentId": 1})

    assert {error_of(it) for it in unknown} == {("BAD_REQUEST", "Document is not known")}
    assert error_of(mismatched)[0] == error_of(malformed)[0] == "BAD_REQUEST"
    assert (mismatched.status_code, malformed.status_code) == (400, 400)
    assert (await send(registry, {"query": SIMILAR})).json() == ANSWER, "it is sent as a text"


async def test_x3_where_listed_documents_stand_alone_no_other_is_executed(
    registry: Registry,
) -> None:
    refused = ("BAD_REQUEST", "Document is not known")

    for query in (SIMILAR, "{ __typename }", "{ __schema { types { name } } }", "nonsense", ""):
        for who in ("ada", None):
            assert error_of(await send(registry, {"query": query}, who=who)) == refused
    page = await registry.http.get(f"{registry.url}/graphql", headers={"accept": "text/html"})
    assert page.status_code == 406, "documents cannot be written on a page here"


async def test_x3_exports_and_the_consoles_documents_are_always_executed(
    registry: Registry,
) -> None:
    exported = await registry.http.post(
        f"{registry.url}/exports/trail",
        json={},
        headers={"authorization": f"Bearer {registry.token('ada')}"},
    )

    assert exported.status_code == 200
    if not CONSOLE.exists():
        pytest.skip("no console was built")
    texts = list(json.loads(CONSOLE.read_bytes()).values())
    assert len(texts) > 50
    for text in texts:
        (error, *_) = (await send(registry, {"query": text})).json().get("errors") or [{}]
        assert error.get("message") != "Document is not known", text
