"""A reviewer asks that a merge be taken back, and is answered: rule H27."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from rules.access import Role
from tests import unmerging
from tests.databases import Database
from tests.erasures import anonymise, marked, traces
from tests.people import assigned, id_of, key_of, pair, person, row, say
from tests.serving import Registry, served
from tests.unmerge_requests import (
    OF_MERGE,
    WRONG,
    ask,
    asked,
    decline,
    listed,
    merged,
    of_merge,
    own,
)
from tests.unmerging import NO_REASONS, proposed, seniors, unmerge

NO_MERGE = ("NOT_FOUND", "Merge not found")
TWICE = ("CONFLICT", "Reviewer has asked for this already")
UNDONE = ("CONFLICT", "Merge is undone already")
UNKNOWN = ("CONFLICT", "What the merge changed is not known")
NO_ROLE = ("FORBIDDEN", "User doesn't have required role")


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where two decisions are a quorum, with reviewers and those who undo merges."""
    async with served(database, tmp_path, merge_quorum=2) as running:
        for name in ("ada", "bea", "cleo", "dana"):
            await running.user(name, Role.NHS_REVIEWER)
        await running.user("registrar", Role.REGISTRAR)
        await seniors(running, "first", "second")
        await running.user("admin", Role.ADMIN)
        yield running


async def test_h27_who_was_given_the_pair_asks_and_is_read_without_a_name(
    registry: Registry,
) -> None:
    requests, merge = await merged(registry)
    assert (await own(registry, "ada", requests["ada"]))["canRequestUnmerge"] is True

    answer = await ask(registry, "ada", requests["ada"], f"  {WRONG} ")

    (mine,) = answer.data["requestUnmerge"]["mergeRequest"]["unmergeRequests"]
    assert (mine["status"], mine["reason"]) == ("OPEN", WRONG)
    assert answer.data["requestUnmerge"]["mergeRequest"]["canRequestUnmerge"] is False
    assert (await own(registry, "bea", requests["bea"]))["unmergeRequests"] == []
    (to_senior,) = await of_merge(registry, "first", merge)
    (to_admin,) = await of_merge(registry, "admin", merge)
    assert (to_senior["reason"], to_senior["requestedBy"]) == (WRONG, None)
    assert to_admin["requestedBy"] == {"username": "ada"}
    assert await listed(registry, is_open=True) == [merge]
    assert await listed(registry, is_open=False) == []


async def test_h27_who_asked_finds_the_pairs_of_what_they_asked(registry: Registry) -> None:
    requests, _ = await merged(registry)
    find = (
        "query ($asked: Boolean!) {"
        " mergeRequests(filter: { hasUnmergeRequest: $asked }) { nodes { id } } }"
    )

    async def found(who: str, asked: bool) -> list[str]:
        answer = await registry.ask(who, find, {"asked": asked})
        return [it["id"] for it in answer.data["mergeRequests"]["nodes"]]

    before = await found("ada", asked=True)
    await ask(registry, "ada", requests["ada"], WRONG)

    assert before == []
    assert await found("ada", asked=True) == [requests["ada"]]
    assert await found("ada", asked=False) == []
    assert await found("bea", asked=True) == []
    assert await found("bea", asked=False) == [requests["bea"]]


async def test_h27_one_asks_once_and_others_for_themselves(registry: Registry) -> None:
    requests, merge = await merged(registry)
    await asked(registry, "ada", requests["ada"])

    twice = await ask(registry, "ada", requests["ada"])
    other = await ask(registry, "bea", requests["bea"], "I was wrong")

    assert twice.refusal == TWICE
    assert other.errors == []
    assert [it["reason"] for it in await of_merge(registry, "first", merge)] == [
        WRONG,
        "I was wrong",
    ]


async def test_h27_of_two_who_ask_at_once_for_one_reviewer_one_is_refused(
    registry: Registry,
) -> None:
    requests, merge = await merged(registry)

    answers = await asyncio.gather(*(ask(registry, "ada", requests["ada"]) for _ in range(6)))

    assert sorted(it.refusal for it in answers if it.errors) == [TWICE] * 5
    assert len(await of_merge(registry, "first", merge)) == 1


async def test_h27_of_an_answer_and_an_undoing_at_once_both_are_true(registry: Registry) -> None:
    keys = await person(registry), await person(registry, "Augusta")
    requests, merge = await merged(registry, *keys)
    what = await asked(registry, "ada", requests["ada"])

    declined, _ = await asyncio.gather(
        decline(registry, "admin", what), unmerge(registry, keys[0], "first", "second")
    )

    (shown,) = await of_merge(registry, "first", merge)
    assert shown["status"] == ("UNDONE" if declined.errors else "DECLINED")
    assert [it.refusal for it in [declined] if it.errors] in ([], [UNDONE])


async def test_h27_what_is_not_theirs_or_no_merge_is_refused(registry: Registry) -> None:
    requests, merge = await merged(registry)
    await pair(registry)
    waiting = await assigned(registry, "dana")

    others = await ask(registry, "dana", requests["ada"])
    unmerged = await ask(registry, "dana", waiting)
    nonsense = await ask(registry, "ada", "nonsense")
    roles = [
        await ask(registry, "registrar", requests["ada"]),
        await ask(registry, "admin", requests["ada"]),
        await decline(registry, "ada", id_of("UnmergeRequest", UUID(key_of(merge)))),
        await decline(registry, "registrar", id_of("UnmergeRequest", UUID(key_of(merge)))),
        await registry.ask("ada", OF_MERGE, {"id": merge}),
    ]
    nothing = [
        await decline(registry, "admin", it)
        for it in ("nonsense", id_of("UnmergeRequest", UUID(key_of(merge))))
    ]

    assert others.refusal == nonsense.refusal == ("NOT_FOUND", "Merge request not found")
    assert unmerged.refusal == NO_MERGE
    assert (await own(registry, "dana", waiting))["canRequestUnmerge"] is False
    assert {it.refusal for it in roles} == {NO_ROLE}
    assert {it.refusal for it in nothing} == {("NOT_FOUND", "Request to take back not found")}


async def test_h27_who_had_a_conflict_of_interest_does_not_ask(registry: Registry) -> None:
    requests, _ = await merged(registry)
    async with registry.acting("merge_request.recused") as owner:
        await owner.execute(
            "update merge_requests set recused_at = now() where id = $1",
            UUID(key_of(requests["ada"])),
        )

    assert (await ask(registry, "ada", requests["ada"])).refusal == NO_MERGE
    assert (await own(registry, "ada", requests["ada"]))["canRequestUnmerge"] is False


async def test_h27_a_declined_request_says_why_and_may_be_made_again(registry: Registry) -> None:
    requests, merge = await merged(registry)
    what = await asked(registry, "ada", requests["ada"])

    answer = await decline(registry, "first", what, " The photographs are of one ")
    again = await decline(registry, "admin", what)
    shown = await own(registry, "ada", requests["ada"])
    left = await listed(registry, is_open=True)
    anew = await ask(registry, "ada", requests["ada"], "Look at the numbers")

    declined = answer.data["declineUnmergeRequest"]["unmergeRequest"]
    assert declined == {"status": "DECLINED", "declineReason": "The photographs are of one"}
    assert again.refusal == ("CONFLICT", "Request to take back is declined already")
    (mine,) = shown["unmergeRequests"]
    assert (mine["status"], mine["declineReason"]) == ("DECLINED", "The photographs are of one")
    assert mine["settledAt"] is not None
    assert shown["canRequestUnmerge"] is True
    assert left == []
    assert anew.errors == []
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == ["DECLINED", "OPEN"]


async def test_h27_who_may_not_undo_the_merge_does_not_decline(registry: Registry) -> None:
    await pair(registry)
    requests = {}
    for who, decision in (("second", "POSTPONE"), ("ada", "MERGE"), ("first", "MERGE")):
        requests[who] = await assigned(registry, who)
        assert (await say(registry, who, requests[who], decision)).errors == []
    by_reviewer = await asked(registry, "ada", requests["ada"])
    by_senior = await asked(registry, "second", requests["second"], "I had not decided")

    voted = await decline(registry, "first", by_reviewer)
    themselves = await decline(registry, "second", by_senior)

    assert voted.refusal == ("CONFLICT", "Merge is not open to this person")
    assert themselves.refusal == ("CONFLICT", "Second person is needed")
    assert (await decline(registry, "second", by_reviewer)).errors == []


async def test_h27_it_is_met_once_the_merge_is_undone(registry: Registry) -> None:
    keys = await person(registry), await person(registry, "Augusta")
    requests, merge = await merged(registry, *keys)
    what = await asked(registry, "ada", requests["ada"])

    await unmerge(registry, keys[0])

    shown = await own(registry, "ada", requests["ada"])
    (mine,) = shown["unmergeRequests"]
    assert (mine["status"], mine["declineReason"]) == ("UNDONE", None)
    assert mine["settledAt"] is not None
    assert shown["canRequestUnmerge"] is False
    assert await listed(registry, is_open=True) == []
    assert await listed(registry, is_open=False) == [merge]
    assert (await decline(registry, "admin", what)).refusal == UNDONE
    assert (await ask(registry, "bea", requests["bea"])).refusal == UNDONE


async def test_h27_what_was_written_goes_with_the_persons(registry: Registry) -> None:
    keys = await marked(registry), await marked(registry)
    requests, merge = await merged(registry, *keys)
    declined = await asked(registry, "ada", requests["ada"], "Canaryne is her twin")
    await decline(registry, "first", declined, "Canaryne is nobody's twin")
    await asked(registry, "ada", requests["ada"], "Canaryne has a twin")

    await anonymise(registry, "admin", keys[1])

    assert await traces(registry) == {}
    assert [it["status"] for it in await of_merge(registry, "first", merge)] == [
        "DECLINED",
        "ERASED",
    ]
    assert await listed(registry, is_open=True) == []
    assert (await ask(registry, "bea", requests["bea"])).refusal == UNKNOWN
    assert (await own(registry, "bea", requests["bea"]))["canRequestUnmerge"] is False


async def test_h27_nothing_is_written_of_a_merge_whose_persons_are_erased(
    registry: Registry,
) -> None:
    keys = await marked(registry), await marked(registry)
    requests, merge = await merged(registry, *keys)
    what = await asked(registry, "ada", requests["ada"])
    made = await proposed(registry, "second", merge)

    await anonymise(registry, "admin", keys[1])
    answers = [
        await decline(registry, "first", what, "Canaryne is nobody's twin"),
        await unmerging.decline(registry, "first", made, "Canaryne is one"),
    ]

    assert [it.refusal for it in answers] == [UNKNOWN, UNKNOWN]
    assert await traces(registry) == {}


async def test_h27_the_trail_has_that_it_was_asked_and_declined_and_no_words(
    registry: Registry,
) -> None:
    requests, _ = await merged(registry)
    what = await asked(registry, "ada", requests["ada"], "Canary words")
    await decline(registry, "first", what, "Canary words too")

    trail = await registry.owner.fetch(
        "select action, actor_id, changeset::text as said from audit_log"
        " where resource = 'unmerge_request' order by id"
    )

    assert [(it["action"], it["actor_id"]) for it in trail] == [
        ("unmerge.request_made", registry.users["ada"]),
        ("unmerge.request_declined", registry.users["first"]),
    ]
    assert not any("Canary" in it["said"] for it in trail)
    assert (await row(registry, "unmerge_requests", key_of(what)))["reason"] == "Canary words"


@pytest.mark.parametrize(("reason", "rule"), NO_REASONS)
async def test_h27_a_reason_is_a_text_of_500_characters_at_most(
    registry: Registry, reason: str, rule: str
) -> None:
    requests, _ = await merged(registry)
    what = await asked(registry, "ada", requests["ada"], "x" * 500)

    for answer in (
        await ask(registry, "bea", requests["bea"], reason),
        await decline(registry, "first", what, reason),
    ):
        (error,) = answer.errors
        assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
        assert {it["rule"] for it in error["extensions"]["violations"]} >= {rule}
