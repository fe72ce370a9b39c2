"""Long acts are runs, each step of which is a message."""

from alembic import op

revision = "0047_runs"
down_revision = "0051_erasures"


def upgrade() -> None:
    """Keep runs, and know of a message which run it is a step of."""
    op.execute(
        """
        create table runs (
            id uuid default uuidv7() not null,
            kind text not null,
            status text default 'ENQUEUED' not null,
            organisation_id uuid not null,
            target_id uuid,
            lane uuid default '00000000-0000-0000-0000-000000000002'::uuid not null,
            parameters jsonb default '{}' not null,
            steps_done integer default 0 not null,
            steps_known integer,
            counts jsonb default '{}' not null,
            is_finishing boolean default false not null,
            is_approved boolean default false not null,
            held_because text,
            last_error text,
            requested_by uuid,
            client_id uuid,
            correlation_id uuid not null,
            finished_at timestamptz,
            inserted_at timestamptz default now() not null,
            updated_at timestamptz default now() not null,
            constraint runs_key primary key (id),
            constraint runs_organisation_id_exists
                foreign key (organisation_id) references organisations (id),
            constraint runs_target_id_exists
                foreign key (target_id) references organisations (id),
            constraint run_kind_is_known check (kind = any (
                '{SYNC,ERASURE,TRANSFER,ORGANISATION_MERGE,ORGANISATION_MOVE}'::text[])),
            constraint run_status_is_known check (status = any (
                '{ENQUEUED,RUNNING,HELD,SUCCEEDED,FAILED,CANCELLED}'::text[])),
            constraint a_held_run_says_why check ((status = 'HELD') = (held_because is not null)),
            constraint a_run_has_another_target check (organisation_id <> target_id)
        )
        """
    )
    op.execute(
        "create unique index one_run_under_way_per_organisation on runs (organisation_id)"
        " where status in ('ENQUEUED', 'RUNNING', 'HELD')"
    )
    op.execute(
        "create unique index one_run_under_way_per_target on runs (target_id)"
        " where status in ('ENQUEUED', 'RUNNING', 'HELD')"
    )
    op.execute("create index runs_by_organisation on runs (organisation_id, id)")
    op.execute("alter table messages add column run_id uuid")
    op.execute("create index messages_by_run on messages (run_id, id) where run_id is not null")
