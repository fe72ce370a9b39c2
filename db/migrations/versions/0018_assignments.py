"""Declarations are taken by registrars, and what waits for them is counted."""

from alembic import op

revision = "0018_assignments"
down_revision = "0017_frozen_values"


def upgrade() -> None:
    """Add who has taken a record since when, and the indexes that count queues."""
    op.execute(
        "alter table vital_events"
        " add column assignee_id uuid"
        " constraint vital_events_assignee_id_exists references users,"
        " add column assigned_at timestamptz"
    )
    op.create_check_constraint(
        "only_a_declared_event_is_assigned",
        "vital_events",
        "assignee_id is null or status = 'DECLARED'",
    )
    op.create_check_constraint(
        "an_assignment_has_its_moment",
        "vital_events",
        "(assignee_id is null) = (assigned_at is null)",
    )
    op.execute("drop index vital_events_by_status")
    op.execute(
        "create index vital_events_by_status on vital_events (status, inserted_at, id)"
        " include (kind)"
    )
    op.execute(
        "create index vital_events_by_assignee on vital_events (assignee_id, assigned_at)"
        " include (kind, id) where assignee_id is not null"
    )
    op.execute(
        "create index unsettled_potential_duplicates on potential_duplicates (vital_event_id)"
        " where not is_settled"
    )
