"""Whoever leads a group at a source signs in there for its first sync (rule S4)."""

from alembic import op

revision = "0082b_signed_in_leaders"
down_revision = "0082_first_syncs"


def upgrade() -> None:
    """Let a sign-in be for a group of a source that nobody may have linked yet."""
    op.execute(
        "alter table source_sign_ins add column source_id uuid, add column external_id text,"
        " alter column source_link_id drop not null"
    )
