"""Rules E1 and E2: a machine's way to its token, and out again."""

import hmac
from typing import Any
from uuid import UUID

import jwt
import pytest

from server.postgres.counting import CountingConnection
from tests.http.machines import BLOCK, GRANT, ROTATE, ask_token, basic, look, made, raw
from tests.http.token_requests import INVALID_CLIENT, REFUSED, invalid_request
from tests.serving import Registry


async def test_a3_a_client_that_is_blocked_is_refused_at_its_very_next_request(
    registry: Registry,
) -> None:
    portal = await made(registry, "person:read", "birth:declare")

    answer = await ask_token(registry, portal["databaseId"], portal["clientSecret"])
    before = await look(registry, answer.json()["access_token"])
    await registry.ask("admin", BLOCK, {"id": portal["id"]})
    after = await look(registry, answer.json()["access_token"])

    assert answer.status_code == 200
    assert before.json() == {
        "data": {
            "viewer": {
                "client": {"name": "portal"},
                "scopes": ["birth:declare", "person:read"],
            }
        }
    }
    assert after.status_code == 403
    assert after.json()["errors"][0]["message"] == "Client is blocked"


async def test_e1_a_token_is_an_rfc_9068_token_of_ten_minutes_with_all_scopes(
    registry: Registry,
) -> None:
    portal = await made(registry, "person:read", "birth:declare")

    answer = await ask_token(registry, portal["databaseId"], portal["clientSecret"])

    content = answer.json()
    header = jwt.get_unverified_header(content["access_token"])
    claims = jwt.decode(content["access_token"], options={"verify_signature": False})
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    assert claims["sub"] == claims["client_id"] == portal["databaseId"]
    assert claims["scope"] == content["scope"] == "birth:declare person:read"
    assert claims["exp"] - claims["iat"] == content["expires_in"] == 600
    assert content["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"


async def test_e1_credentials_come_by_header_or_in_the_body(registry: Registry) -> None:
    portal = await made(registry, "person:read")
    key, secret = portal["databaseId"], portal["clientSecret"]

    answers = [
        await raw(registry, GRANT, authorization=basic(key, secret)),
        await raw(registry, GRANT, authorization=basic(key, secret).replace("Basic", "bAsIc")),
        await raw(registry, GRANT, authorization=basic(key.replace("-", "%2D"), secret)),
        await raw(registry, GRANT, authorization=basic(key.upper(), secret)),
        await raw(registry, f"{GRANT}&client_id={key}", authorization=basic(key, secret)),
        await raw(registry, f"{GRANT}&client_id={key}&client_secret={secret}"),
        await raw(registry, f"client_secret={secret}&client_id={key}&{GRANT}&scope="),
        await raw(registry, f"{GRANT}&other=1&client_id={key}&client_secret={secret}"),
        await raw(
            registry,
            f"{GRANT}&client_id={key}&client_secret={secret}",
            **{"content-type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"},
        ),
    ]

    assert [it.status_code for it in answers] == [200] * len(answers)


async def test_e1_errors_are_those_of_the_rfc_byte_for_byte(registry: Registry) -> None:
    portal = await made(registry, "person:read", "birth:declare")
    known = {
        "{id}": portal["databaseId"],
        "{secret}": portal["clientSecret"],
        "{console}": str(registry.console_id),
    }

    for name, (body, headers, status, content) in REFUSED.items():
        for word, value in known.items():
            body = body.replace(word, value)
        answer = await raw(registry, body, **headers)

        assert (answer.status_code, answer.content) == (status, content), name
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["pragma"] == "no-cache"
        assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_e1_credentials_in_the_address_are_refused(registry: Registry) -> None:
    portal = await made(registry, "person:read")
    address = (
        f"{registry.url}/oauth/token?client_id={portal['databaseId']}"
        f"&client_secret={portal['clientSecret']}"
    )

    posted = await registry.http.post(address, data={"grant_type": "client_credentials"})
    got = await registry.http.get(f"{registry.url}/oauth/token")

    why = invalid_request("Parameters stand in the body, not in the address")
    assert (posted.status_code, posted.content) == (400, why)
    assert (got.status_code, got.headers["allow"]) == (405, "POST")


async def test_e1_a_token_is_narrowed_to_the_scopes_asked_for(registry: Registry) -> None:
    portal = await made(registry, "person:read", "birth:declare")

    answer = await ask_token(
        registry, portal["databaseId"], portal["clientSecret"], scope="person:read"
    )

    viewer = await look(registry, answer.json()["access_token"])
    assert answer.json()["scope"] == "person:read"
    assert viewer.json()["data"]["viewer"]["scopes"] == ["person:read"]


async def test_e1_a_blocked_client_an_unknown_one_and_a_wrong_secret_look_the_same(
    registry: Registry,
) -> None:
    portal = await made(registry, "person:read")
    blocked = await made(registry, "person:read", name="blocked")
    await registry.ask("admin", BLOCK, {"id": blocked["id"]})

    answers = [
        await ask_token(registry, portal["databaseId"], "x" * 43),
        await ask_token(registry, str(UUID(int=1)), portal["clientSecret"]),
        await ask_token(registry, blocked["databaseId"], blocked["clientSecret"]),
    ]

    answered = {
        (it.status_code, it.content, it.headers["www-authenticate"], len(it.headers))
        for it in answers
    }
    assert answered == {(401, INVALID_CLIENT, 'Basic realm="selfsame"', len(answers[0].headers))}


async def test_e1_all_who_fail_take_the_same_steps(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = await made(registry, "person:read")
    blocked = await made(registry, "person:read", name="blocked")
    await registry.ask("admin", BLOCK, {"id": blocked["id"]})
    steps: list[str] = []
    fetchrow = CountingConnection.fetchrow
    compare = hmac.compare_digest

    def counted(connection: CountingConnection, query: str, *given: Any, **named: Any) -> Any:
        steps.append(query)
        return fetchrow(connection, query, *given, **named)

    def compared(one: Any, other: Any) -> bool:
        steps.append("compare")
        return compare(one, other)

    monkeypatch.setattr(CountingConnection, "fetchrow", counted)
    monkeypatch.setattr("workflows.credentials.hmac.compare_digest", compared)
    taken = []
    for key, secret in (
        (portal["databaseId"], "x" * 43),
        (str(UUID(int=1)), portal["clientSecret"]),
        ("portal", portal["clientSecret"]),
        (blocked["databaseId"], blocked["clientSecret"]),
    ):
        await ask_token(registry, key, secret)
        taken.append(tuple(steps))
        steps.clear()

    assert len(set(taken)) == 1
    assert taken[0].count("compare") == 2


@pytest.mark.parametrize(("overlap", "status"), [(None, 401), (0, 401), (60, 200)])
async def test_e2_a_rotated_secret_goes_on_for_its_overlap_and_no_longer(
    registry: Registry, overlap: int | None, status: int
) -> None:
    portal = await made(registry, "person:read")
    key, old = portal["databaseId"], portal["clientSecret"]

    rotated = await registry.ask("admin", ROTATE, {"id": portal["id"], "overlap": overlap})
    new = rotated.data["rotateClientSecret"]["clientSecret"]
    answers = [await ask_token(registry, key, secret) for secret in (old, new)]
    async with registry.acting("client.secret_rotated") as owner:
        await owner.execute(
            "update clients set previous_secret_until = now() - interval '1 second'"
            " where previous_secret_until is not null"
        )
    after = [await ask_token(registry, key, secret) for secret in (old, new)]

    assert [it.status_code for it in answers] == [status, 200]
    assert [it.status_code for it in after] == [401, 200]


@pytest.mark.parametrize("overlap", [-1, 604_801, 2_147_483_647])
async def test_e2_an_overlap_has_bounds(registry: Registry, overlap: int) -> None:
    portal = await made(registry, "person:read")

    refused = await registry.ask("admin", ROTATE, {"id": portal["id"], "overlap": overlap})

    assert refused.errors[0]["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert refused.errors[0]["extensions"]["violations"][0]["path"] == ["overlapSeconds"]


async def test_e1_the_endpoint_describes_itself(registry: Registry) -> None:
    answer = await registry.http.get(f"{registry.url}/.well-known/oauth-authorization-server")

    content = answer.json()
    assert content["issuer"] == registry.url
    assert content["token_endpoint"] == f"{registry.url}/oauth/token"
    assert content["jwks_uri"] == f"{registry.url}/.well-known/jwks.json"
    assert content["grant_types_supported"] == ["client_credentials"]
