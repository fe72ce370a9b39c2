"""What a claim costs while an old snapshot is held, and that it misses nothing for long (Z9)."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from rules.messages import LATENESS_SECONDS, MAIL_LANE
from server.delivery.claiming import BEGINNING, PAUSE_SECONDS, Claiming
from tests.serving import Registry
from workflows import messages

INSERT = """
insert into messages (kind, record, position, payload, correlation_id, next_attempt_at)
select 'digest.mail', 'digest:' || uuidv7(), n, '{}', uuidv7(), now() - $2::interval
  from generate_series(1, $1) n
"""
FINISH = "update messages set status = 'PROCESSED', next_attempt_at = null"
COST = """
explain (analyze, buffers, format json)
 select * from claim_messages_since($1, 100, '{}', '{}', $2, $3)
"""
NOW = timedelta(0)
LATE = timedelta(seconds=LATENESS_SECONDS + 60)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def wait(registry: Registry, count: int = 1, since: timedelta = NOW) -> None:
    """Let mail wait that was written so long ago."""
    async with registry.acting("message.enqueued") as owner:
        await owner.execute(INSERT, count, since)


async def pages(owner: asyncpg.Connection, since: Mapping[UUID, object]) -> int:
    """How many pages a claim looks at that begins at these moments; it is rolled back."""
    transaction = owner.transaction()
    await transaction.start()
    (plan,) = orjson.loads(await owner.fetchval(COST, uuid4(), list(since), list(since.values())))
    await transaction.rollback()
    return int(plan["Plan"]["Shared Hit Blocks"])


async def test_z9_a_claim_walks_through_nothing_that_is_kept_for_an_old_snapshot(
    quiet: Registry,
) -> None:
    owner = quiet.owner
    # Statistics that come meanwhile would be read by each claim that is planned then.
    await owner.execute("alter table messages set (autovacuum_enabled = off)")
    await wait(quiet, 3)
    await pages(owner, {})
    at_first = await pages(owner, {})
    reader = await asyncpg.connect(quiet.database.owner_url)
    await reader.execute("begin isolation level repeatable read; select from messages limit 1")
    await wait(quiet, 3_000, timedelta(minutes=1))
    async with quiet.acting("message.settled"):
        await owner.execute(FINISH)

    await wait(quiet, 3)
    everywhere = await pages(owner, {})
    since = await messages.first_waiting(owner, {MAIL_LANE: BEGINNING})
    known = await pages(owner, since)
    await reader.close()

    assert everywhere > 2 * at_first
    assert known < 1.5 * at_first, (at_first, everywhere)


async def test_z9_what_commits_late_is_claimed_by_whoever_looks_everywhere(quiet: Registry) -> None:
    clock = Clock()
    claiming = Claiming(uuid4(), clock)

    async def claimed() -> int:
        return len(await claiming.claim(quiet.owner, 100, {}))

    await wait(quiet)
    assert await claimed() == 1
    await wait(quiet, since=LATE)
    await wait(quiet)
    assert await claimed() == 1

    clock.seconds += PAUSE_SECONDS

    assert await claimed() == 1


@pytest.mark.parametrize("known", [1, 2, 9])
async def test_z9_other_lanes_than_those_that_are_known_are_found(
    quiet: Registry, known: int
) -> None:
    lanes = [UUID(int=MAIL_LANE.int + n) for n in range(-1, known)] + [UUID(int=2**127)]
    lanes.remove(MAIL_LANE)
    since = dict.fromkeys(lanes, BEGINNING)
    await wait(quiet)

    claimed = await messages.claim(quiet.owner, uuid4(), 100, {}, since)

    assert len(claimed) == 1


async def test_z9_where_nothing_waits_a_late_commit_is_expected(
    quiet: Registry,
) -> None:
    now = await quiet.owner.fetchval("select now()")

    first = await messages.first_waiting(quiet.owner, {MAIL_LANE: BEGINNING})
    await wait(quiet, since=LATE)
    waiting = await messages.first_waiting(quiet.owner, {MAIL_LANE: BEGINNING})

    assert abs(first[MAIL_LANE] - (now - timedelta(seconds=LATENESS_SECONDS))) < timedelta(
        minutes=1
    )
    assert waiting[MAIL_LANE] < first[MAIL_LANE] - timedelta(seconds=30)
