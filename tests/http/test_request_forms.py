"""Which HTTP requests are GraphQL requests, and how the others are refused."""

import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.http import media_types
from tests.http.endpoint_servers import Running, error_of

NEWER = "application/graphql-response+json"
ECHO = {"query": '{ echo(text: "hello") }'}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, media_types.JSON),
        ("", media_types.JSON),
        ("*/*", media_types.JSON),
        ("application/*", media_types.JSON),
        ("application/json", media_types.JSON),
        ("APPLICATION/JSON; Charset=UTF-8", media_types.JSON),
        (NEWER, media_types.GRAPHQL),
        (f"{NEWER}; charset=utf-8, application/json; charset=utf-8", media_types.GRAPHQL),
        (f"application/json, {NEWER}", media_types.JSON),
        (f"application/json;q=0.5, {NEWER}", media_types.GRAPHQL),
        (f"{NEWER};q=0.1, application/json;q=0.9", media_types.JSON),
        (f"*/*, {NEWER};q=0", media_types.JSON),
        (f"*/*, {NEWER}", media_types.GRAPHQL),
        ("application/json;q=0, */*;q=0.1", media_types.GRAPHQL),
        ('text/plain;note="a, application/json", */*;q=0.2', media_types.JSON),
        ("text/html, */*;q=0.8", media_types.JSON),
    ],
)
async def test_the_answer_has_the_media_type_that_the_caller_likes_best(
    server: Running, accept: str | None, chosen: bytes
) -> None:
    headers = {} if accept is None else {"accept": accept}
    request = server.http.build_request("POST", server.url, json=ECHO, headers=headers)
    if accept is None:
        del request.headers["accept"]

    response = await server.http.send(request)

    assert (response.status_code, response.json()) == (200, {"data": {"echo": "hello"}})
    assert response.headers["content-type"].encode() == chosen


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "image/*",
        "application/json;q=0",
        "application/json;charset=utf-16",
        "application/json;q=nonsense",
        "nonsense",
        ",;,",
    ],
)
async def test_an_accept_header_that_names_neither_type_is_a_406(
    server: Running, accept: str
) -> None:
    response = await server.http.post(server.url, json=ECHO, headers={"accept": accept})

    assert response.status_code == 406
    assert error_of(response)["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        'application/json;charset="utf-16"',
        "application/json, application/json",
        "multipart/form-data; boundary=x",
    ],
)
async def test_a_body_that_is_not_declared_as_json_in_utf_8_is_a_415(
    server: Running, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}

    response = await server.http.post(server.url, content=json.dumps(ECHO), headers=headers)

    assert response.status_code == 415
    assert error_of(response)["extensions"]["code"] == "BAD_REQUEST"
    assert server.stand_in.requests == []


@pytest.mark.parametrize("content_type", ['application/json;charset="UTF-8"', "Application/JSON"])
async def test_json_in_utf_8_is_known_however_it_is_written(
    server: Running, content_type: str
) -> None:
    headers = {"content-type": content_type}

    response = await server.http.post(server.url, content=json.dumps(ECHO), headers=headers)

    assert response.status_code == 200


async def test_a_compressed_body_is_a_415(server: Running) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}

    response = await server.http.post(server.url, content=b"\x1f\x8b", headers=headers)

    assert response.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
async def test_other_methods_are_a_405_that_names_those_allowed(
    server: Running, method: str
) -> None:
    response = await server.http.request(method, server.url)

    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


MALFORMED = {
    "nothing": b"",
    "blank": b"  ",
    "cut short": b'{"query": "{',
    "a number": b"7",
    "a string": b'"{ echo }"',
    "null": b"null",
    "true": b"true",
    "a batch": b'[{"query": "{ echo }"}]',
    "no query": b"{}",
    "a query that is null": b'{"query": null}',
    "a query that is a list": b'{"query": []}',
    "variables that are a list": b'{"query": "{ echo }", "variables": []}',
    "variables that are text": b'{"query": "{ echo }", "variables": "{}"}',
    "an operation name that is a number": b'{"query": "{ echo }", "operationName": 1}',
    "extensions that are text": b'{"query": "{ echo }", "extensions": "x"}',
    "not a number": b'{"query": "{ echo }", "variables": {"a": NaN}}',
    "infinity": b'{"query": "{ echo }", "variables": {"a": 1e999}}',
    "bytes that are no UTF-8": b'{"query": "{ echo }\xff"}',
    "half of a surrogate pair": b'{"query": "{ echo(text: \\"\\ud800\\") }"}',
    "half of a surrogate pair in a key": b'{"query": "{ echo }", "\\udfff": 1}',
    "an encoded surrogate": b'{"query": "{ echo }\xed\xa0\x80"}',
    "UTF-16": '{"query": "{ echo }"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ echo }"}',
    "100,000 open brackets": b"[" * 100_000,
    "100,000 nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "33 nested lists": b'{"query": "{ echo }", "variables": {"a": ' + b"[" * 31 + b"]" * 31 + b"}}",
}


@pytest.mark.parametrize("accept", [NEWER, "application/json"])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_g_a_body_that_is_no_request_is_a_400_in_either_media_type(
    server: Running, body: bytes, accept: str
) -> None:
    headers = {"content-type": "application/json", "accept": accept}

    response = await server.http.post(server.url, content=body, headers=headers)

    assert response.status_code == 400
    assert error_of(response)["extensions"]["code"] == "BAD_REQUEST"
    assert server.stand_in.requests == []


async def test_a_batch_is_refused_because_batches_are_not_supported(server: Running) -> None:
    response = await server.http.post(server.url, json=[ECHO, ECHO])

    message = error_of(response)["message"]
    assert message == "Batches are not supported: send one operation per request."


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "{ echo }", "variables": {"a": ' + b"[" * 30 + b"]" * 30 + b"}}",
        b'{"query": "{ echo }", "variables": {"a": "' + b"[{" * 500 + b'"}}',
        b'{"query": "{ echo }", "operationName": "", "unknown": 1, "extensions": null}',
        '{"query": "# \N{DOVE OF PEACE}\\n{ echo }"}'.encode(),
    ],
)
async def test_unusual_but_well_formed_requests_are_taken(server: Running, body: bytes) -> None:
    response = await server.http.post(
        server.url, content=body, headers={"content-type": "application/json"}
    )

    assert (response.status_code, response.json()) == (200, {"data": {"echo": None}})


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ).map(lambda value: json.dumps(value).encode())
    | st.fixed_dictionaries(
        {"query": st.text()}, optional={"variables": st.dictionaries(st.text(), st.text())}
    ).map(lambda value: json.dumps(value).encode())
)
async def test_no_body_whatever_is_a_500(server: Running, body: bytes) -> None:
    headers = {"content-type": "application/json", "accept": NEWER}

    response = await server.http.post(server.url, content=body, headers=headers)

    assert response.status_code in (200, 400)
    assert {"data", "errors"}.intersection(response.json())


async def test_get_runs_queries(server: Running) -> None:
    response = await server.http.get(
        server.url,
        params={
            "query": "query A($t: String) { echo(text: $t) } query B { echo }",
            "operationName": "A",
            "variables": '{"t": "\N{SNOWMAN}"}',
            "extensions": "null",
        },
    )

    assert (response.status_code, response.json()) == (200, {"data": {"echo": "\N{SNOWMAN}"}})
    assert server.stand_in.requests[0].is_get


@pytest.mark.parametrize("accept", [NEWER, "application/json"])
async def test_g_get_runs_no_mutation(server: Running, accept: str) -> None:
    response = await server.http.get(
        server.url, params={"query": "mutation { change }"}, headers={"accept": accept}
    )

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert error_of(response)["message"] == "Mutations must be sent by POST."


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "quarry=%7Becho%7D",
        "query=%7Becho%7D&variables=",
        "query=%7Becho%7D&variables=%7B",
        "query=%7Becho%7D&variables=%5B%5D",
        "query=%7Becho%7D&extensions=1",
        "query=%7Becho%7D&variables=%7B%22a%22%3ANaN%7D",
        "query=%FF",
        "query=%ED%A0%80",
        "query=%7Becho%7D&query=%7Becho%7D",
        "query=%7Becho%7D&" + "&".join(f"p{number}" for number in range(101)),
        "query=%7Becho%7D&variables=" + "%5B" * 5000,
    ],
)
async def test_a_get_that_is_no_request_is_a_400(server: Running, query_string: str) -> None:
    response = await server.http.get(f"{server.url}?{query_string}")

    assert response.status_code == 400
    assert error_of(response)["extensions"]["code"] == "BAD_REQUEST"


async def test_g_a_body_of_one_mebibyte_is_read_and_one_byte_more_is_a_413(server: Running) -> None:
    body = json.dumps(ECHO).encode()
    headers = {"content-type": "application/json"}

    fits = await server.http.post(server.url, content=body.ljust(1_048_576), headers=headers)
    too_large = await server.http.post(server.url, content=body.ljust(1_048_577), headers=headers)

    assert fits.status_code == 200
    assert too_large.status_code == 413
    assert error_of(too_large)["message"] == "The request body is larger than 1048576 bytes."


async def test_g_a_body_that_is_announced_as_too_large_is_refused_before_it_is_read(
    server: Running,
) -> None:
    answer = await server.say(
        b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        b"content-length: 419430400\r\nexpect: 100-continue\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in answer


async def test_g_a_body_that_grows_too_large_is_refused_while_it_streams(server: Running) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    response = await server.http.post(
        server.url, content=pieces(), headers={"content-type": "application/json"}
    )

    assert response.status_code == 413
    assert response.headers["connection"] == "close"
