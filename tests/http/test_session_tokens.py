"""Rule E8: a token that was given to a session ends with it."""

import asyncio
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from rules.access import SCOPES, Role
from tests.databases import Database
from tests.events import DECLARE, birth
from tests.http.outside_server import OutsideServer, trusting
from tests.http.outside_server import look as look_from_outside
from tests.http.people import cookie_of, look, person, post, sign_in
from tests.people import ASSIGN
from tests.serving import Registry, until_it_waits

PAGE = "{ mergeRequests { nodes { id } } }"

DOCUMENTS: dict[str, tuple[str, Any]] = {
    "query": ("{ viewer { roles } }", None),
    "page": (PAGE, None),
    "no statement of its own": ("{ __typename }", None),
    "two roles": ("{ mergeRequests { nodes { id } } vitalEvents { nodes { id } } }", None),
    "node": ('{ node(id: "nothing") { id } }', None),
    "act": (DECLARE["Birth"], {"input": birth()}),
    "act of one statement": (ASSIGN, None),
    "no document": ("{ nothing }", None),
}


async def ask(
    registry: Registry, signed_in: httpx2.Response, query: str, variables: Any = None
) -> httpx2.Response:
    return await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": query, "variables": variables},
        headers={"authorization": f"Bearer {signed_in.json()['accessToken']}"},
    )


@pytest.mark.parametrize("document", DOCUMENTS)
async def test_e8_a_token_ends_with_a_sign_out_whatever_is_asked(
    registry: Registry, document: str
) -> None:
    await person(registry, "rita", *Role)
    signed_in = await sign_in(registry, "rita")
    before = await ask(registry, signed_in, "{ viewer { roles } }")

    await post(registry, "sign-out", cookie=cookie_of(signed_in))
    after = await ask(registry, signed_in, *DOCUMENTS[document])

    assert before.status_code == 200
    assert after.status_code == 401
    assert after.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert after.json()["errors"][0]["message"] == "Access denied"
    written = await registry.owner.fetchval("select count(*) from vital_events")
    assert written == 0


async def test_e8_a_sign_out_ends_all_tokens_of_its_session_and_none_of_others(
    registry: Registry,
) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    here, elsewhere = [await sign_in(registry, "rita") for _ in range(2)]
    renewed = await post(registry, "refresh", cookie=cookie_of(here))

    await post(registry, "sign-out", cookie=cookie_of(renewed))
    answers = [await look(registry, it) for it in (here, renewed, elsewhere)]

    assert [it.status_code for it in answers] == [401, 401, 200]


async def test_e8_a_stolen_cookie_that_comes_back_ends_the_tokens_too(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    stolen = await sign_in(registry, "rita")
    owners = await post(registry, "refresh", cookie=cookie_of(stolen))
    async with registry.acting("session.renewed") as owner:
        await owner.execute("update sessions set renewed_at = now() - interval '11 seconds'")

    await post(registry, "refresh", cookie=cookie_of(stolen))
    answers = [await look(registry, it) for it in (stolen, owners)]

    assert [it.status_code for it in answers] == [401, 401]


async def test_e8_a_block_is_named_until_it_is_lifted(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    signed_in = await sign_in(registry, "rita")

    states = []
    for is_blocked in (True, False):
        async with registry.acting("user.blocked") as owner:
            await owner.execute("update users set is_blocked = $1", is_blocked)
        states.append((await look(registry, signed_in)).status_code)

    assert states == [403, 401]


async def test_e8_a_session_is_checked_where_the_query_was_kept_for_a_caller_without_one(
    registry: Registry,
) -> None:
    reviewer = await registry.user("reviewer", Role.NHS_REVIEWER)
    assert (await registry.ask(reviewer, PAGE)).data
    await person(registry, "rita", *Role)
    signed_in = await sign_in(registry, "rita")

    open_session = await ask(registry, signed_in, PAGE)
    await post(registry, "sign-out", cookie=cookie_of(signed_in))
    after = await ask(registry, signed_in, PAGE)

    assert open_session.status_code == 200
    assert after.status_code == 401


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's", "another client's", "over"])
async def test_e8_a_token_needs_an_open_session_of_its_own(registry: Registry, whose: str) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "rosa", Role.REGISTRAR)
    await sign_in(registry, "rosa" if whose == "somebody else's" else "rita")
    session: UUID = await registry.owner.fetchval("select id from sessions")
    client = registry.console_id
    async with registry.acting("session.renewed") as owner:
        if whose == "over":
            await owner.execute("update sessions set expires_at = now()")
    if whose == "another client's":
        client = await registry.client("desk", "USER_INTERFACE", SCOPES)

    token = registry.issuer.issue(
        registry.users["rita"],
        client,
        "",
        600,
        time(),
        uuid4() if whose == "nobody's" else session,
    )
    answer = await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": "{ viewer { roles } }"},
        headers={"authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 401


async def test_e8_an_act_that_began_before_a_sign_out_is_finished(registry: Registry) -> None:
    await person(registry, "rita", Role.REGISTRAR)
    signed_in = await sign_in(registry, "rita")

    async with registry.owner.transaction():
        await registry.owner.execute("lock table vital_events")
        declaring = asyncio.create_task(
            ask(registry, signed_in, DECLARE["Birth"], {"input": birth()})
        )
        await until_it_waits(registry.owner, declaring)
        signed_out = await post(registry, "sign-out", cookie=cookie_of(signed_in))
    declared = await declaring

    assert signed_out.status_code == 204
    assert "errors" not in declared.json()


async def test_e8_a_session_of_an_outside_issuer_is_none_of_ours(
    outside: OutsideServer, database: Database, tmp_path: Path
) -> None:
    async with trusting(outside, database, tmp_path) as registry:
        rita, console = registry.users["rita"], registry.console_id

        answers = [
            (await look_from_outside(registry, outside.token(rita, console, sid=sid)))[0]
            for sid in (str(uuid4()), "their own word", 7)
        ]

        assert answers == [200, 200, 200]


async def test_e8_the_session_is_found_by_its_key_in_the_statement_that_asks_access(
    registry: Registry,
) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute("set local enable_seqscan = off")
        plan = "\n".join(
            row[0]
            for row in await registry.owner.fetch(
                "explain select refusal from access_refusal($1, $2, $3, $4)",
                *(registry.console_id, uuid4(), ["ADMIN"], uuid4()),
            )
        )

    assert "Function Scan" not in plan
    assert "Index Scan using sessions_key on sessions" in plan
