"""Deliveries of a webhook and their attempts, as its owner sees them and sends them again."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam, select

from db.messages import message_attempts, webhook_deliveries
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow, ToMany
from resolvers import ids
from resolvers.definitions import (
    column,
    field,
    input_type,
    node_type,
    object_type,
    required,
    root_field,
)
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.root_arguments import After, Before, First, Input, Last, WebhookId
from resolvers.webhooks import ACCESS, VISIBLE, WebhookIdInput
from rules.messages import MessageStatus
from workflows import deliveries as workflow

MOST_ATTEMPTS_SHOWN = 100
"""A receiver that asks for a pause each time has more attempts than five."""

NEWEST_FIRST = Order("webhook deliveries", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, webhook_deliveries)
OF_WEBHOOK = Condition(lambda rows: rows.c.webhook_id == bindparam("webhook_id", type_=Uuid))
NO_WEBHOOK = UUID(int=0)
"""A key that no webhook has."""


@object_type(message_attempts)
class DeliveryAttempt:
    """One attempt to deliver, and what came of it."""

    started_at: datetime = column("When it began.")
    milliseconds: int = column(
        "How long it took; where it was interrupted, until somebody noticed."
    )
    http_status: int | None = column(
        "What the receiver answered; null where no answer came.", name="status_code"
    )
    error: str | None = column("Why it did not arrive; null where it did.")


@node_type(webhook_deliveries, "webhook:write", (VISIBLE,))
class WebhookDelivery(Node):
    """An event on its way to a webhook, under the `webhook-id` that is the UUID within `id`."""

    topic: str = column("The `type` of its payload, e.g. birth.declared.")
    status: MessageStatus = column("How far its delivery has come.")
    attempts_made: list[DeliveryAttempt] = field(
        ToMany(
            lambda delivery, attempt: attempt.c.id.in_(
                select(message_attempts.c.id)
                .where(message_attempts.c.message_id == delivery.c.id)
                .order_by(message_attempts.c.id.desc())
                .limit(MOST_ATTEMPTS_SHOWN)
                .correlate(delivery)
                .scalar_subquery()
            ),
            order=lambda attempt: (attempt.c.id.asc(),),
        ),
        f"Those that ended, the oldest first; the last {MOST_ATTEMPTS_SHOWN} where there are more."
        " They are kept for 30 days, unless the installation says otherwise.",
    )
    inserted_at: datetime = column("When it was enqueued first.")


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
