"""Who may say that a merge be undone, and when it is too late for that: rules H15 and H16."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.databases import Database
from tests.deaths import dora, imported, merge
from tests.people import id_of, key_of, person, row
from tests.serving import Registry, served
from tests.unmerging import (
    MERGE,
    NO_REASONS,
    NOT_OPEN,
    confirm,
    decline,
    merge_of,
    preview,
    propose,
    proposed,
    seniors,
    unmerge,
)

SECOND = ("CONFLICT", "Second person is needed")
STALE = ("CONFLICT", "Records have changed since they were shown")
SETTLED = ("CONFLICT", "Proposal is settled")
UNDONE = ("CONFLICT", "Merge is undone already")
LISTED = """
query ($filter: MergeFilter) { merges(filter: $filter) { nodes { databaseId undoneAt } } }
"""


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with a reviewer and those who undo merges."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        await running.user("plain", Role.NHS_REVIEWER)
        await seniors(running, "reviewer", "first", "second", "third")
        await running.user("admin", Role.ADMIN)
        yield running


async def merged(registry: Registry) -> tuple[UUID, UUID, str]:
    """Merge two persons, and return both with the merge's id."""
    keys = await imported(registry, dora()), await imported(registry, dora("8400000002", "d2"))
    await merge(registry, "reviewer", *keys)
    return *keys, await merge_of(registry, keys[0])


async def digest_of(registry: Registry, merge: str) -> str:
    found: str = (await preview(registry, "second", merge))["digest"]
    return found


async def test_h15_one_proposes_and_another_does_it(registry: Registry) -> None:
    duplicate, _, of = await merged(registry)
    answer = await propose(registry, "admin", of, "  It is her sister ")
    proposal = answer.data["proposeUnmerge"]["unmergeProposal"]

    alone = await confirm(registry, "admin", proposal["id"], await digest_of(registry, of))
    done = await confirm(registry, "second", proposal["id"], await digest_of(registry, of))

    assert {name: proposal[name] for name in ("status", "reason", "proposedBy", "settledBy")} == {
        "status": "OPEN",
        "reason": "It is her sister",
        "proposedBy": {"username": "admin"},
        "settledBy": None,
    }
    assert alone.refusal == SECOND
    assert done.data["unmergePerson"]["person"]["databaseId"] == str(duplicate)
    assert (await row(registry, "persons", duplicate))["status"] == "ACTIVE"
    again = await propose(registry, "first", of)
    assert again.refusal == UNDONE
    late = await confirm(registry, "third", proposal["id"], "")
    assert late.refusal == UNDONE


async def test_h15_a_reviewer_who_voted_and_who_has_to_do_with_a_record_are_kept_out(
    registry: Registry,
) -> None:
    duplicate, master, of = await merged(registry)
    async with registry.acting("user.updated") as owner:
        await owner.execute("update users set person_id = $1 where username = 'first'", master)
        await owner.execute(
            "insert into person_editors (person_id, user_id)"
            " select $1, id from users where username = 'second'",
            duplicate,
        )

    kept_out = [await propose(registry, who, of) for who in ("reviewer", "first", "second")]
    proposal = await proposed(registry, "third", of)
    digest = (await preview(registry, "admin", of))["digest"]
    kept_out += [await confirm(registry, who, proposal, digest) for who in ("first", "second")]
    kept_out.append(await decline(registry, "first", proposal))

    assert {it.refusal for it in kept_out} == {NOT_OPEN}
    assert (await confirm(registry, "admin", proposal, digest)).errors == []


async def test_h15_the_role_is_held_until_it_is_done(registry: Registry) -> None:
    _, _, of = await merged(registry)
    proposal = await proposed(registry, "first", of)
    digest = await digest_of(registry, of)
    async with registry.acting("role.revoked") as owner:
        await owner.execute(
            "delete from role_grants where role = 'SENIOR_REVIEWER'"
            " and user_id = (select id from users where username = 'first')"
        )

    done = await confirm(registry, "second", proposal, digest)
    again = await propose(registry, "second", of)
    without = await propose(registry, "plain", of)
    declined = await decline(registry, "second", proposal)
    anew = await propose(registry, "second", of)

    assert done.refusal == SECOND
    assert again.refusal == ("CONFLICT", "Merge has an open proposal")
    assert declined.data["declineUnmerge"]["unmergeProposal"]["status"] == "DECLINED"
    assert anew.errors == []
    assert without.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_h15_a_merge_has_one_open_proposal_and_a_settled_one_stays_so(
    registry: Registry,
) -> None:
    _, _, of = await merged(registry)
    proposal = await proposed(registry, "first", of)

    twice = await propose(registry, "second", of)
    own = await decline(registry, "first", proposal)
    declined = await decline(registry, "second", proposal, " They are one ")
    shown = (await registry.ask("first", MERGE, {"id": of})).data["merge"]["proposals"]
    late = await confirm(registry, "third", proposal, await digest_of(registry, of))

    assert twice.refusal == ("CONFLICT", "Merge has an open proposal")
    assert own.refusal == SECOND
    assert declined.data["declineUnmerge"]["unmergeProposal"]["status"] == "DECLINED"
    assert shown == [{"status": "DECLINED", "settlementReason": "They are one"}]
    assert late.refusal == SETTLED
    assert (await decline(registry, "third", proposal)).refusal == SETTLED
    assert (await propose(registry, "second", of)).errors == []


async def test_h15_a_proposal_lapses(registry: Registry) -> None:
    _, _, of = await merged(registry)
    proposal = await proposed(registry, "first", of)
    found = await row(registry, "unmerge_proposals", key_of(proposal))
    assert (found["expires_at"] - found["inserted_at"]).days == 7
    async with registry.acting("unmerge_proposal.aged") as owner:
        await owner.execute("update unmerge_proposals set expires_at = now()")

    shown = (await registry.ask("second", MERGE, {"id": of})).data["merge"]["proposals"]
    late = await confirm(registry, "second", proposal, await digest_of(registry, of))
    anew = await propose(registry, "second", of)

    assert shown == [{"status": "EXPIRED", "settlementReason": None}]
    assert late.refusal == SETTLED
    assert anew.errors == []
    trail = await registry.owner.fetch(
        "select action from audit_log where resource_id = $1 order by id", found["id"]
    )
    assert [it["action"] for it in trail][-1] == "unmerge.expired"


@pytest.mark.parametrize(("reason", "rule"), NO_REASONS)
async def test_h15_a_reason_is_a_text_of_500_characters_at_most(
    registry: Registry, reason: str, rule: str
) -> None:
    _, _, of = await merged(registry)

    answer = await propose(registry, "first", of, reason)

    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert {it["rule"] for it in error["extensions"]["violations"]} >= {rule}
    assert {tuple(it["path"]) for it in error["extensions"]["violations"]} == {("reason",)}
    assert (await propose(registry, "first", of, "x" * 500)).errors == []


async def test_h15_what_does_not_exist_is_not_found(registry: Registry) -> None:
    _, master, _ = await merged(registry)
    for nothing in (id_of("Merge", master), "nonsense"):
        assert (await propose(registry, "first", nothing)).refusal == (
            "NOT_FOUND",
            "Merge not found",
        )
        looked = await registry.ask(
            "first", "query ($id: ID!) { unmergePreview(mergeId: $id) { digest } }", {"id": nothing}
        )
        assert looked.refusal == ("NOT_FOUND", "Merge not found")
        assert (await registry.ask("first", MERGE, {"id": nothing})).data == {"merge": None}
    for nothing in (id_of("UnmergeProposal", master), "nonsense"):
        for answer in (
            await confirm(registry, "first", nothing, ""),
            await decline(registry, "first", nothing),
        ):
            assert answer.refusal == ("NOT_FOUND", "Proposal not found")


async def test_h15_a_reviewer_who_is_no_senior_reads_no_merges(registry: Registry) -> None:
    _, _, of = await merged(registry)

    answer = await registry.ask("plain", MERGE, {"id": of})

    assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


@pytest.mark.parametrize("change", ["an import", "a death", "another merge", "nothing"])
async def test_h16_what_has_changed_since_it_was_shown_is_not_done(
    registry: Registry, change: str
) -> None:
    duplicate, master, of = await merged(registry)
    proposal = await proposed(registry, "first", of)
    digest = await digest_of(registry, of)
    if change == "an import":
        await imported(registry, dora(phone="+380501234567"))
    elif change == "a death":
        async with registry.acting("person.corrected") as owner:
            await owner.execute(
                "update persons set death_date = '2020-01-01' where id = $1", master
            )
    elif change == "another merge":
        await merge(registry, "reviewer", master, await person(registry, "Augusta"))

    shown = (await preview(registry, "second", of))["changesSince"]

    answer = await confirm(registry, "second", proposal, digest)

    assert (
        sorted(it["changedFields"] for it in shown)
        == {
            "an import": [["phones"]],
            "a death": [["deathDateKnown"]],
            "another merge": [["masterPersonId"], ["masterPersonId", "status"]],
            "nothing": [],
        }[change]
    )
    assert {it["personId"] for it in shown} == {
        "an import": {str(duplicate)},
        "a death": {str(master)},
        "another merge": {str(duplicate), str(master)},
        "nothing": set(),
    }[change]
    if change == "nothing":
        assert answer.errors == []
        return
    assert answer.refusal == STALE
    assert (await row(registry, "persons", duplicate))["status"] == "INACTIVE"
    assert (await row(registry, "unmerge_proposals", key_of(proposal)))["status"] == "OPEN"
    anew = await digest_of(registry, of)
    assert (await confirm(registry, "second", proposal, anew)).errors == []


async def test_h15_merges_are_listed_the_latest_first(registry: Registry) -> None:
    one, two, three = [await person(registry, name) for name in ("One", "Two", "Three")]
    await merge(registry, "reviewer", one, two)
    await merge(registry, "reviewer", two, three)
    merges = [await merge_of(registry, key) for key in (one, two)]
    await unmerge(registry, one, "first", "second")

    async def listed(**wanted: Any) -> list[str]:
        page = (await registry.ask("admin", LISTED, {"filter": wanted or None})).data["merges"]
        return [it["databaseId"] for it in page["nodes"]]

    first, second = (key_of(it) for it in merges)
    assert await listed() == [second, first]
    assert await listed(isUndone=True) == [first]
    assert await listed(isUndone=False) == [second]
    assert await listed(personId=id_of("Person", one)) == [first]
    assert await listed(personId=id_of("Person", two)) == [second, first]
    assert await listed(personId="nonsense") == []
    assert await listed(mergedFrom="2100-01-01T00:00:00Z") == []
    assert await listed(mergedTo="2100-01-01T00:00:00Z", mergedFrom="2000-01-01T00:00:00Z") == [
        second,
        first,
    ]
    nowhen = {"filter": {"mergedFrom": "9999-12-31T23:59:59-12:00"}}
    refused = await registry.ask("admin", LISTED, nowhen)
    assert refused.refusal == ("BAD_REQUEST", "A time to look for lies outside the calendar")
