"""Rule R10: what removing a member would end, and what became of the record."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.consents import Hospital, accepted, hospital
from tests.deletions import remove_member
from tests.http.test_custody import take
from tests.limited_grants import NOT_FOUND
from tests.organisations import limit, organisation, steward
from tests.people import id_of, insert, person
from tests.serving import Registry

REMOVALS = """
query ($id: ID!) { organisation(id: $id) { members(first: 9) { edges { node {
  removal { memberships consents roles record isSeenAfterwards } } } } } }
"""
REMOVAL = {
    "memberships": 1,
    "consents": 1,
    "roles": 0,
    "record": "STAYS",
    "isSeenAfterwards": False,
}
PERSON = "query ($id: ID!) { person(id: $id) { id } }"


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def removals(registry: Registry, who: str, at: Hospital) -> list[Any]:
    """Return what removing each member of the hospital would end, as somebody is answered."""
    given = {"id": id_of("Organisation", at.hospital)}
    answer = await registry.ask(who, REMOVALS, given)
    edges = answer.data["organisation"]["members"]["edges"]
    return [it["node"]["removal"] for it in edges]


async def test_r10_what_a_removal_would_end_is_shown_to_whoever_may_remove_alone(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await limit(registry, "ada", "REGISTRAR", at.hospital)
    await registry.user("rob")
    await limit(registry, "rob", "REGISTRAR", at.hospital)
    await steward(registry, "eve", await organisation(registry, "Elsewhere"))

    shown = {who: await removals(registry, who, at) for who in ("admin", "sam", "rob")}
    hidden = await registry.ask("eve", REMOVALS, {"id": id_of("Organisation", at.hospital)})

    expected = [REMOVAL | {"roles": 1}]
    assert shown == {"admin": expected, "sam": expected, "rob": [None]}
    assert hidden.body["data"]["organisation"] is None or hidden.refusal == NOT_FOUND


@pytest.mark.parametrize(("is_elsewhere", "record"), [(False, "LEAVES"), (True, "LOSES_CONTACTS")])
async def test_r10_what_becomes_of_a_record_in_custody_is_said_before_and_after(
    registry: Registry, at: Hospital, is_elsewhere: bool, record: str
) -> None:
    made = await take(registry, "sam", at)
    child = UUID(made.data["createCustodialPerson"]["person"]["databaseId"])
    if is_elsewhere:
        columns = {"person_id": child, "organisation_id": at.ministry}
        async with registry.acting("membership.imported"):
            await insert(registry, "memberships", columns)

    before = await removals(registry, "sam", at)
    gone = await remove_member(registry, "sam", at.hospital, child)

    assert before == [REMOVAL | {"record": record}]
    assert gone.data["removeMember"]["record"] == record
    assert await removals(registry, "sam", at) in ([], [None])


@pytest.mark.parametrize("has_user", [True, False])
@pytest.mark.parametrize(
    ("where", "is_seen"),
    [(None, False), ("above", False), ("beside", False), ("below", True)],
)
async def test_r10_a_removal_says_whether_who_works_there_sees_the_person_then(
    registry: Registry, at: Hospital, has_user: bool, where: str | None, is_seen: bool
) -> None:
    registrar = await registry.user("rob")
    await limit(registry, "rob", "REGISTRAR", at.hospital)
    member = at.person if has_user else await person(registry, "Kid")
    places = {
        "above": at.ministry,
        "beside": await organisation(registry, "Clinic", at.ministry),
        "below": await organisation(registry, "Ward", at.hospital),
    }
    await belong(registry, member, at.hospital, has_user)
    if where is not None:
        await belong(registry, member, places[where], has_user)
    given = {"id": id_of("Person", member)}
    assert (await registry.ask(registrar, PERSON, given)).data["person"] == given

    (before,) = await removals(registry, "admin", at)
    assert (await remove_member(registry, "admin", at.hospital, member)).errors == []

    assert before["isSeenAfterwards"] is is_seen
    shown = (await registry.ask(registrar, PERSON, given)).data["person"]
    assert (shown is not None) is is_seen


async def belong(registry: Registry, member: UUID, place: UUID, has_user: bool) -> None:
    """Let a person belong to an organisation: by a consent where they have a user."""
    ties = {"person_id": member, "organisation_id": place}
    consent = {"status": "ACCEPTED", "permissions": ["VIEW"]}
    async with registry.acting("membership.imported"):
        if has_user:
            await insert(registry, "consents", ties | consent)
        else:
            await insert(registry, "memberships", ties)
