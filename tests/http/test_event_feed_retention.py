"""Rule R9: the feed is deleted from its beginning, and a cursor that lost something is refused."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.event_feed import BEGIN_AGAIN, ask, keys, page, read, write
from tests.serving import Registry
from workflows import maintenance
from workflows import messages as workflow
from workflows.maintenance import Retentions

ALL = Retentions(0, 0, 0)
OLD = """
insert into outbox (id, aggregatetype, aggregateid, type, payload, correlation_id)
values (uuidv7(interval '-2 days'), 'vital_event', $1, 'birth.registered',
        '{"data": {"status": "REGISTERED"}}', uuidv7())
returning id
"""
DAY = 86_400.0


@pytest.fixture
async def machine(registry: Registry) -> UUID:
    """A machine that reads events, persons and records."""
    return await registry.client("follower")


async def cursors(registry: Registry, machine: UUID, count: int) -> list[str]:
    """Let so many events happen; return the cursor after each of them."""
    found: list[str] = []
    for _ in range(count):
        await write(registry.owner)
        found.append((await page(registry, machine, found[-1] if found else None))["endCursor"])
    return found


@pytest.mark.parametrize("kept", [0, 1, 2])
async def test_r9_a_cursor_whose_followers_were_deleted_is_refused(
    registry: Registry, machine: UUID, kept: int
) -> None:
    places = await cursors(registry, machine, 3)
    newest = await registry.owner.fetch("select id from outbox order by id desc limit $1", kept)
    for _ in range(3 - kept):
        await maintenance.purge(registry.owner, ALL, 1)

    answers = [await ask(registry, machine, cursor) for cursor in places]
    left, end = await read(registry, machine)

    gone = 3 - kept
    assert [it.status for it in answers] == [400] * (gone - 1) + [200] * (kept + 1)
    assert all(it.refusal == BEGIN_AGAIN for it in answers[: gone - 1])
    assert keys(answers[gone - 1].data["eventFeed"]["events"]) == sorted(row[0] for row in newest)
    assert keys(left) == sorted(row[0] for row in newest)
    assert end == places[-1]
    assert await registry.owner.fetchval("select count(*) from event_positions") == kept + 1


async def test_r9_what_is_purged_is_the_beginning_and_never_what_has_no_place_yet(
    registry: Registry, machine: UUID
) -> None:
    written = [await write(registry.owner) for _ in range(7)]
    await page(registry, machine, first=1)
    waiting = await write(registry.owner)

    purged = [await maintenance.purge(registry.owner, ALL, 3) for _ in range(4)]

    assert purged == [3, 3, 1, 0]
    assert keys((await read(registry, machine))[0]) == [waiting]
    assert waiting not in written


async def test_r9_what_is_young_stays_and_what_comes_after_it(
    registry: Registry, machine: UUID
) -> None:
    old = await registry.owner.fetchval(OLD, str(uuid4()))
    await workflow.make(registry.owner, 1)
    young = await write(registry.owner)
    await workflow.make(registry.owner, 1)
    late = await registry.owner.fetchval(OLD, str(uuid4()))
    await workflow.make(registry.owner, 1)
    before, _ = await read(registry, machine)

    purged = [await maintenance.purge(registry.owner, Retentions(0, DAY, 0), 5) for _ in "ab"]

    assert keys(before) == [old, young, late]
    assert purged == [1, 0]
    assert keys((await read(registry, machine))[0]) == [young, late]


@pytest.mark.parametrize("others", [1, 3])
async def test_r9_two_who_clean_at_once_lose_nobody_an_event_unnoticed(
    registry: Registry, machine: UUID, others: int
) -> None:
    places = await cursors(registry, machine, 2 + others)
    last = await write(registry.owner)
    await page(registry, machine)
    cleaner = await asyncpg.connect(registry.database.owner_url)
    held = cleaner.transaction()
    await held.start()

    await maintenance.purge(cleaner, ALL, 2)
    await maintenance.purge(registry.owner, ALL, others)
    meanwhile, _ = await read(registry, machine)
    await held.commit()
    answers = [await ask(registry, machine, place) for place in places]

    await cleaner.close()
    assert [it.status for it in answers] == [400] * (1 + others) + [200]
    assert answers[1].refusal == BEGIN_AGAIN
    assert keys(answers[-1].data["eventFeed"]["events"]) == [last]
    assert keys(meanwhile)[-1] == last
    assert await maintenance.purge(registry.owner, ALL, 5) == 1
    assert await registry.owner.fetchval("select count(*) from event_positions") == 1
