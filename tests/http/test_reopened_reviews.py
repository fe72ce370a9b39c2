"""What events say of an undone merge, and what becomes of reviews (H14, H19, H20, H23, H26)."""

from collections.abc import AsyncIterator
from json import loads
from pathlib import Path

import asyncpg
import pytest

from rules.access import Role
from tests.databases import Database
from tests.deaths import dora, imported, registered_death
from tests.events import office
from tests.people import assigned, candidate_of, id_of, key_of, pair, person, row, say
from tests.serving import Registry, served
from tests.unmerging import (
    masters,
    merge_of,
    merged,
    preview,
    seniors,
    told_of,
    unmerge,
)

NUMBERS = ("8400000001", "8400000002")
SEARCH = """
query ($filter: PersonFilter!) { persons(filter: $filter) {
  nodes { databaseId masterPerson { databaseId } } } }
"""

OF_PAIR = """
select status, requests_count from manual_merge_candidates review
  join merge_candidates pair on pair.id = merge_candidate_id
 where person_id = $1 and master_person_id = $2
"""


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with reviewers and those who undo merges."""
    async with served(database, tmp_path, merge_quorum=1) as running:
        for number in range(3):
            await running.user(f"reviewer{number}", Role.NHS_REVIEWER)
        await seniors(running, *(f"senior{number}" for number in range(6)))
        yield running


async def test_h19_reviews_that_the_merge_closed_are_open_again(registry: Registry) -> None:
    of = await pair(registry, requests_count=9)
    other = await pair(registry, of.person, requests_count=8)
    deciding = await assigned(registry, "reviewer0")
    new = await assigned(registry, "reviewer1")
    assert await candidate_of(registry, new) == other.candidate
    await say(registry, "reviewer0", deciding, "MERGE")
    assert (await say(registry, "reviewer1", new, "SPLIT")).refusal[1] == (
        "Incorrect transition status"
    )

    shown = await preview(registry, "senior0", await merge_of(registry, of.person))
    await unmerge(registry, of.person, "senior0", "senior1")

    assert shown["reopenedCandidates"] == 1
    reopened = await row(registry, "manual_merge_candidates", other.candidate)
    assert (reopened["status"], reopened["reason"]) == ("NEW", None)
    request = await row(registry, "merge_requests", key_of(new))
    assert (request["status"], request["superseded_at"]) == ("POSTPONE", None)
    settled = await row(registry, "manual_merge_candidates", of.candidate)
    assert (settled["status"], settled["decision"]) == ("PROCESSED", "MERGE")
    assert settled["undone_at"] is not None
    opened = await registry.owner.fetchval(
        "select count(*) from manual_merge_candidates review join merge_candidates pair"
        " on pair.id = merge_candidate_id where status = 'NEW' and pair.person_id = $1",
        of.master,
    )
    assert opened == 1  # by H23, and it stays
    versions = [
        (await row(registry, "persons", it))["version"] for it in (other.person, other.master)
    ]
    seen = {"person": versions[0], "masterPerson": versions[1]}
    assert (await say(registry, "reviewer1", new, "SPLIT", seen=seen)).errors == []


async def test_h19_a_review_waits_until_the_other_person_stands_again_too(
    registry: Registry,
) -> None:
    one, two = await person(registry, "One"), await person(registry, "Two")
    between = await pair(registry, one, two)
    await merged(registry, one, await person(registry, "Three"))
    await merged(registry, two, await person(registry, "Four"), 1)

    await unmerge(registry, one, "senior0", "senior1")
    waiting = await row(registry, "manual_merge_candidates", between.candidate)
    await unmerge(registry, two, "senior2", "senior3")

    assert waiting["status"] == "PROCESSED"
    assert (await row(registry, "manual_merge_candidates", between.candidate))["status"] == "NEW"


@pytest.mark.parametrize("is_duplicates_place", [True, False])
async def test_h23_a_question_that_waits_is_asked_of_whoever_stands_for_the_other(
    registry: Registry, *, is_duplicates_place: bool
) -> None:
    one, other, ones, others = [await person(registry, name) for name in "ABCD"]
    between = await pair(registry, *((one, other) if is_duplicates_place else (other, one)))
    await merged(registry, one, ones)
    await merged(registry, other, others, 1)

    await unmerge(registry, one, "senior0", "senior1")
    expected = (one, others) if is_duplicates_place else (others, one)
    instead = await registry.owner.fetch(OF_PAIR, *expected)
    await unmerge(registry, other, "senior2", "senior3")

    assert [tuple(it) for it in instead] == [("NEW", 0)]
    assert (await row(registry, "manual_merge_candidates", between.candidate))["status"] == "NEW"


async def test_h20_events_and_the_trail_tell_of_it(registry: Registry) -> None:
    of = await pair(registry)
    other = await pair(registry, of.person)
    await say(registry, "reviewer0", await assigned(registry, "reviewer0"), "MERGE")
    if await registry.owner.fetchval("select count(*) from merged_pairs") == 0:
        await say(registry, "reviewer0", await assigned(registry, "reviewer0"), "MERGE")
    merged_into = (await row(registry, "persons", of.person))["master_person_id"]
    closed = other if merged_into == of.master else of

    await unmerge(registry, of.person, "senior0", "senior1")

    events = await registry.owner.fetch(
        "select type, payload::text from outbox where aggregatetype = 'person'"
        " or type = 'merge_candidate.reopened' order by inserted_at, id"
    )
    assert [it["type"] for it in events if it["type"].startswith("person")] == [
        "person.deactivated",
        "person.reactivated",
    ]
    payloads = {it["type"]: loads(it["payload"])["data"] for it in events}
    assert payloads["person.reactivated"] == {
        "id": id_of("Person", of.person),
        "databaseId": str(of.person),
        "status": "ACTIVE",
        "formerMasterPersonId": id_of("Person", merged_into),
        "version": 3,
    }
    assert payloads["merge_candidate.reopened"]["databaseId"] == str(closed.merge_candidate)
    changed = await registry.owner.fetch(
        "select distinct resource, action from audit_log where action like 'unmerge.%'"
    )
    assert {(it["resource"], it["action"]) for it in changed} == {
        ("unmerge_proposal", "unmerge.proposed"),
        ("unmerge_proposal", "unmerge.confirmed"),
        ("merged_pair", "unmerge.confirmed"),
        ("person", "unmerge.confirmed"),
        ("manual_merge_candidate", "unmerge.confirmed"),
    }


@pytest.mark.parametrize("is_duplicates_place", [True, False])
async def test_h23_the_question_of_a_closed_pair_is_left_to_the_master(
    registry: Registry, *, is_duplicates_place: bool
) -> None:
    duplicate, master, third = [await person(registry, name) for name in ("D", "M", "T")]
    closed = (duplicate, third) if is_duplicates_place else (third, duplicate)
    await pair(registry, *closed)
    await merged(registry, duplicate, master)

    expected = (master, third) if is_duplicates_place else (third, master)
    opened = await registry.owner.fetch(OF_PAIR, *expected)
    assert [tuple(it) for it in opened] == [("NEW", 0)]


async def test_h23_a_pair_that_is_a_candidate_stays_what_it_is(registry: Registry) -> None:
    duplicate, master, third = [await person(registry, name) for name in ("D", "M", "T")]
    known = await pair(registry, third, master)
    await pair(registry, duplicate, third)

    await merged(registry, duplicate, master)

    pairs = await registry.owner.fetch(
        "select id from merge_candidates"
        " where $1 in (person_id, master_person_id) and $2 in (person_id, master_person_id)",
        master,
        third,
    )
    assert [it["id"] for it in pairs] == [known.merge_candidate]


async def test_h26_a_record_has_one_master_and_may_be_merged_again(registry: Registry) -> None:
    duplicate, master, other = [await person(registry, name) for name in ("D", "M", "O")]
    await merged(registry, duplicate, master)
    copied = (
        "insert into merged_pairs (person_id, master_person_id, merge_candidate_id)"
        " select person_id, master_person_id, merge_candidate_id from merged_pairs"
    )
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        async with registry.acting("merged_pair.made") as owner:
            await owner.execute(copied)
    await unmerge(registry, duplicate, "senior0", "senior1")

    await merged(registry, duplicate, other, 1)

    assert refused.value.constraint_name == "a_person_is_merged_once"
    assert await masters(registry, duplicate) == [other]


async def test_h14_a_merged_record_is_found_and_events_are_told_under_who_stands(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    one, other = dora(NUMBERS[0], "d1"), dora(NUMBERS[1], "d2")
    keys = await imported(registry, one), await imported(registry, other)
    event = await registered_death(registry, registrar, portal, one)

    await merged(registry, *keys)

    found = await registry.ask(registrar, SEARCH, {"filter": {"nationalId": NUMBERS[0]}})
    assert found.data["persons"]["nodes"] == [
        {"databaseId": str(keys[0]), "masterPerson": {"databaseId": str(keys[1])}}
    ]
    assert await told_of(registry, registrar, event) == keys[1]
    await unmerge(registry, keys[0], "senior0", "senior1")
    assert await told_of(registry, registrar, event) == keys[0]
