"""What is said to documents and bodies that are no requests: never INTERNAL."""

import httpx2
import pytest

from rules.access import Role
from tests.people import ASSIGN
from tests.serving import Registry


@pytest.fixture(scope="module")
async def ada(shared_registry: Registry) -> str:
    return await shared_registry.user("ada", *Role)


@pytest.mark.parametrize(
    "document",
    [
        "{" * 100_000,
        "{a" * 50_000,
        "{ persons(filter: " + "{name: " * 50_000,
        "{ persons(filter: " + "[" * 100_000,
        "query ($a: " + "[" * 100_000,
        "#" * 1_100_000,
        "\ufeff{ nothing }",
        "{ \0 }",
        "",
        " ",
    ],
    ids=lambda it: repr(it[:12]),
)
async def test_g_a_hostile_document_is_a_bad_request(
    shared_registry: Registry, ada: str, document: str
) -> None:
    answer = await shared_registry.ask(ada, document)

    assert answer.status in (400, 413)
    assert "data" not in answer.body
    assert {it["extensions"]["code"] for it in answer.errors} == {"BAD_REQUEST"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b"true",
        b"[]",
        b'[{"query": "{ __typename }"}]',
        b"{}",
        b"{",
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"query": null}',
        b'{"query": ["{ __typename }"]}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "variables": {"a": NaN}}',
        b'{"query": "{ __typename }", "operationName": 1}',
        b'{"query": "{ __typename }", "variables": {"a": '
        + b"[" * 100_000
        + b"]" * 100_000
        + b"}}",
        b'{"query": "query ($a: ID!) { node(id: $a) { id } }", "variables": {"a": "\\ud800"}}',
    ],
    ids=lambda it: repr(it[:30]),
)
async def test_g_a_body_that_is_no_request_is_a_bad_request(
    shared_registry: Registry, ada: str, body: bytes
) -> None:
    headers = {
        "content-type": "application/json",
        "accept": "application/graphql-response+json",
        "authorization": f"Bearer {shared_registry.token(ada)}",
    }

    answer = await shared_registry.http.post(
        f"{shared_registry.url}/graphql", content=body, headers=headers
    )

    assert answer.status_code == 400
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_g_a_mutation_is_not_run_by_get(shared_registry: Registry, ada: str) -> None:
    answer: httpx2.Response = await shared_registry.http.get(
        f"{shared_registry.url}/graphql",
        params={"query": ASSIGN},
        headers={"authorization": f"Bearer {shared_registry.token(ada)}"},
    )

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("bracket", ["[", "{"])
async def test_g_brackets_by_the_thousand_are_refused_before_they_are_parsed(
    shared_registry: Registry, ada: str, bracket: str
) -> None:
    # Broken JSON, so that whoever parses it first would say so.
    body = '{"query": "{ viewer { username } }", "variables": ' + bracket * 20_000

    answer = await shared_registry.http.post(
        f"{shared_registry.url}/graphql",
        content=body,
        headers={
            "content-type": "application/json",
            "authorization": f"Bearer {shared_registry.token(ada)}",
        },
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == (
        "The request body opens more than 20000 brackets."
    )
