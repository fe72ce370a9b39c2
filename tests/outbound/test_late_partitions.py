"""A registry that stood still for longer than its partitions reach goes on by itself (rule Z6)."""

import asyncio

import asyncpg
import pytest

from server.delivery.maintenance import Maintenance
from server.delivery.worker import Worker
from server.postgres.pool import Pool
from tests.partitions import end_all
from tests.receivers import TIMEOUT_SECONDS
from tests.serving import Registry
from workflows.maintenance import DigestTerms
from workflows.messages import Claimed, Outcome
from workflows.partitions import missing

DAY = 86_400.0
STATUS = "select status from messages"


async def _deliver_nothing(_: Claimed) -> Outcome:
    raise NotImplementedError


async def test_z6_partitions_are_made_though_all_else_waits_for_them(
    hooked: Registry, pool: Pool
) -> None:
    async with hooked.acting("webhook.deleted") as owner:
        await owner.execute("delete from webhooks")
    await end_all(hooked.owner, "audit_log")
    with pytest.raises(asyncpg.CheckViolationError):
        async with hooked.acting("client.updated") as owner:
            await owner.execute("update clients set name = 'another' where kind = 'SYSTEM'")

    running = asyncio.create_task(
        Maintenance(
            Worker(pool, _deliver_nothing, [1.0]),
            pool,
            *(DAY, DAY, DAY),
            DigestTerms(),
        ).run()
    )
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while await hooked.owner.fetchval(STATUS) != "DISCARDED":
                assert not running.done()
                await asyncio.sleep(0.05)
    finally:
        running.cancel()

    assert await missing(hooked.owner) == []
