"""Rule R3: which persons exist for whoever is limited to organisations, by every way to them."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from tests.consents import Hospital, accepted, do, hospital
from tests.organisations import bound_machine, limit, move, organisation
from tests.people import id_of, person
from tests.serving import Registry

JOIN = "insert into memberships (person_id, organisation_id, title) values ($1, $2, 'nurse')"
MERGE = "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1"
SEARCH = """
query ($filter: PersonFilter!, $first: Int, $after: String) {
  persons(filter: $filter, first: $first, after: $after) {
    pageInfo { hasNextPage hasPreviousPage endCursor } nodes { databaseId }
  }
}
"""
ONE = "query ($id: ID!) { person(id: $id) { databaseId } }"
NODE = "query ($id: ID!) { node(id: $id) { ... on Person { databaseId } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Person { databaseId } } }"


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    found = await hospital(registry)
    await registry.user("reg")
    await limit(registry, "reg", "REGISTRAR", found.hospital)
    return found


async def joins(registry: Registry, who: UUID, place: UUID) -> None:
    """Make somebody a member."""
    async with registry.acting("membership.started") as owner:
        await owner.execute(JOIN, who, place)


async def seen(registry: Registry, who: str | UUID, *persons: UUID) -> list[set[UUID]]:
    """Return which of these persons exist for somebody: by search, by id, by node and by nodes."""
    ids = [id_of("Person", it) for it in persons]
    by_search = [
        node["databaseId"]
        for status in ("ACTIVE", "INACTIVE")
        for node in (await registry.ask(who, SEARCH, {"filter": {"status": status}})).data[
            "persons"
        ]["nodes"]
    ]
    by_name = await registry.ask(who, SEARCH, {"filter": {"name": "a"}})
    by_id = [(await registry.ask(who, ONE, {"id": it})).data["person"] for it in ids]
    by_node = [(await registry.ask(who, NODE, {"id": it})).data["node"] for it in ids]
    by_nodes = (await registry.ask(who, NODES, {"ids": ids})).data["nodes"]
    listed = [by_name.data["persons"]["nodes"], by_id, by_node, by_nodes]
    found = [by_search, *([it["databaseId"] for it in each if it] for each in listed)]
    return [{UUID(it) for it in each} for each in found]


@pytest.mark.parametrize("who", ["sam", "reg", "machine"])
async def test_r3_who_is_limited_finds_persons_in_reach_by_every_way(
    registry: Registry, at: Hospital, who: str
) -> None:
    caller = await bound_machine(registry, at.hospital) if who == "machine" else who
    ward = await organisation(registry, "Ward", at.hospital)
    elsewhere = await organisation(registry, "Elsewhere", at.ministry)
    amy, abe, ann = [await person(registry, name) for name in ("Amy", "Abe", "Ann")]
    for somebody, place in ((amy, ward), (abe, elsewhere), (ann, at.ministry)):
        await joins(registry, somebody, place)
    everybody = (at.person, amy, abe, ann)

    assert await seen(registry, caller, *everybody) == [{amy}] * 5
    await accepted(registry, at)
    assert await seen(registry, caller, *everybody) == [{amy, at.person}] * 5
    assert await seen(registry, "admin", *everybody) == [set(everybody)] * 5


async def test_r3_a_person_finds_themselves_alone(registry: Registry, at: Hospital) -> None:
    other = await person(registry)

    assert await seen(registry, "ada", at.person, other) == [{at.person}] * 5


async def test_r3_what_is_withdrawn_is_gone_with_the_very_next_request(
    registry: Registry, at: Hospital
) -> None:
    consent = await accepted(registry, at)
    before = await seen(registry, "reg", at.person)

    await do(registry, "ada", "withdrawConsent", consent)

    assert before == [{at.person}] * 5
    assert await seen(registry, "reg", at.person) == [set()] * 5


async def test_r3_who_moves_away_is_seen_by_those_above_the_new_place(
    registry: Registry, at: Hospital
) -> None:
    ward = await organisation(registry, "Ward", at.hospital)
    elsewhere = await organisation(registry, "Elsewhere", at.ministry)
    await registry.user("else")
    await limit(registry, "else", "REGISTRAR", elsewhere)
    amy = await person(registry, "Amy")
    await joins(registry, amy, ward)

    await move(registry, ward, elsewhere)

    assert await seen(registry, "reg", amy) == [set()] * 5
    assert await seen(registry, "else", amy) == [{amy}] * 5


async def test_r3_a_list_and_its_cursors_know_nothing_of_others(
    registry: Registry, at: Hospital
) -> None:
    people = [await person(registry, f"Amy{number}") for number in range(6)]
    for number in (0, 2, 4):
        await joins(registry, people[number], at.hospital)

    pages: list[Any] = []
    after = None
    while after is not None or not pages:
        given = {"filter": {"status": "ACTIVE"}, "first": 2, "after": after}
        pages.append((await registry.ask("reg", SEARCH, given)).data["persons"])
        after = pages[-1]["pageInfo"]["endCursor"] if pages[-1]["pageInfo"]["hasNextPage"] else None

    found = [UUID(node["databaseId"]) for page in pages for node in page["nodes"]]
    assert found == [people[0], people[2], people[4]]
    assert [len(page["nodes"]) for page in pages] == [2, 1]
    beyond = {"filter": {"status": "ACTIVE"}, "first": 0}
    empty = (await registry.ask("ada", SEARCH, beyond)).data["persons"]["pageInfo"]
    assert empty["hasNextPage"] is True  # herself
    await registry.user("eve")
    await limit(registry, "eve", "REGISTRAR", await organisation(registry, "Empty"))
    none = (await registry.ask("eve", SEARCH, beyond)).data["persons"]["pageInfo"]
    assert none == {"hasNextPage": False, "hasPreviousPage": False, "endCursor": None}


async def test_r3_what_hangs_on_a_person_in_reach_leads_to_nobody_else(
    registry: Registry, at: Hospital
) -> None:
    elsewhere = await organisation(registry, "Elsewhere", at.ministry)
    master, duplicate = await person(registry, "Amy"), await person(registry, "Abe")
    await joins(registry, duplicate, at.hospital)
    await joins(registry, duplicate, elsewhere)
    await joins(registry, master, elsewhere)
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(MERGE, duplicate, master)
    await registry.user("else")
    await limit(registry, "else", "REGISTRAR", elsewhere)
    asked = """
    query ($id: ID!) {
      person(id: $id) {
        masterPerson { databaseId } mergedPersons { databaseId }
        memberships { organisation { name parent { name } } person { databaseId } }
        consents { id } documents { number } phones { number } addresses { street }
        birthDateKnown deathDateKnown
      }
    }
    """

    here = (await registry.ask("reg", asked, {"id": id_of("Person", duplicate)})).data["person"]
    there = (await registry.ask("else", asked, {"id": id_of("Person", duplicate)})).data["person"]

    assert here["masterPerson"] is None
    own = {"name": "Hospital", "parent": None}
    assert here["memberships"] == [{"organisation": own, "person": {"databaseId": str(duplicate)}}]
    assert there["masterPerson"] == {"databaseId": str(master)}
    assert [it["organisation"]["name"] for it in there["memberships"]] == ["Elsewhere"]


async def test_r3_the_person_of_a_consent_leads_to_nobody_else(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    secret = await person(registry, "Secret")
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(MERGE, secret, at.person)
    asked = "{ consents { nodes { person { firstName mergedPersons { firstName } } } } }"

    for who in ("sam", "ada"):
        (shown,) = (await registry.ask(who, asked)).data["consents"]["nodes"]
        assert shown["person"] == {"firstName": "Ada", "mergedPersons": []}


LEADS = """
{
  viewer { person {
    databaseId masterPerson { databaseId } mergedPersons { firstName }
    memberships { person { databaseId mergedPersons { firstName } } }
    consents { status person { databaseId mergedPersons { firstName } } }
  } }
}
"""


async def test_r3_ones_own_record_leads_to_nobody_by_whatever_way(
    registry: Registry, at: Hospital
) -> None:
    """Whoever was merged into it, perhaps by mistake, is somebody else (decision 0265)."""
    await accepted(registry, at)
    await joins(registry, at.person, at.hospital)
    async with registry.acting("merge_request.merged") as owner:
        await owner.execute(MERGE, await person(registry, "Eve"), at.person)

    answer = await registry.ask("ada", LEADS)
    own = answer.data["viewer"]["person"]

    assert answer.errors == []
    assert (own["databaseId"], own["mergedPersons"]) == (str(at.person), [])
    nobody = {"databaseId": str(at.person), "mergedPersons": []}
    assert [it["person"] for it in own["memberships"]] == [nobody] * 2
    assert [it["person"] for it in own["consents"]] == [nobody]


async def test_r3_a_grant_that_has_ended_opens_nothing(registry: Registry, at: Hospital) -> None:
    await registry.user("former")
    await limit(registry, "former", "REGISTRAR", at.hospital, "-1 second")
    await accepted(registry, at)

    refused = await registry.ask("former", ONE, {"id": id_of("Person", at.person)})

    assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_r3_who_holds_the_role_everywhere_too_sees_everything(
    registry: Registry, at: Hospital
) -> None:
    await limit(registry, "reg", "REGISTRAR", None)

    assert await seen(registry, "reg", at.person) == [{at.person}] * 5


async def test_r3_a_limited_reader_needs_the_scope(registry: Registry, at: Hospital) -> None:
    refused = await registry.ask(
        "reg", ONE, {"id": id_of("Person", uuid4())}, scope="organisation:read"
    )

    assert refused.refusal == ("FORBIDDEN", "Invalid scopes")
