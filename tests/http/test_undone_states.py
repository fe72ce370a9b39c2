"""An undone merge leaves each record and review as it would be without it (H15 to H21)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests import corrections
from tests.databases import Database
from tests.edits import become, edit, versions
from tests.events import birth
from tests.people import assigned, key_of, pair, person, row, say
from tests.serving import Registry, served
from tests.unmerging import (
    MERGE,
    NOT_OPEN,
    decided,
    merge_of,
    merged,
    preview,
    propose,
    seniors,
    staffed,
    unmerge,
)


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with all who are needed."""
    async with staffed(database, tmp_path) as running:
        yield running


async def test_b11_a_child_whose_birth_was_annulled_is_not_merged(registry: Registry) -> None:
    registrar, other, portal = await corrections.two_registrars(registry)
    event = await corrections.registered(registry, registrar, portal, birth())
    record = await corrections.read(registry, registrar, event)
    child = UUID(record["person"]["databaseId"])
    await pair(registry, child, await person(registry))
    request = await assigned(registry, "reviewer0")
    annulment = await corrections.requested(registry, registrar, event)
    await corrections.settled(registry, other, "approve", annulment["id"])
    seen = await versions(registry, UUID(key_of(request)))

    answer = await say(registry, "reviewer0", request, "MERGE", seen=seen)

    assert answer.refusal == ("CONFLICT", "Person is not active")
    kept = await row(registry, "persons", child)
    assert (kept["status"], kept["master_person_id"]) == ("INACTIVE", None)
    await decided(registry, "reviewer0", request, "TRASH")


async def test_h17_who_was_inactive_before_a_merge_is_so_after_it(registry: Registry) -> None:
    of = await pair(registry, requests_count=9)
    third = await pair(registry, of.person)
    await decided(registry, "reviewer0", await assigned(registry, "reviewer0"), "MERGE")
    # As it was merged before that was refused.
    await registry.owner.execute(
        "delete from merge_effects where column_name = 'status' and resource_id = $1", of.person
    )

    shown = await preview(registry, "first", await merge_of(registry, of.person))
    done = await unmerge(registry, of.person)

    assert done["person"] == {
        "databaseId": str(of.person),
        "status": "INACTIVE",
        "masterPerson": None,
    }
    assert shown["reopenedCandidates"] == 0
    closed = await row(registry, "manual_merge_candidates", third.candidate)
    assert closed["status"] == "PROCESSED"
    events = await registry.owner.fetch(
        "select type from outbox where aggregateid = $1", str(of.person)
    )
    assert "person.reactivated" not in {it["type"] for it in events}


@pytest.mark.parametrize("how", ["another comparison", "an unaware vote"])
async def test_h15_who_voted_is_kept_out_though_the_vote_was_led_back(
    database: Database, tmp_path: Path, how: str
) -> None:
    async with served(database, tmp_path, merge_quorum=2) as registry:
        await seniors(registry, "voter", "first", "second")
        of = await pair(registry)
        request = await assigned(registry, "voter")
        await decided(registry, "voter", request, "MERGE")
        if how == "another comparison":
            await edit(registry, of.person, first_name="Augusta")
        else:
            async with registry.acting("merge_request.outdated") as owner:
                await owner.execute("select outdate_unaware_votes($1)", of.candidate)
        for who in ("first", "second"):
            await decided(registry, who, await assigned(registry, who), "MERGE")
        assert (await row(registry, "merge_requests", key_of(request)))["status"] == "POSTPONE"

        answer = await propose(registry, "voter", await merge_of(registry, of.person))

    assert answer.refusal == NOT_OPEN


async def test_h15_two_people_undo_all_merges_of_a_chain(registry: Registry) -> None:
    a, b, c = [await person(registry, name) for name in "abc"]
    await merged(registry, a, b)
    await merged(registry, b, c, 1)

    await unmerge(registry, b)
    await unmerge(registry, a, "second", "first")

    found = [await row(registry, "persons", it) for it in (a, b, c)]
    assert [(it["status"], it["master_person_id"]) for it in found] == [("ACTIVE", None)] * 3
    assert await registry.owner.fetchval("select count(*) from person_editors") == 0


async def test_h19_who_undoes_a_merge_has_their_own_request_again(registry: Registry) -> None:
    of = await pair(registry, requests_count=9)
    await pair(registry, of.person)
    deciding = await assigned(registry, "reviewer0")
    waiting = await assigned(registry, "second")
    assert (await say(registry, "reviewer0", deciding, "MERGE")).errors == []

    await unmerge(registry, of.person)

    request = await row(registry, "merge_requests", key_of(waiting))
    assert (request["status"], request["superseded_at"]) == ("POSTPONE", None)


async def test_h15_a_further_round_is_for_others_than_those_who_undid_the_merge(
    registry: Registry,
) -> None:
    of = await pair(registry)
    await decided(registry, "reviewer1", await assigned(registry, "reviewer1"), "MERGE")
    await unmerge(registry, of.person)

    async with registry.acting("merge_candidate.detected") as owner:
        closed = await owner.fetchval(
            "insert into manual_merge_candidates (merge_candidate_id, round) values ($1, 2)"
            " returning withheld_from",
            of.merge_candidate,
        )

    assert {registry.users[it] for it in ("first", "second", "reviewer1")} <= set(closed)
    assert registry.users["third"] not in closed


async def effects(registry: Registry, who: str, merge: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await registry.ask(who, MERGE, {"id": merge})).data["merge"][
        "effects"
    ]
    return found


async def test_b17_a_senior_reviewer_learns_nobodys_votes_by_merges(registry: Registry) -> None:
    one, other, third = [await person(registry, name) for name in ("One", "Other", "Third")]
    await pair(registry, one, other, requests_count=9)
    await pair(registry, one, third)
    of_master = await pair(registry, other)
    await become(registry, "fourth", one)
    deciding = await assigned(registry, "reviewer0")
    await assigned(registry, "reviewer1")
    assert (await say(registry, "reviewer0", deciding, "MERGE")).errors == []
    kept = await row(registry, "manual_merge_candidates", of_master.candidate)
    assert kept["withheld_from"] == [registry.users["fourth"]]
    await decided(registry, "reviewer2", await assigned(registry, "reviewer2"), "MERGE")
    merge = await merge_of(registry, one)

    shown = await preview(registry, "first", merge)
    seen = [await effects(registry, who, merge) for who in ("first", "admin")]
    await unmerge(registry, one)
    after = await effects(registry, "admin", merge)

    reviewers = {str(registry.users[f"reviewer{number}"]) for number in range(3)}
    assert {it["action"] for it in shown["changesSince"]} == {"merge_request.merged"}
    assert [it["actorId"] for it in shown["changesSince"]] == [None] * len(shown["changesSince"])
    assert not any(it in str((shown, seen[0])) for it in reviewers)
    assert ("assignee_id", str(registry.users["reviewer1"])) in {
        (it["column"], it["before"]) for it in seen[1]
    }
    # That the fourth has a conflict of interest from then on is no effect of the merge.
    assert {it["column"] for it in seen[1]}.isdisjoint({"closed_to", "withheld_from"})
    assert all(it["undoneAt"] for it in after)


async def test_h19_a_review_that_is_open_again_was_not_decided(registry: Registry) -> None:
    of = await pair(registry, requests_count=9)
    other = await pair(registry, of.person)
    deciding = await assigned(registry, "reviewer0")
    assert (await say(registry, "reviewer0", deciding, "MERGE")).errors == []
    closed = await row(registry, "manual_merge_candidates", other.candidate)

    await unmerge(registry, of.person)

    opened = await row(registry, "manual_merge_candidates", other.candidate)
    columns = ("decided_band", "decided_person_version", "decided_master_version")
    assert (closed["status"], opened["status"]) == ("PROCESSED", "NEW")
    assert closed["decided_person_version"] is not None
    assert [opened[it] for it in columns] == [None] * 3
