"""Rules R8 and E3: the events of grants, and the address that a user is made with."""

from datetime import UTC, datetime, timedelta
from json import loads
from typing import Any

from tests.http.administering import NEW_USER, do
from tests.limited_grants import grant
from tests.organisations import organisation
from tests.people import id_of
from tests.serving import Registry

EVENTS = """
select id, aggregateid, type, payload::text from outbox
 where aggregatetype = 'role_grant' order by inserted_at, id
"""
MAY_RECEIVE = "select client_may_receive($1, outbox) from outbox where id = $2"
EMAIL = "mutation ($input: CreateUserInput!) { createUser(input: $input) { user { email } } }"


async def events(registry: Registry) -> list[dict[str, Any]]:
    return [dict(row) | loads(row["payload"]) for row in await registry.owner.fetch(EVENTS)]


async def test_r8_a_grant_is_told_when_it_is_given_changed_and_taken(admin: Registry) -> None:
    place = await organisation(admin, "Hospital")
    await admin.user("nova")
    before = len(await events(admin))
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()

    for expires_at in (None, None, until):
        await grant(admin, "admin", "nova", "REGISTRAR", place, expiresAt=expires_at)
    for _ in range(2):
        await grant(admin, "admin", "nova", "REGISTRAR", place, mutation="revokeRole")

    found = (await events(admin))[before:]
    assert [it["type"] for it in found] == [
        "role_grant.given",
        "role_grant.given",
        "role_grant.taken",
    ]
    assert len({it["aggregateid"] for it in found}) == 1
    assert found[0]["data"] == {
        "databaseId": found[0]["aggregateid"],
        "userId": id_of("User", admin.users["nova"]),
        "clientId": id_of("Client", admin.console_id),
        "role": "REGISTRAR",
        "organisationId": id_of("Organisation", place),
        "expiresAt": None,
        "version": 1,
    }
    assert [it["data"]["version"] for it in found] == [1, 2, 3]
    assert datetime.fromisoformat(found[1]["data"]["expiresAt"]).isoformat() == until


async def test_r8_no_machine_is_told_of_grants(admin: Registry) -> None:
    machine = await admin.client("reading")
    (event,) = await events(admin)

    received = [
        await admin.owner.fetchval(MAY_RECEIVE, it, event["id"])
        for it in (machine, admin.console_id)
    ]

    assert received == [False, True]


async def test_e3_a_user_is_made_with_an_address(admin: Registry) -> None:
    made = await admin.ask("admin", EMAIL, {"input": NEW_USER | {"email": "nova@example.org"}})
    without = await do(admin, "createUser", **(NEW_USER | {"username": "other"}))
    refused = await admin.ask(
        "admin", EMAIL, {"input": NEW_USER | {"username": "third", "email": "nobody"}}
    )

    assert made.data["createUser"]["user"]["email"] == "nova@example.org"
    assert without.errors == []
    assert refused.errors[0]["extensions"]["violations"][0]["path"] == ["email"]
