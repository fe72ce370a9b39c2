"""What was done with an account is found by its sessions too (rule D1)."""

revision = "0083b_sessions_by_user"
down_revision = "0083_records_by_place"

INDEX = "create index concurrently sessions_by_user on sessions (user_id)"
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
