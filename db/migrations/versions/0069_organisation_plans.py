"""Plans say what would become of all that two organisations have."""

from alembic import op

revision = "0069_organisation_plans"
down_revision = "0067c_letters_are_switched"


def upgrade() -> None:
    """Make plans and their items."""
    op.execute(
        """
        create table organisation_plans (
            id uuid default uuidv7() not null,
            source_id uuid not null,
            target_id uuid not null,
            keeps_source boolean not null,
            person_ids uuid[],
            plan_hash text not null,
            blocked_by text[] not null,
            counts jsonb not null,
            run_id uuid,
            requested_by uuid,
            expires_at timestamptz not null,
            downloads integer default 0 not null,
            inserted_at timestamptz default now() not null,
            updated_at timestamptz default now() not null,
            constraint organisation_plans_key primary key (id),
            constraint organisation_plans_source_id_exists
                foreign key (source_id) references organisations (id),
            constraint organisation_plans_target_id_exists
                foreign key (target_id) references organisations (id),
            constraint a_plan_has_another_target check (source_id <> target_id)
        )
        """
    )
    op.execute("create index organisation_plans_by_source on organisation_plans (source_id)")
    op.execute("create index organisation_plans_by_target on organisation_plans (target_id)")
    op.execute("create index organisation_plans_by_expiry on organisation_plans (expires_at)")
    op.execute(
        """
        create table plan_items (
            id uuid default uuidv7() not null,
            plan_id uuid not null,
            noun text not null,
            source_type text,
            source_id uuid,
            target_type text,
            target_id uuid,
            action text not null,
            conflicts text[] not null,
            blocks text,
            cluster integer,
            likely uuid[] not null,
            detail text,
            versions text not null,
            outcome text,
            constraint plan_items_key primary key (id),
            constraint plan_items_plan_id_exists
                foreign key (plan_id) references organisation_plans (id) on delete cascade,
            constraint plan_action_is_known check (action = any (
                '{RETAIN,MOVE,MERGE,MERGE_INTO,RENAME,END}'::text[])),
            constraint plan_outcome_is_known check (outcome = any ('{DONE,LEFT}'::text[])),
            constraint plan_conflicts_are_known check (conflicts <@
                '{SAME_PERSON,LIKELY_SAME,ID_ONLY,NAME_ONLY,SETTING,INVITATION}'::text[])
        )
        """
    )
    op.execute("create index plan_items_by_plan on plan_items (plan_id, id)")
