"""How long workers' claims take after many messages, while an old snapshot keeps what they were.

No vacuum may take away the former rows of messages as long as somebody reads by a snapshot from
before them, a backup for instance. A claim takes messages of several records of one webhook.
"""

import time
from statistics import median
from uuid import UUID, uuid4

import asyncpg

from bench.sandbox import open_sandbox
from rules.messages import BATCH
from server.delivery.claiming import Claiming
from workflows import messages
from workflows.messages import Claimed, Outcome

MEASURED = 50
WEBHOOK = """
with machine as (
    insert into clients (name, kind, scopes) values ('many', 'SYSTEM', '{}') returning id)
insert into webhooks (client_id, url, topics, sealed_secret)
select id, 'https://example.org/', '{BIRTH_DECLARED}', 'x' from machine returning id
"""
WRITE = """
insert into messages (kind, lane, webhook_id, event_id, record, position, payload, correlation_id,
                      next_attempt_at)
select 'webhook.birth.declared', $1, $1, uuidv7(), 'vital_event:' || uuidv7(), number, '{}',
       uuidv7(), now()
  from generate_series(1, $2) number
"""
ENTRIES = """
select action || ' ' || count(*) as line from audit_log
 where resource = 'message' group by action order by 1
"""


async def run(count: int) -> None:
    """Claim and settle so many messages, and print what a claim took before and after."""
    async with open_sandbox() as sandbox:
        owner, worker = sandbox.owner, uuid4()
        async with owner.transaction():
            await owner.execute("select begin_act('test.prepared', null, null, uuidv7())")
            webhook = await owner.fetchval(WEBHOOK)
        claiming = Claiming(worker)
        await messages.note_worker(owner, worker, is_asleep=False)
        await owner.execute("vacuum analyze")
        before = [await _claim(owner, claiming, worker, webhook) for _ in range(MEASURED)]
        reader = await asyncpg.connect(sandbox.postgres.owner_url)
        await reader.execute("begin isolation level repeatable read; select from messages limit 1")
        for _ in range(0, count, BATCH):
            await _claim(owner, claiming, worker, webhook)
        after = [await _claim(owner, claiming, worker, webhook) for _ in range(MEASURED)]
        await reader.close()
        print(
            f"a claim: {median(before) * 1000:.2f} ms at first, {median(after) * 1000:.2f} ms"
            f" after {count:,} messages with an old snapshot held,"
            f" which is {median(after) / median(before):.2f} times as long"
        )
        for row in await owner.fetch(ENTRIES):
            print(f"in the trail: {row['line']}")


async def _claim(
    owner: asyncpg.Connection, claiming: Claiming, worker: UUID, webhook: UUID
) -> float:
    """Write messages as an act does, and return how long a claim of some of them took."""
    async with owner.transaction():
        await owner.execute("select begin_act('message.enqueued', null, null, uuidv7())")
        await owner.execute(WRITE, webhook, BATCH)
    began = time.perf_counter()
    claimed = await claiming.claim(owner, BATCH, {})
    took = time.perf_counter() - began
    while claimed:
        await _settle(owner, worker, claimed)
        claimed = await claiming.claim(owner, BATCH, {})
    return took


async def _settle(owner: asyncpg.Connection, worker: UUID, claimed: list[Claimed]) -> None:
    outcomes = [Outcome(it, None, began=time.monotonic(), seconds=0.0) for it in claimed]
    await messages.settle(owner, worker, outcomes, [5.0])
