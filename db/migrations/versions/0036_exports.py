"""Whoever takes a list with them is in the trail."""

from alembic import op

revision = "0036_exports"
down_revision = "0035_second_factors"


def upgrade() -> None:
    """Make the table, of which a row is one export."""
    op.execute(
        """
        create table exports (
            id uuid not null default uuidv7() constraint exports_key primary key,
            list text not null,
            filters text[] not null,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        )
        """
    )
