"""Records whose principal has a single name are found, and find those that have two."""

from alembic import op

revision = "0010_single_names"
down_revision = "0009_names_and_dates"

LIVE = "status in ('DECLARED', 'REGISTERED', 'CERTIFIED', 'ISSUED')"


def upgrade() -> None:
    """Add the indexes by which a single name and a first name are looked up."""
    op.execute(
        "create index live_vital_events_by_single_name on vital_events (kind, principal_last_name)"
        f" where {LIVE} and principal_first_name = ''"
    )
    op.execute(
        "create index live_vital_events_by_first_name"
        " on vital_events (kind, principal_first_name, event_date)"
        f" where {LIVE} and principal_first_name <> ''"
    )
