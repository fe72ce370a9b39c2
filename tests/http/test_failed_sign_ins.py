"""Rule E5: whose sign-ins failed sees how many did and when, and so does an ADMIN."""

import json
from typing import Any

import pytest

from rules.access import Role
from rules.credentials import FAILURES_OF_ONE_NAME
from tests.http.people import person, sign_in
from tests.serving import Registry

OWN = "{ viewer { user { failedSignIns { count firstAt lastAt retryAfter } } } }"
OF_USERS = """
{ users(first: 20) { nodes { username failedSignIns { count retryAfter } } } }
"""


@pytest.fixture
async def rita(registry: Registry) -> Registry:
    """A registry with two who have passwords, and an administrator."""
    await person(registry, "rita", Role.REGISTRAR)
    await person(registry, "rosa", Role.REGISTRAR)
    await person(registry, "alma", Role.ADMIN)
    return registry


async def asked(registry: Registry, who: str, query: str) -> Any:
    """Sign in, and return what is answered."""
    token = (await sign_in(registry, who)).json()["accessToken"]
    answer = await registry.http.post(
        f"{registry.url}/graphql",
        json={"query": query},
        headers={"authorization": f"Bearer {token}"},
    )
    return answer.json()["data"]


async def own(registry: Registry, who: str) -> Any:
    return (await asked(registry, who, OWN))["viewer"]["user"]["failedSignIns"]


async def test_e5_a_user_sees_how_often_sign_ins_by_their_name_failed(rita: Registry) -> None:
    before = await own(rita, "rita")
    for wrong in ("wrong one", "wrong two", "wrong three"):
        assert (await sign_in(rita, "rita", wrong)).status_code == 401
    await sign_in(rita, "nobody", "wrong one")

    found = await own(rita, "rita")

    assert before is None
    assert (found["count"], found["retryAfter"]) == (3, None)
    assert found["firstAt"] < found["lastAt"]
    assert await own(rita, "rosa") is None
    assert await rita.owner.fetchval("select count(*) from failed_sign_ins") == 1


async def test_e5_an_administrator_sees_it_and_whether_the_name_waits_and_others_do_not(
    rita: Registry,
) -> None:
    token = (await sign_in(rita, "rosa")).json()["accessToken"]
    for _ in range(FAILURES_OF_ONE_NAME + 2):
        await sign_in(rita, "rita", "wrong one")

    nodes = (await asked(rita, "alma", OF_USERS))["users"]["nodes"]
    user = await rita.owner.fetchval(
        "select global_id('User', id) from users where username = 'rita'"
    )
    others = await rita.http.post(
        f"{rita.url}/graphql",
        json={
            "query": f'{{ node(id: "{user}") {{ ... on User {{ failedSignIns {{ count }} }} }} }}'
        },
        headers={"authorization": f"Bearer {token}"},
    )

    found = {it["username"]: it["failedSignIns"] for it in nodes}
    assert found["rita"]["count"] == FAILURES_OF_ONE_NAME + 1
    assert 1 <= found["rita"]["retryAfter"] <= 60
    assert found["alma"] is found["rosa"] is None
    assert '"count"' not in others.text


async def test_e5_after_thirty_days_without_one_it_begins_anew(rita: Registry) -> None:
    await sign_in(rita, "rita", "wrong one")
    await sign_in(rita, "rita", "wrong one")
    await rita.owner.execute(
        "update failed_sign_ins set first_at = first_at - interval '40 days',"
        " last_at = last_at - interval '31 days'"
    )

    over = await own(rita, "rita")
    await sign_in(rita, "rita", "wrong one")
    anew = await own(rita, "rita")

    assert over is None
    assert anew["count"] == 1
    assert anew["firstAt"] == anew["lastAt"]


@pytest.mark.parametrize("name", ["rita\0", "\ud800", "x" * 10_000], ids=["NUL", "half", "long"])
async def test_e5_a_name_that_nobody_can_have_is_refused_as_any_that_nobody_has(
    rita: Registry, name: str
) -> None:
    body = json.dumps({"username": name, "password": "wrong one"})
    answer = await rita.http.post(
        f"{rita.url}/auth/sign-in", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 401}
    assert await rita.owner.fetchval("select count(*) from failed_sign_ins") == 0
