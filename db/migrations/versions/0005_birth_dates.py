"""The deceased and the spouses are found by their birth dates."""

from alembic import op

revision = "0005_birth_dates"
down_revision = "0004_registration"


def upgrade() -> None:
    """Add the index by which alerts find them; records of births do not pay for it."""
    op.execute(
        "create index individuals_by_birth_date on individuals (birth_date)"
        " where role in ('DECEASED', 'SPOUSE')"
    )
