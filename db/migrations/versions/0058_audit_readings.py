"""Who reads the trail is written down."""

from alembic import op

revision = "0058_audit_readings"
down_revision = "0057_reasons_of_runs"


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table audit_readings (
            id uuid not null default uuidv7() constraint audit_readings_key primary key,
            reader_id uuid not null,
            client_id uuid not null,
            question text not null,
            filter jsonb not null,
            rows integer not null,
            first_row_id uuid,
            last_row_id uuid,
            correlation_id uuid not null,
            read_at timestamptz not null default clock_timestamp()
        )
        """
    )
    op.execute("create index audit_readings_by_reader on audit_readings (reader_id, id)")
