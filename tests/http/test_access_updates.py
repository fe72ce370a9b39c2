"""Rules E3 and E6: clients and users that admins change."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import SCOPES
from tests.http.administering import actions, do, opaque
from tests.serving import Registry

FEWER = sorted(SCOPES.keys() - {"access:write"})


async def changed_client(registry: Registry, client: UUID, **given: Any) -> dict[str, Any]:
    answer = await do(registry, "updateClient", id=opaque("Client", client), **given)
    found: dict[str, Any] = answer.data["updateClient"]["client"]
    return found


async def test_e6_an_admin_changes_a_clients_name_and_scopes(admin: Registry) -> None:
    portal = await admin.client("portal", scopes=["person:read"])

    renamed = await changed_client(admin, portal, name=" clinic ")
    narrowed = await changed_client(admin, portal, scopes=["birth:declare"] * 2)
    emptied = await changed_client(admin, portal, scopes=[])
    unchanged = await changed_client(admin, portal, name=None, scopes=None)

    assert (renamed["name"], renamed["scopes"]) == ("clinic", ["person:read"])
    assert (narrowed["name"], narrowed["scopes"]) == ("clinic", ["birth:declare"])
    assert (emptied["scopes"], unchanged["scopes"]) == ([], [])
    assert await actions(admin) == [("client.updated", "client")] * 3


async def test_e6_all_that_is_wrong_with_a_change_comes_in_one_answer(admin: Registry) -> None:
    portal = await admin.client("portal")
    scopes = ["person:read", "person:burn", "access:write"]

    refused = await do(admin, "updateClient", id=opaque("Client", portal), name="  ", scopes=scopes)

    (error,) = refused.errors
    found = [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]
    assert found == [
        (["name"], "length"),
        (["scopes", 1], "known"),
        (["scopes", 2], "machines"),
    ]
    assert await actions(admin) == []


async def test_e6_a_name_that_is_had_is_not_given_again(admin: Registry) -> None:
    portal = await admin.client("portal")
    await admin.client("clinic")

    refused = await do(admin, "updateClient", id=opaque("Client", portal), name="clinic")

    assert refused.refusal == ("CONFLICT", "A client of this name exists already")


async def test_e6_the_client_that_people_sign_in_through_keeps_its_name(admin: Registry) -> None:
    console = opaque("Client", admin.console_id)

    refused = await do(admin, "updateClient", id=console, name="desk")
    same = await do(admin, "updateClient", id=console, name="console", scopes=sorted(SCOPES))

    assert refused.refusal == ("CONFLICT", "The client of the console keeps its name")
    assert same.data["updateClient"]["client"]["name"] == "console"


async def test_e3_scopes_that_are_taken_strip_the_last_admin_of_nothing(admin: Registry) -> None:
    console = opaque("Client", admin.console_id)

    refused = await do(admin, "updateClient", id=console, scopes=FEWER)
    desk = await admin.client("desk", "USER_INTERFACE", SCOPES)
    await admin.user("other")
    await do(
        admin,
        "grantRole",
        userId=opaque("User", admin.users["other"]),
        clientId=opaque("Client", desk),
        role="ADMIN",
    )
    allowed = await do(admin, "updateClient", id=console, scopes=FEWER)

    assert refused.refusal == ("CONFLICT", "The last ADMIN can be neither blocked nor stripped")
    assert "access:write" not in allowed.data["updateClient"]["client"]["scopes"]


@pytest.mark.parametrize(
    ("given", "shown", "email"),
    [
        ({"displayName": "  Rita Orlova "}, "Rita Orlova", "rita@registry.example"),
        ({"displayName": None}, "rita", "rita@registry.example"),
        ({}, "rita", "rita@registry.example"),
        ({"email": None}, "rita", None),
        ({"email": " r.orlova@registry.example "}, "rita", "r.orlova@registry.example"),
        ({"displayName": "R", "email": None}, "R", None),
    ],
)
async def test_e6_an_admin_changes_what_is_known_of_a_user(
    admin: Registry, given: dict[str, Any], shown: str, email: str | None
) -> None:
    await admin.user("rita")
    rita = {"id": opaque("User", admin.users["rita"])}
    await do(admin, "updateUser", **rita, email="rita@registry.example")

    answer = await do(admin, "updateUser", **rita, **given)

    user = answer.data["updateUser"]["user"]
    assert (user["displayName"], user["email"], user["username"]) == (shown, email, "rita")


async def test_e6_an_email_is_one_address_and_a_name_shows_something(admin: Registry) -> None:
    await admin.user("rita")

    refused = await do(
        admin,
        "updateUser",
        id=opaque("User", admin.users["rita"]),
        displayName="  ",
        email="Rita <rita@registry.example>",
    )

    (error,) = refused.errors
    found = [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]
    assert found == [(["displayName"], "length"), (["email"], "email")]
    assert await actions(admin) == []


async def test_d4_what_is_known_of_a_user_is_in_the_trail_by_name_only(admin: Registry) -> None:
    await admin.user("rita")

    await do(
        admin,
        "updateUser",
        id=opaque("User", admin.users["rita"]),
        displayName="Rita",
        email="rita@registry.example",
    )

    row = await admin.owner.fetchrow(
        "select changeset::text, action from audit_log where resource = 'user' order by id desc"
    )
    assert row is not None
    assert row["action"] == "user.updated"
    assert row["changeset"] == ('{"email": "[personal data]", "display_name": "[personal data]"}')


@pytest.mark.parametrize(
    ("mutation", "type_name", "message"),
    [
        ("updateClient", "Client", "Client not found"),
        ("updateUser", "User", "User not found"),
    ],
)
async def test_e6_what_does_not_exist_cannot_be_changed(
    admin: Registry, mutation: str, type_name: str, message: str
) -> None:
    refused = await do(admin, mutation, id=opaque(type_name, UUID(int=1)))

    assert refused.refusal == ("NOT_FOUND", message)
