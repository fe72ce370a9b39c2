"""Rule R12: consents and memberships of merged records, and how they come back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.consents import Hospital, accepted, hospital, link, listed
from tests.databases import Database
from tests.organisations import organisation
from tests.people import insert, person, row
from tests.serving import Registry
from tests.unmerging import MERGE, merge_of, merged, preview, staffed, unmerge

TIES = """
select person_id, organisation_id, status, permissions, offered from consents order by id
"""
MEMBERSHIPS = """
select person_id, organisation_id, title, ended_on is null as is_open from memberships order by id
"""
MY_CONSENTS = "{ viewer { person { consents { status } memberships { endedOn } } } }"

COUNTED = (
    "query ($id: ID!) { unmergePreview(mergeId: $id) { returningConsents returningMemberships } }"
)
VIEW, BOTH, ALL = ["VIEW"], ["VIEW", "CONTRIBUTE"], ["VIEW", "CONTRIBUTE", "CUSTODY"]


@pytest.fixture
async def registry(database: Database, tmp_path: Path) -> AsyncIterator[Registry]:
    async with staffed(database, tmp_path) as running:
        yield running


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    return await hospital(registry)


async def let(
    registry: Registry,
    who: UUID,
    place: UUID,
    status: str = "ACCEPTED",
    *permissions: str,
    **more: Any,
) -> UUID:
    """Write a consent of somebody's."""
    columns = {
        "person_id": who,
        "organisation_id": place,
        "status": status,
        "permissions": list(permissions or ("VIEW",)),
    }
    async with registry.acting("consent.accepted"):
        return await insert(registry, "consents", columns | more)


async def join(registry: Registry, who: UUID, place: UUID, title: str | None = None) -> UUID:
    """Let somebody belong to an organisation."""
    columns = {"person_id": who, "organisation_id": place, "title": title}
    async with registry.acting("membership.imported"):
        return await insert(registry, "memberships", columns)


async def ties(registry: Registry) -> tuple[list[Any], list[Any]]:
    """Return all consents and memberships, as far as they say anything."""
    return (
        [tuple(it) for it in await registry.owner.fetch(TIES)],
        [tuple(it) for it in await registry.owner.fetch(MEMBERSHIPS)],
    )


async def test_r12_a_merge_moves_what_the_duplicate_had_and_its_undoing_gives_it_back(
    registry: Registry, at: Hospital
) -> None:
    duplicate = await person(registry, "Adda")
    await let(registry, duplicate, at.hospital, "ACCEPTED", "VIEW", "CONTRIBUTE")
    await let(registry, duplicate, at.ministry, "WITHDRAWN")
    await join(registry, duplicate, at.ministry, "Nurse")
    before = await ties(registry)

    await merged(registry, duplicate, at.person)

    moved, joined = await ties(registry)
    assert {it[0] for it in (*moved, *joined)} == {at.person}
    assert [it[1:] for it in moved] == [it[1:] for it in before[0]]
    merge = await merge_of(registry, duplicate)
    shown = (await registry.ask("first", MERGE, {"id": merge})).data["merge"]["effects"]
    of_ties = {(it["resource"], it["column"]) for it in shown if it["resource"] != "person"}
    assert of_ties == {
        (it, name) for it in ("consent", "membership") for name in ("person_id", "version")
    }
    asked = (await registry.ask("first", COUNTED, {"id": merge})).data["unmergePreview"]
    assert asked == {"returningConsents": 2, "returningMemberships": 2}
    await unmerge(registry, duplicate)
    assert await ties(registry) == before


@pytest.mark.parametrize(
    ("its", "held", "stands"),
    [
        (("ACCEPTED", VIEW), ("ACCEPTED", BOTH), ("ACCEPTED", VIEW)),
        (("ACCEPTED", BOTH), ("ACCEPTED", VIEW), ("ACCEPTED", VIEW)),
        (("ACCEPTED", BOTH), ("ACCEPTED", BOTH), ("ACCEPTED", BOTH)),
        (("OFFERED", BOTH), ("OFFERED", VIEW), ("OFFERED", VIEW)),
        (("OFFERED", BOTH), ("ACCEPTED", VIEW), ("OFFERED", BOTH)),
        (("ACCEPTED", VIEW), ("OFFERED", BOTH), ("OFFERED", BOTH)),
        (("ACCEPTED", ALL), ("ACCEPTED", BOTH), ("ACCEPTED", BOTH)),
        (("ACCEPTED", BOTH, ALL), ("ACCEPTED", VIEW), ("ACCEPTED", VIEW)),
        (("ACCEPTED", VIEW, BOTH), ("ACCEPTED", VIEW, BOTH), ("ACCEPTED", VIEW, BOTH)),
    ],
)
async def test_r12_of_two_consents_the_narrower_stands(
    registry: Registry, its: Any, held: Any, stands: Any
) -> None:
    place = await organisation(registry, "Hospital")
    people = [await person(registry, name) for name in ("Adda", "Ada")]
    for who, (status, permissions, *offered_too) in zip(people, (its, held), strict=True):
        more = {"offered": offered_too[0]} if offered_too else {}
        await let(registry, who, place, status, *permissions, **more)
    before = await ties(registry)

    await merged(registry, people[0], people[1])

    consents, memberships = await ties(registry)
    live = [it for it in consents if it[2] in ("OFFERED", "ACCEPTED")]
    (found,) = live
    offered_now = stands[2] if len(stands) > 2 else None
    assert found == (people[1], place, stands[0], stands[1], offered_now)
    assert {it[0] for it in consents} == {people[1]}
    assert sum(it[3] for it in memberships) == (stands[0] == "ACCEPTED")
    await unmerge(registry, people[0])
    assert await ties(registry) == before


async def test_r12_the_person_is_told_of_what_stands_and_what_does_not(
    registry: Registry, at: Hospital
) -> None:
    duplicate = await person(registry, "Adda")
    await let(registry, duplicate, at.hospital)
    await accepted(registry, at, ["VIEW", "CONTRIBUTE"])
    last = await registry.owner.fetchval("select max(id::text) from outbox")

    await merged(registry, duplicate, at.person)

    sent = await registry.owner.fetch(
        "select type from outbox where id::text > $1 and type like 'consent.%' order by id", last
    )
    assert [it["type"] for it in sent] == [
        "consent.withdrawn",
        "consent.changed",
        "consent.changed",
    ]


async def test_r12_a_user_of_the_duplicate_sees_what_is_the_masters_now(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    master = await person(registry, "Augusta")
    await merged(registry, at.person, master)

    mine = (await registry.ask("ada", MY_CONSENTS)).data["viewer"]["person"]
    seen = await listed(registry, "sam")

    assert mine == {"consents": [{"status": "ACCEPTED"}], "memberships": [{"endedOn": None}]}
    assert seen == [("ACCEPTED", "Augusta")]


async def test_r12_custody_ends_where_either_record_has_a_user(
    registry: Registry, at: Hospital
) -> None:
    place = await organisation(registry, "School")
    child = await person(registry, "Nova")
    await let(registry, child, place, "ACCEPTED", *ALL)
    before = await ties(registry)

    await merged(registry, at.person, child)

    ((_, _, status, permissions, _),) = (await ties(registry))[0]
    assert (status, permissions) == ("ACCEPTED", BOTH)
    await unmerge(registry, at.person)
    assert await ties(registry) == before


async def test_r12_who_is_linked_to_a_merged_record_ends_custody_of_the_one_that_stands(
    registry: Registry, at: Hospital
) -> None:
    child, other = await person(registry, "Nova"), await person(registry, "Novah")
    await let(registry, child, at.hospital, "ACCEPTED", *ALL)
    await merged(registry, other, child)

    await link(registry, "nova", other)

    ((_, _, _, permissions, _),) = (await ties(registry))[0]
    assert permissions == BOTH
    reach = "select organisation_id from person_reach where person_id = $1"
    assert len(await registry.owner.fetch(reach, child)) == 2


async def test_h17_what_changed_since_goes_on_after_undoing(
    registry: Registry, at: Hospital
) -> None:
    duplicate = await person(registry, "Adda")
    consent = await let(registry, duplicate, at.hospital, "ACCEPTED", *BOTH)
    await merged(registry, duplicate, at.person)
    async with registry.acting("consent.withdrawn") as owner:
        await owner.execute("update consents set status = 'WITHDRAWN' where id = $1", consent)

    await unmerge(registry, duplicate)

    ((who, _, status, *_),) = (await ties(registry))[0]
    assert (who, status) == (duplicate, "WITHDRAWN")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_h18_ties_come_back_in_any_order(
    registry: Registry, at: Hospital, order: tuple[int, int]
) -> None:
    people = [await person(registry, name) for name in ("Adda", "Ada", "Adah")]
    for who, permissions in zip(people, (VIEW, BOTH, BOTH), strict=True):
        await let(registry, who, at.hospital, "ACCEPTED", *permissions)
        await join(registry, who, at.ministry)
    before = await ties(registry)
    await merged(registry, people[0], people[1])
    await merged(registry, people[1], people[2])
    live = [it for it in (await ties(registry))[0] if it[2] == "ACCEPTED"]
    assert [(it[0], it[3]) for it in live] == [(people[2], VIEW)]

    for which in order:
        await unmerge(registry, people[which])

    assert await ties(registry) == before


async def test_h16_a_preview_is_stale_once_a_consent_has_changed(
    registry: Registry, at: Hospital
) -> None:
    duplicate = await person(registry, "Adda")
    consent = await let(registry, duplicate, at.hospital, "ACCEPTED", *BOTH)
    await merged(registry, duplicate, at.person)
    merge = await merge_of(registry, duplicate)
    first = (await preview(registry, "first", merge))["digest"]
    async with registry.acting("consent.changed") as owner:
        await owner.execute("update consents set permissions = '{VIEW}' where id = $1", consent)

    assert (await preview(registry, "first", merge))["digest"] != first
    assert (await row(registry, "consents", consent))["person_id"] == at.person
