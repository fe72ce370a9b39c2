"""Another reader of the outbox, as Debezium is one, finds each event once, by logical decoding."""

import struct
from collections.abc import AsyncIterator

import pytest

from tests.events import declared, done, office
from tests.hooks import webhook
from tests.people import key_of
from tests.serving import Registry
from workflows import maintenance
from workflows import messages as workflow
from workflows.maintenance import Retentions

ROUTED = {"id", "aggregatetype", "aggregateid", "type", "payload"}
"""The columns that Debezium's outbox event router reads by default."""

CHANGES = """
select data from pg_logical_slot_get_binary_changes($1::text::name, null, null,
    'proto_version', '1', 'publication_names', 'outbox_readers')
"""


@pytest.fixture
async def slot(registry: Registry) -> AsyncIterator[str]:
    """A replication slot of the test's own, which follows the outbox."""
    name = f"reader_{registry.database.owner_url.rpartition('/')[2]}"[:60]
    await registry.owner.execute(
        "create publication outbox_readers for table outbox with (publish = 'insert')"
    )
    await registry.owner.execute(
        "select pg_create_logical_replication_slot($1::text::name, 'pgoutput')", name
    )
    yield name
    await registry.owner.execute("select pg_drop_replication_slot($1::text::name)", name)


def columns_of(relation: bytes) -> list[str]:
    """Read the column names of a Relation message of pgoutput."""
    _, _, rest = relation[5:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    (count,) = struct.unpack_from("!h", rest, 1)
    names, rest = [], rest[3:]
    for _ in range(count):
        name, _, rest = rest[1:].partition(b"\0")
        names.append(name.decode())
        rest = rest[8:]
    return names


def values_of(insert: bytes) -> list[str | None]:
    """Read the values of an Insert message of pgoutput."""
    (count,) = struct.unpack_from("!h", insert, 6)
    values: list[str | None] = []
    place = 8
    for _ in range(count):
        kind, place = insert[place : place + 1], place + 1
        if kind == b"n":
            values.append(None)
            continue
        (length,) = struct.unpack_from("!i", insert, place)
        values.append(insert[place + 4 : place + 4 + length].decode())
        place += 4 + length
    return values


async def decoded(registry: Registry, slot: str) -> list[dict[str, str | None]]:
    """Read what a follower of the outbox receives."""
    rows, names = [], list[str]()
    # The server of the tests flushes its log late, and a slot shows only what is flushed.
    await registry.owner.execute("set synchronous_commit = on")
    await registry.owner.execute("select pg_logical_emit_message(true, 'written', '')")
    for (change,) in await registry.owner.fetch(CHANGES, slot):
        if change[:1] == b"R":
            names = columns_of(change)
        if change[:1] == b"I":
            rows.append(dict(zip(names, values_of(change), strict=True)))
    return rows


async def test_f1_a_reader_of_the_log_finds_each_event_once(registry: Registry, slot: str) -> None:
    registrar, portal = await office(registry)
    await webhook(registry, portal, "https://receiver.example/hook")
    record = (await declared(registry, portal))["id"]
    await done(registry, registrar, "register", record)
    refused = registry.owner.transaction()
    await refused.start()
    await registry.owner.execute(
        "insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)"
        " values ('vital_event', 'never', 'birth.issued', '{}', uuidv7())"
    )
    await refused.rollback()

    await workflow.make(registry.owner, 100)
    await maintenance.purge(registry.owner, Retentions(0, 0, 0), 100)
    changes = await decoded(registry, slot)

    events = [change for change in changes if change["aggregatetype"] == "vital_event"]
    assert [event["type"] for event in events] == ["birth.declared", "birth.registered"]
    assert {event["aggregateid"] for event in events} == {key_of(record)}
    assert all(change.keys() >= ROUTED for change in changes)
    assert await decoded(registry, slot) == []
