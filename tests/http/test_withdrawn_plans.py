"""Plans that wait are listed, and one that was withdrawn is signed by nobody (rule W8)."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.organisation_plans import (
    NOT_FOUND,
    STATE,
    begun,
    done,
    execute,
    merge,
    transfer,
    two,
    withdraw,
)
from tests.organisations import limit, organisation, steward
from tests.plan_races import holding, waiting, without_deadlocks
from tests.runs import run_of, settle, until, working
from tests.serving import Registry

WITHDRAWN = ("CONFLICT", "Plan was withdrawn")
SIGNED = ("CONFLICT", "Plan was signed")
LIST = (
    "query ($status: [PlanStatus!]) {"
    " organisationPlans(first: 50, filter: { status: $status })"
    f" {{ nodes {{ {STATE} }} }} }}"
)
ENTRIES = """
select resource, changeset from audit_log where action = 'organisation_plan.withdrawn'
"""
STEP_FAILED = "update messages set status = 'FAILED', next_attempt_at = null where run_id = $1"
ROW = "select from organisation_plans for update"


async def listed(registry: Registry, who: str, *status: str) -> list[dict[str, Any]]:
    """List the plans that somebody sees, the newest first."""
    answer = await registry.ask(who, LIST, {"status": list(status) or None})
    assert answer.errors == []
    found: list[dict[str, Any]] = answer.data["organisationPlans"]["nodes"]
    return found


async def test_w8_plans_are_listed_by_what_has_become_of_them(admin: Registry) -> None:
    old, new = await two(admin)
    third, fourth = [await organisation(admin, name) for name in ("Third", "Fourth")]
    await steward(admin, "olena", old)
    await limit(admin, "sam", "STEWARD", third)
    elsewhere = await merge(admin, old, fourth, "admin")
    moved = await transfer(admin, old, new)
    run = await done(admin, moved)
    stopped = await merge(admin, old, new)
    await withdraw(admin, "sam", stopped)
    waits = await merge(admin, old, third)
    begun_run = await begun(admin, await merge(admin, third, new), key="second")
    blocked = await transfer(admin, new, old)

    seen = await listed(admin, "sam")
    opens = await listed(admin, "admin", "OPEN", "WITHDRAWN")

    assert [it["status"] for it in seen] == ["BLOCKED", "UNDER_WAY", "OPEN", "WITHDRAWN", "DONE"]
    assert (seen[0]["id"], seen[2]["id"]) == (blocked["id"], waits["id"])
    assert [it["id"] for it in opens] == [waits["id"], stopped["id"], elsewhere["id"]]
    assert [it["runUnderWay"] for it in seen[:2]] == [{"databaseId": str(begun_run)}] * 2
    signed = (await run_of(admin, "sam", run))["finishedAt"]
    assert seen[4]["signedAt"] < signed
    assert (seen[4]["plannedByName"], seen[4]["signedByName"]) == ("sam", "sam")
    assert (opens[2]["plannedByName"], opens[2]["signedByName"]) == ("admin", None)
    assert await listed(admin, "olena") == []


async def test_w8_a_plan_waits_no_more_once_one_of_both_has_ended(admin: Registry) -> None:
    old, new = await two(admin)
    await merge(admin, old, new)
    await done(admin, await merge(admin, old, new))

    assert [it["status"] for it in await listed(admin, "sam")] == ["DONE", "BLOCKED"]


async def test_w8_plans_are_listed_for_who_may_make_them(registry: Registry) -> None:
    old, new = await two(registry)
    await merge(registry, old, new)
    await registry.user("registrar", Role.REGISTRAR)
    machine = await registry.client("machine")

    answers = [
        await registry.ask("sam", LIST, scope="organisation:read"),
        await registry.ask("registrar", LIST),
        await registry.ask(machine, LIST),
    ]

    assert [it.refusal for it in answers] == [
        ("FORBIDDEN", "Invalid scopes"),
        ("FORBIDDEN", "User doesn't have required role"),
        ("FORBIDDEN", "Invalid scopes"),
    ]


async def test_w8_a_plan_that_is_withdrawn_is_signed_by_nobody(admin: Registry) -> None:
    old, new = await two(admin)
    await steward(admin, "olena", old)
    plan = await merge(admin, old, new)

    refused = [
        await withdraw(admin, "olena", plan),
        *[await withdraw(admin, "sam", plan, it) for it in (" ", "x" * 501)],
    ]
    answer = await withdraw(admin, "sam", plan, " Ada said no ")
    later = [await execute(admin, "admin", plan), await withdraw(admin, "admin", plan)]

    assert refused[0].refusal == NOT_FOUND
    assert {it.refusal[0] for it in refused[1:]} == {"UNPROCESSABLE_ENTITY"}
    state = answer.data["withdrawOrganisationPlan"]["plan"]
    assert (state["status"], state["withdrawalReason"]) == ("WITHDRAWN", "Ada said no")
    assert (state["withdrawnByName"], state["signedByName"]) == ("sam", None)
    assert [it.refusal for it in later] == [WITHDRAWN, WITHDRAWN]
    assert await admin.owner.fetchval("select count(*) from runs") == 0
    ((noun, changes),) = [tuple(row) for row in await admin.owner.fetch(ENTRIES)]
    assert noun == "organisation_plan"
    assert "withdrawn_at" in changes
    assert "Ada" not in changes


async def test_w8_what_is_signed_is_not_withdrawn_unless_its_run_has_failed(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    plan = await merge(admin, old, new)
    run = await begun(admin, plan, key="first")

    under_way = await withdraw(admin, "sam", plan)
    async with admin.acting("run.failed") as owner:
        await owner.execute("update runs set status = 'FAILED', finished_at = now()")
        await owner.execute(STEP_FAILED, run)
    after_failure = await withdraw(admin, "sam", plan)
    resumed = await settle(admin, "sam", "resume", run)
    async with working(admin):
        with pytest.raises(AssertionError, match="Plan was withdrawn"):
            await until(admin, run, "SUCCEEDED")
    moved = await transfer(admin, old, new)
    await done(admin, moved)

    assert under_way.refusal == SIGNED
    assert after_failure.errors == resumed.errors == []
    assert (await withdraw(admin, "sam", moved)).refusal == SIGNED


@pytest.mark.usefixtures("untried")
async def test_w8_of_who_signs_and_who_withdraws_at_once_one_is_refused(admin: Registry) -> None:
    old, new = await two(admin)
    outcomes = set()
    async with without_deadlocks(admin):
        for number in range(6):
            plan = await merge(admin, old, new)
            # Whoever comes first to the row is first: both wait for it.
            acts = (execute(admin, "sam", plan, f"key {number}"), withdraw(admin, "admin", plan))
            order = -1 if number % 2 else 1
            async with holding(admin, ROW):
                asked = []
                for count, each in enumerate(acts[::order], 1):
                    asked.append(asyncio.create_task(each))
                    await waiting(admin, count)
            signing, withdrawing = (await asyncio.gather(*asked))[::order]

            if signing.errors:
                assert (signing.refusal, withdrawing.errors) == (WITHDRAWN, [])
                outcomes.add("withdrawn")
                continue
            assert withdrawing.refusal == SIGNED
            outcomes.add("signed")
            run = UUID(signing.data["executePlan"]["run"]["databaseId"])
            assert (await settle(admin, "sam", "cancel", run)).errors == []

    assert outcomes == {"signed", "withdrawn"}
