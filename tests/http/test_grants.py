"""Rule E3: roles that are granted and taken, and the last ADMIN who stays."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import SCOPES as ALL_SCOPES
from rules.access import Role, scopes_of
from rules.access_administration import NoAdminWouldRemain
from tests.http.administering import (
    MUTATIONS,
    NEW_USER,
    actions,
    do,
    made_user,
    opaque,
)
from tests.serving import Answer, Registry
from workflows.acts import Acting, act


async def test_e3_a_role_is_granted_and_taken_and_both_may_be_said_twice(admin: Registry) -> None:
    nova = await made_user(admin)
    grant = {
        "userId": nova["id"],
        "clientId": opaque("Client", admin.console_id),
        "role": "REGISTRAR",
    }

    granted = [await do(admin, "grantRole", **grant) for _ in range(2)]
    revoked = [await do(admin, "revokeRole", **grant) for _ in range(2)]

    roles = [it.data["grantRole"]["user"]["roles"] for it in granted]
    assert roles == [[{"role": "REGISTRAR", "client": {"name": "console"}}]] * 2
    assert [it.data["revokeRole"]["user"]["roles"] for it in revoked] == [[], []]
    assert await actions(admin) == [
        ("user.created", "user"),
        ("role.granted", "role_grant"),
        ("role.revoked", "role_grant"),
    ]


async def test_e3_a_role_works_from_the_next_request_and_is_gone_with_the_next(
    admin: Registry,
) -> None:
    nova = await made_user(admin)
    admin.users["nova"] = UUID(nova["databaseId"])
    grant = {"userId": nova["id"], "clientId": opaque("Client", admin.console_id), "role": "ADMIN"}
    asked = "{ users { nodes { username } } }"

    before = await admin.ask("nova", asked)
    await do(admin, "grantRole", **grant)
    during = await admin.ask("nova", asked)
    await do(admin, "revokeRole", **grant)
    after = await admin.ask("nova", asked)

    assert [it.status for it in (before, during, after)] == [403, 200, 403]
    assert before.refusal == after.refusal == ("FORBIDDEN", "User doesn't have required role")


@pytest.mark.parametrize("role", list(Role))
async def test_e3_nobody_grants_to_themselves(admin: Registry, role: Role) -> None:
    await admin.user("other", Role.ADMIN)

    refused = await do(
        admin,
        "grantRole",
        userId=opaque("User", admin.users["admin"]),
        clientId=opaque("Client", admin.console_id),
        role=role,
    )

    assert refused.refusal == ("CONFLICT", "Nobody grants to themselves")


async def test_e3_nobody_holds_a_role_through_a_machine(admin: Registry) -> None:
    nova = await made_user(admin)
    machine = await admin.client("portal")

    refused = await do(
        admin,
        "grantRole",
        userId=nova["id"],
        clientId=opaque("Client", machine),
        role="REGISTRAR",
    )

    (error,) = refused.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert error["extensions"]["violations"][0]["path"] == ["clientId"]


async def test_e3_the_last_admin_can_be_neither_blocked_nor_stripped(admin: Registry) -> None:
    me, console = opaque("User", admin.users["admin"]), opaque("Client", admin.console_id)
    await admin.user("blocked", Role.ADMIN)
    await do(admin, "blockUser", id=opaque("User", admin.users["blocked"]))

    refused = [
        await do(admin, "blockUser", id=me),
        await do(admin, "revokeRole", userId=me, clientId=console, role="ADMIN"),
        await do(admin, "blockClient", id=console),
    ]

    expected = ("CONFLICT", "The last ADMIN can be neither blocked nor stripped")
    assert [it.refusal for it in refused] == [expected] * 3
    assert (await admin.ask("admin", "{ users { nodes { id } } }")).status == 200


LAST_ADMIN = ("CONFLICT", "The last ADMIN can be neither blocked nor stripped")
SCOPES_TAKEN = "update clients set scopes = array_remove(scopes, 'access:write') where id = $1"


async def another_admin(admin: Registry, flaw: str) -> UUID:
    """Make a second ADMIN, with a password, and let something keep them from administering."""
    nova = await made_user(admin)
    client = await admin.client("desk", "USER_INTERFACE", set(ALL_SCOPES) - {flaw})
    grant = {"userId": nova["id"], "clientId": opaque("Client", client), "role": "ADMIN"}
    await do(admin, "grantRole", **grant)
    user = UUID(nova["databaseId"])
    if flaw == "blocked user":
        await do(admin, "blockUser", id=nova["id"])
    elif flaw == "blocked client":
        await do(admin, "blockClient", id=opaque("Client", client))
    elif flaw == "no password":
        async with admin.acting("user.updated") as owner:
            await owner.execute("update users set password_hash = null where id = $1", user)
    return client


async def taking_away(admin: Registry) -> list[Answer]:
    """Try everything that would leave the user `admin` without the ability to administer."""
    me, console = opaque("User", admin.users["admin"]), opaque("Client", admin.console_id)
    return [
        await do(admin, "blockUser", id=me),
        await do(admin, "blockClient", id=console),
        await do(admin, "revokeRole", userId=me, clientId=console, role="ADMIN"),
    ]


@pytest.mark.parametrize("flaw", ["access:write", "blocked user", "blocked client", "no password"])
async def test_e3_an_admin_who_could_not_administer_now_is_no_other_admin(
    admin: Registry, flaw: str
) -> None:
    await another_admin(admin, flaw)

    refused = await taking_away(admin)

    assert [it.refusal for it in refused] == [LAST_ADMIN] * 3
    assert (await admin.ask("admin", "{ users { nodes { id } } }")).status == 200


async def test_e3_with_another_admin_who_could_administer_now_one_may_go(admin: Registry) -> None:
    await another_admin(admin, "none")

    gone = (await taking_away(admin))[0]

    assert gone.data["blockUser"]["user"]["isBlocked"] is True


async def test_e3_scopes_taken_from_a_client_and_a_password_count_as_stripping(
    admin: Registry,
) -> None:
    desk = await another_admin(admin, "none")
    acting = Acting(admin.owner, uuid4(), admin.console_id, admin.users["admin"])

    async def change(statement: str, key: UUID) -> None:
        try:
            async with act(acting, "access.changed") as connection:
                await connection.execute(statement, key)
            await acting.commit()
        finally:
            await acting.roll_back()

    await change(SCOPES_TAKEN, desk)
    with pytest.raises(NoAdminWouldRemain):
        await change(SCOPES_TAKEN, admin.console_id)
    with pytest.raises(NoAdminWouldRemain):
        await change("update users set password_hash = null where id = $1", admin.users["admin"])
    with pytest.raises(NoAdminWouldRemain):
        await change(
            "update role_grants set role = 'REGISTRAR' where user_id = $1", admin.users["admin"]
        )
    # What takes nothing away is allowed.
    await change("update clients set scopes = scopes || '{x}' where id = $1", admin.console_id)


async def test_e3_e4_where_all_admins_come_by_an_outside_issuer_the_last_of_them_remains(
    admin: Registry,
) -> None:
    second = opaque("User", admin.users[await admin.user("second", Role.ADMIN)])
    rita = opaque("User", admin.users[await admin.user("rita", Role.REGISTRAR)])
    async with admin.acting("user.updated") as owner:
        await owner.execute("update users set password_hash = null")

    gone = [await do(admin, "blockUser", id=it) for it in (rita, second)]
    refused = await taking_away(admin)

    assert [it.data["blockUser"]["user"]["isBlocked"] for it in gone] == [True, True]
    assert [it.refusal for it in refused] == [LAST_ADMIN] * 3


@pytest.mark.parametrize("mutation", ["blockUser", "revokeRole"])
async def test_e3_of_admins_who_put_each_other_out_at_once_one_remains(
    admin: Registry, mutation: str
) -> None:
    names = [await admin.user(f"admin{number}", Role.ADMIN) for number in range(8)]
    async with admin.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where user_id = $1", admin.users["admin"])
    console = opaque("Client", admin.console_id)

    def against(name: str) -> dict[str, str]:
        if mutation == "blockUser":
            return {"id": opaque("User", admin.users[name])}
        return {"userId": opaque("User", admin.users[name]), "clientId": console, "role": "ADMIN"}

    answers = await asyncio.gather(
        *(
            do(admin, mutation, who=name, **against(names[(place + 1) % len(names)]))
            for place, name in enumerate(names)
        )
    )

    remaining = await admin.owner.fetchval(
        "select count(*) from role_grants join users on users.id = user_id"
        " where role = 'ADMIN' and not is_blocked"
    )
    done = [it for it in answers if it.status == 200 and "errors" not in it.body]
    refused = {it.refusal for it in answers if it not in done}
    assert remaining == len(names) - len(done) >= 1
    assert refused <= {
        ("CONFLICT", "The last ADMIN can be neither blocked nor stripped"),
        ("FORBIDDEN", "User is blocked"),
        ("FORBIDDEN", "User doesn't have required role"),
    }


@pytest.mark.parametrize("mutation", sorted(MUTATIONS))
async def test_a2_a5_only_access_write_with_the_role_admin_changes_access(
    admin: Registry, mutation: str
) -> None:
    await admin.user("rita", Role.REGISTRAR, Role.NHS_REVIEWER)
    machine = await admin.client("portal")
    given: dict[str, Any] = {
        "createClient": {"name": "n", "kind": "SYSTEM", "scopes": []},
        "createUser": NEW_USER,
        "grantRole": {"userId": "x", "clientId": "y", "role": "ADMIN"},
        "revokeRole": {"userId": "x", "clientId": "y", "role": "ADMIN"},
    }
    asked = given.get(mutation, {"id": "x"})
    kind, selection = MUTATIONS[mutation]
    query = f"mutation ($input: {kind}) {{ {mutation}(input: $input) {{ {selection} }} }}"
    narrow = " ".join(scopes_of(Role) - {"access:write"})

    without_scope = await admin.ask("admin", query, {"input": asked}, scope=narrow)
    without_role = await admin.ask("rita", query, {"input": asked})
    by_machine = await admin.ask(machine, query, {"input": asked}, scope="access:write")

    assert (without_scope.status, without_scope.refusal[1]) == (401, "Invalid scopes")
    assert without_scope.errors[0]["extensions"]["missingScopes"] == ["access:write"]
    for refused in (without_role, by_machine):
        assert refused.status == 403
        assert refused.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert await actions(admin) == []
