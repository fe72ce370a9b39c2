"""How many somebody invites within a day is counted by who they are (rule R13)."""

revision = "0089_invitations_by_inviter"
down_revision = "0087_withdrawn_unmerge_requests"

INDEX = """
create index concurrently if not exists invitations_by_inviter
    on invitations (invited_by, inserted_at)
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
