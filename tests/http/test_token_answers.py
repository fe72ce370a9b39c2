"""Rule A1 at the endpoint: every forged token gets the same 401, wherever its fault lies."""

from typing import Any

import pytest

from rules.access import SCOPES, Role, scopes_of
from server.http.graphql_endpoint import GraphQLEndpoint
from server.identity.bearer import bearer
from server.identity.tokens import Claims
from tests.http.endpoint_servers import StandIn
from tests.server.forged_tokens import NOW, VERIFIER, token
from tests.server.test_tokens import REFUSED, TRUSTED
from tests.serving import Registry

DENIED = b'{"errors":[{"message":"Access denied","extensions":{"code":"UNAUTHENTICATED"}}]}'
UNSENDABLE = {"lone surrogate", "leading space"}
"""What no header can carry, or what is not the token's but the header's."""
BODY = b'{"query": "{ echo(text: \\"hi\\") }"}'


def verify(headers: Any) -> Claims | None:
    presented = bearer(headers)
    return None if presented is None else VERIFIER.verify(presented, NOW)


async def answered(
    *credentials: bytes, query: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Post one query with these Authorization headers, without a socket between."""
    headers = [
        (b"content-type", b"application/json"),
        *((b"authorization", it) for it in credentials),
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "query_string": query,
        "headers": headers,
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await GraphQLEndpoint(StandIn(), verify)(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.mark.parametrize("name", TRUSTED)
async def test_a1_a_sound_token_is_answered(name: str) -> None:
    status, _, body = await answered(b"Bearer " + TRUSTED[name].encode())

    assert (status, body) == (200, b'{"data":{"echo":"hi"}}')


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in UNSENDABLE])
async def test_a1_every_other_token_is_answered_alike(name: str) -> None:
    status, headers, body = await answered(b"Bearer " + REFUSED[name].encode())

    assert (status, body) == (401, DENIED)
    assert headers[b"www-authenticate"] == b'Bearer error="invalid_token"'


GOOD = token().encode()
PRESENTED: dict[str, tuple[bytes, ...]] = {
    "two headers, both good": (b"Bearer " + GOOD, b"Bearer " + GOOD),
    "two headers, one good": (b"Bearer " + GOOD, b"Bearer x"),
    "another scheme first": (b"Basic aWQ6cHc=", b"Bearer " + GOOD),
    "no scheme": (GOOD,),
    "basic": (b"Basic aWQ6cHc=",),
    "scheme alone": (b"Bearer",),
    "scheme and space": (b"Bearer ",),
    "empty": (b"",),
    "two tokens": (b"Bearer " + GOOD + b" " + GOOD,),
    "two tokens with a comma": (b"Bearer " + GOOD + b", Bearer " + GOOD,),
    "tab between": (b"Bearer\t" + GOOD,),
    "quotes": (b'Bearer "' + GOOD + b'"',),
    "token68 with a parameter": (b"Bearer token=" + GOOD,),
    "DPoP": (b"DPoP " + GOOD,),
}


@pytest.mark.parametrize("name", PRESENTED)
async def test_a1_a_token_is_presented_once_and_as_a_bearers(name: str) -> None:
    status, _, body = await answered(*PRESENTED[name])

    assert (status, body) == (401, DENIED)


async def test_a1_a_token_in_the_address_is_none(registry: Registry) -> None:
    await registry.user("rita", Role.REGISTRAR)
    asked = {"query": "{ viewer { scopes } }"}

    answers = [
        await registry.http.post(
            f"{registry.url}/graphql?{name}={registry.token('rita')}", json=asked
        )
        for name in ("access_token", "token", "authorization")
    ]

    assert [(it.status_code, it.content) for it in answers] == [(401, DENIED)] * 3
    assert {it.headers["www-authenticate"] for it in answers} == {"Bearer"}


@pytest.mark.parametrize(
    "scope",
    [
        "",
        "access",
        "access:",
        "access:rea",
        "access:read2",
        "xaccess:read",
        "ACCESS:READ",
        "Access:Read",
        "access:*",
        "*",
        "access:read,access:write",
        "access:read\taccess:write",
        "access:read\u00a0access:write",
        "access :read",
        " ".join(set(SCOPES) - {"access:read"}),
    ],
)
async def test_a2_scopes_are_compared_whole_and_as_they_are_written(
    registry: Registry, scope: str
) -> None:
    await registry.user("admin", Role.ADMIN)

    refused = await registry.ask("admin", "{ users { nodes { id } } }", scope=scope)

    assert (refused.status, refused.refusal) == (401, ("FORBIDDEN", "Invalid scopes"))
    assert refused.errors[0]["extensions"]["missingScopes"] == ["access:read"]
    assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'


@pytest.mark.parametrize(
    "scope", ["access:read", " access:read ", "x access:read y", "access:read access:read"]
)
async def test_a2_a_scope_among_others_suffices(registry: Registry, scope: str) -> None:
    await registry.user("admin", Role.ADMIN)

    answer = await registry.ask("admin", "{ users { nodes { id } } }", scope=scope)

    assert len(answer.data["users"]["nodes"]) == 1
    assert scopes_of([Role.ADMIN]) >= {"access:read"}
