"""Lanes: of each as many messages are sent at once as there is room for (F4a)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import orjson
import pytest

from rules.messages import MAIL_LANE, ROOM_OF_MAIL, ROOM_OF_WEBHOOK
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.hooks import happen, operator, webhook
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Claimed, Outcome

MAILS = ROOM_OF_MAIL + 3
HOOK_MESSAGES = ROOM_OF_WEBHOOK + 2
INSERT_MAIL = """
insert into messages (kind, record, position, payload, correlation_id, next_attempt_at)
select 'digest.mail', 'digest:' || n, 0, '{}', uuidv7(), now() from generate_series(1, $1) n
"""
MANY = """
insert into webhooks (client_id, url, topics, sealed_secret)
select $1, 'https://example.org/' || number, '{BIRTH_DECLARED}', 'x'
  from generate_series(1, 300) number
"""
LOOK = """
explain (analyze, buffers, format json) select * from claim_messages($1, 100, '{}', '{}')
"""


@pytest.fixture
async def waiting(quiet: Registry) -> Registry:
    """A server without a worker, with more mail and more of one webhook than go out at once."""
    await webhook(quiet, await operator(quiet), "https://receiver.example/hook")
    for _ in range(HOOK_MESSAGES):
        await happen(quiet)
    async with quiet.acting("message.enqueued") as owner:
        await owner.execute(INSERT_MAIL, MAILS)
    return quiet


@pytest.fixture
async def pool(waiting: Registry) -> AsyncIterator[Pool]:
    """Connections for a worker."""
    opened = Pool(lambda: waiting.database.app_url, 4)
    await opened.open()
    yield opened
    await opened.close()


async def claimed(registry: Registry, busy: dict[object, int]) -> Counter[str]:
    """Claim for a worker that holds this, and count by kind."""
    await workflow.make(registry.owner, 100)
    messages = await workflow.claim(registry.owner, uuid4(), 100, busy)  # type: ignore[arg-type]
    return Counter(message.kind.partition(".")[0] for message in messages)


async def test_f4a_of_each_lane_as_many_are_claimed_as_it_has_room_for(waiting: Registry) -> None:
    found = await claimed(waiting, {})

    assert found == {"digest": ROOM_OF_MAIL, "webhook": ROOM_OF_WEBHOOK}


async def test_f4a_a_full_lane_leaves_the_others_theirs(waiting: Registry) -> None:
    found = await claimed(waiting, {MAIL_LANE: ROOM_OF_MAIL})

    assert found == {"webhook": ROOM_OF_WEBHOOK}


async def test_f4a_mail_that_hangs_delays_no_delivery(waiting: Registry, pool: Pool) -> None:
    mails: list[Claimed] = []
    delivered: list[Claimed] = []
    all_are_delivered, mail_may_end = asyncio.Event(), asyncio.Event()

    async def deliver(message: Claimed) -> Outcome:
        if message.lane == MAIL_LANE:
            mails.append(message)
            await mail_may_end.wait()
        else:
            delivered.append(message)
            if len(delivered) == HOOK_MESSAGES:
                all_are_delivered.set()
        return Outcome(message, None)

    worker = Worker(pool, deliver, [5])
    running = asyncio.create_task(worker.run())
    await all_are_delivered.wait()
    hung = len(mails)
    worker.stop()
    mail_may_end.set()
    await running

    assert hung == ROOM_OF_MAIL


async def test_f4a_mail_of_more_than_one_round_all_goes(waiting: Registry, pool: Pool) -> None:
    sent: list[Claimed] = []
    all_are_sent = asyncio.Event()

    async def deliver(message: Claimed) -> Outcome:
        sent.append(message)
        if len(sent) == MAILS + HOOK_MESSAGES:
            all_are_sent.set()
        return Outcome(message, None)

    worker = Worker(pool, deliver, [5])
    running = asyncio.create_task(worker.run())
    await all_are_sent.wait()
    worker.stop()
    await running

    states = await waiting.owner.fetch("select status, count(*) from messages group by status")
    assert [tuple(row) for row in states] == [("PROCESSED", MAILS + HOOK_MESSAGES)]


async def test_a_message_for_a_webhook_is_in_no_other_lane(waiting: Registry) -> None:
    await workflow.make(waiting.owner, 100)

    with pytest.raises(Exception, match="a_webhook_is_a_lane"):
        async with waiting.acting("message.enqueued") as owner:
            await owner.execute("update messages set lane = $1", MAIL_LANE)


async def test_f4a_where_nothing_waits_many_webhooks_cost_a_look_hardly_anything(
    quiet: Registry,
) -> None:
    machine = await quiet.client("many")
    async with quiet.acting("webhook.created") as owner:
        await owner.execute(MANY, machine)
    await quiet.owner.execute("analyze webhooks")

    pages = [await pages_of_a_look(quiet) for _ in range(2)][-1]

    assert pages < 300  # each of 600 lanes had two


async def pages_of_a_look(registry: Registry) -> int:
    """Return how many pages a look for work reads."""
    plan = await registry.owner.fetchval(LOOK, uuid4())
    top: dict[str, int] = orjson.loads(plan)[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"]
