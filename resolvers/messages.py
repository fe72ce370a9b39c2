"""Messages and their queue, as operators list, retry and discard them."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam

from db.access import clients
from db.messages import message_queue, messages
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import RootValueSource, SameRow, ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
    set_fields,
)
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Input, Last
from resolvers.viewer import THE_CLIENT
from resolvers.webhook_deliveries import WebhookDelivery
from resolvers.webhooks import Webhook
from rules.messages import MessageStatus
from workflows import failed_messages
from workflows import messages as workflow

READING = Scoped("message:read")
WRITING = Scoped("message:write")
NEWEST_FIRST = Order("messages", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, messages)

FILTERS = {
    "status": Condition(lambda rows: rows.c.status == any_(bindparam("status", type_=ARRAY(Text)))),
    "kind": Condition(lambda rows: rows.c.kind == bindparam("kind", type_=Text)),
    "correlation_id": Condition(
        lambda rows: rows.c.correlation_id == bindparam("correlation_id", type_=Uuid)
    ),
    "webhook_id": Condition(lambda rows: rows.c.webhook_id == bindparam("webhook_id", type_=Uuid)),
}
NO_WEBHOOK = UUID(int=0)
"""A key that no webhook has."""


@node_type(messages, "message:read")
class Message(Node):
    """Something that somebody is to receive, and how far that has come."""

    database_id: UUID = column(
        "The receiver knows it as `webhook-id`, the same at each attempt.", name="id"
    )
    kind: str = column("What it is about, e.g. webhook.birth.declared.")
    status: MessageStatus = column("How far its delivery has come.")
    attempts: int = column("How often it was tried since it was enqueued or retried.")
    last_error: str | None = column("Why the last attempt that failed did; null where none has.")
    webhook: Webhook | None = field(
        ToOne(lambda message, webhook: webhook.c.id == message.c.webhook_id, optional=True),
        "Whom it is for; null for mail, and where the webhook was deleted.",
    )
    delivery: WebhookDelivery | None = field(
        ToOne(lambda message, delivery: delivery.c.id == message.c.id, optional=True),
        "As the owner of its webhook sees it, with its attempts; null where `webhook` is.",
    )
    correlation_id: UUID = column("That of the request which caused it.")
    next_attempt_at: datetime | None = column("Not before; null unless it waits.")
    inserted_at: datetime = column("When it was enqueued first.")
    updated_at: datetime = column(UPDATED_AT)


@object_type(message_queue)
class MessageQueueOverview:
    """How many messages there are in each status."""

    enqueued: int = column("Waiting for their next attempt.")
    processing: int = column("Being delivered now.")
    processed: int = column("Delivered ones, until they are purged.")
    failed: int = column("Waiting for an ADMIN to retry or discard them.")
    discarded: int = column("Given up, until they are purged.")
    oldest_enqueued_at: datetime | None = column(
        "Since when the oldest that waits does; null where none waits."
    )


@input_type
class MessageFilter:
    """Narrows messages; together the fields narrow them further."""

    status: list[MessageStatus] | None = optional(
        "In any of these statuses; an empty list finds none."
    )
    kind: str | None = optional("Exactly this one, e.g. webhook.birth.declared.")
    correlation_id: UUID | None = optional("Caused by one request, by its `X-Correlation-ID`.")
    webhook_id: strawberry.ID | None = optional(
        "For this webhook, which may have been deleted meanwhile."
    )


@input_type
class MessageIdInput:
    """Which message the mutation is about."""

    id: strawberry.ID = required("As `messages` shows it.")


@input_type
class RetryMessagesInput:
    """Which of the messages that failed are meant; together the fields narrow them further."""

    kind: str | None = optional("Exactly this one, e.g. webhook.birth.declared.")
    correlation_id: UUID | None = optional("Caused by one request, by its `X-Correlation-ID`.")
    webhook_id: strawberry.ID | None = optional("To be delivered to this one alone.")


@object_type(clients)
class RetryMessagesPayload:
    """How far that has come."""

    retried: int = field(RootValueSource("retried"), "How many wait for their next attempt now.")
    remaining: int = field(
        RootValueSource("remaining"), "How many failed ones fit besides: send it again for them."
    )


@object_type(messages)
class MessagePayload:
    """The message as it stands now."""

    message: Message = field(SameRow(), "With its new status.")


@object_type()
class MessageQueries:
    """Messages."""

    @root_field(Connection[Message], READING)
    def messages(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter[MessageFilter | None] = None,
    ) -> RowQuery:
        """All messages, the newest first."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        wanted = set_fields(filter, FILTERS)
        if "webhook_id" in wanted:
            wanted["webhook_id"] = ids.key(wanted["webhook_id"], "Webhook") or NO_WEBHOOK
        return RowQuery(
            "MessageConnection",
            tuple(FILTERS[name] for name in wanted),
            page.parameters() | wanted,
            page,
        )

    @root_field(MessageQueueOverview, READING)
    def message_queue_overview(context: strawberry.Parent[QueryContext]) -> RowQuery:
        """How many messages wait, are under way, arrived, failed or were given up."""
        return RowQuery("MessageQueueOverview")


@object_type()
class MessageMutations:
    """What operators do with messages."""

    @root_field(MessagePayload | None, WRITING)
    async def retry_message(
        context: strawberry.Parent[MutationContext],
        input: Input[MessageIdInput],
    ) -> RowQuery | None:
        """Try a message that failed again, from its first attempt on."""
        message_id = ids.key(input.id, "Message")
        await workflow.retry(context.acting, message_id)
        return by_id("MessagePayload", message_id)

    @root_field(RetryMessagesPayload | None, WRITING)
    async def retry_messages(
        context: strawberry.Parent[MutationContext],
        input: Input[RetryMessagesInput],
    ) -> RowQuery:
        """Try up to 100 messages that failed again, the oldest first, whose webhooks are on."""
        wanted = set_fields(input, ("kind", "correlation_id", "webhook_id"))
        if "webhook_id" in wanted:
            wanted["webhook_id"] = ids.key(wanted["webhook_id"], "Webhook") or NO_WEBHOOK
        retried, remaining = await failed_messages.retry(context.acting, wanted)
        root_values = {"retried": retried, "remaining": remaining}
        return RowQuery("RetryMessagesPayload", (THE_CLIENT,), root_values=root_values)

    @root_field(MessagePayload | None, WRITING)
    async def discard_message(
        context: strawberry.Parent[MutationContext],
        input: Input[MessageIdInput],
    ) -> RowQuery | None:
        """Give a message up that failed or waits; it is never delivered."""
        message_id = ids.key(input.id, "Message")
        await workflow.discard(context.acting, message_id)
        return by_id("MessagePayload", message_id)
