"""Webhooks, the messages for them, and the workers that deliver."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="ENQUEUED", nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Uuid(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "inserted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(status = 'ENQUEUED') = (next_attempt_at is not null)",
            name="a_waiting_message_knows_when",
        ),
        sa.CheckConstraint(
            "(status = 'PROCESSING') = (claimed_by is not null)"
            " and (claimed_by is null) = (claimed_at is null)",
            name="a_message_in_processing_has_its_worker",
        ),
        sa.CheckConstraint(
            "status in ('ENQUEUED', 'PROCESSING', 'PROCESSED', 'FAILED', 'DISCARDED')",
            name="message_status_is_known",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_key")),
    )
    op.create_index(
        "failed_messages",
        "messages",
        ["updated_at"],
        unique=False,
        postgresql_where=sa.text("status = 'FAILED'"),
    )
    op.create_index(
        "finished_messages",
        "messages",
        ["updated_at"],
        unique=False,
        postgresql_where=sa.text("status in ('PROCESSED', 'DISCARDED')"),
    )
    op.create_index("messages_by_correlation", "messages", ["correlation_id", "id"], unique=False)
    op.create_index("messages_by_kind", "messages", ["kind", "id"], unique=False)
    op.create_index(
        "messages_in_processing",
        "messages",
        ["claimed_by"],
        unique=False,
        postgresql_where=sa.text("status = 'PROCESSING'"),
    )
    op.create_index(
        "one_message_per_event_and_webhook", "messages", ["event_id", "webhook_id"], unique=True
    )
    op.create_index(
        "unfinished_messages_by_record",
        "messages",
        ["webhook_id", "record", "position"],
        unique=False,
        postgresql_where=sa.text("status in ('ENQUEUED', 'PROCESSING')"),
    )
    op.create_index(
        "waiting_messages",
        "messages",
        ["webhook_id", "next_attempt_at", "position"],
        unique=False,
        postgresql_where=sa.text("status = 'ENQUEUED'"),
    )
    op.create_table(
        "untold_events",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("untold_events_key")),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("is_asleep", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("workers_key")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("topics", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("previous_sealed_secret", sa.LargeBinary(), nullable=True),
        sa.Column("previous_secret_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "inserted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(previous_sealed_secret is null) = (previous_secret_until is null)",
            name="a_previous_signing_secret_ends",
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("webhooks_client_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("webhooks_key")),
    )
    op.create_index("webhooks_by_client", "webhooks", ["client_id"], unique=False)
    op.create_table(
        "webhook_failures",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("webhook_failures_webhook_id_exists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("webhook_failures_key")),
    )
