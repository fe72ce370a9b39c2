"""Rule W1: of what somebody plans and does not execute, so much is kept."""

import pytest

from rules import organisation_plans as rules
from tests.organisation_plans import execute, join, merge, read, transfer, two
from tests.organisations import steward
from tests.people import person
from tests.serving import Registry

PLANS = "select count(*) from organisation_plans"
ITEMS = "select count(distinct plan_id) from plan_items"


async def test_w1_of_plans_that_were_not_executed_the_last_are_kept(
    admin: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_KEPT", 2)
    old, new = await two(admin)
    await join(admin, await person(admin, "Ada"), old)
    executed = await transfer(admin, old, new)
    assert (await execute(admin, "sam", executed)).errors == []

    made = [await merge(admin, old, new) for _ in range(4)]

    assert [await read(admin, "sam", it) is not None for it in made] == [False, False, True, True]
    assert await read(admin, "sam", executed) is not None
    assert await admin.owner.fetchval(PLANS) == await admin.owner.fetchval(ITEMS) == 3
    gone = await admin.owner.fetch(
        "select actor_id from audit_log where action = 'organisation_plan.purged'"
    )
    assert [it["actor_id"] for it in gone] == [admin.users["sam"]] * 2


async def test_w1_what_others_plan_takes_nobodys_plans_away(
    admin: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_KEPT", 1)
    old, new = await two(admin)
    await steward(admin, "olena", old, new)
    first = await merge(admin, old, new)

    await merge(admin, old, new, who="olena")

    assert await read(admin, "sam", first) is not None
