"""Secrets, passwords, sessions, and the failed attempts that throttle guessing."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_attempts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column(
            "attempted_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("failed_attempts_key")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(
        "failed_attempts_by_subject", "failed_attempts", ["subject", "attempted_at"], unique=False
    )
    op.create_index("failed_attempts_by_time", "failed_attempts", ["attempted_at"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("family_digest", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("previous_token_digest", sa.LargeBinary(), nullable=True),
        sa.Column(
            "renewed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name=op.f("sessions_client_id_exists")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("sessions_user_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("sessions_key")),
    )
    op.create_index(
        "live_sessions_by_client",
        "sessions",
        ["client_id"],
        unique=False,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index(
        "live_sessions_by_user",
        "sessions",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_index("one_session_per_family", "sessions", ["family_digest"], unique=True)
    op.add_column("clients", sa.Column("secret_digest", sa.LargeBinary(), nullable=True))
    op.add_column("clients", sa.Column("previous_secret_digest", sa.LargeBinary(), nullable=True))
    op.add_column(
        "clients", sa.Column("previous_secret_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("users", sa.Column("password_hash", sa.Text(), nullable=True))
    op.create_check_constraint(
        "a_user_interface_has_no_secret", "clients", "kind = 'SYSTEM' or secret_digest is null"
    )
    op.create_check_constraint(
        "a_previous_secret_ends",
        "clients",
        "(previous_secret_digest is null) = (previous_secret_until is null)",
    )
