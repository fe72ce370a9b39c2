"""Rule R9: the feed has every event in one order, and a cursor misses none that commits late."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.event_feed import MOST_MADE_BY_READERS, MOST_PASSED_OVER
from tests.event_feed import keys, page, read, write
from tests.serving import Registry, until_it_waits
from workflows import messages as workflow

STANDBY = """
select array(select it ->> 'id' from jsonb_array_elements(events) it) as events,
       end_event_id as ends, has_more as more
  from read_event_feed($1, $2, null, 20)
"""


@pytest.fixture
async def machine(registry: Registry) -> UUID:
    """A machine that reads events, persons and records."""
    return await registry.client("follower")


async def another(registry: Registry) -> asyncpg.Connection:
    return await asyncpg.connect(registry.database.owner_url)


async def test_r9_each_event_is_read_once_with_all_that_webhooks_are_sent(
    registry: Registry, machine: UUID
) -> None:
    written = [await write(registry.owner) for _ in range(5)]
    record = uuid4()
    written.append(await write(registry.owner, record))

    events, cursor = await read(registry, machine, first=2)
    again = await page(registry, machine, cursor)

    assert keys(events) == written
    payload = {"type": "birth.registered", "data": {"status": "REGISTERED"}}
    last = events[-1]
    stored = await registry.owner.fetchrow("select * from outbox where id = $1", written[-1])
    assert stored is not None
    assert last | {"occurredAt": None} == {
        "id": str(written[-1]),
        "type": "birth.registered",
        "aggregateType": "vital_event",
        "aggregateId": str(record),
        "version": None,
        "payload": payload,
        "correlationId": str(stored["correlation_id"]),
        "occurredAt": None,
    }
    assert last["occurredAt"] == stored["inserted_at"].isoformat(timespec="microseconds")
    assert again == {"events": [], "endCursor": cursor, "hasMore": False}


async def test_r9_what_commits_late_is_read_after_what_was_committed_before(
    registry: Registry, machine: UUID
) -> None:
    late = await another(registry)
    held = late.transaction()
    await held.start()
    await late.execute("savepoint inner_one")
    first = await write(late)
    committed = [await write(registry.owner) for _ in range(3)]

    before, cursor = await read(registry, machine)
    await held.commit()
    after, _ = await read(registry, machine, cursor)
    anew, _ = await read(registry, machine)

    await late.close()
    assert keys(before) == committed
    assert keys(after) == [first]
    assert keys(anew) == [*committed, first]


async def test_r9_what_is_rolled_back_or_only_prepared_is_not_read(
    registry: Registry, machine: UUID
) -> None:
    for end in ("rollback", "rollback to savepoint inner_one"):
        undone = await another(registry)
        await undone.execute("begin")
        await undone.execute("savepoint inner_one")
        await write(undone)
        await undone.execute(end)
        await undone.execute("commit")
        await undone.close()

    assert await page(registry, machine) == {"events": [], "endCursor": None, "hasMore": False}


async def test_r9_events_of_one_record_come_in_its_order_whoever_began_first(
    registry: Registry, machine: UUID
) -> None:
    """The transaction with the lower number changes the record last."""
    record, early = uuid4(), await another(registry)
    held = early.transaction()
    await held.start()
    await write(early)
    second = await write(registry.owner, record)
    third = await write(early, record)
    await held.commit()

    events, _ = await read(registry, machine)

    await early.close()
    of_record = [it for it in events if it["aggregateId"] == str(record)]
    assert keys(of_record) == [second, third]


async def test_r9_readers_at_once_and_the_worker_give_each_event_one_place(
    registry: Registry, machine: UUID
) -> None:
    written = {await write(registry.owner) for _ in range(150)}
    worker = await another(registry)

    making = asyncio.create_task(workflow.make(worker, 100))
    found = await asyncio.gather(*(read(registry, machine, first=100) for _ in range(8)))
    await making

    await worker.close()
    orders = [keys(events) for events, _ in found]
    assert all(set(order) == written and len(order) == 150 for order in orders)
    assert all(order == orders[0] for order in orders)
    places = await registry.owner.fetch("select position from event_positions order by 1")
    assert [row[0] for row in places] == [*range(1, 151)]


async def test_r9_a_reader_alone_goes_on_while_events_have_no_place_yet(
    registry: Registry, machine: UUID
) -> None:
    written = [await write(registry.owner) for _ in range(MOST_MADE_BY_READERS + 1)]

    first = await page(registry, machine, first=MOST_MADE_BY_READERS)
    rest = await page(registry, machine, first["endCursor"], first=1)

    assert (keys(first["events"]), first["hasMore"]) == (written[:-1], True)
    assert (keys(rest["events"]), rest["hasMore"]) == (written[-1:], False)


async def test_r9_what_was_committed_before_is_read_though_a_worker_holds_it(
    registry: Registry, machine: UUID
) -> None:
    await write(registry.owner)
    worker = await another(registry)
    held = worker.transaction()
    await held.start()
    await workflow.make(worker, 100)
    written = await write(registry.owner)

    reading = asyncio.create_task(page(registry, machine))
    await until_it_waits(registry.owner, reading)
    await held.commit()
    found = await reading

    await worker.close()
    assert keys(found["events"])[1:] == [written]
    assert not found["hasMore"]


async def test_r9_a_filter_that_leaves_nothing_goes_on_all_the_same(
    registry: Registry, machine: UUID
) -> None:
    await registry.owner.execute(
        "insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)"
        " select 'merge_candidate', uuidv7(), 'merge_candidate.processed', '{}', uuidv7()"
        " from generate_series(1, $1)",
        2 * MOST_PASSED_OVER,
    )
    while await workflow.make(registry.owner, 500):
        pass
    first = await page(registry, machine)
    wanted = await write(registry.owner)
    second = await page(registry, machine, first["endCursor"])
    third = await page(registry, machine, second["endCursor"], types=["birth.registered"])
    nothing = await page(registry, machine, second["endCursor"], types=["birth.issued"])
    end = await page(registry, machine, third["endCursor"])

    assert (first["events"], first["hasMore"]) == ([], True)
    assert (second["events"], second["hasMore"]) == ([], True)
    assert (keys(third["events"]), third["hasMore"]) == ([wanted], False)
    assert nothing == {"events": [], "endCursor": third["endCursor"], "hasMore": False}
    assert end == {"events": [], "endCursor": third["endCursor"], "hasMore": False}


async def test_r9_a_page_knows_whether_there_is_more(registry: Registry, machine: UUID) -> None:
    written = [await write(registry.owner) for _ in range(3)]
    await write(registry.owner, type_="birth.issued")

    none = await page(registry, machine, first=0)
    exact = await page(registry, machine, first=3, types=["birth.registered"])
    less = await page(registry, machine, first=2, types=["birth.registered"])
    rest = await page(registry, machine, less["endCursor"], first=0)

    assert none == {"events": [], "endCursor": None, "hasMore": True}
    assert (keys(exact["events"]), exact["hasMore"]) == (written, False)
    assert (keys(less["events"]), less["hasMore"]) == (written[:2], True)
    assert rest == {"events": [], "endCursor": less["endCursor"], "hasMore": True}


async def test_r9_a_standby_reads_what_its_primary_has_placed(
    registry: Registry, machine: UUID
) -> None:
    placed = await write(registry.owner)
    await page(registry, machine)
    waiting = await write(registry.owner)
    old, new = UUID(int=0), await registry.owner.fetchval("select uuidv7()")

    async with registry.owner.transaction(readonly=True):
        all_, after, ahead, gone = [
            await registry.owner.fetch(STANDBY, machine, cursor)
            for cursor in (None, placed, new, old)
        ]

    assert [(row["events"], row["more"]) for row in all_] == [([str(placed)], False)]
    assert [(row["events"], row["more"]) for row in (*after, *ahead)] == [([], False)] * 2
    assert ahead[0]["ends"] == new
    assert gone == []
    assert keys((await read(registry, machine))[0]) == [placed, waiting]
