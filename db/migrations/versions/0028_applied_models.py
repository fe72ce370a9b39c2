"""Whether the keys and the weights of all records follow the active model."""

from alembic import op

revision = "0028_applied_models"
down_revision = "0025_withheld_reviews"


def upgrade() -> None:
    """Add when a model was applied; of what is active nobody knows, so it is applied once more."""
    op.execute("alter table detection_models add column applied_at timestamptz")
