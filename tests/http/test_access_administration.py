"""Rule E3: clients and users that admins make and block, and what nobody may."""

from typing import Any
from uuid import UUID

import pytest

from rules.access import SCOPES, machine_scopes
from tests.http.administering import NEW_USER, actions, do, made_user, opaque
from tests.serving import Registry


async def test_e3_an_admin_makes_a_machine_and_is_shown_its_secret_once(admin: Registry) -> None:
    made = await do(
        admin, "createClient", name="  portal ", kind="SYSTEM", scopes=["person:read"] * 2
    )
    payload = made.data["createClient"]
    listed = await admin.ask("admin", "{ clients { nodes { name scopes kind } } }")

    assert len(payload["clientSecret"]) == 43
    assert payload["client"]["name"] == "portal"
    assert payload["client"]["scopes"] == ["person:read"]
    assert [it["name"] for it in listed.data["clients"]["nodes"]] == ["console", "portal"]
    assert await actions(admin) == [("client.created", "client")]


async def test_e3_a_user_interface_has_no_secret_to_be_shown_or_rotated(admin: Registry) -> None:
    made = await do(admin, "createClient", name="desk", kind="USER_INTERFACE", scopes=list(SCOPES))
    payload = made.data["createClient"]
    rotated = await do(admin, "rotateClientSecret", id=payload["client"]["id"])

    assert payload["clientSecret"] is None
    assert rotated.refusal == ("CONFLICT", "A USER_INTERFACE client has no secret")


async def test_e3_all_that_is_wrong_with_a_client_comes_in_one_answer(admin: Registry) -> None:
    refused = await do(
        admin,
        "createClient",
        name=" " * 70,
        kind="SYSTEM",
        scopes=["person:read", "person:burn", "access:write", "Person:read", ""],
    )

    (error,) = refused.errors
    assert refused.status == 200
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    found = [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]
    assert found == [
        (["name"], "length"),
        (["scopes", 1], "known"),
        (["scopes", 2], "machines"),
        (["scopes", 3], "known"),
        (["scopes", 4], "known"),
    ]
    assert await actions(admin) == []


async def test_e3_no_machine_gets_a_scope_that_is_closed_to_machines(admin: Registry) -> None:
    for scope in SCOPES:
        given: dict[str, Any] = {"name": scope, "scopes": [scope]}

        person = await do(admin, "createClient", kind="USER_INTERFACE", **given)
        machine = await do(admin, "createClient", kind="SYSTEM", **(given | {"name": f"m{scope}"}))

        assert "errors" not in person.body
        assert ("errors" not in machine.body) == (scope in machine_scopes), scope


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"username": ""}, "username"),
        ({"username": "   "}, "username"),
        ({"username": "x" * 65}, "username"),
        ({"username": "a\u0000b"}, "username"),
        ({"username": "a\u0085b"}, "username"),
        ({"displayName": "two\nlines"}, "displayName"),
        ({"displayName": "x" * 65}, "displayName"),
        ({"password": "seven77"}, "password"),
        ({"password": "x" * 1025}, "password"),
        ({"password": " " * 8}, "password"),
        ({"password": "\u2003\u200b\u3164" * 3}, "password"),
        ({"password": "null\u0000null"}, "password"),
    ],
)
async def test_e3_names_and_passwords_have_their_measure(
    admin: Registry, given: dict[str, str], path: str
) -> None:
    refused = await do(admin, "createUser", **(NEW_USER | given))

    (error,) = refused.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY"
    assert [it["path"] for it in error["extensions"]["violations"]] == [[path]]


async def test_e3_longest_names_and_passwords_are_taken(admin: Registry) -> None:
    longest = {"username": "u" * 64, "displayName": " " + "ї" * 64, "password": "p" * 1024}

    made = await do(admin, "createUser", **longest)

    assert made.data["createUser"]["user"]["displayName"] == "ї" * 64


async def test_e3_a_name_is_had_once(admin: Registry) -> None:
    await do(admin, "createClient", name="portal", kind="SYSTEM", scopes=[])
    await made_user(admin)

    client = await do(admin, "createClient", name="portal ", kind="SYSTEM", scopes=[])
    user = await do(admin, "createUser", **NEW_USER)

    assert client.refusal == ("CONFLICT", "A client of this name exists already")
    assert user.refusal == ("CONFLICT", "A user of this name exists already")


async def test_e3_a_block_may_be_said_twice_and_lifted(admin: Registry) -> None:
    machine = await admin.client("portal")
    given = {"id": opaque("Client", machine)}

    states = [
        (await do(admin, mutation, **given)).data[mutation]["client"]["isBlocked"]
        for mutation in ("blockClient", "blockClient", "unblockClient", "unblockClient")
    ]
    viewer = await admin.ask(machine, "{ viewer { user { id } } }")

    assert states == [True, True, False, False]
    assert viewer.data == {"viewer": {"user": None}}
    assert await actions(admin) == [("client.blocked", "client"), ("client.unblocked", "client")]


@pytest.mark.parametrize(
    ("mutation", "given", "message"),
    [
        ("blockClient", {"id": "nonsense"}, "Client not found"),
        ("unblockClient", {"id": opaque("Client", UUID(int=1))}, "Client not found"),
        ("rotateClientSecret", {"id": opaque("User", UUID(int=1))}, "Client not found"),
        ("blockUser", {"id": opaque("User", UUID(int=1))}, "User not found"),
        ("unblockUser", {"id": ""}, "User not found"),
        ("grantRole", {"userId": "x", "clientId": "y", "role": "ADMIN"}, "User not found"),
        ("revokeRole", {"userId": "x", "clientId": "y", "role": "ADMIN"}, "User not found"),
    ],
)
async def test_e3_what_does_not_exist_cannot_be_changed(
    admin: Registry, mutation: str, given: dict[str, str], message: str
) -> None:
    refused = await do(admin, mutation, **given)

    assert refused.status == 200
    assert refused.refusal == ("NOT_FOUND", message)


async def test_g_clients_and_users_come_in_pages_both_ways(admin: Registry) -> None:
    for number in range(5):
        await admin.user(f"user{number}")
    query = (
        "query ($first: Int, $after: String, $last: Int, $before: String) {"
        " users(first: $first, after: $after, last: $last, before: $before) {"
        " pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        " nodes { username } } }"
    )

    first = (await admin.ask("admin", query, {"first": 4})).data["users"]
    rest = {"first": 4, "after": first["pageInfo"]["endCursor"]}
    second = (await admin.ask("admin", query, rest)).data["users"]
    back = {"last": 2, "before": second["pageInfo"]["startCursor"]}
    third = (await admin.ask("admin", query, back)).data["users"]

    names = [[it["username"] for it in page["nodes"]] for page in (first, second, third)]
    assert names == [
        ["admin", "user0", "user1", "user2"],
        ["user3", "user4"],
        ["user1", "user2"],
    ]
    assert first["pageInfo"]["hasNextPage"] is True
    assert second["pageInfo"]["hasNextPage"] is False


FOUND = "query ($filter: UserFilter) { users(filter: $filter) { nodes { username databaseId } } }"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ada", ["ada.lovelace", "adam"]),
        ("LOVE", ["ada.lovelace"]),
        ("ada.love", ["ada.lovelace"]),
        ("reyes n", ["adam"]),
        ("nadiya", ["nadia"]),
        ("reyes byron", []),
        ("yes", []),
        ("-", []),
        ("' & !x:*", []),
        ("", []),
    ],
)
async def test_e3_users_are_found_by_the_beginnings_of_words_of_their_names(
    admin: Registry, typed: str, found: list[str]
) -> None:
    await admin.user("ada.lovelace")
    await do(admin, "createUser", **(NEW_USER | {"username": "adam", "displayName": "Nóva Reyes"}))
    await do(
        admin,
        "createUser",
        **(NEW_USER | {"username": "nadia", "displayName": "\u041d\u0430\u0434\u0456\u044f B."}),
    )

    answer = await admin.ask("admin", FOUND, {"filter": {"name": typed}})

    assert [it["username"] for it in answer.data["users"]["nodes"]] == found


async def test_e3_a_filter_of_nothing_finds_all_users_and_an_id_the_one_who_has_it(
    admin: Registry,
) -> None:
    nova = await made_user(admin)
    gone = await made_user(admin, "gone")
    await admin.owner.execute("set session_replication_role = replica")
    await admin.owner.execute(
        "update users set deleted_at = now(), password_hash = null where username = 'gone'"
    )
    filters: list[dict[str, Any] | None] = [
        None,
        {},
        {"name": None, "databaseId": None},
        {"databaseId": nova["databaseId"]},
        {"databaseId": nova["databaseId"], "name": "admin"},
        {"databaseId": gone["databaseId"]},
        {"name": "gone"},
    ]

    answers = [await admin.ask("admin", FOUND, {"filter": it}) for it in filters]
    too_long = await admin.ask("admin", FOUND, {"filter": {"name": "x" * 201}})

    names = [[it["username"] for it in answer.data["users"]["nodes"]] for answer in answers]
    assert names == [["admin", "nova"]] * 3 + [["nova"], [], [], []]
    assert too_long.errors[0]["extensions"]["code"] == "BAD_REQUEST"
