"""Records count their versions, and former ones are kept."""

from alembic import op

revision = "0014_versions"
down_revision = "0013_serial_numbers"


def upgrade() -> None:
    """Let every record be version 1: what it said before an amendment is not known any more."""
    op.execute("alter table vital_events add column version integer not null default 1")
    op.execute(
        """
        create table vital_event_versions (
            id uuid not null default uuidv7() constraint vital_event_versions_key primary key,
            vital_event_id uuid not null
                constraint vital_event_versions_vital_event_id_exists references vital_events,
            version integer not null,
            details jsonb not null,
            since timestamptz not null,
            inserted_at timestamptz not null default now()
        )
        """
    )
    op.execute(
        "create unique index one_former_version_per_number"
        " on vital_event_versions (vital_event_id, version)"
    )
