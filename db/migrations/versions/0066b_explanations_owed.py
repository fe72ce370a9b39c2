"""What is owed is found by its day: it is looked for every few seconds, and counted."""

from alembic import op

revision = "0066b_explanations_owed"
down_revision = "0061_syncs"


def upgrade() -> None:
    """Have an index of what nobody has answered."""
    op.execute(
        "create index explanations_that_are_owed on explanation_requests (due_on, id)"
        " where status in ('REQUESTED', 'ASSIGNED') and parked_at is null"
    )
