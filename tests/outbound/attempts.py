"""What the owner of a webhook asks of its deliveries and does with them."""

import asyncio
from typing import Any
from uuid import UUID

from tests.people import id_of
from tests.receivers import TIMEOUT_SECONDS
from tests.serving import Answer, Registry
from workflows import messages as workflow
from workflows.messages import Outcome

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


def hook_of(registry: Registry) -> str:
    """Return the webhook of `hooked`."""
    return id_of("Webhook", registry.users["hook"])


async def attempted(registry: Registry, error: str | None = None) -> str:
    """Let what waits be attempted for the last time; return the newest delivery's id."""
    worker = UUID(int=1)
    claimed = await workflow.claim(registry.owner, worker, 100, {})
    outcomes = [Outcome(message, error, is_final=True) for message in claimed]
    await workflow.settle(registry.owner, worker, outcomes, [0])
    return await newest(registry)


async def newest(registry: Registry) -> str:
    """Return its newest delivery."""
    found: str = (await deliveries(registry, registry.users["machine"], hook_of(registry)))[0]["id"]
    return found
