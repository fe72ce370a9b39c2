"""Rule R3: which records exist for whoever is limited to organisations, also for acts."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from resolvers import record_reach
from rules.access import Role
from tests.limited_grants import Tree, tree_of
from tests.organisations import bound_machine, limit, move, organisation
from tests.people import id_of
from tests.serving import Answer, Registry

DECLARE = """
mutation ($input: DeclareBirthInput!) {
  declareBirth(input: $input) {
    isPotentialDuplicate
    vitalEvent {
      id databaseId trackingId organisation { name } availableActions
      potentialDuplicates { databaseId }
    }
  }
}
"""
LIST = """
query ($filter: VitalEventFilter, $first: Int) {
  vitalEvents(filter: $filter, first: $first) { pageInfo { hasNextPage } nodes { databaseId } }
}
"""
ONE = "query ($id: ID!) { vitalEvent(id: $id) { databaseId } }"
NODE = "query ($id: ID!) { node(id: $id) { ... on VitalEvent { databaseId } } }"
BY_TRACKING_ID = "query ($id: String!) { vitalEventByTrackingId(trackingId: $id) { databaseId } }"
REGISTER = """
mutation ($i: RegisterVitalEventInput!) { registerVitalEvent(input: $i) { vitalEvent { id } } }
"""
NO_ORGANISATION = ("NOT_FOUND", "Organisation not found")
NO_ROLE = ("FORBIDDEN", "User doesn't have required role")


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("admin", Role.ADMIN)
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    for name in ("root", "left", "leaf", "right"):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", getattr(found, name))
    return found


def birth(key: str, place: UUID | None = None, **more: Any) -> dict[str, Any]:
    """Return the input of a declaration; the children of two keys resemble each other not."""
    child = {"firstName": f"Child{key}", "lastName": f"Of{key * 3}"}
    given = {
        "idempotencyKey": key,
        "child": child | {"birthDate": "2026-01-02", "gender": "FEMALE"},
        "informant": {"relationship": "midwife"},
        "placeOfBirth": "Hospital",
    }
    if place is not None:
        given["organisationId"] = id_of("Organisation", place)
    return given | more


async def declare(registry: Registry, who: str | UUID, given: dict[str, Any]) -> Answer:
    """Let somebody declare a birth."""
    return await registry.ask(who, DECLARE, {"input": given})


async def declared(registry: Registry, key: str, place: UUID | None = None) -> dict[str, Any]:
    """Let the registrar of everything declare a birth; return the record."""
    answer = await declare(registry, "all", birth(key, place))
    found: dict[str, Any] = answer.data["declareBirth"]["vitalEvent"]
    return found


async def seen(
    registry: Registry, who: str | UUID, records: list[dict[str, Any]]
) -> list[set[str]]:
    """Return which records exist for somebody: by list, id, node and tracking id."""
    answers = [
        [(await registry.ask(who, ONE, {"id": it["id"]})).data["vitalEvent"] for it in records],
        [(await registry.ask(who, NODE, {"id": it["id"]})).data["node"] for it in records],
        [
            (await registry.ask(who, BY_TRACKING_ID, {"id": it["trackingId"]})).data[
                "vitalEventByTrackingId"
            ]
            for it in records
        ],
        (await registry.ask(who, LIST)).data["vitalEvents"]["nodes"],
    ]
    return [{it["databaseId"] for it in each if it} for each in answers]


async def test_r3_records_exist_where_they_were_declared_and_above(
    registry: Registry, tree: Tree
) -> None:
    leaf, right = (
        await declared(registry, "a", tree.leaf),
        await declared(registry, "b", tree.right),
    )
    nowhere = await declared(registry, "c")
    records = [leaf, right, nowhere]

    found = {who: await seen(registry, who, records) for who in ("leaf", "left", "root", "right")}

    own, others = {leaf["databaseId"]}, {right["databaseId"]}
    assert leaf["organisation"] == {"name": "Leaf"}
    assert nowhere["organisation"] is None
    assert found == {
        "leaf": [own] * 4,
        "left": [own] * 4,
        "root": [own | others] * 4,
        "right": [others] * 4,
    }
    assert await seen(registry, "all", records) == [own | others | {nowhere["databaseId"]}] * 4


async def test_r3_a_record_moves_with_its_organisation(registry: Registry, tree: Tree) -> None:
    record = await declared(registry, "a", tree.leaf)

    await move(registry, tree.leaf, tree.right)

    assert await seen(registry, "left", [record]) == [set()] * 4
    assert await seen(registry, "right", [record]) == [{record["databaseId"]}] * 4


async def test_r3_who_is_limited_declares_for_their_own(registry: Registry, tree: Tree) -> None:
    await limit(registry, "right", "REGISTRAR", tree.leaf)

    own = await declare(registry, "left", birth("a"))
    below = await declare(registry, "left", birth("b", tree.leaf))
    above = await declare(registry, "left", birth("c", tree.root))
    beside = await declare(registry, "left", birth("d", tree.right))
    unknown = await declare(registry, "all", birth("e", uuid4()))
    several = await declare(registry, "right", birth("f"))
    one_of_them = await declare(registry, "right", birth("f", tree.leaf))

    places = [
        it.data["declareBirth"]["vitalEvent"]["organisation"]["name"]
        for it in (own, below, one_of_them)
    ]
    assert places == ["Left", "Leaf", "Leaf"]
    assert [it.refusal for it in (above, beside, unknown)] == [NO_ORGANISATION] * 3
    (error,) = several.errors
    assert [it["path"] for it in error["extensions"]["violations"]] == [["organisationId"]]


async def test_r3_a_bound_machine_declares_for_its_own_and_reads_what_is_registered_there(
    registry: Registry, tree: Tree
) -> None:
    machine = await bound_machine(registry, tree.left)
    others = await declared(registry, "a", tree.leaf)

    answer = await declare(registry, machine, birth("b"))
    elsewhere = await declare(registry, machine, birth("c", tree.right))
    own = answer.data["declareBirth"]["vitalEvent"]
    before = await seen(registry, machine, [others, own])
    registered = await registry.ask("all", REGISTER, {"i": {"id": others["id"]}})

    assert own["organisation"] == {"name": "Left"}
    assert elsewhere.refusal == NO_ORGANISATION
    assert before == [{own["databaseId"]}] * 4
    assert registered.errors == []
    both = {own["databaseId"], others["databaseId"]}
    assert await seen(registry, machine, [others, own]) == [both] * 4


async def test_r3_an_old_key_shows_nobody_the_record_of_others(
    registry: Registry, tree: Tree
) -> None:
    await declare(registry, "all", birth("a"))

    again = await declare(registry, "leaf", birth("a"))

    assert again.refusal == ("CONFLICT", "Idempotency key was used with a different request")


@pytest.mark.parametrize(
    ("mutation", "kind", "more"),
    [
        ("rejectVitalEvent", "RejectVitalEventInput", {"reason": "wrong"}),
        ("archiveVitalEvent", "ArchiveVitalEventInput", {"reason": "wrong"}),
        ("reinstateVitalEvent", "ReinstateVitalEventInput", {}),
        ("assignVitalEvent", "AssignVitalEventInput", {}),
        ("unassignVitalEvent", "AssignVitalEventInput", {}),
    ],
)
async def test_r3_acts_find_what_is_in_reach_alone(
    registry: Registry, tree: Tree, mutation: str, kind: str, more: dict[str, str]
) -> None:
    own, others = (
        await declared(registry, "a", tree.leaf),
        await declared(registry, "b", tree.right),
    )
    asked = f"mutation ($i: {kind}!) {{ {mutation}(input: $i) {{ vitalEvent {{ id }} }} }}"

    async def does(record: str) -> list[Any]:
        answer = await registry.ask("left", asked, {"i": {"id": record} | more})
        return [it["message"] for it in answer.errors]

    unknown = id_of("VitalEvent", uuid4())
    assert await does(others["id"]) == await does(unknown) == ["Vital event not found"]
    assert "Vital event not found" not in await does(own["id"])


async def test_r3_what_resembles_a_record_of_others_is_no_hint(
    registry: Registry, tree: Tree
) -> None:
    alike = {"firstName": "Mia", "lastName": "Moss", "birthDate": "1990-02-03"}
    await declare(registry, "right", birth("a", mother=alike))
    here = await declare(registry, "leaf", birth("b", mother=alike))
    again = await declare(registry, "leaf", birth("c", mother=alike))
    above = await registry.ask("root", LIST, {"filter": {"isPotentialDuplicate": True}})
    flagged = await registry.ask("leaf", LIST, {"filter": {"isPotentialDuplicate": True}})
    plain = await registry.ask("leaf", LIST, {"filter": {"isPotentialDuplicate": False}})

    first, second = here.data["declareBirth"], again.data["declareBirth"]
    assert first["isPotentialDuplicate"] is False
    assert first["vitalEvent"]["potentialDuplicates"] == []
    assert "MARK_AS_DUPLICATE" not in first["vitalEvent"]["availableActions"]
    assert second["isPotentialDuplicate"] is True
    own = first["vitalEvent"]["databaseId"]
    assert second["vitalEvent"]["potentialDuplicates"] == [{"databaseId": own}]
    assert len(above.data["vitalEvents"]["nodes"]) == 2
    assert [it["databaseId"] for it in flagged.data["vitalEvents"]["nodes"]] == [
        second["vitalEvent"]["databaseId"]
    ]
    assert [it["databaseId"] for it in plain.data["vitalEvents"]["nodes"]] == [own]


async def test_r3_what_looks_beyond_reach_refuses_who_is_limited(
    registry: Registry, tree: Tree
) -> None:
    asked = 'mutation { approveCorrection(input: {id: "x"}) { correction { id } } }'

    assert (await registry.ask("root", asked)).refusal == NO_ROLE


async def test_r3_an_archived_organisation_takes_no_declarations(
    registry: Registry, tree: Tree
) -> None:
    ended = await organisation(registry, "Ended", tree.left)
    async with registry.acting("organisation.archived") as owner:
        await owner.execute("update organisations set status = 'ARCHIVED' where id = $1", ended)

    refused = await declare(registry, "left", birth("a", ended))

    assert refused.refusal == ("CONFLICT", "Organisation is not active")


PAGED = """
query ($first: Int, $after: String, $last: Int, $before: String, $by: VitalEventOrderBy) {
  vitalEvents(first: $first, after: $after, last: $last, before: $before, orderBy: $by) {
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { databaseId }
  }
}
"""


@pytest.mark.parametrize("who", ["leaf", "root"])
@pytest.mark.parametrize("few", [0, 64])
async def test_r3_pages_go_through_what_is_in_reach_from_either_end(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch, who: str, few: int
) -> None:
    monkeypatch.setattr(record_reach, "FEW", few)  # 0: all records are walked through
    places = [tree.leaf, tree.right, tree.leaf, tree.right, tree.leaf]
    records = [await declared(registry, key, it) for key, it in zip("abcde", places, strict=True)]
    expected = [
        it["databaseId"]
        for it, place in zip(records, places, strict=True)
        if who == "root" or place == tree.leaf
    ]

    for by in ("INSERTED_AT_ASC", "INSERTED_AT_DESC"):
        for size, cursor, more in (("first", "after", "Next"), ("last", "before", "Previous")):
            found: list[str] = []
            given: dict[str, Any] = {size: 2, "by": by}
            goes_on = True
            while goes_on:
                page = (await registry.ask(who, PAGED, given)).data["vitalEvents"]
                nodes = [node["databaseId"] for node in page["nodes"]]
                found = found + nodes if size == "first" else nodes + found
                at = "endCursor" if size == "first" else "startCursor"
                goes_on = page["pageInfo"][f"has{more}Page"]
                given = {size: 2, "by": by, cursor: page["pageInfo"][at]}
            assert found == (expected if by == "INSERTED_AT_ASC" else expected[::-1])
