"""The last sync of a link is found by its lane, also the last one that went well."""

revision = "0085_syncs_by_lane"
down_revision = "0083b_sessions_by_user"

INDEX = """
create index concurrently if not exists syncs_by_lane on runs (lane, id) where kind = 'SYNC'
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
