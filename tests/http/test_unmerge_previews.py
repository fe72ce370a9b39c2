"""A preview of undoing says what undoing does, and who reads it is written down (H16 and H21)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from tests import corrections
from tests.databases import Database
from tests.deaths import DAY, died, dora, imported, registered_death
from tests.edits import edit
from tests.people import id_of, pair, person
from tests.serving import Registry
from tests.unmerging import PREVIEW, decided, merge_of, merged, preview, staffed, unmerge

NUMBERS = ("8400000001", "8400000002", "8400000009")


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    """A server where one decision is a quorum, with all who are needed."""
    async with staffed(database, tmp_path) as running:
        yield running


async def test_h16_a_day_that_came_by_the_duplicates_number_is_shown_to_go(
    registry: Registry,
) -> None:
    registrar, _, portal = await corrections.two_registrars(registry)
    keys = [await imported(registry, dora(NUMBERS[it], f"d{it}")) for it in range(2)]
    await merged(registry, keys[0], keys[1])
    dead = dora(NUMBERS[2], "x")
    await registered_death(registry, registrar, portal, dead, acceptedAlerts=["PERSON_NOT_FOUND"])
    await imported(registry, dora(NUMBERS[2], "d0"))
    assert await died(registry, keys[1]) == DAY

    shown = await preview(registry, "first", await merge_of(registry, keys[0]))
    await unmerge(registry, keys[0])

    assert shown["returningFacts"] == [
        {
            "resource": "person",
            "resourceId": str(keys[1]),
            "column": "death_date",
            "before": None,
            "after": str(DAY),
        }
    ]
    assert [await died(registry, it) for it in keys] == [DAY, None]


async def test_h16_a_death_that_was_annulled_since_is_not_shown_to_go(registry: Registry) -> None:
    registrar, other, portal = await corrections.two_registrars(registry)
    keys = [await imported(registry, dora(NUMBERS[it], f"d{it}")) for it in range(2)]
    await merged(registry, keys[0], keys[1])
    event = await registered_death(registry, registrar, portal, dora(NUMBERS[0], "d0"))
    annulment = await corrections.requested(registry, registrar, event, kind="Death", version=1)
    await corrections.settled(registry, other, "approve", annulment["id"])

    shown = await preview(registry, "first", await merge_of(registry, keys[0]))

    assert [it for it in shown["returningFacts"] if it["resource"] == "person"] == []
    await unmerge(registry, keys[0])
    assert [await died(registry, it) for it in keys] == [None, None]


async def test_h16_who_stays_with_the_master_is_named(registry: Registry) -> None:
    a, b, c = [await person(registry, name) for name in "abc"]
    await merged(registry, b, c)
    of = await pair(registry, a, b)
    async with registry.acting("merge_request.assigned") as owner:
        request = await owner.fetchval(
            "insert into merge_requests (manual_merge_candidate_id, assignee_id)"
            " values ($1, $2) returning id",
            of.candidate,
            registry.users["reviewer1"],
        )
    await decided(registry, "reviewer1", id_of("MergeRequest", request), "MERGE")

    shown = await preview(registry, "first", await merge_of(registry, b))
    of_other = await preview(registry, "first", await merge_of(registry, a))

    assert [it["databaseId"] for it in shown["stayingPersons"]] == [str(a)]
    assert of_other["stayingPersons"] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("undone_at = now()", "Merge is undone already"),
        ("person_version = null", "What the merge changed is not known"),
    ],
)
async def test_h16_of_what_cannot_be_undone_there_is_no_preview(
    registry: Registry, change: str, message: str
) -> None:
    one = await person(registry)
    await merged(registry, one, await person(registry, "Augusta"))
    async with registry.acting("merged_pair.changed") as owner:
        await owner.execute(f"update merged_pairs set {change}")
    merge = await merge_of(registry, one)

    for who in ("first", "admin"):
        assert (await registry.ask(who, PREVIEW, {"id": merge})).refusal == ("CONFLICT", message)
    refused = await registry.ask("reviewer0", PREVIEW, {"id": merge})
    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_h21_only_changes_that_are_shown_are_noted(registry: Registry) -> None:
    one, other = await person(registry), await person(registry, "Augusta")
    await merged(registry, one, other)
    merge = await merge_of(registry, one)

    async def noted() -> list[UUID]:
        rows = await registry.owner.fetch(
            "select resource_id from audit_log where action = 'person_version.viewed'"
        )
        return [it["resource_id"] for it in rows]

    unchanged = await preview(registry, "first", merge)
    none = await noted()
    for number in range(102):
        await edit(registry, other, email=f"a{number}@b.example")
    changed = await preview(registry, "first", merge)

    assert (unchanged["changesSince"], unchanged["changes"], none) == ([], 0, [])
    assert changed["changes"] == 102
    assert {it["personId"] for it in changed["changesSince"]} == {str(other)}
    assert [it["version"] for it in changed["changesSince"]] == [*range(103, 3, -1)]
    assert await noted() == [other]


async def test_h16_a_preview_is_found_by_its_id_alone(registry: Registry) -> None:
    nobody = id_of("Merge", await person(registry))

    assert (await registry.ask("first", PREVIEW, {"id": nobody})).refusal == (
        "NOT_FOUND",
        "Merge not found",
    )
