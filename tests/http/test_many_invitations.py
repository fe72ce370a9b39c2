"""Rule R13: nobody invites without end, nor one address again and again."""

import asyncio

import pytest

from rules.access import Role
from tests.http.test_invitations import WITHDRAW, invite
from tests.limited_grants import Tree, tree_of
from tests.organisations import steward
from tests.serving import Registry
from workflows import invitations as workflow

TOO_MANY = ("RATE_LIMITED", "Too many invitations")
DAY_SECONDS = 86_400


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("admin", Role.ADMIN)
    found = await tree_of(registry)
    await steward(registry, "sam", found.left)
    await steward(registry, "ola", found.left)
    return found


async def test_r13_one_address_is_invited_so_often_a_day_by_whoever_it_is(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "MOST_OF_ONE_ADDRESS", 2)
    first = await invite(registry, "sam", tree.left)
    made = first.data["inviteUser"]["invitation"]["id"]
    await registry.ask("sam", WITHDRAW, {"input": {"id": made}})

    answers = await asyncio.gather(
        *(invite(registry, "sam", tree.left, email="NOVA@example.org") for _ in range(4))
    )

    refused = [it for it in answers if it.errors]
    assert [it.refusal for it in refused] == [TOO_MANY] * 3
    assert all(0 < it.errors[0]["extensions"]["retryAfter"] <= DAY_SECONDS for it in refused)
    other = await invite(registry, "sam", tree.left, email="other@example.org")
    colleague = await invite(registry, "ola", tree.left)
    assert other.errors == colleague.errors == []
    assert await registry.owner.fetchval("select count(*) from invitations") == 4


async def test_r13_one_invites_so_many_a_day_and_goes_on_the_next(
    registry: Registry, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "MOST_A_DAY", 2)
    for number in range(2):
        assert (await invite(registry, "sam", tree.left, email=f"n{number}@example.org")).data

    refused = await invite(registry, "sam", tree.left)
    async with registry.acting("invitation.created") as owner:
        await owner.execute("update invitations set inserted_at = now() - interval '1 day'")
    tomorrow = await invite(registry, "sam", tree.left)

    assert refused.refusal == TOO_MANY
    assert tomorrow.errors == []
