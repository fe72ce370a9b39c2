"""What tests do with the event feed: events by hand, and pages of it."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg

from tests.serving import Answer, Registry

FEED = """
query ($first: Int, $after: String, $types: [String!]) {
  eventFeed(first: $first, after: $after, types: $types) {
    events { id type aggregateType aggregateId version payload correlationId occurredAt }
    endCursor hasMore
  }
}
"""
WRITE = """
insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
values ($1, $2, $3, jsonb_build_object(
    'type', $3::text, 'data', jsonb_build_object('status', 'REGISTERED')), $4)
returning id
"""
BEGIN_AGAIN = ("BAD_REQUEST", "Cursor is older than the feed")


async def write(
    connection: asyncpg.Connection,
    record: UUID | None = None,
    type_: str = "birth.registered",
    noun: str = "vital_event",
) -> UUID:
    """Write an event as triggers do, in the transaction that the connection is in."""
    written: UUID = await connection.fetchval(WRITE, noun, str(record or uuid4()), type_, uuid4())
    return written


async def ask(registry: Registry, who: str | UUID, after: str | None = None, **more: Any) -> Answer:
    """Ask for a page."""
    return await registry.ask(who, FEED, {"after": after} | more)


async def page(
    registry: Registry, who: str | UUID, after: str | None = None, **more: Any
) -> dict[str, Any]:
    """Return a page."""
    found: dict[str, Any] = (await ask(registry, who, after, **more)).data["eventFeed"]
    return found


async def read(
    registry: Registry, who: str | UUID, after: str | None = None, **more: Any
) -> tuple[list[dict[str, Any]], str | None]:
    """Read on from a cursor until there is no more; return the events and the last cursor."""
    found: list[dict[str, Any]] = []
    while True:
        read = await page(registry, who, after, **more)
        found += read["events"]
        after = read["endCursor"]
        if not read["hasMore"]:
            return found, after


def keys(events: list[dict[str, Any]]) -> list[UUID]:
    """Return which events they are."""
    return [UUID(it["id"]) for it in events]
