"""Who reads the trail is written down, and what they asked for (Y7)."""

import asyncpg
import pytest

from rules.access import Role
from tests.people import id_of
from tests.serving import Registry

READINGS = """
query($filter: AuditReadingFilter) {
  auditReadings(first: 20, filter: $filter) {
    nodes { readerId reader { username } client { name } question filter rows
            firstRowId lastRowId correlationId }
  }
}
"""
LIST = """
query($filter: AuditLogFilter) {
  auditLog(first: 2, orderBy: INSERTED_AT_ASC, filter: $filter) { nodes { databaseId } }
}
"""


async def test_y7_a_list_of_the_trail_is_written_down_with_what_was_shown(
    registry: Registry,
) -> None:
    ada = await registry.user("ada", Role.ADMIN)

    answer = await registry.ask(ada, LIST, {"filter": {"resource": "user"}})

    shown = [it["databaseId"] for it in answer.data["auditLog"]["nodes"]]
    (reading,) = (await registry.ask(ada, READINGS)).data["auditReadings"]["nodes"]
    assert reading == {
        "readerId": str(registry.users[ada]),
        "reader": {"username": ada},
        "client": {"name": "console"},
        "question": "auditLog",
        "filter": {"resource": "user", "orderBy": "INSERTED_AT_ASC"},
        "rows": len(shown),
        "firstRowId": shown[0],
        "lastRowId": shown[-1],
        "correlationId": answer.headers["x-correlation-id"],
    }


async def test_y7_every_way_to_an_entry_is_a_reading(registry: Registry) -> None:
    ada = await registry.user("ada", Role.ADMIN)
    entry = await registry.owner.fetchval("select id from audit_log limit 1")
    opaque = id_of("AuditEntry", entry)

    await registry.ask(ada, "query($id: ID!) { node(id: $id) { id } }", {"id": opaque})
    await registry.ask(ada, "query($id: ID!) { nodes(ids: [$id]) { id } }", {"id": opaque})
    await registry.ask(ada, "query($id: ID!) { auditProof(entryId: $id) { size } }", {"id": opaque})
    await registry.ask(ada, "{ a: auditLog(first: 0) { nodes { id } } viewer { client { id } } }")
    await registry.ask(ada, READINGS)

    rows = await registry.owner.fetch(
        "select question, filter::text, rows from audit_readings order by id"
    )
    assert [tuple(it) for it in rows] == [
        ("node", f'{{"ids": ["{entry}"]}}', 1),
        ("nodes", f'{{"ids": ["{entry}"]}}', 1),
        ("auditProof", f'{{"entryId": "{entry}"}}', 0),
        ("auditLog", '{"orderBy": "INSERTED_AT_DESC"}', 0),
        ("auditReadings", "{}", 4),
    ]


async def test_y7_who_reads_something_else_or_is_refused_has_read_nothing(
    registry: Registry,
) -> None:
    ada = await registry.user("ada", Role.ADMIN)
    nobody = await registry.user("nobody")

    await registry.ask(ada, "{ users(first: 3) { nodes { id } } viewer { client { id } } }")
    await registry.ask(nobody, LIST)
    await registry.ask(ada, LIST, scope="access:read")
    user = id_of("User", registry.users[nobody])
    await registry.ask(ada, "query($id: ID!) { node(id: $id) { id } }", {"id": user})

    assert await registry.owner.fetchval("select count(*) from audit_readings") == 0


async def test_y7_a_reading_holds_no_personal_data(registry: Registry) -> None:
    ada = await registry.user("ada", Role.ADMIN)

    await registry.ask(ada, LIST, {"filter": {"person": "1234567890"}})
    await registry.ask(ada, LIST, {"filter": {"record": "Olena Koval", "action": "Olena"}})

    written = await registry.owner.fetchval(
        "select string_agg(filter::text, '') from audit_readings"
    )
    assert "Olena" not in written
    assert "1234567890" not in written
    assert written.count("[personal data]") == 3


async def test_y7_readings_of_one_reader_are_found(registry: Registry) -> None:
    ada, eve = await registry.user("ada", Role.ADMIN), await registry.user("eve", Role.ADMIN)
    await registry.ask(ada, LIST)
    await registry.ask(eve, LIST)

    asked = {"filter": {"readerId": str(registry.users[ada])}}
    answer = await registry.ask(eve, READINGS, asked)

    assert [it["reader"]["username"] for it in answer.data["auditReadings"]["nodes"]] == [ada]


@pytest.mark.parametrize(
    "change", ["update audit_readings set rows = 0", "delete from audit_readings"]
)
async def test_y7_a_reading_is_neither_changed_nor_deleted(registry: Registry, change: str) -> None:
    ada = await registry.user("ada", Role.ADMIN)
    await registry.ask(ada, LIST)

    with pytest.raises(asyncpg.PostgresError) as refused:
        await registry.owner.execute(change)

    assert refused.value.sqlstate == "SA002"
