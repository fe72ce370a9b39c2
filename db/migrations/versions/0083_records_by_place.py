"""Records are found by the place of their event (rule C17)."""

revision = "0083_records_by_place"
down_revision = "0084_declaration_drafts"

INDEX = (
    "create index concurrently vital_events_by_place on vital_events"
    " (lower(place), inserted_at, id)"
)
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Change nothing that a server waits for: the index is made afterwards."""
