"""Letters are messages, once for each event, recipient and kind."""

from alembic import op

revision = "0062_letters"
down_revision = "0064_log_of_organisations"


def upgrade() -> None:
    """Keep letters unique, and note who was reminded."""
    op.execute(
        "create unique index one_letter_per_event_recipient_and_kind"
        " on messages (event_id, record, kind) where kind like 'letter.%'"
    )
    op.execute("alter table explanation_requests add column reminded_at timestamptz")
