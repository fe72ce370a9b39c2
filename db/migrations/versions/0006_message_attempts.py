"""Each attempt to deliver a message is a row."""

from alembic import op

revision = "0006_message_attempts"
down_revision = "0005_birth_dates"

# What these take changes, so that they cannot be replaced.
DROP_AUDIT = "drop procedure if exists audit(regclass, text, text[])"
DROP_SETTLE = """
drop function if exists settle_messages(
    uuid, uuid[], integer[], text[], double precision[], boolean[], boolean[], boolean[],
    integer, integer)
"""


def upgrade() -> None:
    """Add the table, and drop what the rule files make anew."""
    op.execute(
        """
        create table message_attempts (
            id uuid not null default uuidv7() constraint message_attempts_key primary key,
            message_id uuid not null constraint message_attempts_message_id_exists
                references messages on delete cascade,
            started_at timestamptz not null,
            milliseconds integer not null,
            status_code integer,
            error text,
            correlation_id uuid not null
        )
        """
    )
    op.execute("create index attempts_by_message on message_attempts (message_id, id)")
    op.execute(DROP_AUDIT)
    op.execute(DROP_SETTLE)
