"""A worker that is asked to stop finishes what it began and releases the rest (rule F4)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from rules.messages import ROOM_OF_WEBHOOK
from server.delivery.worker import Worker
from server.postgres.connection import Unavailable
from server.postgres.pool import Pool
from tests.hooks import happen, operator, webhook
from tests.receivers import TIMEOUT_SECONDS
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Claimed, Outcome


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook and more messages than go out at once."""
    await webhook(quiet, await operator(quiet), "https://receiver.example/hook")
    for _ in range(ROOM_OF_WEBHOOK + 4):
        await happen(quiet)
    return quiet


@pytest.fixture
async def pool(hooked: Registry) -> AsyncIterator[Pool]:
    """Connections for a worker."""
    opened = Pool(lambda: hooked.database.app_url, 4)
    await opened.open()
    yield opened
    await opened.close()


async def counted(registry: Registry) -> dict[tuple[str, int], int]:
    rows = await registry.owner.fetch(
        "select status, attempts, count(*) from messages group by status, attempts"
    )
    return {(row[0], row[1]): row[2] for row in rows}


async def test_f4_what_is_in_flight_is_finished_and_recorded(hooked: Registry, pool: Pool) -> None:
    begun, may_end, full = [], asyncio.Event(), asyncio.Event()

    async def deliver(message: Claimed) -> Outcome:
        begun.append(message.id)
        if len(begun) == ROOM_OF_WEBHOOK:
            full.set()
        await may_end.wait()
        return Outcome(message, None)

    worker = Worker(pool, deliver, [5])
    running = asyncio.create_task(worker.run())
    await full.wait()

    worker.stop()
    may_end.set()
    await running

    assert len(begun) == ROOM_OF_WEBHOOK
    assert await counted(hooked) == {("PROCESSED", 1): ROOM_OF_WEBHOOK, ("ENQUEUED", 0): 4}
    assert await hooked.owner.fetchval("select count(*) from workers") == 0


async def test_f4_what_was_not_begun_is_released_without_an_attempt(hooked: Registry) -> None:
    worker = uuid4()
    await workflow.make(hooked.owner, 100)
    await workflow.claim(hooked.owner, worker, 100, {})

    await workflow.release(hooked.owner, worker)

    assert await counted(hooked) == {("ENQUEUED", 0): ROOM_OF_WEBHOOK + 4}


async def test_f4_what_a_worker_was_given_without_hearing_of_it_is_given_again(
    hooked: Registry, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the primary is lost between a claim and its answer."""
    claim, unheard = workflow.claim, list[Claimed]()
    delivered, all_delivered = list[Claimed](), asyncio.Event()

    async def claim_unheard(*given: Any, **more: Any) -> list[Claimed]:
        claimed = await claim(*given, **more)
        if claimed and not unheard:
            unheard.extend(claimed)
            raise Unavailable
        return claimed

    async def deliver(message: Claimed) -> Outcome:
        delivered.append(message)
        if len(delivered) == ROOM_OF_WEBHOOK + 4:
            all_delivered.set()
        return Outcome(message, None)

    monkeypatch.setattr(workflow, "claim", claim_unheard)
    worker = Worker(pool, deliver, [5])
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await all_delivered.wait()
    worker.stop()
    await running

    assert len(unheard) == ROOM_OF_WEBHOOK
    assert await counted(hooked) == {("PROCESSED", 1): ROOM_OF_WEBHOOK + 4}


async def test_f4_what_a_worker_knows_that_it_holds_it_goes_on_holding(hooked: Registry) -> None:
    worker = uuid4()
    await workflow.make(hooked.owner, 100)
    held, *_ = await workflow.claim(hooked.owner, worker, 100, {})

    await workflow.release_unheard(hooked.owner, worker, [held.id])

    waiting = ROOM_OF_WEBHOOK + 3
    assert await counted(hooked) == {("PROCESSING", 1): 1, ("ENQUEUED", 0): waiting}


async def test_f4_a_delivery_that_breaks_is_a_failed_attempt(hooked: Registry, pool: Pool) -> None:
    broken = asyncio.Event()

    async def deliver(_: Claimed) -> Outcome:
        broken.set()
        raise RuntimeError("a fault of ours")

    worker = Worker(pool, deliver, [600])
    running = asyncio.create_task(worker.run())
    await broken.wait()

    worker.stop()
    await running

    errors = await hooked.owner.fetch("select distinct last_error from messages where attempts = 1")
    assert [row[0] for row in errors] == ["It could not be sent (RuntimeError)"]


async def test_a_worker_asks_to_be_woken_only_while_it_sleeps(hooked: Registry) -> None:
    notified: list[str] = []
    worker = uuid4()
    await hooked.owner.add_listener("selfsame_messages", lambda *_: notified.append("woken"))

    await workflow.note_worker(hooked.owner, worker, is_asleep=False)
    await happen(hooked)
    await workflow.note_worker(hooked.owner, worker, is_asleep=True)
    await happen(hooked)
    await hooked.owner.fetchval("select 1")

    assert notified == ["woken"]
