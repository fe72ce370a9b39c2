"""How many pairs came and went is counted by an index that costs writers next to nothing (B19)."""

revision = "0103_candidates_by_moment"
down_revision = "0099_failed_sign_ins"

INDEX = """
create index concurrently if not exists manual_merge_candidates_by_moment
    on manual_merge_candidates using brin (inserted_at, updated_at)
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
