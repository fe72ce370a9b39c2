"""What the demo's history leaves: acts on sixty days that were done one after the other."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import asyncpg
import pytest

from rules.declaration_checks import check
from rules.violations import Violations
from server.postgres.connection import connect
from server.postgres.counting import CountingConnection
from server.seeding import seed
from server.seeding.events import add_vital_events
from server.seeding.history import DAYS, History, _declaration, _turns, working_days
from server.seeding.people import FAMILY
from server.seeding.reviews import seed_reviews
from tests.databases import Database
from workflows import demo_history

WEEK = 5


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[CountingConnection]:
    """A connection of the application."""
    opened = await connect(database.app_url)
    yield opened
    await opened.close()


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the database's owner."""
    opened = await asyncpg.connect(database.owner_url)
    yield opened
    await opened.close()


async def a_week(
    connection: CountingConnection, owner: asyncpg.Connection, *, with_papers: bool = False
) -> list[date]:
    """Live through five working days, and date them back."""
    days = working_days(datetime.now(UTC).date())[:WEEK]
    history = History(connection, await demo_history.clock(owner), (150, 200), days)
    await seed(connection, persons=150, with_events=False)
    await seed_reviews(connection, 3, 5, history.rounds, history.pass_round)
    if with_papers:
        await add_vital_events(connection)
    await history.date_back(owner)
    return days


async def test_declarations_are_of_each_working_day(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    days = await a_week(connection, owner)

    declared = await owner.fetch(DECLARED)
    statuses = {row["status"] for row in await owner.fetch(STATUSES)}

    assert [row["day"] for row in declared] == days
    assert {"DECLARED", "REGISTERED", "ISSUED"} <= statuses


async def test_whoever_has_done_something_was_last_used_then(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    await a_week(connection, owner)

    strangers = await owner.fetch(
        "select entry.actor_id, max(entry.inserted_at) from audit_log entry"
        " join users on users.id = entry.actor_id group by entry.actor_id"
        " except select id, used_at from last_uses"
    )

    assert await owner.fetchval("select count(*) from last_uses") > 0
    assert strangers == []


async def test_persons_and_pairs_come_on_each_working_day(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    days = await a_week(connection, owner)

    came = await owner.fetch(CAME)

    assert {row["day"] for row in came} >= set(days)
    assert sum(row["pairs"] for row in came) == 200 // FAMILY


async def test_the_trail_is_in_the_order_of_its_entries_and_of_no_other_days(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    days = await a_week(connection, owner)

    moments = [row["inserted_at"] for row in await owner.fetch(MOMENTS)]
    reviewed = {row["day"] for row in await owner.fetch(REVIEWED)}

    assert moments == sorted(moments)
    assert moments[0].date() == days[0]
    assert reviewed >= set(days)


async def test_an_act_has_one_time_wherever_it_is_read(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    days = await a_week(connection, owner, with_papers=True)

    acts = await owner.fetch(ACTS_OF_MORE_TIMES)
    papers = [dict(row) for row in await owner.fetch(PAPERS)]

    assert acts == []
    assert len(papers) > len(days)
    assert sum(paper["revoked_at"] is not None for paper in papers) == 2
    for paper in papers:
        assert paper["inserted_at"] == paper["made_by_trail"]
        assert paper["issued_at"] == paper["issued_by_trail"] == paper["issued_said"]
        assert paper["revoked_at"] == paper["revoked_by_trail"] == paper["revoked_said"]
        assert paper["paid_at"] == paper["issued_at"]
        assert paper["day_made"] == paper["inserted_at"].date().isoformat()
        assert paper["day_registered"] == paper["registered_by_trail"].date().isoformat()


async def test_what_is_told_of_an_act_has_its_time(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    await a_week(connection, owner, with_papers=True)

    events = await owner.fetch(EVENTS_OF_OTHER_TIMES)
    corrections = await owner.fetch(CORRECTIONS)

    assert events == []
    assert len(corrections) > 1
    for row in corrections:
        assert (row["inserted_at"], row["updated_at"]) == (row["asked"], row["settled"])


async def test_nothing_but_the_demo_may_change_the_trail_afterwards(
    connection: CountingConnection, owner: asyncpg.Connection
) -> None:
    await a_week(connection, owner)

    assert not await demo_history.may_date_back(connection)
    with pytest.raises(asyncpg.PostgresError):
        await owner.execute("update audit_log set inserted_at = now()")
    assert await owner.fetch(LEFT) == []


def test_the_history_ends_before_yesterday_and_leaves_weekends_out() -> None:
    today = date(2026, 11, 27)

    days = working_days(today)

    assert (days[0], days[-1]) == (date(2026, 9, 28), date(2026, 11, 25))
    assert all(day.weekday() < WEEK for day in days)
    assert (today - days[0]).days == DAYS


@pytest.mark.parametrize("weeks", range(0, 53, 4))
def test_whatever_is_declared_may_be_on_any_day(weeks: int) -> None:
    today = date(2026, 11, 27) + timedelta(weeks=weeks, days=weeks % 7)
    now = datetime.combine(today, time(12), UTC)
    violations = Violations()

    for at, day in enumerate(working_days(today)):
        for turn in _turns(at):
            check(violations, _declaration(turn, day), now)

    violations.refuse()


DECLARED = """
select (inserted_at at time zone 'UTC')::date as day from vital_events group by 1 order by 1
"""
CAME = """
select (persons.inserted_at at time zone 'UTC')::date as day, count(distinct persons.id) as persons,
       count(distinct pair.id) as pairs
  from persons left join merge_candidates pair on pair.master_person_id = persons.id
 group by 1
"""
STATUSES = "select status from vital_events group by status"
MOMENTS = "select inserted_at from audit_log order by id"
REVIEWED = """
select (updated_at at time zone 'UTC')::date as day from merge_requests
 where status in ('MERGE', 'SPLIT', 'TRASH') group by 1
"""
ACTS_OF_MORE_TIMES = """
select action from audit_log group by act_id, action having count(distinct inserted_at) > 1
"""
PAPERS = """
select certificates.inserted_at, certificates.issued_at, revoked_at, paid_at,
       certificates.values ->> 'certificationDate' as day_made,
       certificates.values ->> 'registrationDate' as day_registered,
       (select inserted_at from audit_log
         where resource_id = certificates.id and action like '%.certified') as made_by_trail,
       (select inserted_at from audit_log
         where resource_id = certificates.id and action like '%.issued') as issued_by_trail,
       (select (changeset ->> 'issued_at')::timestamptz from audit_log
         where resource_id = certificates.id and action like '%.issued') as issued_said,
       (select inserted_at from audit_log
         where resource_id = certificates.id and changeset ? 'revoked_at') as revoked_by_trail,
       (select (changeset ->> 'revoked_at')::timestamptz from audit_log
         where resource_id = certificates.id and changeset ? 'revoked_at') as revoked_said,
       (select inserted_at from audit_log
         where resource_id = certificates.vital_event_id and action like '%.registered'
           and resource = 'vital_event') as registered_by_trail
  from certificates left join payments on certificate_id = certificates.id
"""
EVENTS_OF_OTHER_TIMES = """
select payload from outbox
 where (payload ->> 'timestamp')::timestamptz <> inserted_at
    or not exists (select from audit_log where audit_log.inserted_at = outbox.inserted_at)
"""
CORRECTIONS = """
select inserted_at, updated_at,
       (select inserted_at from audit_log where resource_id = corrections.id
         order by id limit 1) as asked,
       (select inserted_at from audit_log where resource_id = corrections.id
         order by id desc limit 1) as settled
  from corrections
"""
LEFT = "select proname from pg_proc where proname = 'said'"
