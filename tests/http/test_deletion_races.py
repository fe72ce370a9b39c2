"""Rule R10: a user who is deleted while others leave, while they act, and while it is cut off."""

import asyncio

import pytest

from rules.access import Role
from tests.consents import Hospital, accepted, hospital, offer
from tests.deletions import HANGING, OPEN_TIES, delete_user, give_more
from tests.limited_grants import NEEDS_STEWARD
from tests.organisations import limit, organisation, steward
from tests.people import pairs, reviewers
from tests.serving import Registry, until_it_waits


@pytest.fixture
async def at(registry: Registry) -> Hospital:
    await registry.user("admin", Role.ADMIN)
    return await hospital(registry)


async def test_r10_of_two_stewards_who_are_deleted_at_once_one_stays(
    registry: Registry, at: Hospital
) -> None:
    place = await organisation(registry, "Ward", at.hospital)
    names = [await steward(registry, f"steward{number}", place) for number in range(4)]

    answers = await asyncio.gather(*(delete_user(registry, "admin", it) for it in names))

    left = await registry.owner.fetchval(
        "select count(*) from role_grants where organisation_id = $1", place
    )
    assert left == 1
    assert [it.refusal for it in answers if it.errors] == [NEEDS_STEWARD]


async def test_r10_an_act_that_a_deletion_overtakes_takes_nothing_in_hand(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    (reviewer,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    async with registry.owner.transaction():
        # The deletion waits for this lock, and the request for the deletion.
        await registry.owner.execute(
            "select from role_grants where user_id = $1 for update", registry.users[reviewer]
        )
        deleting = asyncio.create_task(delete_user(registry, "admin", reviewer))
        await until_it_waits(registry.owner, deleting)
        taking = asyncio.create_task(
            registry.ask(reviewer, "mutation { assignMergeCandidate { mergeRequest { id } } }")
        )
        while await registry.owner.fetchval("select count(*) < 2 from pg_locks where not granted"):
            await asyncio.sleep(0)

    gone, taken = await deleting, await taking

    assert gone.errors == []
    assert (taken.status, taken.refusal) == (401, ("UNAUTHENTICATED", "Access denied"))
    held = "select count(*) from manual_merge_candidates where assignee_id is not null"
    assert await registry.owner.fetchval(held) == 0


@pytest.mark.parametrize("works_here", [False, True])
async def test_r10_what_a_user_offers_while_they_are_deleted_is_not_left(
    registry: Registry, at: Hospital, works_here: bool
) -> None:
    if works_here:
        await limit(registry, "ada", "REGISTRAR", at.ministry)
    await give_more(registry, "ada")
    async with registry.owner.transaction():
        # The deletion has ended what there was when it waits for this, and holds the person.
        await registry.owner.execute(
            "select from second_factors where user_id = $1 for update", registry.users["ada"]
        )
        deleting = asyncio.create_task(delete_user(registry, "admin", "ada"))
        await until_it_waits(registry.owner, deleting)
        offering = asyncio.create_task(offer(registry, "ada", at))
        while await registry.owner.fetchval("select count(*) < 2 from pg_locks where not granted"):
            await asyncio.sleep(0)

    gone, refused = await deleting, await offering

    assert gone.errors == []
    assert refused.refusal == ("NOT_FOUND", "Person not found")
    assert await registry.owner.fetchval(OPEN_TIES) == 0


async def test_r10_a_deletion_that_is_cut_off_took_nothing(
    registry: Registry, at: Hospital
) -> None:
    await accepted(registry, at)
    await give_more(registry, "ada")
    ada = registry.users["ada"]
    before = await registry.owner.fetchval(HANGING, ada), await registry.owner.fetchval(OPEN_TIES)
    async with registry.owner.transaction():
        # It has ended consents, memberships, roles and sessions when it waits for this.
        await registry.owner.execute(
            "select from second_factors where user_id = $1 for update", ada
        )
        deleting = asyncio.create_task(delete_user(registry, "admin", "ada"))
        await until_it_waits(registry.owner, deleting)
        await registry.owner.execute(
            "select pg_terminate_backend(pid) from pg_locks where not granted"
        )
        cut_off = await deleting

    assert cut_off.errors
    after = await registry.owner.fetchval(HANGING, ada), await registry.owner.fetchval(OPEN_TIES)
    assert after == before
    assert await registry.owner.fetchval("select count(*) from deletions") == 0
