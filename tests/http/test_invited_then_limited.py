"""Rule R13: what was said of a role since somebody was invited to it stands."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.access import Role
from tests.deletions import delete_user
from tests.http.administering import do, opaque
from tests.http.test_invitations import accept, token_of
from tests.http.test_invited_until import invite_until, token, until_of
from tests.limited_grants import Tree, grant, held, tree_of
from tests.organisations import limit, steward
from tests.serving import Registry

FRIDAY = (datetime.now(UTC) + timedelta(days=4)).replace(microsecond=0)
NEXT = FRIDAY + timedelta(days=30)


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("admin", Role.ADMIN)
    found = await tree_of(registry)
    await steward(registry, "sam", found.left)
    await registry.user("rita")
    return found


async def test_r13_a_role_that_was_given_an_end_meanwhile_keeps_it(
    registry: Registry, tree: Tree
) -> None:
    await limit(registry, "rita", "REGISTRAR", tree.left)
    invited = await token_of(registry, tree.left)
    limited = await grant(
        registry, "sam", "rita", "REGISTRAR", tree.left, expiresAt=FRIDAY.isoformat()
    )

    accepted = await accept(registry, invited, "rita")

    assert limited.errors == []
    assert accepted.status_code == 204
    assert await until_of(registry, "rita") == FRIDAY


@pytest.mark.parametrize(("said", "kept"), [(NEXT, FRIDAY), (FRIDAY, FRIDAY)])
async def test_r13_of_two_ends_the_earlier_stands(
    registry: Registry, tree: Tree, said: datetime, kept: datetime
) -> None:
    invited = await invite_until(registry, tree, said)
    other = NEXT if said == FRIDAY else FRIDAY
    await grant(registry, "sam", "rita", "REGISTRAR", tree.left, expiresAt=other.isoformat())

    accepted = await accept(registry, token(invited), "rita")

    assert accepted.status_code == 204
    assert await until_of(registry, "rita") == kept


async def test_r13_a_role_that_was_taken_away_meanwhile_is_not_taken_back_by_a_link(
    registry: Registry, tree: Tree
) -> None:
    await limit(registry, "rita", "REGISTRAR", tree.left)
    before = await token_of(registry, tree.left)
    await grant(registry, "sam", "rita", "REGISTRAR", tree.left, mutation="revokeRole")
    after = await token_of(registry, tree.left)

    refused = await accept(registry, before, "rita")
    none = await held(registry, "rita")
    accepted = await accept(registry, after, "rita")

    assert (refused.status_code, none) == (410, [])
    assert accepted.status_code == 204
    assert await held(registry, "rita") == [("REGISTRAR", "Left")]


async def test_r13_neither_is_it_by_another_name_with_the_address_that_was_invited(
    registry: Registry, tree: Tree
) -> None:
    first, second = [await token_of(registry, tree.left) for _ in range(2)]
    await accept(registry, first)
    nova = await registry.owner.fetchval("select id from users where username = 'nova'")
    registry.users["nova"] = nova
    await grant(registry, "sam", "nova", "REGISTRAR", tree.left, mutation="revokeRole")

    refused = await accept(registry, second, username="nova2")

    assert refused.status_code == 410
    assert await registry.owner.fetchval("select count(*) from users where username = 'nova2'") == 0


async def test_r13_what_was_taken_away_and_given_again_meanwhile_is_held(
    registry: Registry, tree: Tree
) -> None:
    await limit(registry, "rita", "REGISTRAR", tree.left)
    invited = await token_of(registry, tree.left)
    await grant(registry, "sam", "rita", "REGISTRAR", tree.left, mutation="revokeRole")
    await grant(registry, "sam", "rita", "REGISTRAR", tree.left)

    accepted = await accept(registry, invited, "rita")

    assert accepted.status_code == 204
    assert await until_of(registry, "rita") is None


async def test_r13_what_was_said_of_others_or_of_other_roles_limits_nobody(
    registry: Registry, tree: Tree
) -> None:
    await registry.user("rosa")
    invited = await token_of(registry, tree.left)
    for who, role, place in [
        ("rosa", "REGISTRAR", tree.left),
        ("rita", "STEWARD", tree.left),
        ("rita", "REGISTRAR", tree.leaf),
    ]:
        await grant(registry, "sam", who, role, place, expiresAt=FRIDAY.isoformat())
        await grant(registry, "sam", who, role, place, mutation="revokeRole")

    accepted = await accept(registry, invited, "rita")

    assert accepted.status_code == 204
    assert await until_of(registry, "rita") is None


async def test_r10_invitations_to_whoever_is_deleted_are_withdrawn(
    registry: Registry, tree: Tree
) -> None:
    first, second = [await token_of(registry, tree.left) for _ in range(2)]
    await accept(registry, first)
    nova = await registry.owner.fetchval("select id from users where username = 'nova'")
    registry.users["nova"] = nova
    deleted = await delete_user(registry, "admin", "nova")

    refused = await accept(registry, second, username="nova2")

    assert deleted.errors == []
    assert refused.status_code == 410
    statuses = await registry.owner.fetch("select status from invitations order by id")
    assert [it[0] for it in statuses] == ["ACCEPTED", "WITHDRAWN"]


async def test_r13_who_is_blocked_accepts_nothing(registry: Registry, tree: Tree) -> None:
    invited = await token_of(registry, tree.left)
    await do(registry, "blockUser", id=opaque("User", registry.users["rita"]))

    refused = await accept(registry, invited, "rita")

    assert refused.status_code == 401
    assert await held(registry, "rita") == []
