"""Rule S5: who syncs signs in at the source, and the run reads with the token that comes of it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from rules.access import Role, scopes_of
from rules.source_sign_ins import challenge_of
from tests.authorization_servers import begun, parameters, post, set_up, token_of
from tests.databases import Database
from tests.hitobito import Asked, Rights, error, written
from tests.organisations import organisation, steward
from tests.people import id_of
from tests.runs import run_of, until
from tests.serving import served
from tests.sources import syncing
from tests.synced import World, syncable
from workflows import source_sign_ins

GIVEN = "a-token-of-a-sign-in"
WITH_SECRET = base64.b64encode(b"selfsame:a+secret+of+the+registry").decode()


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> AsyncIterator[World]:
    async with served(database, tmp_path, source_allow_loopback=True) as registry:
        await registry.user("admin", Role.ADMIN)
        async with syncable(registry, tmp_path) as made:
            at = f"http://127.0.0.1:{made.source.port}"
            made.source.rights = {GIVEN: Rights()}
            made.source.instead = gives_tokens
            await set_up(made, authorization_url=f"{at}/authorize", token_url=f"{at}/token")
            yield made


def gives_tokens(asked: Asked, **more: Any) -> bytes | None:
    """Answer for the source's authorization server."""
    if asked.path == "/token":
        return written(200, {"access_token": GIVEN, "token_type": "Bearer"} | more)
    return None


async def state_of(world: World, who: str = "kim", **more: Any) -> str:
    answer = await begun(world, who, **more)
    return parameters(answer.json()["authorizationUrl"])["state"]


async def back(world: World, state: str, who: str = "kim", **more: Any) -> httpx2.Response:
    given = {"state": state, "code": "a-code"} | more
    return await post(world.registry, who, "callback", **given)


def refusal(answer: httpx2.Response) -> tuple[int, str, str]:
    (it,) = answer.json()["errors"]
    return answer.status_code, it["extensions"]["code"], it["message"]


def exchanges(world: World) -> list[Asked]:
    return [it for it in world.source.asked if it.path == "/token"]


async def runs(world: World) -> int:
    found: int = await world.registry.owner.fetchval("select count(*) from runs")
    return found


async def test_s5_who_signs_in_at_the_source_syncs_with_what_they_may_read(world: World) -> None:
    address = (await begun(world)).json()["authorizationUrl"]
    given = parameters(address)
    done = await back(world, given["state"])
    (run,) = await world.registry.owner.fetch("select * from runs")
    kept = await token_of(world, run["id"])
    async with syncing(world.registry, world.directory):
        await until(world.registry, run["id"], "SUCCEEDED")

    (asked,) = exchanges(world)
    assert address.startswith(f"http://127.0.0.1:{world.source.port}/authorize?")
    assert (given["response_type"], given["client_id"]) == ("code", "selfsame")
    assert given["redirect_uri"] == f"{world.registry.url}/sources/callback"
    assert given["code_challenge_method"] == "S256"
    assert given["code_challenge"] == challenge_of(asked.form["code_verifier"])
    assert (asked.form["code"], asked.form["redirect_uri"]) == ("a-code", given["redirect_uri"])
    assert asked.headers["authorization"] == f"Basic {WITH_SECRET}"
    assert done.json() == {"runId": id_of("Run", run["id"])}
    assert run["requested_by"] == world.registry.users["kim"]
    assert kept == GIVEN
    assert (await run_of(world.registry, "kim", run["id"]))["counts"]["created"] == 8
    assert await world.registry.owner.fetchval("select count(*) from run_credentials") == 0


async def test_s5_a_run_whose_token_is_refused_goes_on_by_signing_in_again(world: World) -> None:
    world.source.rights = {}
    await back(world, await state_of(world))
    run = await world.registry.owner.fetchval("select id from runs")
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "FAILED")
    failed = await run_of(world.registry, "kim", run)
    world.source.rights = {GIVEN: Rights()}

    done = await back(world, await state_of(world, runId=id_of("Run", run)))
    async with syncing(world.registry, world.directory):
        await until(world.registry, run, "SUCCEEDED")
    over = await begun(world, runId=id_of("Run", run))

    assert failed["lastError"] == "The source no longer accepts the token"
    assert done.json() == {"runId": id_of("Run", run)}
    assert await runs(world) == 1
    assert refusal(over) == (409, "CONFLICT", "Run cannot be resumed")


async def test_s5_what_comes_back_is_taken_once_from_who_began_and_in_time(world: World) -> None:
    await steward(world.registry, "lou", world.place)
    state, late = await state_of(world), await state_of(world)
    ended = "update source_sign_ins set expires_at = now() where state_digest = sha256($1)"
    await world.registry.owner.execute(ended, late.encode())
    registry, scope = world.registry, " ".join(sorted(scopes_of(Role)))
    session = registry.issuer.issue(
        registry.users["kim"], registry.console_id, scope, 600, int(time()), uuid4()
    )

    unknown = await back(world, "unknown")
    by_other = await back(world, state, "lou")
    in_other = await post(registry, None, "callback", token=session, state=state, code="a-code")
    too_late = await back(world, late)
    first = await back(world, state)
    again = await back(world, state)

    assert refusal(unknown) == (404, "NOT_FOUND", "Sign-in at the source not found")
    anothers = (403, "FORBIDDEN", "Sign-in at the source was begun by somebody else")
    assert refusal(by_other) == anothers
    # A session that is over speaks for nobody.
    assert refusal(in_other) == (401, "UNAUTHENTICATED", "Access denied")
    assert refusal(too_late) == (409, "CONFLICT", "Sign-in at the source took too long")
    assert first.status_code == 200
    assert refusal(again) == (409, "CONFLICT", "Sign-in at the source was used already")
    assert len(exchanges(world)) == await runs(world) == 1


async def test_s5_another_session_of_the_same_user_does_not_end_it(world: World) -> None:
    state = await state_of(world)
    await world.registry.owner.execute("update source_sign_ins set session_id = $1", uuid4())

    refused = await back(world, state)

    anothers = (403, "FORBIDDEN", "Sign-in at the source was begun by somebody else")
    assert refusal(refused) == anothers
    assert exchanges(world) == []


async def test_s5_of_two_who_bring_the_same_back_at_once_one_begins_a_run(world: World) -> None:
    state = await state_of(world)

    answers = await asyncio.gather(*(back(world, state) for _ in range(4)))

    assert sorted(it.status_code for it in answers) == [200, 409, 409, 409]
    assert len(exchanges(world)) == await runs(world) == 1


async def test_s5_what_the_source_refuses_is_said(world: World) -> None:
    denied = await back(world, await state_of(world), code=None, error="access_denied")
    odd = await back(world, await state_of(world), code=None, error="<b>Kim Lee</b>")
    named = await back(world, await state_of(world), iss="https://elsewhere.example")
    used = await back(world, await state_of(world), code=None, error="access_denied")
    asked = exchanges(world)
    answers = {}
    for status, name in ((400, "invalid_grant"), (401, "invalid_client"), (503, "down")):
        answer = written(status, {"error": name})
        world.source.instead = lambda _, answer=answer: answer  # type: ignore[misc]
        answers[name] = await back(world, await state_of(world))
    world.source.instead = lambda asked: gives_tokens(asked, token_type="DPoP")
    unusual = await back(world, await state_of(world))

    assert refusal(denied)[1:] == ("UNPROCESSABLE_ENTITY", "The source has denied the sign-in")
    assert denied.json()["errors"][0]["extensions"]["error"] == "access_denied"
    assert odd.json()["errors"][0]["extensions"]["error"] == "unknown"
    assert refusal(named)[2] == "Another issuer than the source's has answered"
    assert refusal(used) == refusal(denied)
    assert asked == []
    assert refusal(answers["invalid_grant"])[2] == "The source gives no token for the sign-in"
    reason = answers["invalid_client"].json()["errors"][0]["extensions"]["reason"]
    assert reason == "The source does not accept the registry's credentials"
    assert refusal(answers["down"]) == (503, "UNAVAILABLE", "The source does not answer")
    assert refusal(unusual)[2] == "The source cannot be signed in at"
    assert await runs(world) == 0


async def test_s4_who_loses_the_role_on_the_way_begins_nothing(world: World) -> None:
    before, between = await state_of(world), await state_of(world)
    owner = world.registry.owner

    async def withdraw() -> None:
        async with world.registry.acting("role.revoked"):
            await owner.execute("delete from role_grants where role = 'STEWARD'")

    async def give_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await withdraw()
        writer.write(written(200, {"access_token": GIVEN, "token_type": "Bearer"}))
        await writer.drain()
        writer.close()

    late = await asyncio.start_server(give_late, "127.0.0.1", 0)
    port = late.sockets[0].getsockname()[1]
    await owner.execute(
        "update source_sign_ins set token_url = $1 where state_digest = sha256($2)",
        f"http://127.0.0.1:{port}/token",
        between.encode(),
    )
    after = await back(world, between)
    late.close()
    at_once = await back(world, before)
    begins = await begun(world)

    lost = (403, "FORBIDDEN", "User doesn't have required role")
    assert refusal(after) == refusal(at_once) == refusal(begins) == lost
    assert exchanges(world) == []
    assert await runs(world) == 0
    assert await owner.fetchval("select count(*) from run_credentials") == 0


async def test_s4_only_who_may_sync_is_sent_to_a_source_with_a_sign_in(world: World) -> None:
    await steward(world.registry, "lou", await organisation(world.registry, "Elsewhere"))
    registry = world.registry
    narrow = registry.issuer.issue(
        registry.users["kim"], registry.console_id, "organisation:read", 600, int(time())
    )

    nobody = await post(registry, None, "authorize", sourceLinkId="x")
    other = await begun(world, "lou")
    admin = await begun(world, "admin")
    scopeless = await post(registry, None, "authorize", token=narrow, sourceLinkId="x")
    neither = await post(registry, "kim", "authorize")
    await set_up(world, access=["CALLER_TOKEN"])
    without = await begun(world)

    assert nobody.status_code == scopeless.status_code == 401
    assert "insufficient_scope" in scopeless.headers["www-authenticate"]
    assert refusal(other) == (404, "NOT_FOUND", "Source link not found")
    assert refusal(admin) == (403, "FORBIDDEN", "User doesn't have required role")
    assert neither.status_code == 400
    assert refusal(without)[1:] == ("UNPROCESSABLE_ENTITY", "Nobody signs in at the source")


async def test_s2_nobody_is_sent_away_while_a_run_is_under_way(world: World) -> None:
    state = await state_of(world)
    await back(world, await state_of(world))

    begins = await begun(world)
    ends = await back(world, state)

    busy = (409, "CONFLICT", "Organisation has a run under way")
    assert refusal(begins) == refusal(ends) == busy
    assert len(exchanges(world)) == 1


async def test_d4_what_a_sign_in_is_made_of_stands_nowhere(
    world: World, capfd: pytest.CaptureFixture[str]
) -> None:
    state = await state_of(world)
    world.source.instead = lambda asked: written(400, error(400)) if asked.form else None
    await back(world, state, code="a-secret-code")
    world.source.instead = gives_tokens
    await back(world, await state_of(world), code="a-secret-code")
    verifiers = [it.form["code_verifier"] for it in exchanges(world)]

    said = "".join(capfd.readouterr())
    everywhere = ("audit_log", "messages", "runs", "outbox", "source_sign_ins", "sources")
    for table in (*everywhere, "run_credentials", "idempotency_keys"):
        said += await world.registry.owner.fetchval(
            f"select coalesce(string_agg(it::text, ''), '') from {table} it"
        )
    assert len(verifiers) == 2
    for secret in (*verifiers, state, GIVEN, "a-secret-code"):
        assert secret not in said
        assert secret.encode().hex() not in said


async def test_s5_sign_ins_are_few_and_forgotten(world: World) -> None:
    for _ in range(22):
        await begun(world)
    owner = world.registry.owner
    kept = await owner.fetchval("select count(*) from source_sign_ins")
    await owner.execute("update source_sign_ins set expires_at = now() - interval '61 minutes'")

    await source_sign_ins.forget(owner)

    assert kept == 20
    assert await owner.fetchval("select count(*) from source_sign_ins") == 0
