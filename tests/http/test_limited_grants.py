"""Rules R2 and R4: roles that hold in an organisation or for a time."""

from uuid import uuid4

import pytest

from tests.limited_grants import (
    NO_ROLE,
    NOT_FOUND,
    SOON,
    Tree,
    grant,
    held,
)
from tests.organisations import archive, create, limit, names
from tests.serving import Registry


async def test_r2_a_role_is_granted_for_an_organisation_and_for_all_at_once(
    admin: Registry, tree: Tree
) -> None:
    await admin.user("nova")

    for place in (tree.left, tree.left, tree.right, None):
        assert (await grant(admin, "admin", "nova", "REGISTRAR", place)).errors == []
    both = await held(admin, "nova")
    await grant(admin, "admin", "nova", "REGISTRAR", tree.left, mutation="revokeRole")
    unknown = await grant(admin, "admin", "nova", "REGISTRAR", uuid4(), mutation="revokeRole")

    assert both == [("REGISTRAR", "Left"), ("REGISTRAR", "Right"), ("REGISTRAR", None)]
    assert unknown.errors == []
    assert await held(admin, "nova") == [("REGISTRAR", "Right"), ("REGISTRAR", None)]


@pytest.mark.parametrize("role", ["NHS_REVIEWER", "SENIOR_REVIEWER", "ADMIN", "PERSON"])
async def test_r2_some_roles_hold_everywhere_or_not_at_all(
    admin: Registry, tree: Tree, role: str
) -> None:
    await admin.user("nova")

    refused = await grant(admin, "admin", "nova", role, tree.left)

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Role is not limited to organisations")


async def test_r2_a_role_begins_in_no_organisation_that_is_not_there_or_has_ended(
    admin: Registry, tree: Tree
) -> None:
    await admin.user("nova")
    await archive(admin, "admin", tree.right)

    unknown = await grant(admin, "admin", "nova", "STEWARD", uuid4())
    ended = await grant(admin, "admin", "nova", "STEWARD", tree.right)

    assert unknown.refusal == NOT_FOUND
    assert ended.refusal == ("CONFLICT", "Organisation is not active")


async def test_r4_a_grant_is_none_from_its_moment_on(admin: Registry, tree: Tree) -> None:
    await admin.user("early")
    await limit(admin, "early", "REGISTRAR", None, "1 hour")
    await limit(admin, "early", "STEWARD", tree.left, "1 hour")
    asked = '{ persons(filter: {name: "ada"}) { nodes { id } } }'

    before = await admin.ask("early", asked), await names(admin, "early")
    async with admin.acting("role.granted") as owner:
        await owner.execute("update role_grants set expires_at = now() where expires_at > now()")
    after = await admin.ask("early", asked), await admin.ask("early", "{ viewer { roles } }")
    organisations = await admin.ask("early", "{ organisations { nodes { name } } }")
    act = await create(admin, "early", "New", tree.left)

    assert before[0].errors == []
    assert before[1] == ["Root", "Left", "Leaf", "Right"]
    assert after[0].refusal == organisations.refusal == act.refusal == NO_ROLE
    assert after[1].data == {"viewer": {"roles": []}}
    assert await held(admin, "early") == []


async def test_r4_a_grant_is_given_until_a_moment_to_come(admin: Registry, tree: Tree) -> None:
    await admin.user("nova")

    faults = [
        await grant(admin, "admin", "nova", "REGISTRAR", None, expiresAt=moment)
        for moment in ("2020-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00")
    ]
    for moment in (SOON, None):
        await grant(admin, "admin", "nova", "REGISTRAR", tree.left, expiresAt=moment)
        kept = await admin.owner.fetchval(
            "select expires_at from role_grants where role = 'REGISTRAR'"
        )
        assert (kept and kept.isoformat()) == moment

    assert [
        (it["path"], it["rule"])
        for answer in faults
        for it in answer.errors[0]["extensions"]["violations"]
    ] == [(["expiresAt"], "future"), (["expiresAt"], "calendar")]
    assert await held(admin, "nova") == [("REGISTRAR", "Left")]


async def test_d1_the_trail_says_where_and_until_when_a_role_holds(
    admin: Registry, tree: Tree
) -> None:
    await admin.user("nova")
    await grant(admin, "admin", "nova", "REGISTRAR", tree.left, expiresAt=SOON)

    written = await admin.owner.fetchval(
        "select changeset from audit_log where resource = 'role_grant' and action = 'role.granted'"
        " and client_id is not null"
    )

    assert str(tree.left) in written
    assert "expires_at" in written
