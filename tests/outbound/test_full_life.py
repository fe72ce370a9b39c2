"""A portal's webhook receives the whole life of a record, whatever is killed in between."""

import asyncio
import signal
from pathlib import Path

from tests.databases import Database
from tests.events import declared, done, office
from tests.hooks import webhook
from tests.outbound.processes import died_long_ago, worker
from tests.receivers import Received, Receiver, listening
from tests.serving import served

LIFE = ["birth.declared", "birth.registered", "birth.certified", "birth.issued"]


async def test_f5_a_life_is_delivered_in_order_through_restarts_and_a_killed_worker(
    database: Database, tmp_path: Path
) -> None:
    async with served(database, tmp_path, webhook_allow_loopback=True) as registry:
        registrar, portal = await office(registry)
        receiver = Receiver()
        async with listening(receiver):
            hook = await webhook(registry, portal, receiver.url)
        async with worker(database, tmp_path) as first:
            record = (await declared(registry, portal))["id"]
            async with listening(receiver):
                await receiver.has_accepted(1)
            await done(registry, registrar, "register", record)
            reached = asyncio.Event()

            async def hang(_: Received) -> int:
                reached.set()
                return await asyncio.Future()

            receiver.answer = hang
            async with listening(receiver):
                await reached.wait()
                first.send_signal(signal.SIGKILL)
                await first.wait()
        await done(registry, registrar, "certify", record)
        await done(registry, registrar, "issue", record)
        await died_long_ago(registry)

        async def take(_: Received) -> int:
            return 204

        receiver.answer = take
        async with listening(receiver), worker(database, tmp_path):
            accepted = await receiver.has_accepted(4)

    assert [delivery.type for delivery in accepted] == LIFE
    assert {delivery.record for delivery in accepted} == {record}
    assert all(delivery.is_signed_with(hook["secret"]) for delivery in receiver.received)
    assert len({delivery.id for delivery in receiver.received}) == 4
