"""What is claimed comes with the context of its act, whenever that commits (rule Z11a)."""

import asyncio
from uuid import uuid4

import asyncpg

from tests.serving import Registry
from workflows import messages, trace_contexts

INSERT = """
insert into messages (kind, record, position, payload, correlation_id, next_attempt_at)
values ('digest.mail', 'digest:' || uuidv7(), 1, '{}', $1, now())
"""
TRACEPARENT = f"00-{uuid4().hex}-{uuid4().hex[:16]}-01"
IS_WAITING = "select count(*) > 0 from pg_locks where not granted"


async def test_z11a_what_commits_while_a_claim_is_under_way_is_in_the_trace_of_its_act(
    quiet: Registry,
) -> None:
    claiming, blocking = [await asyncpg.connect(quiet.database.owner_url) for _ in range(2)]
    correlation_id = uuid4()
    await quiet.owner.execute(trace_contexts.NOTE, correlation_id, TRACEPARENT)
    await blocking.execute("begin; lock table webhooks in access exclusive mode")

    # The act is under way as the claim begins, and over before that looks for messages.
    async with quiet.acting("message.enqueued") as owner:
        await owner.execute(INSERT, correlation_id)
        claim = asyncio.create_task(messages.claim(claiming, uuid4(), 100, {}, traced=True))
        while not await quiet.owner.fetchval(IS_WAITING):
            await asyncio.sleep(0)
    await blocking.close()
    (claimed,) = await claim
    await claiming.close()

    assert claimed.correlation_id == correlation_id
    assert claimed.noted is not None
    assert (claimed.noted.traceparent, claimed.noted.is_first) == (TRACEPARENT, True)
