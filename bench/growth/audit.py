"""How long a query of the audit trail takes, by how many rows it has."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg

from bench.charts import Axis, Chart
from bench.growth.measuring import IMAGES, Caller, Measured, fill, lines, open_fixture, show, some

SIZES = (10_000, 1_000_000)
WHOLE = (10_000, 1_000_000, 10_000_000)
ASKED = 50
ACTORS = 200
RARE = "client.blocked"
RARE_RESOURCE = "client"

QUERY = """
query ($filter: AuditLogFilter) { auditLog(first: 50, filter: $filter) {
  pageInfo { hasNextPage endCursor }
  edges { cursor node { id action resource resourceId correlationId insertedAt changeset previous
    actor { username } client { name } } } } }
"""
USERS = """
insert into users (username, display_name)
select 'actor' || number, 'Actor' from generate_series(1, $1::integer) number
"""
# As a year of work leaves them: records that change some five times, acts of two rows each, some
# actions common and one that was seen once, long ago.
ROWS = """
insert into audit_log (actor_id, client_id, action, resource, resource_id, changeset, previous,
                       correlation_id, inserted_at)
select ($1::uuid[])[1 + floor(cardinality($1::uuid[]) * random() ^ 2)], $2,
       (array['merge_request.assigned', 'merge_request.split', 'merge_request.merged',
              'birth.declared', 'birth.registered', 'birth.certified', 'birth.issued',
              'death.declared'])[1 + floor(8 * random() ^ 2)],
       (array['manual_merge_process', 'manual_merge_candidate', 'vital_event'])
           [1 + number % 3],
       md5((number / 40 * 8 + number % 8)::text)::uuid, '{"status": "NEW"}', null,
       md5('act' || number / 2)::uuid,
       timestamptz '2026-01-01' + interval '300 days' * (number / $4::float8)
  from generate_series($3::bigint, $4::bigint - 1) number
"""
ONCE = f"""
insert into audit_log (actor_id, client_id, action, resource, resource_id, changeset,
                       correlation_id, inserted_at)
values ($1, $2, '{RARE}', '{RARE_RESOURCE}', $2, '{{"is_blocked": true}}', uuidv7(), '2025-12-31')
"""
SAMPLE = """
select actor_id::text, resource_id::text, correlation_id::text, inserted_at
  from audit_log where inserted_at >= $1 and changeset ? 'status' order by inserted_at limit 1
"""
NOT_DRAWN = (
    "an act",
    "a record's number",
    "a person's number",
    "not the commonest",
    "an actor, a day",
    "a kind of record",
    "an action, a day",
    "a rare kind",
    "revocations",
)
DAY = timedelta(days=1)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 300


async def draw(*, whole: bool) -> None:
    """Measure each filter that there is, on a trail that grows, and draw it."""
    sizes = WHOLE if whole else SIZES
    async with open_fixture("ADMIN", "audit_log:read") as fixture:
        owner = fixture.sandbox.owner
        await fill(owner, (USERS, (ACTORS,)))
        actors = [row["id"] for row in await owner.fetch("select id from users order by username")]
        measured: dict[float, dict[str, Measured]] = {}
        for size in sizes:
            await fill(
                owner,
                ("truncate audit_log", ()),
                (ROWS, (actors, fixture.console, 0, size)),
                (ONCE, (actors[0], fixture.console)),
            )
            async with fixture.calling() as caller:
                measured[size] = await caller.measure(await _queries(owner, caller))
    show("A query of the audit trail, the last 50 entries", "rows", measured)
    Chart(
        "A query of the audit trail, by how many rows it has",
        Axis("rows of the trail", is_logarithmic=True, ticks=sizes),
        Axis("milliseconds over HTTP, median", is_logarithmic=True),
        lines(measured, leaving_out=NOT_DRAWN),
    ).save(IMAGES / "growth-audit.svg")


async def _queries(owner: asyncpg.Connection, caller: Caller) -> dict[str, list[bytes]]:
    days = some(range(DAYS - 1), ASKED)
    rows = [row for day in days for row in await owner.fetch(SAMPLE, BEGIN + DAY * day)]

    def wires(*filters: dict[str, Any]) -> list[bytes]:
        return [caller.wire(QUERY, filter=each) for each in filters]

    def one_day(row: Any) -> dict[str, str]:
        begin = row["inserted_at"]
        return {"insertedFrom": begin.isoformat(), "insertedTo": (begin + DAY).isoformat()}

    return {
        "everything": wires({}),
        "an actor": wires(*({"actorId": row["actor_id"]} for row in rows)),
        "a record": wires(*({"resourceId": row["resource_id"]} for row in rows)),
        "correlation id": wires(*({"correlationId": row["correlation_id"]} for row in rows)),
        "a day": wires(*map(one_day, rows)),
        "an actor, a day": wires(*(one_day(row) | {"actorId": row["actor_id"]} for row in rows)),
        "a kind of record": wires({"resource": "vital_event"}),
        "a common action": wires({"action": "merge_request.assigned"}),
        "not the commonest": wires({"actionNot": ["merge_request.assigned"]}),
        "an action, a day": wires(*(one_day(row) | {"action": "death.declared"} for row in rows)),
        "a rare action": wires({"action": RARE}),
        "a rare kind": wires({"resource": RARE_RESOURCE}),
        "a silent client": wires({"clientId": str(uuid4())}),
        "acts alone": wires({"isFirstOfAct": True}),
        "an act": wires({"actId": str(uuid4())}),
        "an account": wires(*({"user": str(row["actor_id"])} for row in rows)),
        "a record's number": wires({"record": "B-2026-0000001"}),
        "a person's number": wires({"person": "1234567890"}),
        "revocations": wires({"revokesCertificate": True}),
    }
