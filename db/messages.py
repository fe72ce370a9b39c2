"""What is to be delivered: messages, and the workers that deliver them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.literals import one_of
from db.metadata import key, known, metadata, times
from rules.environments import Environment
from rules.messages import FINISHED, MAIL_LANE, UNFINISHED, MessageFault, MessageStatus

messages = Table(
    "messages",
    metadata,
    key(),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default=MessageStatus.ENQUEUED),
    # What it waits for room in (rule F4a).
    Column("lane", Uuid, nullable=False, server_default=text(f"'{MAIL_LANE}'::uuid")),
    # No foreign key: a message outlives its webhook, to show what became of it.
    Column("webhook_id", Uuid),
    Column("event_id", Uuid),
    # No foreign key either, of which it is a step.
    Column("run_id", Uuid),
    Column("record", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Text),
    Column("correlation_id", Uuid, nullable=False),
    Column("next_attempt_at", DateTime(timezone=True)),
    Column("claimed_by", Uuid),
    Column("claimed_at", DateTime(timezone=True)),
    *times(),
    # Of mail: its server may have taken it from then on, whatever was heard of that.
    Column("handed_over_at", DateTime(timezone=True)),
    # Whose log it is in (rule V8). No foreign key: a message outlives what it is about.
    Column("organisation_id", Uuid),
    Column("environment", Text),
    # Of the attempt that `last_error` is of.
    Column("error_code", Integer),
    Column("fault", Text),
    known("status", MessageStatus, "message_status_is_known"),
    known("environment", Environment, "message_environment_is_known"),
    known("fault", MessageFault, "message_fault_is_known"),
    CheckConstraint(
        "(status = 'PROCESSING') = (claimed_by is not null)"
        " and (claimed_by is null) = (claimed_at is null)",
        name="a_message_in_processing_has_its_worker",
    ),
    CheckConstraint(
        "(status = 'ENQUEUED') = (next_attempt_at is not null)",
        name="a_waiting_message_knows_when",
    ),
    CheckConstraint(
        "lane = webhook_id or kind like 'webhook.explanation.%'", name="a_webhook_is_a_lane"
    ),
)
Index(
    "one_message_per_event_and_webhook",
    messages.c.event_id,
    messages.c.webhook_id,
    unique=True,
)
Index(
    "waiting_messages",
    messages.c.lane,
    messages.c.next_attempt_at,
    messages.c.position,
    postgresql_where=text("status = 'ENQUEUED'"),
)
Index(
    "unfinished_messages_by_record",
    messages.c.lane,
    messages.c.record,
    messages.c.position,
    postgresql_where=text(f"status in {one_of(UNFINISHED)}"),
)
Index(
    "messages_in_processing",
    messages.c.claimed_by,
    postgresql_where=text("status = 'PROCESSING'"),
)
Index(
    "finished_messages",
    messages.c.updated_at,
    postgresql_where=text(f"status in {one_of(FINISHED)}"),
)
Index(
    "one_letter_per_event_recipient_and_kind",
    messages.c.event_id,
    messages.c.record,
    messages.c.kind,
    unique=True,
    postgresql_where=text("kind like 'letter.%'"),
)
Index(
    "letters_by_recipient",
    messages.c.record,
    messages.c.id,
    postgresql_where=text("kind like 'letter.%'"),
)
Index("failed_messages", messages.c.updated_at, postgresql_where=text("status = 'FAILED'"))
Index("messages_by_kind", messages.c.kind, messages.c.id)
Index("messages_by_webhook", messages.c.webhook_id, messages.c.id)
Index(
    "messages_by_run",
    messages.c.run_id,
    messages.c.id,
    postgresql_where=text("run_id is not null"),
)
Index(
    "messages_by_organisation",
    messages.c.organisation_id,
    messages.c.id,
    postgresql_where=text("organisation_id is not null"),
)
Index("messages_by_record", messages.c.record, messages.c.id)
Index("messages_by_correlation", messages.c.correlation_id, messages.c.id)

# No state, and so outside the trail: what came of each attempt, however its message is transported.
message_attempts = Table(
    "message_attempts",
    metadata,
    key(),
    Column("message_id", Uuid, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("milliseconds", Integer, nullable=False),
    # What the receiver answered: an HTTP status, or the reply code of a mail server.
    Column("status_code", Integer),
    Column("error", Text),
    Column("correlation_id", Uuid, nullable=False),
)
Index("attempts_by_message", message_attempts.c.message_id, message_attempts.c.id)

# Heartbeats; a crash of the server may empty it.
workers = Table(
    "workers",
    metadata,
    key(),
    Column("is_asleep", Boolean, nullable=False, server_default=text("false")),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    prefixes=["UNLOGGED"],
)

# A view, made in rules/messages.sql: one row, with how many messages there are.
message_queue = Table(
    "message_queue",
    MetaData(),
    Column("id", Uuid, nullable=False),
    *(Column(status.value.lower(), Integer, nullable=False) for status in MessageStatus),
    Column("overdue", Integer, nullable=False),
    Column("parked", Integer, nullable=False),
    Column("oldest_enqueued_at", DateTime(timezone=True)),
)

# A view, made in rules/webhook_deliveries.sql: the messages for webhooks that are there, each with
# the client whose webhook it is.
webhook_deliveries = Table(
    "webhook_deliveries",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("webhook_id", Uuid, nullable=False),
    Column("client_id", Uuid, nullable=False),
    Column("topic", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("inserted_at", DateTime(timezone=True), nullable=False),
    Column("last_attempt_failed", Boolean, nullable=False),
)
