"""What only grows is partitioned, also where it was not before (rule Z6)."""

import asyncio

import asyncpg
import pytest

from db.catalog import DIFFERENCES
from db.migrating import migrate
from rules.partitions import AHEAD, Partitioned, Period
from tests.databases import Database
from tests.house.test_migrations import run, upgrade_to
from tests.partitions import end_first
from workflows import partitions

BEFORE = "0076_who_acts"
BOUNDED = "0077_bounded_keys"
OLDER_RULES = """
create function client_may_receive(receiver uuid, event outbox) returns boolean language sql as
    'select event.type = ''birth.declared''';
revoke execute on function client_may_receive from public;
create function refuse_change() returns trigger language plpgsql as
    'begin raise exception ''It grows only'' using errcode = ''SA002''; end';
create function add_undispatched_event() returns trigger language plpgsql as
    'begin insert into undispatched_events (event_id) values (new.id); return null; end';
create trigger refuse_change before update or delete or truncate on audit_log
    for each statement execute function refuse_change();
create trigger undispatched_event_added after insert on outbox
    for each row execute function add_undispatched_event();
create publication of_somebody for table outbox;
"""
WRITE_ENTRY = """
insert into audit_log (action, resource, resource_id, changeset, correlation_id)
values ('person.created', 'person', uuidv7(), '{}', uuidv7())
"""
WRITE_EVENT = """
insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
values ('vital_event', uuidv7()::text, 'birth.declared', '{}', uuidv7())
"""
FILES = """
select relname::text, pg_relation_filenode(oid) from pg_class
 where relname = any ('{audit_log,outbox,vital_event_reads}') or relname like '%\\_before\\_%'
   and relkind = 'r'
"""
PUBLISHED = """
select schemaname || '.' || tablename, pubviaroot from pg_publication_tables
  join pg_publication using (pubname) where pubname = 'of_somebody'
"""


async def test_z6_a_table_that_is_in_use_becomes_the_first_partition(
    database: Database, empty: str
) -> None:
    await run(empty, upgrade_to(BEFORE))
    owner = await asyncpg.connect(empty)
    await owner.execute(OLDER_RULES)
    await owner.execute(WRITE_ENTRY)
    await owner.execute(WRITE_EVENT)
    written = {row[0]: row[1] for row in await owner.fetch(FILES)}
    # Prepared before, as a server has it: it goes on.
    reads = await owner.prepare("select count(*) from audit_log")
    receives = await owner.prepare("select client_may_receive(null, outbox) from outbox")
    assert await receives.fetchval()

    await run(empty, upgrade_to(BOUNDED))
    await owner.execute(WRITE_ENTRY)
    await run(empty, upgrade_to("heads"))

    assert await reads.fetchval() == 2
    assert await receives.fetchval() is True
    await owner.execute(WRITE_ENTRY)
    await owner.execute(WRITE_EVENT)
    assert await reads.fetchval() == 3
    assert await owner.fetchval("select count(*) from undispatched_events") == 2
    with pytest.raises(asyncpg.PostgresError, match="It grows only"):
        await owner.execute("delete from audit_log")
    # Nothing was written anew.
    files = {
        name.partition("_before")[0]: number for name, number in await owner.fetch(FILES) if number
    }
    assert files == written
    assert [tuple(row) for row in await owner.fetch(PUBLISHED)] == [("public.outbox", True)]
    assert await owner.fetch("select from pg_constraint where conname ~ 'first_partition'") == []
    rights = (
        "select has_function_privilege('public', oid, 'execute') from pg_proc where proname = $1"
    )
    assert await owner.fetchval(rights, "client_may_receive") is False
    await owner.close()
    assert await migrate(empty)


async def test_z6_partitions_wait_for_the_periods_to_come(owner: asyncpg.Connection) -> None:
    before = await partitions.known(owner)
    assert await partitions.make(owner, Period.MONTH) == 0

    for table in Partitioned:
        last = [it for it in before if it.parent is table][-1]
        await owner.execute(f"alter table {table} detach partition partitions.{last.name}")
        await owner.execute(f"drop table partitions.{last.name}")
    made = await partitions.make(owner, Period.DAY)

    after = await partitions.known(owner)
    assert made == len(Partitioned)
    for table in Partitioned:
        own = [it for it in after if it.parent is table]
        assert len(own) == AHEAD + 1
        assert [it.begins_at for it in own] == [None, *(it.ends_at for it in own[:-1])]
        assert own[-1].name == f"{table}_{own[-1].begins_at:%Y_%m_%d}"
    assert await owner.fetch(DIFFERENCES) == []


async def test_z6_partitions_are_made_while_somebody_writes_and_nobody_waits_for_long(
    database: Database, owner: asyncpg.Connection
) -> None:
    (*_, last) = await partitions.known(owner)
    await owner.execute(f"alter table {last.parent} detach partition partitions.{last.name}")
    await owner.execute(f"drop table partitions.{last.name}")
    writing, vacuuming = (
        await asyncpg.connect(database.owner_url),
        await asyncpg.connect(database.owner_url),
    )
    transaction = writing.transaction()
    await transaction.start()
    await writing.execute(WRITE_EVENT)

    made = await partitions.make(owner, Period.MONTH)

    await writing.execute(WRITE_EVENT)
    await transaction.rollback()
    assert made == 1
    # Who holds a lock that is needed is waited for half a second, and then again later.
    await owner.execute(f"alter table {last.parent} detach partition partitions.{last.name}")
    await owner.execute(f"drop table partitions.{last.name}")
    held = vacuuming.transaction()
    await held.start()
    await vacuuming.execute(f"lock table {last.parent} in share update exclusive mode")
    with pytest.raises(asyncpg.LockNotAvailableError):
        await partitions.make(owner, Period.MONTH)
    await held.rollback()
    await writing.close()
    await vacuuming.close()


async def test_z6_only_what_is_over_and_done_with_is_detached(owner: asyncpg.Connection) -> None:
    await owner.execute(WRITE_EVENT)
    first = (await partitions.known(owner))[0]
    with pytest.raises(partitions.PartitionStays, match="is not over yet"):
        await partitions.detach(owner, first)
    await owner.execute(WRITE_ENTRY)
    for table, reason in ((Partitioned.AUDIT_LOG, "not sealed"), (Partitioned.OUTBOX, "not made")):
        name = await end_first(owner, table)
        (over,) = [it for it in await partitions.known(owner) if it.name == name]

        with pytest.raises(partitions.PartitionStays, match=reason):
            await partitions.detach(owner, over)


async def test_z6_positions_of_events_go_with_their_partition(owner: asyncpg.Connection) -> None:
    for _ in range(3):
        await owner.execute(WRITE_EVENT)
    await owner.fetchval("select make_messages(100)")
    name = await end_first(owner, Partitioned.OUTBOX)
    await owner.execute(WRITE_EVENT)
    await owner.fetchval("select make_messages(100)")
    (over,) = [it for it in await partitions.known(owner) if it.name == name]

    await partitions.detach(owner, over)

    positions = "select position from event_positions order by position"
    assert [row[0] for row in await owner.fetch(positions)] == [3, 4]
    assert await owner.fetchval(f"select count(*) from partitions.{name}") == 3
    assert await owner.fetchval("select count(*) from outbox") == 1


async def test_z6_whoever_names_a_partition_is_refused_too(owner: asyncpg.Connection) -> None:
    await owner.execute(WRITE_ENTRY)
    for partition in await partitions.known(owner):
        if partition.parent is Partitioned.AUDIT_LOG:
            with pytest.raises(asyncpg.PostgresError, match="audit trail could not describe"):
                await owner.execute(f"delete from partitions.{partition.name}")


async def test_z6_the_application_reaches_no_partition(
    database: Database, owner: asyncpg.Connection
) -> None:
    application = await asyncpg.connect(database.app_url)
    for partition in await partitions.known(owner):
        for statement in ("select from partitions.{0}", "drop table partitions.{0}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await application.execute(statement.format(partition.name))
    assert await partitions.make(application, Period.MONTH) == 0
    await application.close()


async def test_z6_a_transaction_that_writes_to_what_is_over_is_waited_for(
    database: Database, owner: asyncpg.Connection
) -> None:
    name = await end_first(owner, Partitioned.VITAL_EVENT_READS)
    (over,) = [it for it in await partitions.known(owner) if it.name == name]
    late = await asyncpg.connect(database.owner_url)
    transaction = late.transaction()
    await transaction.start()
    await late.execute(f"lock table partitions.{name} in row exclusive mode")

    detaching = asyncio.create_task(partitions.detach(owner, over))
    while not await late.fetchval("select exists (select from pg_locks where not granted)"):
        pass
    await transaction.commit()
    async with asyncio.timeout(30):
        await detaching

    found = [it for it in await partitions.known(late) if it.name == name]
    assert [(it.is_attached, it.ends_at) for it in found] == [(False, over.ends_at)]
    await late.close()
