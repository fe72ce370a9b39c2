"""Persons are anonymised, and what was erased is listed."""

from alembic import op

revision = "0051_erasures"
down_revision = "0052_audit_transactions"


def upgrade() -> None:
    """Let a record stay of whom nothing is known any more."""
    op.execute(
        """
create table erasures (
    id uuid constraint erasures_key primary key default uuidv7(),
    kind text not null,
    erased_id uuid not null,
    counts jsonb not null,
    reason text not null,
    actor_id uuid,
    client_id uuid,
    correlation_id uuid not null,
    inserted_at timestamptz not null default now(),
    constraint what_is_erased_is_known check (kind = any ('{PERSON,ORGANISATION}'::text[]))
)
        """
    )
    op.execute("create index erasures_by_subject on erasures (erased_id)")
    op.execute(
        """
alter table persons
    drop constraint person_status_is_known,
    add constraint person_status_is_known check
        (status = any ('{ACTIVE,INACTIVE,ANONYMISED}'::text[])),
    drop constraint a_person_has_a_name,
    add constraint a_person_has_a_name check
        (first_name is not null or last_name is not null or status = 'ANONYMISED'),
    drop constraint a_merged_person_is_inactive,
    add constraint a_merged_person_is_inactive check
        (master_person_id is null or status <> 'ACTIVE')
        """
    )
