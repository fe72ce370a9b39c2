"""What a token's bearer is shown of themselves."""

from rules.access import Role, machine_scopes
from tests.people import id_of
from tests.serving import Registry

VIEWER = """
{ viewer { scopes roles client { id name kind isBlocked }
           user { id username displayName isBlocked roles { role client { name } } } } }
"""


async def test_a_user_is_shown_the_client_the_scopes_and_the_roles_through_it(
    registry: Registry,
) -> None:
    other = await registry.client("other console", "USER_INTERFACE", ["person:read"])
    ada = await registry.user("ada", Role.NHS_REVIEWER, Role.ADMIN)
    async with registry.acting("role_grant.created"):
        await registry.owner.execute(
            "insert into role_grants (user_id, client_id, role) values ($1, $2, 'REGISTRAR')",
            registry.users[ada],
            other,
        )

    viewer = (await registry.ask(ada, VIEWER, scope="person:read unknown:scope")).data["viewer"]

    assert viewer["scopes"] == ["person:read", "unknown:scope"]
    assert viewer["roles"] == ["ADMIN", "NHS_REVIEWER"]
    assert viewer["client"]["id"] == id_of("Client", registry.console_id)
    assert viewer["user"]["id"] == id_of("User", registry.users[ada])
    assert {(it["role"], it["client"]["name"]) for it in viewer["user"]["roles"]} == {
        ("ADMIN", "console"),
        ("NHS_REVIEWER", "console"),
        ("REGISTRAR", "other console"),
    }


async def test_a_machine_is_shown_itself(registry: Registry) -> None:
    portal = await registry.client("portal")

    viewer = (await registry.ask(portal, VIEWER)).data["viewer"]

    assert viewer == {
        "scopes": sorted(machine_scopes),
        "roles": [],
        "client": {
            "id": id_of("Client", portal),
            "name": "portal",
            "kind": "SYSTEM",
            "isBlocked": False,
        },
        "user": None,
    }


async def test_h15_a_reviewer_reads_whom_to_ask_and_nobody_else_does(registry: Registry) -> None:
    for name, role in (
        ("clerk", Role.REGISTRAR),
        ("admin", Role.ADMIN),
        ("plain", Role.NHS_REVIEWER),
        ("senior", Role.SENIOR_REVIEWER),
    ):
        await registry.user(name, role)
    gone = await registry.user("gone", Role.SENIOR_REVIEWER)
    async with registry.acting("user.blocked") as owner:
        await owner.execute(
            "update users set is_blocked = true where id = $1", registry.users[gone]
        )

    asked = "{ viewer { mergesTakenBackBy } }"
    names = [
        (await registry.ask(who, asked)).data["viewer"]["mergesTakenBackBy"]
        for who in ("plain", "clerk", "admin")
    ]

    assert names == [["admin", "senior"], [], []]
