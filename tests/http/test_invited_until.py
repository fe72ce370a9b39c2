"""Rule R13: invitations to a role that has a last day."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.access import Role
from tests.http.test_invitations import accept, invite
from tests.limited_grants import Tree, held, tree_of
from tests.organisations import limit, steward
from tests.serving import Answer, Registry

LIST = "{ invitations { nodes { status expiresAt roleExpiresAt } } }"
IS_WAITING = "select count(*) > 0 from pg_locks where not granted"


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("admin", Role.ADMIN)
    found = await tree_of(registry)
    await steward(registry, "sam", found.left)
    return found


async def invite_until(registry: Registry, tree: Tree, until: datetime | str | None) -> Answer:
    """Let the steward invite somebody to a role that ends at a moment."""
    given = until.isoformat() if isinstance(until, datetime) else until
    return await invite(registry, "sam", tree.left, roleExpiresAt=given)


def token(invited: Answer) -> str:
    url: str = invited.data["inviteUser"]["url"]
    return url.partition("#")[2]


async def invite_shortly(registry: Registry, tree: Tree, seconds: float) -> tuple[Answer, datetime]:
    """Invite to a role that ends in a moment, and in a later one where that is over too soon."""
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    invited = await invite_until(registry, tree, until)
    if invited.errors:
        return await invite_shortly(registry, tree, 4 * seconds)
    return invited, until


async def accept_on_the_way(registry: Registry, tree: Tree, seconds: float) -> Any:
    """Accept what is over by the time that a lock is given; None where it was over before."""
    invited, until = await invite_shortly(registry, tree, seconds)
    async with registry.owner.transaction():
        await registry.owner.execute(
            "select from clients where id = $1 for update", registry.console_id
        )
        accepting = asyncio.create_task(accept(registry, token(invited)))
        while not await registry.owner.fetchval(IS_WAITING):
            if accepting.done():
                return None
            await asyncio.sleep(0)
        await over(until)
    return await accepting


async def over(until: datetime) -> None:
    """Return once a moment has passed."""
    while datetime.now(UTC) <= until:
        await asyncio.sleep(0.05)


async def until_of(registry: Registry, username: str) -> Any:
    return await registry.owner.fetchval(
        "select expires_at from role_grants join users on users.id = user_id where username = $1",
        username,
    )


async def listed(registry: Registry) -> dict[str, Any]:
    (found,) = (await registry.ask("sam", LIST)).data["invitations"]["nodes"]
    return dict(found)


async def test_r13_who_accepts_holds_the_role_until_its_last_day_and_no_longer(
    registry: Registry, tree: Tree
) -> None:
    until = (datetime.now(UTC) + timedelta(days=60)).replace(microsecond=0)
    invited = await invite_until(registry, tree, until)

    accepted = await accept(registry, token(invited))

    assert accepted.status_code == 204
    assert await held(registry, "nova") == [("REGISTRAR", "Left")]
    assert await until_of(registry, "nova") == until
    found = await listed(registry)
    assert found["roleExpiresAt"] == until.isoformat()
    # For fourteen days the link leads in, as one to a role for good.
    assert datetime.fromisoformat(found["expiresAt"]) < until - timedelta(days=40)
    (kept,) = await registry.owner.fetch(
        "select changeset ->> 'role_expires_at' as until from audit_log"
        " where action = 'invitation.created' and resource = 'invitation'"
    )
    assert datetime.fromisoformat(kept["until"]) == until


async def test_r13_a_role_held_for_good_lasts_as_long_as_the_last_invitation_says(
    registry: Registry, tree: Tree
) -> None:
    await registry.user("rita")
    await limit(registry, "rita", "REGISTRAR", tree.left)
    until = (datetime.now(UTC) + timedelta(days=3)).replace(microsecond=0)
    invited = await invite_until(registry, tree, until)

    accepted = await accept(registry, token(invited), "rita")

    assert accepted.status_code == 204
    assert await until_of(registry, "rita") == until


@pytest.mark.parametrize(
    ("until", "rule"),
    [("2020-01-01T00:00:00Z", "future"), ("9999-12-31T23:59:59-12:00", "calendar")],
)
async def test_r13_nobody_is_invited_to_a_role_that_is_over(
    registry: Registry, tree: Tree, until: str, rule: str
) -> None:
    refused = await invite_until(registry, tree, until)

    assert refused.refusal == ("UNPROCESSABLE_ENTITY", "Input is invalid")
    (violation,) = refused.errors[0]["extensions"]["violations"]
    assert (violation["path"], violation["rule"]) == (["roleExpiresAt"], rule)
    assert await registry.owner.fetchval("select count(*) from invitations") == 0


async def test_r13_nobody_accepts_once_the_role_would_be_over(
    registry: Registry, tree: Tree
) -> None:
    invited, until = await invite_shortly(registry, tree, 0.5)
    await over(until)

    late = await accept(registry, token(invited))

    assert (late.status_code, late.json()["errors"][0]["message"]) == (410, "Invitation is settled")
    assert (await listed(registry))["status"] == "EXPIRED"
    assert await registry.owner.fetchval("select count(*) from users where username = 'nova'") == 0


async def test_r13_who_waits_on_the_way_past_the_last_moment_is_refused_as_who_comes_late(
    registry: Registry, tree: Tree
) -> None:
    late, seconds = None, 1.0
    while late is None:
        late, seconds = await accept_on_the_way(registry, tree, seconds), 4 * seconds

    assert late.status_code == 410
    assert await registry.owner.fetchval("select count(*) from role_grants") == 2
    assert await registry.owner.fetchval("select count(*) from users where username = 'nova'") == 0
