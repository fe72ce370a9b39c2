"""Deliveries of a webhook and their attempts, as its owner sees them and sends them again."""

from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam

from db.messages import webhook_deliveries
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow
from resolvers import ids
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    required,
    root_field,
)
from resolvers.nodes import Connection, MutationContext, QueryContext, by_id
from resolvers.root_arguments import After, Before, First, Input, Last, WebhookId
from resolvers.webhook_deliveries import ACCESS, WebhookDelivery
from resolvers.webhooks import WebhookIdInput
from workflows import deliveries as workflow

NEWEST_FIRST = Order("webhook deliveries", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, webhook_deliveries)
OF_WEBHOOK = Condition(
    lambda rows: rows.c.webhook_id == bindparam("webhook_id", type_=Uuid), limited=True
)
NO_WEBHOOK = UUID(int=0)
"""A key that no webhook has."""


@input_type
class WebhookDeliveryIdInput:
    """Which delivery the mutation is about."""

    id: strawberry.ID = required("As `webhookDeliveries` shows it.")


@object_type(webhook_deliveries)
class WebhookDeliveryPayload:
    """The delivery as it stands now."""

    webhook_delivery: WebhookDelivery = field(SameRow(), "With its new status.")


@object_type()
class DeliveryQueries:
    """Deliveries."""

    @root_field(Connection[WebhookDelivery], ACCESS)
    def webhook_deliveries(
        context: strawberry.Parent[QueryContext],
        webhook_id: WebhookId,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """What was sent to a webhook or waits for it, the newest first."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        wanted = {"webhook_id": ids.key(webhook_id, "Webhook") or NO_WEBHOOK}
        return RowQuery(
            "WebhookDeliveryConnection", (OF_WEBHOOK,), page.parameters() | wanted, page
        )


@object_type()
class DeliveryMutations:
    """What is done with deliveries."""

    @root_field(WebhookDeliveryPayload | None, ACCESS)
    async def send_test_event(
        context: strawberry.Parent[MutationContext],
        input: Input[WebhookIdInput],
    ) -> RowQuery | None:
        """Send `webhook.test` to a webhook, whatever its topics; it is signed like every event."""
        return by_id(
            "WebhookDeliveryPayload",
            await workflow.send_test(context.acting, ids.key(input.id, "Webhook")),
        )

    @root_field(WebhookDeliveryPayload | None, ACCESS)
    async def redeliver(
        context: strawberry.Parent[MutationContext],
        input: Input[WebhookDeliveryIdInput],
    ) -> RowQuery | None:
        """Send a delivery that is over again: the same payload, under the same `webhook-id`."""
        message_id = ids.key(input.id, "WebhookDelivery")
        await workflow.redeliver(context.acting, message_id)
        return by_id("WebhookDeliveryPayload", message_id)
