"""Why a record is no duplicate is kept, each time that a registrar says so (rule C5)."""

from alembic import op

revision = "0113_not_duplicate_reasons"
down_revision = "0111_messages_by_record"


def upgrade() -> None:
    """Add the reasons; null where nobody has said so since they are kept."""
    op.execute("alter table vital_events add column not_duplicate_reasons text[]")
