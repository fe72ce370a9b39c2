"""Helpers for tests of webhooks: make one, let events happen, list the messages."""

from typing import Any
from uuid import UUID, uuid4

from rules.access import Role
from rules.messages import ROOM_OF_WEBHOOK
from tests.serving import Registry
from workflows.messages import Claimed

CREATE = """
mutation ($url: String!, $topics: [WebhookTopic!]!) {
  createWebhook(input: {url: $url, topics: $topics}) {
    webhook { id databaseId url topics isActive }
    signingSecret
  }
}
"""
MESSAGES = """
query ($filter: MessageFilter) {
  messages(first: 100, filter: $filter) {
    nodes { id databaseId kind status attempts lastError correlationId nextAttemptAt }
  }
}
"""
ALL_OF_BIRTH = [
    f"BIRTH_{status}"
    for status in (
        "DECLARED",
        "REGISTERED",
        "REJECTED",
        "ARCHIVED",
        "REINSTATED",
        "CERTIFIED",
        "ISSUED",
    )
]


def claimed_delivery(url: str, sealed_secrets: tuple[bytes, ...]) -> Claimed:
    """Return a message to deliver to this address, as if a worker had claimed it."""
    webhook_id = uuid4()
    return Claimed(
        uuid4(),
        "webhook.x",
        webhook_id,
        ROOM_OF_WEBHOOK,
        webhook_id,
        payload="{}",
        attempt=1,
        correlation_id=uuid4(),
        url=url,
        sealed_secrets=sealed_secrets,
    )


async def portal(registry: Registry, name: str = "portal", **scopes: Any) -> UUID:
    """Make a machine with all that a machine may have."""
    return await registry.client(name, **scopes)


async def operator(registry: Registry) -> str:
    """Make an admin, and forget the events of that."""
    name = await registry.user("operator", Role.ADMIN)
    await registry.owner.execute("delete from undispatched_events")
    await registry.owner.execute("delete from outbox")
    return name


async def webhook(
    registry: Registry, who: str | UUID, url: str, topics: list[str] | None = None
) -> dict[str, Any]:
    """Make a webhook; return it with its secret."""
    variables = {"url": url, "topics": topics or ALL_OF_BIRTH}
    payload = (await registry.ask(who, CREATE, variables)).data["createWebhook"]
    created: dict[str, Any] = payload["webhook"] | {"secret": payload["signingSecret"]}
    return created


async def happen(
    registry: Registry,
    record: UUID | None = None,
    status: str = "DECLARED",
    kind: str = "birth",
    correlation: UUID | None = None,
) -> UUID:
    """Write an event into the outbox, as the triggers of records do; return the record."""
    record = record or uuid4()
    others = ("merge_candidate", "person", "organisation")
    noun = kind if kind in others else "vital_event"
    topic = f"{kind}.{status.lower()}"
    await registry.owner.execute(
        """
        insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
        values ($1, $2, $3, jsonb_build_object('type', $3::text, 'timestamp', now(), 'data',
                jsonb_build_object('id', $2::text, 'status', $4::text)), $5)
        """,
        noun,
        str(record),
        topic,
        status,
        correlation or uuid4(),
    )
    return record


async def messages(registry: Registry, who: str, **narrowed: Any) -> list[dict[str, Any]]:
    """Return messages, as an operator sees them; the newest come first."""
    answer = await registry.ask(who, MESSAGES, {"filter": narrowed})
    nodes: list[dict[str, Any]] = answer.data["messages"]["nodes"]
    return nodes
