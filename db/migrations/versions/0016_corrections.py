"""Registered records are corrected and annulled."""

from alembic import op

revision = "0016_corrections"
down_revision = "0015_certificate_templates"


def upgrade() -> None:
    """Add the status ANNULLED, and what is asked for until it is settled."""
    op.drop_constraint("vital_event_status_is_known", "vital_events")
    op.create_check_constraint(
        "vital_event_status_is_known",
        "vital_events",
        "status in ('DECLARED', 'REGISTERED', 'CERTIFIED', 'ISSUED', 'REJECTED', 'ARCHIVED',"
        " 'ANNULLED')",
    )
    op.drop_constraint("a_registered_event_has_its_number", "vital_events")
    op.create_check_constraint(
        "a_registered_event_has_its_number",
        "vital_events",
        "(status in ('REGISTERED', 'CERTIFIED', 'ISSUED', 'ANNULLED'))"
        " = (registration_number is not null)",
    )
    op.execute(
        "alter table vital_events add column has_open_correction boolean not null default false"
    )
    op.create_check_constraint(
        "only_a_registered_event_is_corrected",
        "vital_events",
        "not has_open_correction or status in ('REGISTERED', 'CERTIFIED', 'ISSUED')",
    )
    op.execute(
        """
        create table corrections (
            id uuid not null default uuidv7() constraint corrections_key primary key,
            vital_event_id uuid not null
                constraint corrections_vital_event_id_exists references vital_events,
            kind text not null,
            status text not null default 'REQUESTED',
            version integer not null,
            reason text not null,
            before jsonb not null,
            after jsonb,
            changed_fields text[] not null,
            record jsonb,
            people jsonb,
            details_digest bytea,
            alerts text[] not null,
            requested_by_client_id uuid not null
                constraint corrections_requested_by_client_id_exists references clients,
            requested_by_user_id uuid
                constraint corrections_requested_by_user_id_exists references users,
            rejection_reason text,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint correction_kind_is_known check (kind in ('DETAILS', 'ANNULMENT')),
            constraint correction_status_is_known
                check (status in ('REQUESTED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
            constraint a_correction_of_details_has_them check (
                (kind = 'DETAILS') = (after is not null)
                and (kind = 'DETAILS') = (record is not null)
                and (kind = 'DETAILS') = (people is not null)
                and (kind = 'DETAILS') = (details_digest is not null)),
            constraint who_rejects_a_correction_says_why
                check ((status = 'REJECTED') = (rejection_reason is not null))
        )
        """
    )
    op.execute(
        "create unique index one_open_correction_per_vital_event on corrections (vital_event_id)"
        " where status = 'REQUESTED'"
    )
    op.execute("create index corrections_by_vital_event on corrections (vital_event_id, id)")
    op.execute("create index corrections_by_insertion on corrections (inserted_at, id)")
    op.execute("create index corrections_by_status on corrections (status, inserted_at, id)")
