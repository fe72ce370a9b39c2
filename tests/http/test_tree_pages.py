"""What pages ask of the tree: where it begins, what is above and below, and who works there."""

from typing import Any

from tests.consents import link
from tests.limited_grants import NO_ROLE, Tree
from tests.organisations import limit, steward
from tests.people import id_of, person
from tests.serving import Registry

LIST = """
query ($parent: ID, $uppermost: Boolean) {
  organisations(parentId: $parent, uppermost: $uppermost) {
    nodes { name hasChildren ancestors { name } }
  }
}
"""
STAFF = """
query ($id: ID!) {
  organisationStaff(organisationId: $id) { role expiresAt colleague { username } client { name } }
}
"""
COLLEAGUE = "query ($name: String!) { colleague(username: $name) { userId displayName } }"
OFFER = """
query ($name: String!) { organisationsToOffer(name: $name) { nodes { name kind above } } }
"""


async def listed(registry: Registry, who: str, **variables: Any) -> list[tuple[Any, ...]]:
    answer = await registry.ask(who, LIST, variables)
    return [
        (it["name"], it["hasChildren"], [above["name"] for above in it["ancestors"]])
        for it in answer.data["organisations"]["nodes"]
    ]


async def staff(registry: Registry, who: str, place: Any) -> list[tuple[str, str]]:
    answer = await registry.ask(who, STAFF, {"id": id_of("Organisation", place)})
    return [(it["colleague"]["username"], it["role"]) for it in answer.data["organisationStaff"]]


async def test_r1_a_tree_begins_at_its_roots_and_is_opened_level_by_level(
    admin: Registry, tree: Tree
) -> None:

    top = await listed(admin, "admin", uppermost=True)
    below = await listed(admin, "admin", parent=id_of("Organisation", tree.root))
    deeper = await listed(admin, "admin", parent=id_of("Organisation", tree.left))

    assert top == [("Root", True, [])]
    assert below == [("Left", True, ["Root"]), ("Right", False, ["Root"])]
    assert deeper == [("Leaf", False, ["Root", "Left"])]


async def test_r3_a_tree_begins_for_a_steward_at_their_own_places(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sofia", tree.left, tree.right)

    top = await listed(admin, "sofia", uppermost=True)
    below = await listed(admin, "sofia", parent=id_of("Organisation", tree.left))
    above = await listed(admin, "sofia", parent=id_of("Organisation", tree.root))

    assert top == [("Left", True, []), ("Right", False, [])]
    assert below == [("Leaf", False, ["Left"])]
    assert above == [("Left", True, []), ("Right", False, [])]


async def test_r4_who_gives_roles_sees_who_holds_them_there_now(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sofia", tree.left)
    await steward(admin, "rita", tree.right)
    await admin.user("ivan")
    await limit(admin, "ivan", "REGISTRAR", tree.leaf, "1 hour")
    await admin.user("olga")
    await limit(admin, "olga", "REGISTRAR", tree.leaf, "-1 second")

    assert await staff(admin, "sofia", tree.leaf) == [("ivan", "REGISTRAR")]
    assert await staff(admin, "sofia", tree.left) == [("sofia", "STEWARD")]
    assert await staff(admin, "admin", tree.right) == [("rita", "STEWARD")]


async def test_r3_nobody_sees_the_staff_of_an_organisation_that_they_give_no_roles_in(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sofia", tree.left)
    await steward(admin, "rita", tree.right)
    await admin.user("ivan")
    await limit(admin, "ivan", "REGISTRAR", tree.left)

    assert await staff(admin, "sofia", tree.right) == []
    assert await staff(admin, "sofia", tree.root) == []
    given = {"id": id_of("Organisation", tree.left)}
    assert (await admin.ask("ivan", STAFF, given)).refusal == NO_ROLE
    assert (await admin.ask("ivan", COLLEAGUE, {"name": "rita"})).refusal == NO_ROLE


async def test_r4_a_steward_finds_a_user_by_their_whole_name_alone(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sofia", tree.left)
    await admin.user("ivan")

    found = await admin.ask("sofia", COLLEAGUE, {"name": "ivan"})
    part = await admin.ask("sofia", COLLEAGUE, {"name": "iva"})

    assert found.data["colleague"]["userId"] == id_of("User", admin.users["ivan"])
    assert part.data["colleague"] is None


async def test_r6_a_person_finds_active_organisations_to_offer_something_by_their_names(
    admin: Registry, tree: Tree
) -> None:
    await link(admin, "ann", await person(admin))
    await steward(admin, "sofia", tree.left)
    async with admin.acting("organisation.archived") as owner:
        await owner.execute(
            "update organisations set status = 'ARCHIVED' where id = $1", tree.right
        )

    async def offered(who: str, name: str) -> Any:
        answer = await admin.ask(who, OFFER, {"name": name})
        if answer.errors:
            return answer.refusal
        return answer.data["organisationsToOffer"]["nodes"]

    assert await offered("ann", "lea") == [
        {"name": "Leaf", "kind": "OFFICE", "above": ["Root", "Left"]}
    ]
    assert await offered("ann", "right") == []
    assert await offered("ann", " ") == []
    assert await offered("sofia", "leaf") == NO_ROLE
