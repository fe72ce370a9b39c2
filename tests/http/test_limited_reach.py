"""Rule R3: who holds a role in organisations alone sees these and what is below, and no more."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.http.administering import do
from tests.limited_grants import (
    NO_ROLE,
    NOT_FOUND,
    ONE,
    Tree,
)
from tests.organisations import bound_machine, limit, names, steward
from tests.people import id_of, person
from tests.serving import Registry


async def test_r3_a_steward_sees_their_organisation_and_those_below_alone(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sam", tree.left)
    ids = {name: id_of("Organisation", getattr(tree, name)) for name in vars(tree)}
    node = "query ($id: ID!) { node(id: $id) { ... on Organisation { name } } }"

    shown = {name: (await admin.ask("sam", ONE, {"id": it})).data for name, it in ids.items()}
    nodes = {name: (await admin.ask("sam", node, {"id": it})).data for name, it in ids.items()}
    nested = (
        await admin.ask(
            "sam", ONE.replace("parent { name }", "parent { name kind }"), {"id": ids["left"]}
        )
    ).data

    assert await names(admin, "sam") == ["Left", "Leaf"]
    assert await names(admin, "sam", "r") == []
    assert shown == {
        "root": {"organisation": None},
        "left": {"organisation": {"name": "Left", "parent": None}},
        "leaf": {"organisation": {"name": "Leaf", "parent": {"name": "Left"}}},
        "right": {"organisation": None},
    }
    assert nested["organisation"]["parent"] is None
    assert nodes == {
        name: {"node": {"name": name.title()} if name in ("left", "leaf") else None} for name in ids
    }


async def test_r3_several_places_are_seen_together(admin: Registry, tree: Tree) -> None:
    await steward(admin, "sam", tree.leaf, tree.right)
    await limit(admin, "sam", "REGISTRAR", tree.right)

    assert await names(admin, "sam") == ["Leaf", "Right"]


LIMITED_ELSEWHERE = [
    "{ users { nodes { id } } }",
    "{ clients { nodes { id } } }",
    "{ auditLog { nodes { id } } }",
]


@pytest.mark.parametrize("asked", LIMITED_ELSEWHERE)
async def test_r3_a_limited_role_opens_nothing_that_reach_would_narrow(
    admin: Registry, tree: Tree, asked: str
) -> None:
    await steward(admin, "sam", tree.root)
    await limit(admin, "sam", "REGISTRAR", tree.root)
    await person(admin)

    refused = await admin.ask("sam", asked.replace("{ declared { count } }", "{ __typename }"))

    assert (refused.status, refused.refusal) == (403, NO_ROLE)


async def test_r3_a_limited_role_reads_no_node_that_reach_would_narrow(
    admin: Registry, tree: Tree
) -> None:
    await limit(admin, await steward(admin, "sam", tree.root), "REGISTRAR", tree.root)
    asked = "query ($id: ID!) { node(id: $id) { id } }"

    refused = [
        await admin.ask("sam", asked, {"id": id_of(kind, uuid4())}) for kind in ("User", "Merge")
    ]

    assert [it.refusal for it in refused] == [NO_ROLE] * 2
    assert [it.body["data"] for it in refused] == [{"node": None}] * 2


async def test_r3_a_bound_machine_is_asked_about_its_organisation_alone(
    admin: Registry, tree: Tree
) -> None:
    machine = await bound_machine(admin, tree.left)

    assert await names(admin, machine) == ["Left", "Leaf"]
    assert (await admin.ask(machine, "{ viewer { client { organisation { name } } } }")).data == {
        "viewer": {"client": {"organisation": {"name": "Left"}}}
    }


async def test_r3_an_admin_binds_a_machine_as_it_is_made(admin: Registry, tree: Tree) -> None:
    given: dict[str, Any] = {"name": "clinic", "scopes": ["organisation:read"]}
    place = {"organisationId": id_of("Organisation", tree.left)}

    made = await do(admin, "createClient", kind="SYSTEM", **given, **place)
    people = await do(admin, "createClient", kind="USER_INTERFACE", **given, **place)
    nowhere = await do(
        admin, "createClient", kind="SYSTEM", name="other", scopes=[], organisationId="nothing"
    )

    machine = UUID(made.data["createClient"]["client"]["databaseId"])
    assert await names(admin, machine) == ["Left", "Leaf"]
    (error,) = people.errors
    assert [it["path"] for it in error["extensions"]["violations"]] == [["organisationId"]]
    assert nowhere.refusal == NOT_FOUND
