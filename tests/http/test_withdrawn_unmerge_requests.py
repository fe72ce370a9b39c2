"""A reviewer withdraws what they asked of a merge while nobody has answered: rule H27."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from rules.access import Role
from tests.databases import Database
from tests.erasures import anonymise
from tests.people import id_of, key_of, person
from tests.plan_races import holding, waiting
from tests.serving import Answer, Registry, served
from tests.unmerge_requests import ask, asked, decline, listed, merged, of_merge, own, withdraw
from tests.unmerging import confirm, preview, propose, proposed, seniors, unmerge
from tests.unmerging import decline as decline_proposal

NOT_FOUND = ("NOT_FOUND", "Request to take back not found")
DECLINED = ("CONFLICT", "Request to take back is declined already")
WITHDRAWN = ("CONFLICT", "Request to take back is withdrawn")
PROPOSED = ("CONFLICT", "Merge has an open proposal")
UNDONE = ("CONFLICT", "Merge is undone already")
UNKNOWN = ("CONFLICT", "What the merge changed is not known")
NO_ROLE = ("FORBIDDEN", "User doesn't have required role")
HOLD_MERGE = "select from merged_pairs where id = $1 for update"


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where two decisions are a quorum, with reviewers and those who undo merges."""
    async with served(database, tmp_path, merge_quorum=2) as running:
        for name in ("ada", "bea", "cleo"):
            await running.user(name, Role.NHS_REVIEWER)
        await running.user("registrar", Role.REGISTRAR)
        await seniors(running, "first", "second")
        await running.user("admin", Role.ADMIN)
        yield running


async def test_h27_one_withdraws_twice_and_then_waits(registry: Registry) -> None:
    requests, merge = await merged(registry)
    for _ in range(2):
        what = await asked(registry, "ada", requests["ada"])
        assert (await withdraw(registry, "ada", what)).errors == []
    last = await asked(registry, "ada", requests["ada"])
    others = await asked(registry, "bea", requests["bea"])

    refused = await withdraw(registry, "ada", last)

    assert refused.refusal == ("CONFLICT", "Request to take back was withdrawn twice")
    assert (await withdraw(registry, "bea", others)).errors == []
    assert (await decline(registry, "first", last)).errors == []
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == [
        *["WITHDRAWN"] * 2,
        "DECLINED",
        "WITHDRAWN",
    ]


async def test_h27_who_asked_withdraws_it_and_may_ask_again(registry: Registry) -> None:
    requests, merge = await merged(registry)
    what = await asked(registry, "ada", requests["ada"])

    answer = await withdraw(registry, "ada", what)
    shown = await own(registry, "ada", requests["ada"])
    left = await listed(registry, is_open=True)
    anew = await ask(registry, "ada", requests["ada"], "Look at the numbers")

    payload = answer.data["withdrawUnmergeRequest"]
    assert payload["unmergeRequest"]["status"] == "WITHDRAWN"
    assert payload["unmergeRequest"]["settledAt"] is not None
    assert payload["mergeRequest"] == {"id": requests["ada"], "canRequestUnmerge": True}
    assert [it["status"] for it in shown["unmergeRequests"]] == ["WITHDRAWN"]
    assert left == []
    assert anew.errors == []
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == [
        "WITHDRAWN",
        "OPEN",
    ]


async def test_h27_nobody_withdraws_what_another_asked(registry: Registry) -> None:
    requests, merge = await merged(registry)
    what = await asked(registry, "ada", requests["ada"])

    others = [await withdraw(registry, who, what) for who in ("bea", "first")]
    nothing = [
        await withdraw(registry, "ada", it)
        for it in ("nonsense", requests["ada"], id_of("UnmergeRequest", UUID(key_of(merge))))
    ]
    roles = [await withdraw(registry, who, what) for who in ("admin", "registrar")]

    assert {it.refusal for it in others + nothing} == {NOT_FOUND}
    assert {it.refusal for it in roles} == {NO_ROLE}
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == ["OPEN"]


async def test_h27_what_is_answered_or_withdrawn_is_not_withdrawn(registry: Registry) -> None:
    keys = await person(registry), await person(registry, "Augusta")
    requests, merge = await merged(registry, *keys)
    declined = await asked(registry, "ada", requests["ada"])
    await decline(registry, "first", declined)
    withdrawn = await asked(registry, "ada", requests["ada"])
    await withdraw(registry, "ada", withdrawn)
    waits = await asked(registry, "ada", requests["ada"])
    proposal = await proposed(registry, "first", merge)

    while_proposed = await withdraw(registry, "ada", waits)
    await decline_proposal(registry, "second", proposal)
    answers = [await withdraw(registry, "ada", it) for it in (declined, withdrawn, waits)]
    met = await asked(registry, "ada", requests["ada"])
    await unmerge(registry, keys[0])

    assert while_proposed.refusal == PROPOSED
    assert [it.refusal if it.errors else None for it in answers] == [DECLINED, WITHDRAWN, None]
    assert (await withdraw(registry, "ada", met)).refusal == UNDONE
    assert (await decline(registry, "first", withdrawn)).refusal == WITHDRAWN


async def test_h27_what_is_erased_is_not_withdrawn(registry: Registry) -> None:
    keys = await person(registry), await person(registry, "Augusta")
    requests, _ = await merged(registry, *keys)
    what = await asked(registry, "ada", requests["ada"])

    await anonymise(registry, "admin", keys[1])

    assert (await withdraw(registry, "ada", what)).refusal == UNKNOWN


async def test_h27_a_proposal_names_an_open_request_of_its_merge(registry: Registry) -> None:
    requests, merge = await merged(registry)
    withdrawn = await asked(registry, "ada", requests["ada"])
    await withdraw(registry, "ada", withdrawn)
    waits = await asked(registry, "bea", requests["bea"])
    _, another = await merged(registry)

    refused = [
        await propose(registry, "first", *given)
        for given in (
            (merge, "Two people", withdrawn),
            (another, "Two people", waits),
            (merge, "Two people", "nonsense"),
        )
    ]
    done = await propose(registry, "first", merge, "Two people", waits)

    assert [it.refusal for it in refused] == [WITHDRAWN, NOT_FOUND, NOT_FOUND]
    assert done.errors == []


async def test_h27_of_two_acts_at_once_on_what_was_asked_the_first_wins(
    registry: Registry,
) -> None:
    def withdraws(what: str, _: str) -> Awaitable[Answer]:
        return withdraw(registry, "ada", what)

    def declines(what: str, _: str) -> Awaitable[Answer]:
        return decline(registry, "first", what)

    def proposes(what: str, merge: str) -> Awaitable[Answer]:
        return propose(registry, "first", merge, "Two people", what)

    assert await raced(registry, withdraws, withdraws) == WITHDRAWN
    assert await raced(registry, withdraws, declines) == WITHDRAWN
    assert await raced(registry, declines, withdraws) == DECLINED
    assert await raced(registry, withdraws, proposes) == WITHDRAWN
    assert await raced(registry, proposes, withdraws) == PROPOSED


Raced = Callable[[str, str], Awaitable[Answer]]


async def raced(registry: Registry, first: Raced, second: Raced) -> tuple[str, str]:
    """Let two wait for one merge, the first before the second; return why the second is refused."""
    requests, merge = await merged(registry)
    what = await asked(registry, "ada", requests["ada"])
    async with holding(registry, HOLD_MERGE, UUID(key_of(merge))):
        winner = asyncio.ensure_future(first(what, merge))
        await waiting(registry, 1)
        loser = asyncio.ensure_future(second(what, merge))
        await waiting(registry, 2)
    assert (await winner).errors == []
    return (await loser).refusal


async def test_h27_of_withdrawing_and_undoing_at_once_both_are_true(registry: Registry) -> None:
    keys = await person(registry), await person(registry, "Augusta")
    requests, merge = await merged(registry, *keys)
    proposal = await proposed(registry, "first", merge)
    what = await asked(registry, "ada", requests["ada"])
    digest = (await preview(registry, "second", merge))["digest"]

    withdrawn, undone = await asyncio.gather(
        withdraw(registry, "ada", what), confirm(registry, "second", proposal, digest)
    )

    assert undone.errors == []
    assert withdrawn.refusal in (PROPOSED, UNDONE)
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == ["UNDONE"]


async def test_h27_the_trail_has_that_it_was_withdrawn(registry: Registry) -> None:
    requests, _ = await merged(registry)
    what = await asked(registry, "ada", requests["ada"], "Canary words")
    await withdraw(registry, "ada", what)

    (_, entry) = await registry.owner.fetch(
        "select action, actor_id, changeset::text as said from audit_log"
        " where resource = 'unmerge_request' order by id"
    )

    assert (entry["action"], entry["actor_id"]) == (
        "unmerge.request_withdrawn",
        registry.users["ada"],
    )
    assert "withdrawn_at" in entry["said"]
    assert "Canary" not in entry["said"]
