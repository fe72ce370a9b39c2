"""Responses of the GraphQL endpoint, over real HTTP."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from rules.access import ClientBlocked, RoleMissing, ScopesMissing, Unauthenticated, UserBlocked
from rules.refusals import Code, Refusal
from tests.http.endpoint_servers import Running, Start, error_of

NEWER = "application/graphql-response+json"
ECHO = {"query": '{ echo(text: "hello") }'}


class PostgresUnreachable(Refusal):
    code = Code.UNAVAILABLE
    message = "Try again in a moment"


class TooManyRecords(Refusal):
    code = Code.RATE_LIMITED
    message = "Enough for today"


REFUSED_DOCUMENTS = {
    "cannot be parsed": ({"query": "{"}, "Syntax Error: Expected Name, found <EOF>."),
    "is empty": ({"query": ""}, "Syntax Error: Unexpected <EOF>."),
    "has an unknown field": ({"query": "{ ecko }"}, "Cannot query field 'ecko' on type 'Query'."),
    "lacks a variable": (
        {"query": "query ($id: ID!) { id(value: $id) }"},
        "Variable '$id' has invalid value: Expected a value of non-null type 'ID!' to be provided.",
    ),
    "has a variable of another type": (
        {"query": "query ($id: ID!) { id(value: $id) }", "variables": {"id": ["secret"]}},
        "Variable '$id' has invalid value: ID cannot represent value.",
    ),
    "names no operation": ({"query": "query A { echo }", "operationName": "B"}, "Which operation?"),
}


@pytest.mark.parametrize(("accept", "status"), [(NEWER, 400), ("application/json", 200)])
@pytest.mark.parametrize(
    ("asked", "message"), REFUSED_DOCUMENTS.values(), ids=REFUSED_DOCUMENTS.keys()
)
async def test_g_a_refused_document_has_no_data_and_is_a_400_in_the_newer_type(
    server: Running, asked: dict[str, Any], message: str, accept: str, status: int
) -> None:
    response = await server.http.post(server.url, json=asked, headers={"accept": accept})

    assert response.status_code == status
    error = error_of(response)
    assert (error["message"], error["extensions"]) == (message, {"code": "BAD_REQUEST"})


@pytest.mark.parametrize(("accept", "status"), [(NEWER, 400), ("application/json", 200)])
async def test_g_a_document_beyond_a_limit_is_refused_like_any_document(
    server: Running, accept: str, status: int
) -> None:
    asked = {"query": "{ echo " * 1000}

    response = await server.http.post(server.url, json=asked, headers={"accept": accept})

    assert response.status_code == status
    assert error_of(response)["message"] == "The document nests brackets more than 50 deep."


async def test_what_a_closed_schema_would_suggest_is_not_said(server: Running) -> None:
    asked = {
        "query": "query ($c: Colour) { echo(colour: $c) }",
        "variables": {"c": "REDD Did you mean"},
    }

    response = await server.http.post(server.url, json=asked)

    assert "RED'" not in error_of(response)["message"]


async def test_what_an_error_quotes_is_bounded_and_has_no_control_characters(
    server: Running,
) -> None:
    response = await server.ask("{ " + "x" * 5000 + " }")
    other = await server.http.post(
        server.url,
        json={"query": "query ($c: Colour) { echo(colour: $c) }", "variables": {"c": "\u2028\x07"}},
    )

    assert len(error_of(response)["message"]) == 300
    assert error_of(other)["message"].isprintable()


async def test_a1_a_token_in_the_query_string_is_not_looked_at(server: Running) -> None:
    response = await server.http.get(
        server.url, params={"query": "{ echo }", "access_token": "bad"}
    )

    assert response.status_code == 200


@pytest.mark.parametrize("accept", [NEWER, "application/json"])
async def test_a1_a_token_that_is_not_trusted_is_a_401_before_the_document_is_read(
    server: Running, accept: str
) -> None:
    headers = {"authorization": "Bearer bad", "accept": accept}

    response = await server.http.post(server.url, json={"query": "{"}, headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert error_of(response) == {
        "message": "Access denied",
        "extensions": {"code": "UNAUTHENTICATED"},
    }
    assert server.stand_in.requests == []


async def test_a1_a_request_that_is_no_request_is_refused_before_its_token_is_read(
    server: Running,
) -> None:
    headers = {"authorization": "Bearer bad", "content-type": "application/json"}

    response = await server.http.post(server.url, content=b"[", headers=headers)

    assert response.status_code == 400


async def test_a1_to_a5_and_g_whole_refusals_have_their_status_in_either_media_type(
    server: Running,
) -> None:
    expected = [
        (Unauthenticated(), 401, {"www-authenticate": "Bearer"}),
        (ScopesMissing(["a:b"]), 401, {"www-authenticate": 'Bearer error="insufficient_scope"'}),
        (ClientBlocked(), 403, {}),
        (UserBlocked(), 403, {}),
        (RoleMissing(), 403, {}),
        (PostgresUnreachable(), 503, {"retry-after": "1"}),
        (TooManyRecords(retryAfter=60), 429, {"retry-after": "60"}),
    ]

    for refusal, status, headers in expected:
        server.stand_in.raises = refusal
        for accept in (NEWER, "application/json"):
            response = await server.ask("{ echo }", accept=accept)

            assert response.status_code == status
            assert headers.items() <= dict(response.headers).items()
            extensions = {"code": str(refusal.code), **refusal.extensions}
            assert error_of(response) == {"message": refusal.message, "extensions": extensions}


async def test_g_what_nobody_foresaw_is_a_500_that_names_only_the_correlation_id(
    server: Running,
) -> None:
    server.stand_in.raises = ValueError("Ivan Petrenko, born 1990-01-01")

    response = await server.ask("{ echo }")

    assert response.status_code == 500
    assert error_of(response) == {
        "message": "Internal error",
        "extensions": {
            "code": "INTERNAL",
            "correlationId": response.headers["x-correlation-id"],
        },
    }
    assert b"Petrenko" not in b"".join(server.log)
    failed = json.loads(server.log[0])
    assert (failed["event"], failed["exception"]["type"]) == (
        "request.failed",
        "builtins.ValueError",
    )
    assert failed["correlation_id"] == response.headers["x-correlation-id"]


@pytest.mark.parametrize(
    "given_id",
    ["01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057"],
)
async def test_f6_a_correlation_id_that_is_a_uuid_is_kept(server: Running, given_id: str) -> None:
    response = await server.ask("{ echo }", **{"x-correlation-id": given_id})

    assert response.headers["x-correlation-id"] == given_id.lower()
    assert json.loads(server.log[-1])["correlation_id"] == given_id.lower()


@pytest.mark.parametrize(
    "given_id",
    [None, "", "1", "{01890a5d-ac96-774b-bcce-b302099a8057}", "01890a5dac96774bbcceb302099a8057"],
)
async def test_f6_any_other_correlation_id_is_replaced(
    server: Running, given_id: str | None
) -> None:
    headers = {} if given_id is None else {"x-correlation-id": given_id}

    response = await server.ask("{ echo }", **headers)

    assert str(UUID(response.headers["x-correlation-id"])) == response.headers["x-correlation-id"]
    assert response.headers["x-correlation-id"] != given_id


async def test_f6_refusals_carry_the_correlation_id_too(server: Running) -> None:
    given_id = "01890a5d-ac96-774b-bcce-b302099a8057"
    headers = {"x-correlation-id": given_id, "content-type": "application/json"}

    refused = [
        await server.http.put(server.url, headers=headers),
        await server.http.post(server.url, content=b"x" * 1_048_577, headers=headers),
        await server.http.post(server.url, content=b"x", headers=headers),
    ]

    assert [it.status_code for it in refused] == [405, 413, 400]
    assert {it.headers["x-correlation-id"] for it in refused} == {given_id}


async def test_a_browser_gets_the_page_where_there_is_one(start: Start) -> None:
    server = await start(ide=b"<!doctype html><title>IDE</title>")
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

    page = await server.http.get(server.url, headers=browser)
    program = await server.http.get(server.url, params={"query": "{ echo }"})

    assert page.text == "<!doctype html><title>IDE</title>"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert program.json() == {"data": {"echo": None}}


async def test_a_browser_gets_json_where_there_is_no_page(server: Running) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

    response = await server.http.get(server.url, headers=browser)

    assert response.status_code == 400
    assert error_of(response)["message"] == "The parameter 'query' must be a string."


async def test_f6_every_request_is_one_log_line_without_its_query_string(server: Running) -> None:
    await server.http.get(
        server.url,
        params={"query": '{ echo(text: "Petrenko") }'},
        headers={"authorization": "Bearer good"},
    )

    (line,) = (json.loads(it) for it in server.log)
    assert (line["method"], line["path"]) == ("GET", "/graphql")
    assert (line["status"], line["operation"]) == (200, "query echo")
    assert (line["client_id"], line["user_id"]) == (str(UUID(int=2)), str(UUID(int=1)))
    assert b"Petrenko" not in server.log[0]
    assert b"good" not in server.log[0]


async def test_every_request_is_observed_once_under_a_label_of_ours(server: Running) -> None:
    await server.ask("{ echo }")
    await server.ask("{")
    await server.http.put(server.url)

    assert server.observed == [("query echo", 200), ("", 400), ("", 405)]


async def test_a_client_that_leaves_in_the_middle_of_its_body_is_released_quietly(
    server: Running,
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        b"content-length: 100\r\n\r\n{"
    )
    await writer.drain()
    await server.ask("{ echo }")
    writer.close()
    await writer.wait_closed()
    await server.ask("{ echo }")

    assert [json.loads(it)["status"] for it in server.log] == [200, 200]
    assert server.observed == [("query echo", 200)] * 2
