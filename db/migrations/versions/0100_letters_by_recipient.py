"""Whoever asks for their own letters has them by an index (rule U2)."""

revision = "0100_letters_by_recipient"
down_revision = "0089_invitations_by_inviter"

INDEX = """
create index concurrently if not exists letters_by_recipient
    on messages (record, id) where kind like 'letter.%'
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
