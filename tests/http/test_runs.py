"""Runs: long acts that are done in steps, each of which lasts or has never happened (S1 to S3)."""

import asyncio

import pytest

from db.statements import Connection
from rules.access import Role
from rules.messages import LEASE_SECONDS, MOST_ATTEMPTS
from server.postgres import connection
from server.postgres.counting import CountingConnection
from tests.organisations import organisation, steward
from tests.people import id_of
from tests.runs import (
    Children,
    children,
    inserted,
    run_of,
    settle,
    until,
    working,
)
from tests.serving import Registry
from workflows.acts import Acting
from workflows.run_steps import Done, Run

A_REQUEST_MAY = 2.0
"""Seconds for the transaction of a request here, so that no step has to last for thirty."""

NO_RUN = ("NOT_FOUND", "Run not found")
UNDER_WAY = ("CONFLICT", "Organisation has a run under way")
RUNS = """
query ($id: ID!) { organisation(id: $id) { runs(first: 10) { nodes { databaseId kind status } } } }
"""
MESSAGE = "mutation ($input: MessageIdInput!) { %s(input: $input) { message { status } } }"
MESSAGES = "select status from messages where run_id = $1 order by id"
TRAIL = """
select action, resource, actor_id from audit_log
 where correlation_id = (select correlation_id from runs where id = $1) order by id
"""


async def test_s1_a_run_is_done_step_by_step_whoever_inserts_it(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")

    run = await inserted(admin, place, steps=3)
    before = await run_of(admin, "admin", run)
    async with working(admin):
        await until(admin, run, "SUCCEEDED")
    after = await run_of(admin, "admin", run)

    assert (before["status"], before["stepsDone"], before["finishedAt"]) == ("ENQUEUED", 0, None)
    assert (after["status"], after["stepsDone"]) == ("SUCCEEDED", 3)
    assert after["counts"]["created"] == 3
    assert after["finishedAt"] is not None
    assert await children(admin, place) == ["Step 0", "Step 1", "Step 2"]
    states = await admin.owner.fetch(MESSAGES, run)
    assert [row["status"] for row in states] == ["PROCESSED"] * 3


class Slow(Children):
    """Steps that note how long their transaction may last, and last longer than a request may."""

    limit: str | None = None
    longest: float | None = None
    """For how long the pool does not take the connection for one that hangs."""

    async def do(self, connection: Connection, acting: Acting, run: Run, prepared: str) -> Done:
        """Make an organisation, at leisure."""
        row = await connection.fetchrow("select current_setting('transaction_timeout') as most")
        self.limit = row["most"]
        assert isinstance(connection, CountingConnection)
        self.longest = connection.longest
        await connection.execute(f"select pg_sleep({A_REQUEST_MAY + 0.1})")
        return await super().do(connection, acting, run, prepared)


async def test_s1_a_step_may_last_longer_than_a_request(
    admin: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "TRANSACTION_TIMEOUT", A_REQUEST_MAY)
    steps = Slow()
    run = await inserted(admin, await organisation(admin, "Clinic"), steps=1)

    async with working(admin, steps):
        await until(admin, run, "SUCCEEDED")

    assert steps.limit == "10min" == f"{LEASE_SECONDS / 60:.0f}min"
    assert steps.longest == LEASE_SECONDS
    attempts = "select attempts from messages where run_id = $1"
    assert await admin.owner.fetchval(attempts, run) == 1


async def test_s3_what_is_cancelled_in_the_middle_of_a_step_undoes_it(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    steps = Children(may_end=asyncio.Event())
    run = await inserted(admin, place, steps=3)

    async with working(admin, steps):
        await steps.begun.wait()
        cancelled = await settle(admin, "admin", "cancel", run)
        assert steps.may_end is not None
        steps.may_end.set()

    assert cancelled.data["cancelRun"]["run"]["status"] == "CANCELLED"
    assert await children(admin, place) == []
    assert (await run_of(admin, "admin", run))["status"] == "CANCELLED"


async def test_s3_nobody_cancels_once_the_last_step_has_begun(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    steps = Children(may_end=asyncio.Event())
    run = await inserted(admin, place, steps=1)

    async with working(admin, steps):
        await steps.begun.wait()
        refused = await settle(admin, "admin", "cancel", run)
        assert steps.may_end is not None
        steps.may_end.set()
        await until(admin, run, "SUCCEEDED")

    assert refused.refusal == ("CONFLICT", "Run cannot be cancelled")
    assert await children(admin, place) == ["Step 0"]


async def test_s3_a_run_that_is_held_waits_until_it_is_approved(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    run = await inserted(admin, place, steps=2)

    async with working(admin, Children(held={1})):
        await until(admin, run, "HELD")
        held = await run_of(admin, "admin", run)
        approved = await settle(admin, "admin", "approve", run)
        await until(admin, run, "SUCCEEDED")

    assert (held["stepsDone"], held["heldBecause"]) == (1, "Too many would end")
    assert (held["heldReason"], held["heldEnding"], held["heldMembers"]) == (None, None, None)
    assert approved.data["approveRun"]["run"]["heldBecause"] is None
    assert await children(admin, place) == ["Step 0", "Step 1"]


async def test_s3_a_held_run_may_be_cancelled(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    run = await inserted(admin, place, steps=2)
    async with working(admin, Children(held={1})):
        await until(admin, run, "HELD")

    cancelled = await settle(admin, "admin", "cancel", run)
    again = await settle(admin, "admin", "approve", run)

    assert cancelled.data["cancelRun"]["run"]["status"] == "CANCELLED"
    assert again.refusal == ("CONFLICT", "Run cannot be approved")


@pytest.mark.parametrize("how", ["resume", "retry"])
async def test_s3_a_run_that_failed_goes_on_at_its_step(admin: Registry, how: str) -> None:
    await admin.user("clerk", Role.REGISTRAR)
    place = await organisation(admin, "Clinic")
    steps = Children(fails={1})
    run = await inserted(admin, place, steps=3)

    async with working(admin, steps):
        await until(admin, run, "FAILED")
        failed = await run_of(admin, "admin", run)
        steps.fails.clear()
        if how == "resume":
            answer = await settle(admin, "admin", "resume", run)
        else:
            failing = await admin.owner.fetchval(
                "select id from messages where run_id = $1 and status = 'FAILED'", run
            )
            given = {"input": {"id": id_of("Message", failing)}}
            answer = await admin.ask("admin", MESSAGE % "retryMessage", given)
        await until(admin, run, "SUCCEEDED")

    assert (failed["stepsDone"], failed["lastError"]) == (
        1,
        "The source no longer accepts the token",
    )
    assert not answer.errors
    assert await children(admin, place) == ["Step 0", "Step 1", "Step 2"]
    after = await run_of(admin, "admin", run)
    assert after["lastError"] is None
    assert (failed["resumedAt"], failed["resumedByName"]) == (None, None)
    assert failed["finishedAt"] < after["resumedAt"] < after["finishedAt"]
    assert after["resumedByName"] == "admin"
    assert (await run_of(admin, "clerk", run))["resumedByName"] is None


async def test_s2_a_failed_run_does_not_go_on_beside_another(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    failed = await inserted(admin, place, steps=2)
    async with working(admin, Children(fails={0})):
        await until(admin, failed, "FAILED")
    other = await inserted(admin, place)

    refused = await settle(admin, "admin", "resume", failed)

    assert refused.refusal == UNDER_WAY
    assert refused.errors[0]["extensions"]["runId"] == str(other)


async def test_a_run_ends_whose_step_an_operator_discards(admin: Registry) -> None:
    run = await inserted(admin, await organisation(admin, "Clinic"))
    step = await admin.owner.fetchval("select id from messages where run_id = $1", run)

    await admin.ask("admin", MESSAGE % "discardMessage", {"input": {"id": id_of("Message", step)}})

    found = await run_of(admin, "admin", run)
    assert (found["status"], found["lastError"]) == ("CANCELLED", "Its next step was discarded")


@pytest.mark.parametrize("what", ["approve", "resume", "cancel"])
async def test_s3_what_is_over_is_over(admin: Registry, what: str) -> None:
    run = await inserted(admin, await organisation(admin, "Clinic"), steps=1)
    async with working(admin):
        await until(admin, run, "SUCCEEDED")

    answer = await settle(admin, "admin", what, run)

    done = {"approve": "approved", "resume": "resumed", "cancel": "cancelled"}[what]
    assert answer.refusal == ("CONFLICT", f"Run cannot be {done}")


async def test_r3_runs_of_elsewhere_do_not_exist(admin: Registry) -> None:
    mine, other = [await organisation(admin, name) for name in ("Mine", "Other")]
    await steward(admin, "sam", mine)
    own, foreign = await inserted(admin, mine), await inserted(admin, other)
    listed = (await admin.ask("sam", RUNS, {"id": id_of("Organisation", mine)})).data

    refused = [
        await settle(admin, "sam", what, foreign) for what in ("approve", "resume", "cancel")
    ]

    assert [it["databaseId"] for it in listed["organisation"]["runs"]["nodes"]] == [str(own)]
    assert await run_of(admin, "sam", foreign) is None
    assert (await run_of(admin, "sam", own))["requestedBy"] is None
    assert {it.refusal for it in refused} == {NO_RUN}
    assert not (await settle(admin, "sam", "cancel", own)).errors


async def test_s1_many_workers_do_each_step_once(admin: Registry) -> None:
    places = [await organisation(admin, f"Place {number}") for number in range(6)]
    begun = [await inserted(admin, place, steps=5) for place in places]

    async with working(admin, count=3):
        for run in begun:
            await until(admin, run, "SUCCEEDED")

    for place in places:
        assert await children(admin, place) == [f"Step {number}" for number in range(5)]


async def test_the_database_lets_no_run_move_against_the_rules(admin: Registry) -> None:
    run = await inserted(admin, await organisation(admin, "Clinic"))

    with pytest.raises(Exception, match="A run does not become SUCCEEDED from ENQUEUED"):
        async with admin.acting("run.went_on") as owner:
            await owner.execute("update runs set status = 'SUCCEEDED' where id = $1", run)


async def test_f4a_a_step_that_waits_for_others_costs_no_attempt(admin: Registry) -> None:
    run = await inserted(admin, await organisation(admin, "Clinic"), steps=1)

    async with working(admin, Children(waits=MOST_ATTEMPTS + 1)):
        await until(admin, run, "SUCCEEDED")

    attempts = await admin.owner.fetchval("select attempts from messages where run_id = $1", run)
    assert attempts == 1


async def test_f4_failed_steps_are_not_retried_with_all_messages(admin: Registry) -> None:
    place = await organisation(admin, "Clinic")
    failed = await inserted(admin, place, steps=1)
    async with working(admin, Children(fails={0})):
        await until(admin, failed, "FAILED")
    await inserted(admin, place)
    text = "mutation { retryMessages(input: {}) { retried remaining } }"

    answer = await admin.ask("admin", text)

    assert answer.data["retryMessages"] == {"retried": 0, "remaining": 0}
    assert (await run_of(admin, "admin", failed))["status"] == "FAILED"
