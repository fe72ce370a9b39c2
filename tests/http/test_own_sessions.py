"""Rule E9: people see where they are signed in, and end their sessions."""

import asyncio
from typing import Any

import httpx2
import pytest

from rules.access import Role
from tests.http.administering import opaque
from tests.http.people import cookie_of, look, person, post, sign_in
from tests.serving import Registry

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINE = """
{
  mySessions {
    nodes { id startedAt lastUsedAt expiresAt isCurrent browser system client { name } }
  }
}
"""
END = "mutation ($input: SessionIdInput!) { endSession(input: $input) { endedSessionIds } }"
END_OTHERS = "mutation { endOtherSessions { endedSessionIds } }"


async def ask(
    registry: Registry, signed_in: httpx2.Response, query: str, variables: Any = None
) -> Any:
    answer = await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": query, "variables": variables},
        headers={"authorization": f"Bearer {signed_in.json()['accessToken']}"},
    )
    return answer.json()


async def listed(registry: Registry, signed_in: httpx2.Response) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await ask(registry, signed_in, MINE))["data"]["mySessions"][
        "nodes"
    ]
    return rows


@pytest.fixture
async def rita(registry: Registry) -> Registry:
    """A registry with two who have passwords."""
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "rosa", Role.REGISTRAR)
    return registry


async def test_e9_people_see_their_open_sessions_and_nobody_elses(rita: Registry) -> None:
    given = {"username": "rita", "password": "correct horse"}
    first = await post(rita, "sign-in", given, **{"user-agent": FIREFOX})
    here = await sign_in(rita, "rita")
    await sign_in(rita, "rosa")
    over = await sign_in(rita, "rita")
    await post(rita, "sign-out", cookie=cookie_of(over))

    rows = await listed(rita, here)

    assert [(it["isCurrent"], it["browser"], it["system"]) for it in rows] == [
        (True, None, None),
        (False, "Firefox", "Linux"),
    ]
    assert {it["client"]["name"] for it in rows} == {"console"}
    assert all(it["startedAt"] <= it["lastUsedAt"] < it["expiresAt"] for it in rows)
    assert [it["isCurrent"] for it in await listed(rita, first)] == [False, True]


async def test_e9_nothing_else_of_the_user_agent_is_kept(rita: Registry) -> None:
    given = {"username": "rita", "password": "correct horse"}
    await post(rita, "sign-in", given, **{"user-agent": FIREFOX + " Laptop/of-rita"})

    kept = await rita.owner.fetchval("select sessions::text from sessions")
    trail = await rita.owner.fetchval("select string_agg(audit_log::text, ' ') from audit_log")

    assert "140.0" not in kept
    assert "of-rita" not in kept + trail
    assert "Firefox" not in trail


async def test_e9_a_session_that_is_ended_elsewhere_ends_with_its_next_request(
    rita: Registry,
) -> None:
    there, here = [await sign_in(rita, "rita") for _ in range(2)]
    (other,) = [it for it in await listed(rita, here) if not it["isCurrent"]]

    ended = await ask(rita, here, END, {"input": {"id": other["id"]}})
    answers = [await look(rita, it) for it in (there, here)]
    renewed = [await post(rita, "refresh", cookie=cookie_of(it)) for it in (there, here)]

    assert ended == {"data": {"endSession": {"endedSessionIds": [other["id"]]}}}
    assert [it.status_code for it in answers] == [401, 200]
    assert [it.status_code for it in renewed] == [401, 200]
    rows = await rita.owner.fetch(
        "select actor_id, resource, resource_id, changeset::text from audit_log"
        " where action = 'session.ended'"
    )
    (row,) = rows
    assert (row["actor_id"], row["resource"]) == (rita.users["rita"], "session")
    assert opaque("Session", row["resource_id"]) == other["id"]
    assert "ended_at" in row["changeset"]


async def test_e9_all_others_end_and_the_one_that_asks_goes_on(rita: Registry) -> None:
    elsewhere = [await sign_in(rita, "rita") for _ in range(3)]
    here, rosas = await sign_in(rita, "rita"), await sign_in(rita, "rosa")

    ended = await ask(rita, here, END_OTHERS)
    again = await ask(rita, here, END_OTHERS)
    answers = [await look(rita, it) for it in (*elsewhere, here, rosas)]

    assert len(ended["data"]["endOtherSessions"]["endedSessionIds"]) == 3
    assert again["data"]["endOtherSessions"]["endedSessionIds"] == []
    assert [it.status_code for it in answers] == [401, 401, 401, 200, 200]


async def test_e9_others_sessions_and_ended_ones_are_not_found(rita: Registry) -> None:
    here, rosas = await sign_in(rita, "rita"), await sign_in(rita, "rosa")
    over = await sign_in(rita, "rita")
    ids = [
        (await listed(rita, rosas))[0]["id"],
        (await listed(rita, over))[0]["id"],
        opaque("User", rita.users["rita"]),
        "nothing",
    ]
    await post(rita, "sign-out", cookie=cookie_of(over))

    answers = [await ask(rita, here, END, {"input": {"id": it}}) for it in ids]

    assert {it["errors"][0]["message"] for it in answers} == {"Session not found"}
    assert (await look(rita, rosas)).status_code == 200


async def test_e9_of_many_who_end_one_session_at_once_one_did(rita: Registry) -> None:
    await sign_in(rita, "rita")
    here = await sign_in(rita, "rita")
    (other,) = [it["id"] for it in await listed(rita, here) if not it["isCurrent"]]

    answers = await asyncio.gather(
        *(ask(rita, here, END, {"input": {"id": other}}) for _ in range(16))
    )

    assert len([it for it in answers if "errors" not in it]) == 1
    ends = "select count(*) from audit_log where action = 'session.ended'"
    assert await rita.owner.fetchval(ends) == 1


async def test_e9_a_machine_has_no_sessions(registry: Registry) -> None:
    portal = await registry.client("portal")

    answers = [await registry.ask(portal, it) for it in (MINE, END_OTHERS)]

    assert [it.errors[0]["message"] for it in answers] == ["User doesn't have required role"] * 2


async def test_e9_a_token_of_no_session_is_none_of_those_it_sees(rita: Registry) -> None:
    signed_in = await sign_in(rita, "rita")

    seen = await rita.ask("rita", MINE, scope="")
    ended = await rita.ask("rita", END_OTHERS, scope="")

    assert [it["isCurrent"] for it in seen.data["mySessions"]["nodes"]] == [False]
    assert len(ended.data["endOtherSessions"]["endedSessionIds"]) == 1
    assert (await look(rita, signed_in)).status_code == 401
