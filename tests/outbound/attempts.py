"""What the owner of a webhook asks of its deliveries and does with them."""

import asyncio
from typing import Any
from uuid import UUID

from tests.receivers import TIMEOUT_SECONDS
from tests.serving import Answer, Registry

DELIVERY = """
id topic status insertedAt attemptsMade { startedAt milliseconds httpStatus error }
"""
DELIVERIES = f"""
query ($webhook: ID!, $first: Int, $after: String) {{
  webhookDeliveries(webhookId: $webhook, first: $first, after: $after) {{
    pageInfo {{ hasNextPage endCursor }} nodes {{ {DELIVERY} }}
  }}
}}
"""
UPDATE = """
mutation ($input: UpdateWebhookInput!) {
  updateWebhook(input: $input) { webhook { id url topics isActive } }
}
"""
TEST = f"""
mutation ($id: ID!) {{
  sendTestEvent(input: {{id: $id}}) {{ webhookDelivery {{ {DELIVERY} }} }}
}}
"""
REDELIVER = f"""
mutation ($id: ID!) {{
  redeliver(input: {{id: $id}}) {{ webhookDelivery {{ {DELIVERY} }} }}
}}
"""
MISSING = ("NOT_FOUND", "Webhook not found")
NO_DELIVERY = ("NOT_FOUND", "Webhook delivery not found")
UNDER_WAY = ("CONFLICT", "Delivery is waiting or under way")
SWITCHED_OFF = ("CONFLICT", "Webhook is switched off")


async def deliveries(registry: Registry, who: str | UUID, hook: str) -> list[dict[str, Any]]:
    """Return the deliveries of a webhook, the newest first."""
    answer = await registry.ask(who, DELIVERIES, {"webhook": hook, "first": 100})
    nodes: list[dict[str, Any]] = answer.data["webhookDeliveries"]["nodes"]
    return nodes


async def delivered(
    registry: Registry, who: str | UUID, hook: str, **wanted: Any
) -> dict[str, Any]:
    """Wait until the newest delivery of a webhook is as it should be; return it."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            found = (await deliveries(registry, who, hook))[:1]
            if found and all(found[0][name] == value for name, value in wanted.items()):
                return found[0]
            await asyncio.sleep(0.01)


async def changed(registry: Registry, who: str | UUID, hook: str, **changes: Any) -> Answer:
    """Change a webhook."""
    return await registry.ask(who, UPDATE, {"input": {"id": hook, **changes}})
