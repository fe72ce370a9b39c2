"""Many who are one come on record at once while workers match: no pair is lost or twice (H1)."""

import asyncio
from uuid import uuid4

import asyncpg

from server.postgres.counting import CountingConnection
from tests.matching import ADA, due, pairs_of
from tests.serving import Registry
from workflows.detection_models import ActiveModel
from workflows.matching import match_due

CROWD = 16
ONE_MORE = """
insert into persons (first_name, last_name, birth_date, national_id) values ($1, $2, $3, $4)
"""


async def test_h1_of_many_who_come_at_once_every_two_are_a_pair(
    registry: Registry,
    worker: CountingConnection,
    other_worker: CountingConnection,
    model: ActiveModel,
) -> None:
    begin, have_come = asyncio.Event(), asyncio.Event()

    async def come() -> None:
        connection = await asyncpg.connect(registry.database.owner_url)
        await begin.wait()
        async with connection.transaction():
            await connection.execute(
                "select begin_act('person.imported', null, null, $1, null)", uuid4()
            )
            await connection.execute(ONE_MORE, *ADA.values())
        await connection.close()

    async def match(connection: CountingConnection) -> None:
        while (await match_due(connection, model, most=3)).claimed or not have_come.is_set():
            await asyncio.sleep(0)

    crowd = [asyncio.create_task(come()) for _ in range(CROWD)]
    workers = [asyncio.create_task(match(it)) for it in (worker, other_worker)]
    begin.set()
    await asyncio.gather(*crowd)
    have_come.set()
    await asyncio.gather(*workers)

    assert len(await pairs_of(registry.owner)) == CROWD * (CROWD - 1) // 2
    assert await due(registry) == {}
