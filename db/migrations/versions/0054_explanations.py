"""The reasons of a rejection are asked for, given and shown."""

from alembic import op

revision = "0054_explanations"
down_revision = "0047_runs"


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table explanation_requests (
            id uuid not null default uuidv7() constraint explanation_requests_key primary key,
            vital_event_id uuid not null
                constraint explanation_requests_vital_event_id_exists references vital_events,
            decision_id uuid not null,
            decided_at timestamptz not null,
            decided_by_id uuid,
            status text not null default 'REQUESTED',
            due_on date not null,
            requested_by_client_id uuid not null
                constraint explanation_requests_requested_by_client_id_exists references clients,
            requested_by_user_id uuid
                constraint explanation_requests_requested_by_user_id_exists references users,
            assignee_id uuid constraint explanation_requests_assignee_id_exists references users,
            assigned_at timestamptz,
            explanation text,
            answered_at timestamptz,
            shows_at timestamptz,
            shown_at timestamptz,
            refusal_reason text,
            parked_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint explanation_status_is_known check
                (status = any ('{REQUESTED,ASSIGNED,ANSWERED,SHOWN,REFUSED}'::text[])),
            constraint an_answered_request_has_its_explanation check
                ((status = any ('{ANSWERED,SHOWN}'::text[])) = (explanation is not null)
                 and (explanation is null) = (answered_at is null)),
            constraint an_explanation_is_shown_at_a_moment check
                ((status = 'SHOWN') = (shown_at is not null)
                 and (shows_at is null or explanation is not null)),
            constraint who_refuses_an_explanation_says_why check
                ((status = 'REFUSED') = (refusal_reason is not null))
        )
        """
    )
    op.execute(
        "create unique index one_explanation_request_per_decision"
        " on explanation_requests (vital_event_id, decision_id)"
    )
    op.execute(
        "create index explanation_requests_by_insertion on explanation_requests (inserted_at, id)"
    )
    op.execute(
        "create index explanations_to_be_shown on explanation_requests (shows_at)"
        " where status = 'ANSWERED' and parked_at is null"
    )
