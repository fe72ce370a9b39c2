"""What was done with an account is found in one place, and what is left of its access (D1, E9)."""

from typing import Any

from rules.access import Role
from tests.deletions import delete_user
from tests.http.administering import do, opaque
from tests.http.people import person, sign_in
from tests.limited_grants import grant
from tests.serving import Registry

TRAIL = """
query ($filter: AuditLogFilter) {
  auditLog(filter: $filter, first: 100, orderBy: INSERTED_AT_ASC) {
    nodes { action user { username } actor { username } }
  }
}
"""
ACCESS = "{ users { nodes { username isBlocked openSessions roles { role } } } }"


async def access_of(registry: Registry, who: str, username: str) -> dict[str, Any]:
    nodes = (await registry.ask(who, ACCESS)).data["users"]["nodes"]
    (found,) = [it for it in nodes if it["username"] == username]
    return dict(found)


async def test_d1_what_was_done_with_an_account_is_found_with_its_roles_and_sessions(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    for name in ("rita", "rosa"):
        await person(registry, name, Role.REGISTRAR)
    await sign_in(registry, "rita")
    await sign_in(registry, "rosa")
    await grant(registry, "admin", "rita", "NHS_REVIEWER", None)
    await grant(registry, "admin", "rita", "NHS_REVIEWER", None, mutation="revokeRole")
    await do(registry, "blockUser", "admin", id=opaque("User", registry.users["rita"]))

    asked = {"filter": {"user": str(registry.users["rita"])}}
    found = (await registry.ask("admin", TRAIL, asked)).data["auditLog"]["nodes"]

    actions = [it["action"] for it in found]
    assert {it["user"]["username"] for it in found} == {"rita"}
    assert "session.started" in actions
    assert [it for it in actions if it.startswith("role.")] == ["role.granted", "role.revoked"]
    # The block, and what it ended.
    assert actions.count("user.blocked") == 2


async def test_d1_what_was_done_with_an_account_is_found_after_it_was_deleted(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    for name in ("rita", "rosa"):
        await person(registry, name, Role.REGISTRAR)
        await sign_in(registry, name)
    asked = {"filter": {"user": str(registry.users["rita"])}}
    await delete_user(registry, "admin", "rosa")
    before = (await registry.ask("admin", TRAIL, asked)).data["auditLog"]["nodes"]

    await delete_user(registry, "admin", "rita")

    after = (await registry.ask("admin", TRAIL, asked)).data["auditLog"]["nodes"]
    assert after[: len(before)] == before
    assert "session.started" in [it["action"] for it in before]
    # The account, its role and its session.
    assert [it["action"] for it in after[len(before) :]] == ["user.deleted"] * 3
    assert {it["user"]["username"] for it in after} == {"rita"}


async def test_e9_an_administrator_sees_that_an_account_has_no_way_in_any_more(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    await person(registry, "rita", Role.REGISTRAR)
    await sign_in(registry, "rita")
    await sign_in(registry, "rita")
    before = await access_of(registry, "admin", "rita")

    await do(registry, "blockUser", "admin", id=opaque("User", registry.users["rita"]))
    await grant(registry, "admin", "rita", "REGISTRAR", None, mutation="revokeRole")

    assert (before["openSessions"], before["roles"]) == (2, [{"role": "REGISTRAR"}])
    assert await access_of(registry, "admin", "rita") == {
        "username": "rita",
        "isBlocked": True,
        "openSessions": 0,
        "roles": [],
    }
