"""What was sent about a record is read from an index (rule F6)."""

revision = "0111_messages_by_record"
down_revision = "0105_recertified_records"

INDEX = """
create index concurrently if not exists messages_by_record
    on messages (record, id)
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
