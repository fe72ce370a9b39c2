"""Workers share the work and may die: nothing is lost, none settles for another (F4, F5)."""

import asyncio
from collections.abc import Mapping
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.messages import MessageStatus
from tests.hooks import happen, messages, operator, webhook
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Claimed, Outcome

ENDS = "https://receiver.example/hook"


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook."""
    await webhook(quiet, await operator(quiet), ENDS)
    return quiet


async def make(registry: Registry) -> int:
    return await workflow.make(registry.owner, 100)


async def claim(
    registry: Registry, worker: UUID, busy: Mapping[UUID, int] | None = None
) -> list[Claimed]:
    return await workflow.claim(registry.owner, worker, 100, busy or {})


async def alive(registry: Registry) -> UUID:
    worker = uuid4()
    await workflow.note_worker(registry.owner, worker, is_asleep=False)
    return worker


async def statuses(registry: Registry) -> list[tuple[str, int]]:
    rows = await registry.owner.fetch("select status, attempts from messages order by position")
    return [(row[0], row[1]) for row in rows]


async def test_f4_a_message_is_claimed_by_one_worker(hooked: Registry) -> None:
    await happen(hooked)
    await make(hooked)

    first = await claim(hooked, await alive(hooked))
    second = await claim(hooked, await alive(hooked))

    assert (len(first), len(second)) == (1, 0)


async def test_f4_workers_that_claim_at_once_share_the_messages(hooked: Registry) -> None:
    for _ in range(40):
        await happen(hooked)
    await make(hooked)

    async def take() -> list[Claimed]:
        connection = await asyncpg.connect(hooked.database.app_url)
        try:
            return await workflow.claim(connection, uuid4(), 100, {})
        finally:
            await connection.close()

    taken = [
        message.id
        for claimed in await asyncio.gather(*(take() for _ in range(10)))
        for message in claimed
    ]

    assert len(taken) == len(set(taken)) == 40


async def test_f4_no_more_is_claimed_of_a_webhook_than_there_is_room_for(hooked: Registry) -> None:
    for _ in range(20):
        await happen(hooked)
    await make(hooked)
    worker = await alive(hooked)

    first = await claim(hooked, worker)
    hook = first[0].webhook_id
    assert hook is not None
    second = await claim(hooked, worker, busy={hook: 6})
    third = await claim(hooked, worker, busy={hook: 8})

    assert (len(first), len(second), len(third)) == (8, 2, 0)


async def test_f2_the_next_of_a_record_waits_until_the_earlier_is_over(hooked: Registry) -> None:
    await happen(hooked, await happen(hooked), "REGISTERED")
    await make(hooked)
    worker = await alive(hooked)

    (first,) = await claim(hooked, worker)
    none = await claim(hooked, worker)
    await workflow.settle(hooked.owner, worker, [Outcome(first, None)], [5])
    (second,) = await claim(hooked, worker)

    assert none == []
    assert (first.kind, second.kind) == ("webhook.birth.declared", "webhook.birth.registered")


async def test_f5_what_a_dead_worker_held_is_rescued_and_the_attempt_counts(
    hooked: Registry,
) -> None:
    await happen(hooked)
    await make(hooked)
    worker = await alive(hooked)
    await claim(hooked, worker)
    assert await workflow.rescue_lost(hooked.owner) == 0
    await hooked.owner.execute("update workers set seen_at = now() - interval '1 minute'")

    lost = await workflow.rescue_lost(hooked.owner)
    (again,) = await claim(hooked, await alive(hooked))

    assert (lost, again.attempt) == (1, 2)


async def test_f4_processing_for_ten_minutes_is_rescued_although_the_worker_lives(
    hooked: Registry,
) -> None:
    await happen(hooked)
    await make(hooked)
    await claim(hooked, await alive(hooked))
    async with hooked.acting("message.aged"):
        await hooked.owner.execute("update messages set claimed_at = now() - interval '601 s'")

    lost = await workflow.rescue_lost(hooked.owner)

    assert lost == 1
    assert await statuses(hooked) == [("ENQUEUED", 1)]


async def test_f4_a_fifth_attempt_that_is_lost_is_the_last(hooked: Registry) -> None:
    await happen(hooked)
    await make(hooked)
    async with hooked.acting("message.aged"):
        await hooked.owner.execute("update messages set attempts = 4")
    await claim(hooked, uuid4())

    await workflow.rescue_lost(hooked.owner)

    assert await statuses(hooked) == [("FAILED", 5)]


async def test_f5_a_worker_that_lost_a_message_cannot_settle_it(hooked: Registry) -> None:
    await happen(hooked)
    await make(hooked)
    slow, other = uuid4(), await alive(hooked)
    (held,) = await claim(hooked, slow)
    await workflow.rescue_lost(hooked.owner)
    await claim(hooked, other)

    settled = await workflow.settle(hooked.owner, slow, [Outcome(held, "Answered 500")], [5])

    assert settled == 0
    assert await statuses(hooked) == [("PROCESSING", 2)]


async def test_f1_makers_at_once_make_each_message_once(hooked: Registry) -> None:
    for _ in range(30):
        await happen(hooked)

    async def help_making() -> int:
        connection = await asyncpg.connect(hooked.database.app_url)
        try:
            return await workflow.make(connection, 10)
        finally:
            await connection.close()

    while await hooked.owner.fetchval("select exists (select from undispatched_events)"):
        await asyncio.gather(*(help_making() for _ in range(4)))

    assert await hooked.owner.fetchval("select count(*) from messages") == 30
    assert await hooked.owner.fetchval("select count(distinct event_id) from messages") == 30


async def test_f1_an_event_that_is_rolled_back_makes_no_message(hooked: Registry) -> None:
    transaction = hooked.owner.transaction()
    await transaction.start()
    await happen(hooked)
    await transaction.rollback()

    made = await make(hooked)

    assert made == 0


async def test_f1_an_event_that_commits_late_makes_a_message_although_later_ones_did(
    hooked: Registry,
) -> None:
    late = await asyncpg.connect(hooked.database.owner_url)
    transaction = late.transaction()
    await transaction.start()
    await late.execute(
        "insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)"
        " values ('vital_event', 'late', 'birth.declared', '{}', uuidv7())"
    )
    await happen(hooked)
    await make(hooked)
    await transaction.commit()
    await late.close()

    await make(hooked)

    assert await statuses(hooked) == [("ENQUEUED", 0)] * 2


async def test_d1_a_message_is_not_changed_without_an_act(hooked: Registry) -> None:
    await happen(hooked)
    await make(hooked)

    with pytest.raises(asyncpg.PostgresError, match="needs an act"):
        await hooked.owner.execute("update messages set last_error = 'none'")

    (message,) = await messages(hooked, "operator", status=[MessageStatus.ENQUEUED])
    assert message["attempts"] == 0
