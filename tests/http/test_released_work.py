"""What somebody has in hand is free once their access ends (rules C16, B9 and V6)."""

import asyncio

import pytest

from rules.access import Role
from tests.assignments import read, taken, try_to
from tests.corrections import two_registrars
from tests.events import audited, declared
from tests.explanations import answered, ask, of_rejected, portal_with_registrars, seen
from tests.explanations import do as ask_of_it
from tests.http.administering import do, opaque
from tests.limited_grants import grant, tree_of
from tests.organisations import limit
from tests.people import assigned, judge, pairs, reviewers
from tests.serving import Registry, until_it_waits

BLOCKED = ("FORBIDDEN", "User is blocked")
ROLE_MISSING = ("FORBIDDEN", "User doesn't have required role")
OF_RECORD = """
{ auditLog(filter: {action: "birth.unassigned"}) { nodes { actor { ... on User { username } } } } }
"""
OF_REQUEST = OF_RECORD.replace("birth", "explanation")
IN_HAND = "select count(*) from manual_merge_candidates where assignee_id is not null"
OPEN = "select status from merge_requests where superseded_at is null"


async def end(registry: Registry, user: str, how: str, role: str = "REGISTRAR") -> None:
    """Block a user, or take a role that is limited to nothing."""
    if how == "block":
        await do(registry, "blockUser", id=opaque("User", registry.users[user]))
    else:
        await grant(registry, "admin", user, role, None, mutation="revokeRole")


@pytest.mark.parametrize("how", ["block", "revoke"])
async def test_c16_what_a_registrar_took_is_free_once_their_access_ends(
    registry: Registry, how: str
) -> None:
    one, other, portal = await two_registrars(registry)
    await registry.user("admin", Role.ADMIN)
    first, second, others = [(await declared(registry, portal))["id"] for _ in range(3)]
    await taken(registry, one, second)
    await taken(registry, one, first)
    await taken(registry, other, others)

    await end(registry, one, how)

    for event in (first, second):
        assert (await read(registry, other, event))["assignee"] is None
        assert await audited(registry, event) == [
            *("birth.declared", "birth.assigned", "birth.unassigned")
        ]
        await taken(registry, other, event)
    assert (await read(registry, other, others))["assignee"] == {"username": other}
    entries = (await registry.ask("admin", OF_RECORD)).data["auditLog"]["nodes"]
    assert [it["actor"]["username"] for it in entries] == ["admin", "admin"]


@pytest.mark.parametrize("how", ["block", "revoke"])
async def test_v6_a_request_that_a_registrar_took_is_free_once_their_access_ends(
    registry: Registry, how: str
) -> None:
    portal = await portal_with_registrars(registry)
    await registry.user("admin", Role.ADMIN)
    taken_one, answered_one, others = [await of_rejected(registry, portal) for _ in range(3)]
    await ask_of_it(registry, "one", "assignExplanationRequest", id=taken_one)
    await answered(registry, "one", answered_one)
    await ask_of_it(registry, "other", "assignExplanationRequest", id=others)

    await end(registry, "one", how)

    free = await seen(registry, "other", taken_one)
    assert (free["status"], free["assignee"], free["assignedAt"]) == ("REQUESTED", None, None)
    assert (await seen(registry, "other", answered_one))["status"] == "ANSWERED"
    assert (await seen(registry, "other", others))["status"] == "ASSIGNED"
    entries = (await registry.ask("admin", OF_REQUEST)).data["auditLog"]["nodes"]
    assert [it["actor"]["username"] for it in entries] == ["admin"]
    await answered(registry, "other", taken_one)


@pytest.mark.parametrize(("how", "refused"), [("block", BLOCKED), ("revoke", ROLE_MISSING)])
async def test_v6_what_the_end_of_access_overtakes_takes_no_request(
    registry: Registry, how: str, refused: tuple[str, str]
) -> None:
    portal = await portal_with_registrars(registry)
    await registry.user("admin", Role.ADMIN)
    had, free = [await of_rejected(registry, portal) for _ in range(2)]
    await ask_of_it(registry, "one", "assignExplanationRequest", id=had)
    async with registry.owner.transaction():
        await registry.owner.execute(
            "select from explanation_requests where assignee_id = $1 for update",
            registry.users["one"],
        )
        ending = asyncio.create_task(end(registry, "one", how))
        await until_it_waits(registry.owner, ending)
        taking = asyncio.create_task(ask(registry, "one", "assignExplanationRequest", id=free))
        while not taking.done() and await registry.owner.fetchval(
            "select count(*) < 2 from pg_locks where not granted"
        ):
            await asyncio.sleep(0)

    await ending
    assert (await taking).refusal == refused
    assert [(await seen(registry, "other", it))["status"] for it in (had, free)] == [
        *("REQUESTED", "REQUESTED")
    ]


async def test_c16_a_registrar_who_loses_one_office_keeps_what_another_lets_them_do(
    registry: Registry,
) -> None:
    _, other, portal = await two_registrars(registry)
    await registry.user("admin", Role.ADMIN)
    tree = await tree_of(registry)
    await registry.user("rita")
    for place in (tree.left, tree.right):
        await limit(registry, "rita", "REGISTRAR", place)
    events = [(await declared(registry, portal))["id"] for _ in range(2)]
    for event, place in zip(events, (tree.leaf, tree.right), strict=True):
        async with registry.acting("birth.forged") as owner:
            await owner.execute(
                "update vital_events set organisation_id = $2 where 'VitalEvent:' || id"
                " = convert_from(decode($1, 'base64'), 'UTF8')",
                event,
                place,
            )
        await taken(registry, "rita", event)

    await grant(registry, "admin", "rita", "REGISTRAR", tree.right, mutation="revokeRole")

    owners = [(await read(registry, other, event))["assignee"] for event in events]
    assert owners == [{"username": "rita"}, None]


@pytest.mark.parametrize("how", ["block", "revoke"])
async def test_b9_the_pair_in_hand_is_free_once_a_reviewers_access_ends(
    registry: Registry, how: str
) -> None:
    await registry.user("admin", Role.ADMIN)
    one, other = await reviewers(registry, 2)
    await pairs(registry, 2)
    await judge(registry, one, "POSTPONE")
    await assigned(registry, one)

    await end(registry, one, how, "NHS_REVIEWER")

    assert await registry.owner.fetchval(IN_HAND) == 0
    # What they had put off held nobody up, and waits for them.
    assert [it["status"] for it in await registry.owner.fetch(OPEN)] == ["POSTPONE"]
    for _ in range(2):
        await judge(registry, other, "SPLIT")


TAKE_PAIR = "mutation { assignMergeCandidate { mergeRequest { id } } }"
LOCKS = {
    "block": "select from vital_events where assignee_id = $1 for update",
    "revoke": "select from role_grants where user_id = $1 for update",
}
"""What the end of access waits for when it has locked the user."""


@pytest.mark.parametrize("role", ["REGISTRAR", "NHS_REVIEWER"])
@pytest.mark.parametrize(("how", "refused"), [("block", BLOCKED), ("revoke", ROLE_MISSING)])
async def test_c16_b9_what_the_end_of_access_overtakes_takes_nothing(
    registry: Registry, how: str, refused: tuple[str, str], role: str
) -> None:
    _, other, portal = await two_registrars(registry)
    await registry.user("admin", Role.ADMIN)
    await registry.user("rita", Role.REGISTRAR, Role.NHS_REVIEWER)
    await pairs(registry, 1)
    had, free = [(await declared(registry, portal))["id"] for _ in range(2)]
    await taken(registry, "rita", had)
    async with registry.owner.transaction():
        await registry.owner.execute(LOCKS[how], registry.users["rita"])
        ending = asyncio.create_task(end(registry, "rita", how, role))
        await until_it_waits(registry.owner, ending)
        acting = asyncio.create_task(
            try_to(registry, "rita", "assign", free)
            if role == "REGISTRAR"
            else registry.ask("rita", TAKE_PAIR)
        )
        while not acting.done() and await registry.owner.fetchval(
            "select count(*) < 2 from pg_locks where not granted"
        ):
            await asyncio.sleep(0)

    await ending
    answer = await acting

    assert answer.refusal == refused
    assert await registry.owner.fetchval(IN_HAND) == 0
    assert (await read(registry, other, free))["assignee"] is None
