"""Each attempt to deliver is a row that the webhook's owner sees, and none of the trail (F5a)."""

import asyncio
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, select

from db.messages import message_attempts, webhook_deliveries
from db.statements import DIALECT
from planner.sources import ToMany
from resolvers.schema import schema
from rules.messages import WORKER_WAS_LOST
from tests.databases import Database
from tests.hooks import happen, messages, operator, portal, webhook
from tests.outbound.attempts import delivered, deliveries
from tests.outbound.processes import died_long_ago, worker
from tests.receivers import Received, Receiver, listening
from tests.serving import Registry, served
from workflows import maintenance
from workflows import messages as workflow
from workflows.maintenance import Retentions
from workflows.messages import Outcome

ENDS = "https://receiver.example/hook"
NOBODY_LISTENS = "http://127.0.0.1:9/"
DAY = 86_400.0


async def test_f5a_an_owner_sees_what_each_attempt_met(
    delivering: Registry, receiver: Receiver
) -> None:
    codes = iter([500, 302])

    async def answer(_: Received) -> int:
        return next(codes, 204)

    receiver.answer = answer
    machine = await portal(delivering)
    hook = await webhook(delivering, machine, receiver.url)
    before = datetime.now(UTC)

    await happen(delivering, status="REGISTERED")

    delivery = await delivered(delivering, machine, hook["id"], status="PROCESSED")
    attempts = delivery["attemptsMade"]
    assert delivery["topic"] == "birth.registered"
    assert [(it["httpStatus"], it["error"]) for it in attempts] == [
        *[(500, "Answered 500"), (302, "Answered 302"), (204, None)]
    ]
    started = [datetime.fromisoformat(it["startedAt"]) for it in attempts]
    assert started == sorted(started)
    assert before <= started[0] <= datetime.now(UTC)
    assert all(0 <= it["milliseconds"] < 60_000 for it in attempts)


async def test_f5a_an_attempt_without_an_answer_says_why(delivering: Registry, admin: str) -> None:
    hook = await webhook(delivering, admin, NOBODY_LISTENS)

    await happen(delivering)

    delivery = await delivered(delivering, admin, hook["id"], status="FAILED")
    met = [(it["httpStatus"], it["error"]) for it in delivery["attemptsMade"]]
    assert met == [(None, "No connection")] * 5


async def test_f5a_how_long_an_attempt_took_is_what_it_took_the_receiver(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    loop = asyncio.get_running_loop()

    async def answer(_: Received) -> int:
        began = loop.time()
        while loop.time() < began + 0.3:
            await asyncio.sleep(0.01)
        return 200

    receiver.answer = answer
    hook = await webhook(delivering, admin, receiver.url)

    await happen(delivering)

    delivery = await delivered(delivering, admin, hook["id"], status="PROCESSED")
    assert delivery["attemptsMade"][0]["milliseconds"] >= 300


async def test_f5_f5a_an_attempt_whose_worker_is_killed_counts_and_shows_as_interrupted(
    database: Database, tmp_path: Path
) -> None:
    reached = asyncio.Event()

    async def hang(_: Received) -> int:
        reached.set()
        return await asyncio.Future()

    async with served(database, tmp_path, webhook_allow_loopback=True) as registry:
        machine = await portal(registry)
        async with listening(Receiver(hang)) as receiver:
            hook = await webhook(registry, machine, receiver.url)
            async with worker(database, tmp_path) as first:
                await happen(registry, status="REGISTERED")
                await reached.wait()
                first.send_signal(signal.SIGKILL)
                await first.wait()
            await died_long_ago(registry)
            receiver.answer = Receiver().answer
            async with worker(database, tmp_path):
                await receiver.has_accepted(1)
                delivery = await delivered(registry, machine, hook["id"], status="PROCESSED")
        counted = await registry.owner.fetchval("select attempts from messages")

    met = [(it["httpStatus"], it["error"]) for it in delivery["attemptsMade"]]
    assert met == [(None, WORKER_WAS_LOST), (200, None)]
    assert "Interrupted" in WORKER_WAS_LOST
    assert counted == len(receiver.received) == 2


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook."""
    quiet.users["hook"] = UUID((await webhook(quiet, await operator(quiet), ENDS))["databaseId"])
    return quiet


async def attempted(registry: Registry, error: str | None, **outcome: float) -> None:
    """Claim what is due and let it end like this."""
    await workflow.make(registry.owner, 100)
    worker_id = uuid4()
    claimed = await workflow.claim(registry.owner, worker_id, 100, {})
    outcomes = [Outcome(message, error, **outcome) for message in claimed]  # type: ignore[arg-type]
    await workflow.settle(registry.owner, worker_id, outcomes, [0], lambda: 0.0)


async def errors(registry: Registry) -> list[str | None]:
    rows = await registry.owner.fetch("select error from message_attempts order by id")
    return [row[0] for row in rows]


async def test_d1_f5a_attempts_are_no_entries_of_the_trail(hooked: Registry) -> None:
    await happen(hooked)

    for error in (*["Answered 500"] * 3, None):
        await attempted(hooked, error)

    trail = await hooked.owner.fetch(
        "select action, changeset ->> 'status' from audit_log where resource = 'message'"
        " order by id"
    )
    assert [tuple(row) for row in trail] == [
        *[("message.enqueued", "ENQUEUED"), ("message.settled", "PROCESSED")]
    ]
    assert await errors(hooked) == [*["Answered 500"] * 3, None]


async def test_d1_f5a_a_change_by_hand_of_what_waits_is_an_entry(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)

    async with hooked.acting("message.moved"):
        await hooked.owner.execute("update messages set next_attempt_at = now() + interval '1 d'")

    moved = await hooked.owner.fetchval(
        "select count(*) from audit_log where action = 'message.moved'"
    )
    assert moved == 1


async def test_f4a_f5a_an_attempt_that_does_not_count_is_seen_all_the_same(
    hooked: Registry,
) -> None:
    await happen(hooked)

    for _ in range(3):
        await attempted(hooked, "Answered 503", retry_after=0.0)

    (message,) = await messages(hooked, "operator")
    assert (message["status"], message["attempts"]) == ("ENQUEUED", 0)
    assert await errors(hooked) == ["Answered 503"] * 3


async def test_f5a_of_very_many_attempts_the_latest_hundred_are_seen(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)
    await hooked.owner.execute(
        "insert into message_attempts (message_id, started_at, milliseconds, error, correlation_id)"
        " select id, now(), number, 'Answered 503', correlation_id"
        "   from messages, generate_series(1, 250) number"
    )
    hook = (await hooked.ask("operator", "{ webhooks { nodes { id } } }")).data["webhooks"]

    (delivery,) = await deliveries(hooked, "operator", hook["nodes"][0]["id"])

    assert [it["milliseconds"] for it in delivery["attemptsMade"]] == list(range(151, 251))


async def test_f5a_deliveries_and_their_attempts_are_read_from_indexes(hooked: Registry) -> None:
    asked = schema.sources["WebhookDelivery"].fields["attemptsMade"]
    assert isinstance(asked, ToMany)
    delivery, attempt = webhook_deliveries.alias("delivery"), message_attempts.alias("attempt")
    page = (
        select(
            delivery.c.id,
            func.array(select(attempt.c.id).where(asked.on(delivery, attempt)).scalar_subquery()),
        )
        .where(delivery.c.webhook_id == hooked.users["hook"])
        .order_by(delivery.c.id.desc())
        .limit(21)
    )
    text = page.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})

    async with hooked.owner.transaction():
        await hooked.owner.execute("set local enable_seqscan = off; set local enable_sort = off")
        plan = await hooked.owner.fetch(f"explain {text}")

    lines = "\n".join(row[0] for row in plan)
    assert "messages_by_webhook" in lines
    assert "attempts_by_message" in lines
    assert "Seq Scan" not in lines


async def test_f5a_what_a_worker_settles_too_late_is_no_second_attempt(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)
    slow = uuid4()
    (held,) = await workflow.claim(hooked.owner, slow, 100, {})
    await workflow.rescue_lost(hooked.owner)

    await workflow.settle(hooked.owner, slow, [Outcome(held, None)], [5])

    assert await errors(hooked) == [WORKER_WAS_LOST]


async def test_f5a_an_attempt_began_as_long_ago_as_its_worker_says(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)
    worker_id = uuid4()
    (held,) = await workflow.claim(hooked.owner, worker_id, 100, {})
    outcome = Outcome(held, None, began=time.monotonic() - 90, seconds=1.5)

    await workflow.settle(hooked.owner, worker_id, [outcome], [5])

    (row,) = await hooked.owner.fetch("select started_at, milliseconds from message_attempts")
    assert datetime.now(UTC) - row["started_at"] >= timedelta(seconds=90)
    assert row["milliseconds"] == 1500


async def test_f5a_old_attempts_are_purged_in_batches_of_what_failed_too(hooked: Registry) -> None:
    for _ in range(3):
        await happen(hooked)
    await attempted(hooked, "Answered 410", is_final=True)
    await hooked.owner.execute(
        "update message_attempts set id = overlay(id::text placing"
        " left(oldest_key(now() - interval '2 days')::text, 13) from 1 for 13)::uuid"
    )
    await happen(hooked)
    await attempted(hooked, "Answered 500")

    application = await asyncpg.connect(hooked.database.app_url)
    purged = [await maintenance.purge(application, Retentions(DAY, DAY, DAY), 2) for _ in range(3)]
    await application.close()

    assert purged == [2, 1, 0]
    assert await errors(hooked) == ["Answered 500"]
    assert await hooked.owner.fetchval("select count(*) from messages") == 4


async def test_f5a_attempts_go_with_their_message(hooked: Registry) -> None:
    await happen(hooked)
    await attempted(hooked, None)

    await maintenance.purge(hooked.owner, Retentions(0, DAY, DAY), 100)

    assert await errors(hooked) == []
