"""The members of an organisation are paged, those who have left apart."""

from alembic import op

revision = "0053_members"
down_revision = "0044_invitations"


def upgrade() -> None:
    """Let a page of members be read without those who have left."""
    op.execute(
        "create index open_memberships_by_organisation on memberships (organisation_id, id)"
        " where ended_on is null"
    )
