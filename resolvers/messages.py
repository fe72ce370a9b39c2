"""Messages and their queue, as operators list, retry and discard them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import Text, and_, func
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients
from db.messages import message_attempts, message_queue, messages
from db.organisations import is_at_or_below
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import HANGS_ON, FromJson, RootValueSource, SameRow, ToMany, ToOne, Value
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
from resolvers.environments import Environment
from resolvers.message_filters import CONDITIONS, NOTHING, MessageFilter, wanted_of
from resolvers.message_reach import message_in_reach, messages_in_reach
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.organisations import Organisation
from resolvers.persons_shown import PLACES
from resolvers.root_arguments import After, Before, Filter, First, Input, Last
from resolvers.viewer import THE_CLIENT, User
from resolvers.webhook_deliveries import (
    MOST_ATTEMPTS_SHOWN,
    WebhookDelivery,
    is_recent_attempt,
)
from resolvers.webhooks import Webhook
from rules.access import Role
from rules.messages import MessageFault, MessageStatus, WaitsFor
from workflows import failed_messages
from workflows import messages as workflow

STEWARD = frozenset({Role.STEWARD})
READING = Scoped("message:read", limited=True, within=STEWARD)
WRITING = Scoped("message:write", limited=True, within=STEWARD)
READING_ALL, WRITING_ALL = Scoped("message:read"), Scoped("message:write")
NEWEST_FIRST = Order("messages", ("id",), descending=True)
_read_cursor = cursor_reader(NEWEST_FIRST, messages)


def _is_its_organisation(message: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    return and_(
        organisation.c.id == message.c.organisation_id, is_at_or_below(organisation.c.id, PLACES)
    )


def _is_its_recipient(message: FromClause, user: FromClause) -> ColumnElement[bool]:
    recipient: ColumnElement[bool] = user.c.id == func.recipient_of_message(message.c.record)
    return recipient


def _waits_for(message: FromClause) -> ColumnElement[str]:
    return func.message_waits_for(message.c.id, type_=Text)


def _subject(message: FromClause) -> ColumnElement[str]:
    return func.subject_of_message(message.c.record, type_=Text)


def _subject_as_node(message: FromClause) -> ColumnElement[Any]:
    found: ColumnElement[Any] = func.subject_as_node(message.c.record)
    return found


def _has_arrived(attempt: FromClause) -> ColumnElement[bool]:
    arrived: ColumnElement[bool] = attempt.c.error.is_(None)
    return arrived


@object_type(message_attempts, reach=HANGS_ON)
class MessageAttempt:
    """One attempt of a message, and what came of it."""

    started_at: datetime = column("When it began.")
    milliseconds: int = column(
        "How long it took; where it was interrupted, until somebody noticed."
    )
    success: bool = field(
        Value(_has_arrived, nullable=False, limited=True), "Whether it arrived, or was done."
    )
    error_code: int | None = column(
        "What the receiver answered: a status of HTTP, or the reply of a mail server; null where"
        " none came.",
        name="status_code",
    )
    error_message: str | None = column("Why it did not arrive; null where it did.", name="error")


@node_type(
    messages,
    "message:read",
    limited=True,
    within=STEWARD,
    reach=Condition(message_in_reach),
    parts=messages_in_reach,
)
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
    recipient: User | None = field(
        ToOne(_is_its_recipient, optional=True, limited=_is_its_recipient),
        "Whom a letter goes to; null where that is no user, and for what is no letter.",
    )
    organisation: Organisation | None = field(
        ToOne(_is_its_organisation, optional=True, limited=_is_its_organisation),
        "In whose log it is: the one that its webhook's machine is bound to, or that its run is"
        " about; null where it is nobody's but the registry's.",
    )
    environment: Environment | None = column("In which it was sent; null where that is not known.")
    subject_id: strawberry.ID | None = field(
        Value(_subject, limited=True), "The `id` of what it is about; null where that has none."
    )
    subject: Node | None = field(
        FromJson(_subject_as_node, nullable=True, limited=_subject_as_node),
        "The same, by its `id` and `__typename` alone: `node` gives the rest to who may read it.",
    )
    error_code: int | None = column(
        "What the receiver answered where `lastError` says so: a status of HTTP, or the reply of a"
        " mail server."
    )
    fault: MessageFault | None = column("Whose fault `lastError` is; null where none failed.")
    waits_for: WaitsFor | None = field(
        Value(_waits_for, limited=True), "What it waits for; null unless it is ENQUEUED."
    )
    attempts_made: list[MessageAttempt] = field(
        ToMany(is_recent_attempt, order=lambda attempt: (attempt.c.id.asc(),)),
        f"Those that ended, the oldest first; the last {MOST_ATTEMPTS_SHOWN} where there are more."
        " They are kept for 30 days, unless the installation says otherwise.",
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
    parked: int = column(
        "Of those that wait, how many do for something to be switched on again; no alarm."
    )
    overdue: int = column(
        "Waiting for a minute past their time though nothing holds them up, or under way for longer"
        " than a worker may have them: 0 unless something is wrong."
    )
    oldest_enqueued_at: datetime | None = column(
        "Since when the oldest that waits does; null where none waits."
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
        """Messages, the newest first: to a STEWARD those of their organisations."""
        page = read_page(NEWEST_FIRST, _read_cursor, first, after, last, before)
        wanted = wanted_of(filter)
        return RowQuery(
            "MessageConnection",
            tuple(CONDITIONS[name] for name in wanted),
            page.parameters() | wanted,
            page,
        )

    @root_field(MessageQueueOverview, READING_ALL)
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

    @root_field(RetryMessagesPayload | None, WRITING_ALL)
    async def retry_messages(
        context: strawberry.Parent[MutationContext],
        input: Input[RetryMessagesInput],
    ) -> RowQuery:
        """Try up to 100 messages that failed again, the oldest first, whose webhooks are on."""
        wanted = set_fields(input, ("kind", "correlation_id", "webhook_id"))
        if "webhook_id" in wanted:
            wanted["webhook_id"] = ids.key(wanted["webhook_id"], "Webhook") or NOTHING
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
