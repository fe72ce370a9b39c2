"""The tables of the first release: a file of SQL for each area, in the order of references."""

from pathlib import Path

from alembic import op

revision = "0001_baseline"
down_revision = None

BASELINE = Path(__file__).parents[1] / "baseline"
AREAS = (
    "access",
    "persons",
    "merge_requests",
    "merges",
    "vital_events",
    "idempotency",
    "outbox",
    "messages",
    "webhooks",
    "audit_log",
)


def upgrade() -> None:
    """Make every table with its constraints and indexes."""
    connection = op.get_bind()
    for area in AREAS:
        for statement in (BASELINE / f"{area}.sql").read_text().strip().split(";\n"):
            connection.exec_driver_sql(statement)
