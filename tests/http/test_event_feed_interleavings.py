"""Rule R9: however transactions, readers and cleaners come one after the other, none is missed."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import Database
from tests.event_feed import write
from workflows import maintenance
from workflows import messages as workflow
from workflows.maintenance import Retentions

TRANSACTIONS, RECORDS, READERS = 3, 3, 2
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(0, TRANSACTIONS - 1), st.integers(0, RECORDS - 1)),
        st.tuples(
            st.sampled_from(["commit", "commit", "rollback", "savepoint"]),
            st.integers(0, TRANSACTIONS - 1),
            st.just(0),
        ),
        st.tuples(st.just("read"), st.integers(0, READERS - 1), st.integers(0, 4)),
        st.tuples(st.sampled_from(["make", "purge"]), st.just(0), st.integers(1, 3)),
    ),
    min_size=8,
    max_size=40,
)
PAGE = """
select array(select (it ->> 'id')::uuid from jsonb_array_elements(events) it) as events,
       end_event_id as ends, has_more as more
  from read_event_feed($1, $2, null, $3)
"""
MACHINE = """
insert into clients (name, kind, scopes) values ($1, 'SYSTEM', '{event:read,vital_event:read}')
returning id
"""


@dataclass
class Writer:
    """A transaction that is open, with what it has written and which records it holds."""

    connection: asyncpg.Connection
    is_open: bool = False
    written: list[tuple[int, UUID]] = field(default_factory=list)


@dataclass
class Feed:
    """What is committed, what was read by whom, and what is deleted."""

    owner: asyncpg.Connection
    machine: UUID
    records: list[UUID]
    writers: list[Writer]
    committed: dict[UUID, int] = field(default_factory=dict)
    read: list[list[UUID]] = field(default_factory=lambda: [[] for _ in range(READERS)])
    places: list[UUID | None] = field(default_factory=lambda: [None] * READERS)
    purged: int = 0
    order: list[UUID] = field(default_factory=list)

    async def step(self, what: str, who: int, number: int) -> None:
        """Do one step."""
        if what == "read":
            await self.page(who, number)
        elif what == "make":
            await workflow.make(self.owner, number)
        elif what == "purge":
            await maintenance.purge(self.owner, Retentions(0, 0, 0), number)
        elif what == "write":
            await self.write(self.writers[who], number)
        else:
            await self.end(self.writers[who], what)

    async def write(self, writer: Writer, record: int) -> None:
        """Write an event of a record, unless another transaction holds the record."""
        holders = [it for it in self.writers if record in {which for which, _ in it.written}]
        if holders and holders != [writer]:
            return
        if not writer.is_open:
            await writer.connection.execute("begin")
            writer.is_open = True
        writer.written.append((record, await write(writer.connection, self.records[record])))

    async def end(self, writer: Writer, how: str) -> None:
        """Commit or undo what a transaction has written."""
        if not writer.is_open:
            return
        await writer.connection.execute(how if how != "savepoint" else "savepoint inner_one")
        if how == "savepoint":
            return
        if how == "commit":
            self.committed |= {event: record for record, event in writer.written}
        writer.is_open, writer.written = False, []

    async def page(self, reader: int, most: int) -> bool:
        """Read a page; return whether there is more."""
        rows = await self.owner.fetch(PAGE, self.machine, self.places[reader], most)
        if not rows:
            assert self.places[reader] is not None
            assert await self.lost(self.read[reader])
            self.read[reader], self.places[reader] = [], None
            return True
        (row,) = rows
        assert len(row["events"]) <= most
        if self.places[reader] is None:
            self.read[reader] = await self.deleted()
        self.read[reader] += row["events"]
        self.places[reader] = row["ends"]
        has_more: bool = row["more"]
        return has_more or (most == 0 and bool(row["events"]))

    async def deleted(self) -> list[UUID]:
        """Return the events that are no more, in the order that they had."""
        left = {row["id"] for row in await self.owner.fetch("select id from outbox")}
        await self.placed()
        return [it for it in self.order if it not in left]

    async def lost(self, known: list[UUID]) -> bool:
        """Return whether something that comes after what is known is deleted."""
        return bool(set(await self.deleted()) - set(known))

    async def placed(self) -> None:
        """Keep the order of all events that ever had a place."""
        rows = await self.owner.fetch("select event_id from event_positions order by position")
        self.order += [row["event_id"] for row in rows if row["event_id"] not in self.order]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
async def test_r9_whatever_the_interleaving_each_reader_reads_all_in_one_order(
    database: Database, steps: list[tuple[str, int, int]]
) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("delete from undispatched_events")
    await owner.execute("delete from outbox")
    await owner.execute("delete from event_positions")
    await owner.execute("begin; select begin_act('client.created', null, null, uuidv7())")
    machine = await owner.fetchval(MACHINE, str(uuid4()))
    await owner.execute("commit")
    writers = [Writer(await asyncpg.connect(database.owner_url)) for _ in range(TRANSACTIONS)]
    feed = Feed(owner, machine, [uuid4() for _ in range(RECORDS)], writers)

    for step in steps:
        await feed.placed()
        await feed.step(*step)
        await feed.placed()
    for writer in writers:
        await feed.end(writer, "commit")
    for reader in range(READERS):
        while await feed.page(reader, 2):
            pass
    await feed.placed()

    for it in (owner, *(writer.connection for writer in writers)):
        await it.close()
    for events in feed.read:
        assert events == feed.order
    assert set(feed.order) == set(feed.committed)
    for record in range(RECORDS):
        mine: list[Any] = [it for it in feed.order if feed.committed[it] == record]
        assert mine == [it for it, of in feed.committed.items() if of == record]
