"""What a request may be at most, at the doors themselves: so much is taken, one more is not."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from rules.access import Role
from tests.hooks import CREATE, portal
from tests.http.endpoint_servers import Running, error_of
from tests.http.people import person, sign_in
from tests.http.test_protocol import BODY, HEAD, status_of
from tests.serving import Registry

NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
CREATE_CLIENT = """mutation ($scopes: [String!]!) {
  createClient(input: {name: "machine", kind: SYSTEM, scopes: $scopes}) { client { id } } }"""


@pytest.mark.parametrize(("parameters", "status"), [(100, 200), (101, 400)])
async def test_g_a_query_string_has_a_hundred_parameters_at_most(
    server: Running, parameters: int, status: int
) -> None:
    given = {"query": '{ echo(text: "hello") }'}
    others = {f"p{number}": "" for number in range(parameters - 1)}

    response = await server.http.get(f"{server.url}?{urlencode(given | others)}")

    assert response.status_code == status
    if status == 400:
        assert error_of(response)["message"] == "The query string has more than 100 parameters."


@pytest.mark.parametrize(("length", "status"), [(65_536, 200), (65_536 + 8_193, 431)])
async def test_g_a_head_has_64_kib_at_most(server: Running, length: int, status: int) -> None:
    start = HEAD + b"content-length: %d\r\nconnection: close\r\nx: " % len(BODY)
    head = start + b"y" * (length - len(start) - 4) + b"\r\n\r\n"

    answer = await server.say(head + BODY)

    assert status_of(answer) == status


async def test_g_a_sign_in_has_16_kib_at_most(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    known = json.dumps({"username": "rita", "password": "no"}).encode()

    async def status(length: int) -> int:
        content = known + b" " * (length - len(known))
        headers = {"content-type": "application/json"}
        answer = await registry.http.post(
            f"{registry.url}/auth/sign-in", content=content, headers=headers
        )
        return answer.status_code

    assert (await status(16_384), await status(16_385)) == (401, 413)


async def test_g_a_token_request_has_16_kib_at_most(registry: Registry) -> None:
    async def status(length: int) -> int:
        content = b"grant_type=".ljust(length, b"x")
        headers = {"content-type": "application/x-www-form-urlencoded"}
        answer = await registry.http.post(
            f"{registry.url}/oauth/token", content=content, headers=headers
        )
        return answer.status_code

    assert (await status(16_384), await status(16_385)) == (400, 413)


async def test_g_a_hundred_nodes_are_asked_for_at_once(registry: Registry) -> None:
    who = await registry.user("root", *Role)

    taken = await registry.ask(who, NODES, {"ids": ["x"] * 100})
    refused = await registry.ask(who, NODES, {"ids": ["x"] * 101})

    assert taken.data == {"nodes": [None] * 100}
    assert refused.refusal[0] == "BAD_REQUEST"


@pytest.mark.parametrize("name", ["after", "before"])
async def test_g_a_cursor_has_500_characters_at_most(registry: Registry, name: str) -> None:
    who = await registry.user("registrar", Role.REGISTRAR)

    async def refusal(length: int) -> tuple[str, str]:
        query = f'{{ vitalEvents({name}: "{"x" * length}") {{ nodes {{ id }} }} }}'
        return (await registry.ask(who, query)).refusal

    assert (await refusal(501))[1] == f"{name} is longer than 500 characters"
    assert "longer" not in (await refusal(500))[1]


async def test_g_a_list_has_a_hundred_values_at_most(registry: Registry) -> None:
    admin = await registry.user("admin", Role.ADMIN)
    machine = await portal(registry)
    asked = {"url": "https://receiver.example/", "topics": ["BIRTH_DECLARED"] * 100}

    async def refusal(scopes: int) -> Any:
        values = {"scopes": ["vital_event:read"] * scopes}
        return (await registry.ask(admin, CREATE_CLIENT, values)).errors

    assert (await registry.ask(machine, CREATE, asked)).errors == []
    asked["topics"] = ["BIRTH_DECLARED"] * 101
    refused = await registry.ask(machine, CREATE, asked)
    assert refused.refusal == ("BAD_REQUEST", "input.topics has more than 100 values")
    assert await refusal(100) == []
    assert (await refusal(101))[0]["message"] == "input.scopes has more than 100 values"


async def test_e5_a_failure_counts_for_a_minute(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    for _ in range(11):
        await sign_in(registry, "rita", "wrong")

    async def status_after(seconds: int) -> int:
        await registry.owner.execute(
            "update failed_attempts set attempted_at = now() - make_interval(secs => $1)",
            seconds,
        )
        return (await sign_in(registry, "rita", "wrong again")).status_code

    assert await status_after(50) == 429
    assert await status_after(61) == 401
