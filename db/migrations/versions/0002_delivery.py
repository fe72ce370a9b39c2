"""A message knows since when it is handed over; deliveries have more outcomes."""

from alembic import op

revision = "0002_delivery"
down_revision = "0001_baseline"

# What these take or return changes, so that they cannot be replaced.
CHANGED_FUNCTIONS = (
    "claim_messages(uuid, integer, integer, uuid[], integer[])",
    "settle_messages(uuid, uuid[], integer[], text[], double precision[], integer, integer)",
    "switch_webhook_off(uuid)",
)


def upgrade() -> None:
    """Add the column, and drop the functions that the rule files make anew."""
    op.execute("alter table messages add column handed_over_at timestamptz")
    for function in CHANGED_FUNCTIONS:
        op.execute(f"drop function if exists {function}")
