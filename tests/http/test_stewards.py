"""Rules R4 and R5: what stewards grant, make and end, and the last of them, who stays."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from rules.access import Role
from tests.http.administering import do, opaque
from tests.limited_grants import (
    LAST_ADMIN,
    NEEDS_STEWARD,
    NO_ROLE,
    NOT_FOUND,
    SOON,
    Tree,
    grant,
    held,
)
from tests.organisations import archive, create, limit, names, steward
from tests.serving import Registry, until_it_waits

GRANTED = """
mutation ($input: RoleGrantInput!) {
  grantRole(input: $input) {
    user {
      username displayName isBlocked email lastUsedAt openSessions secondFactorSince person { id }
      roles { role organisation { name } }
    }
  }
}
"""


async def test_r4_a_steward_sees_of_a_user_what_giving_them_a_role_needs(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sam", tree.left)
    await admin.user("nova")
    await limit(admin, "nova", "REGISTRAR", tree.right)
    async with admin.acting("user.updated") as owner:
        await owner.execute("update users set email = 'nova@example.org' where username = 'nova'")
    await admin.owner.execute(
        "select note_uses(array[$1::uuid], array[now()])", admin.users["nova"]
    )
    given = {
        "userId": opaque("User", admin.users["nova"]),
        "clientId": opaque("Client", admin.console_id),
        "role": "REGISTRAR",
        "organisationId": opaque("Organisation", tree.leaf),
    }

    to_steward = (await admin.ask("sam", GRANTED, {"input": given})).data["grantRole"]["user"]
    to_admin = (await admin.ask("admin", GRANTED, {"input": given})).data["grantRole"]["user"]
    own = (await admin.ask("nova", "{ viewer { user { email lastUsedAt } } }")).data["viewer"]

    assert (to_steward["username"], to_steward["isBlocked"]) == ("nova", False)
    hidden = ("email", "lastUsedAt", "openSessions", "secondFactorSince", "person")
    assert [to_steward[name] for name in hidden] == [None] * len(hidden)
    assert to_admin["openSessions"] == 0
    assert [it["organisation"]["name"] for it in to_steward["roles"]] == ["Leaf"]
    assert to_admin["email"] == own["user"]["email"] == "nova@example.org"
    assert to_admin["lastUsedAt"] is not None
    assert own["user"]["lastUsedAt"] is not None
    assert len(to_admin["roles"]) == 2


async def test_r4_a_steward_grants_limited_roles_at_or_below_their_own(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sam", tree.left)
    await admin.user("nova")

    granted = [
        await grant(admin, "sam", "nova", role, place)
        for role, place in [
            ("STEWARD", tree.left),
            ("REGISTRAR", tree.left),
            ("REGISTRAR", tree.leaf),
        ]
    ]
    taken = await grant(admin, "sam", "nova", "REGISTRAR", tree.leaf, mutation="revokeRole")
    refused = [
        await grant(admin, "sam", "nova", role, place, mutation=mutation)
        for mutation in ("grantRole", "revokeRole")
        for role, place in [
            ("REGISTRAR", tree.root),
            ("REGISTRAR", tree.right),
            ("REGISTRAR", uuid4()),
            ("REGISTRAR", None),
            ("STEWARD", None),
            ("ADMIN", None),
            ("ADMIN", tree.left),
            ("NHS_REVIEWER", tree.left),
        ]
    ]
    oneself = await grant(admin, "sam", "sam", "REGISTRAR", tree.left)

    assert [it.errors for it in (*granted, taken)] == [[]] * 4
    assert [(it.status, it.refusal) for it in refused] == [(403, NO_ROLE)] * 16
    assert oneself.refusal == ("CONFLICT", "Nobody grants to themselves")
    assert await held(admin, "nova") == [("STEWARD", "Left"), ("REGISTRAR", "Left")]


async def test_r4_a_registrar_and_a_steward_of_before_grant_nothing(
    admin: Registry, tree: Tree
) -> None:
    await admin.user("rita", Role.REGISTRAR)
    await limit(admin, "rita", "REGISTRAR", tree.root)
    await limit(admin, "rita", "STEWARD", tree.root, "-1 second")
    await admin.user("nova")

    assert (await grant(admin, "rita", "nova", "REGISTRAR", tree.left)).refusal == NO_ROLE


async def test_r4_a_steward_of_everything_grants_what_is_limited_and_nothing_else(
    admin: Registry, tree: Tree
) -> None:
    await admin.user("sam", Role.STEWARD)
    await admin.user("nova")

    granted = await grant(admin, "sam", "nova", "STEWARD", tree.right)
    refused = [await grant(admin, "sam", "nova", it, None) for it in ("STEWARD", "ADMIN")]

    assert granted.errors == []
    assert [it.refusal for it in refused] == [NO_ROLE] * 2


async def test_r4_a_steward_is_shown_no_roles_of_elsewhere(admin: Registry, tree: Tree) -> None:
    await steward(admin, "sam", tree.left)
    await admin.user("nova", Role.NHS_REVIEWER)
    await limit(admin, "nova", "STEWARD", tree.right)

    granted = await grant(admin, "sam", "nova", "REGISTRAR", tree.leaf)

    roles = granted.data["grantRole"]["user"]["roles"]
    assert roles == [{"role": "REGISTRAR", "client": {"name": "console"}}]


async def test_r4_a_steward_makes_and_ends_what_is_below_their_own_and_no_root(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sam", tree.left)

    made = await create(admin, "sam", "New", tree.leaf)
    ended = await archive(
        admin, "sam", UUID(made.data["createOrganisation"]["organisation"]["databaseId"])
    )
    refused = [
        await create(admin, "sam", "New", tree.right),
        await create(admin, "sam", "New", uuid4()),
        await archive(admin, "sam", tree.right),
        await archive(admin, "sam", tree.root),
    ]
    root = await create(admin, "sam", "New")

    assert ended.errors == []
    assert [it.refusal for it in refused] == [NOT_FOUND] * 4
    assert root.refusal == NO_ROLE


async def test_r4_an_organisation_is_made_with_its_first_steward(
    admin: Registry, tree: Tree
) -> None:
    await steward(admin, "sam", tree.left)
    await admin.user("nova")
    nova, sam = (opaque("User", admin.users[it]) for it in ("nova", "sam"))
    machine = await admin.client("clinic")

    made = await create(admin, "sam", "New", tree.left, stewardId=nova)
    by_admin = await create(
        admin, "admin", "Other", stewardId=nova, clientId=opaque("Client", admin.console_id)
    )
    oneself = await create(admin, "sam", "Mine", tree.left, stewardId=sam)
    nobody = await create(admin, "sam", "Nobody's", tree.left, stewardId="nobody")
    by_machine = await create(
        admin, "admin", "Machine's", stewardId=nova, clientId=opaque("Client", machine)
    )

    assert made.errors == by_admin.errors == []
    assert await names(admin, "nova") == ["New", "Other"]
    assert oneself.refusal == ("CONFLICT", "Nobody grants to themselves")
    assert nobody.refusal == ("NOT_FOUND", "User not found")
    assert by_machine.errors[0]["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert await names(admin, "admin") == ["Root", "Left", "Leaf", "Right", "New", "Other"]


async def test_r5_an_organisation_keeps_its_last_steward(admin: Registry, tree: Tree) -> None:
    await steward(admin, "sam", tree.left)
    await steward(admin, "soon", tree.left)
    await limit(admin, await admin.user("passing"), "STEWARD", tree.left, "1 hour")
    await steward(admin, "elsewhere", tree.root, tree.right)
    leaving: dict[str, Any] = {"place": tree.left, "mutation": "revokeRole"}

    first = await grant(admin, "soon", "soon", "STEWARD", **leaving)
    refused = [
        await grant(admin, who, "sam", "STEWARD", **leaving)
        for who in ("sam", "admin", "elsewhere")
    ]
    limited = await grant(admin, "admin", "sam", "STEWARD", tree.left, expiresAt=SOON)
    await steward(admin, "next", tree.left)
    gone = await grant(admin, "sam", "sam", "STEWARD", **leaving)

    assert first.errors == gone.errors == []
    assert [it.refusal for it in refused] == [NEEDS_STEWARD] * 3
    assert limited.refusal == NEEDS_STEWARD


async def test_r5_a_blocked_steward_is_none_who_remains(admin: Registry, tree: Tree) -> None:
    for name in ("sam", "blocked"):
        await steward(admin, name, tree.left)
    blocked = await do(admin, "blockUser", id=opaque("User", admin.users["blocked"]))

    refused = await grant(admin, "sam", "sam", "STEWARD", tree.left, mutation="revokeRole")
    other = await grant(admin, "sam", "blocked", "STEWARD", tree.left, mutation="revokeRole")

    assert blocked.errors == other.errors == []
    assert refused.refusal == NEEDS_STEWARD


async def test_r5_what_has_ended_needs_no_steward(admin: Registry, tree: Tree) -> None:
    await steward(admin, "sam", tree.right)
    await archive(admin, "sam", tree.right)

    gone = await grant(admin, "sam", "sam", "STEWARD", tree.right, mutation="revokeRole")

    assert gone.errors == []


async def test_r5_of_stewards_who_leave_at_once_one_stays(admin: Registry, tree: Tree) -> None:
    staying = [await steward(admin, f"steward{number}", tree.left) for number in range(6)]

    answers = await asyncio.gather(
        *(grant(admin, it, it, "STEWARD", tree.left, mutation="revokeRole") for it in staying)
    )

    left = await admin.owner.fetchval(
        "select count(*) from role_grants where organisation_id = $1", tree.left
    )
    refused = [it.refusal for it in answers if it.errors]
    assert left == len(refused) == 1
    assert refused == [NEEDS_STEWARD]


async def test_r5_of_two_who_leave_through_different_clients_one_waits_for_the_other(
    admin: Registry, tree: Tree
) -> None:
    desk = await admin.client("desk", "USER_INTERFACE")
    await steward(admin, "one", tree.left)
    await admin.user("other")
    async with admin.acting("role.granted") as owner:
        await owner.execute(
            "insert into role_grants (user_id, client_id, role, organisation_id)"
            " values ($1, $2, 'STEWARD', $3)",
            admin.users["other"],
            desk,
            tree.left,
        )
    first = await asyncpg.connect(admin.database.owner_url)
    leaving = first.transaction()
    await leaving.start()
    await first.execute(
        "select begin_act('role.revoked', $1, $2, $3)", desk, admin.users["other"], uuid4()
    )
    await first.execute("delete from role_grants where client_id = $1", desk)

    waiting = asyncio.create_task(
        grant(admin, "one", "one", "STEWARD", tree.left, mutation="revokeRole")
    )
    await until_it_waits(admin.owner, waiting)
    await leaving.commit()
    await first.close()

    assert (await waiting).refusal == NEEDS_STEWARD


async def test_e3_an_admin_whose_grant_expires_is_not_the_one_who_remains(
    admin: Registry,
) -> None:
    await admin.user("passing")
    await limit(admin, "passing", "ADMIN", None, "1 hour")

    refused = [
        await grant(admin, "passing", "admin", "ADMIN", None, mutation="revokeRole"),
        await grant(admin, "passing", "admin", "ADMIN", None, expiresAt=SOON),
        await do(admin, "blockUser", "passing", id=opaque("User", admin.users["admin"])),
    ]
    other = await grant(admin, "admin", "passing", "ADMIN", None, mutation="revokeRole")

    assert [it.refusal for it in refused] == [LAST_ADMIN] * 3
    assert other.errors == []
