"""Pairs that may be one person are found: by blocking keys, match weights, models and runs."""

from alembic import op

revision = "0022_matching"
down_revision = "0021_person_versions"


def upgrade() -> None:
    """Add what is known of a pair that was found, and what finds it."""
    op.execute(
        """
        alter table merge_candidates
            add column weight numeric,
            add column band text,
            add column model text,
            add column agreements text,
            add column field_weights numeric[],
            add column corrections jsonb,
            add column keys text[],
            add column person_version integer,
            add column master_version integer,
            add column scored_at timestamptz
        """
    )
    op.create_check_constraint(
        "match_band_is_known",
        "merge_candidates",
        "band in ('CERTAIN', 'LIKELY', 'POSSIBLE', 'UNLIKELY')",
    )
    op.execute(
        """
        create table person_keys (
            person_id uuid not null constraint person_keys_key primary key
                constraint person_keys_person_id_exists references persons,
            keys bigint[] not null,
            recipe integer not null,
            version integer not null
        )
        """
    )
    op.execute(
        "create index persons_by_key on person_keys using gin (keys) with (fastupdate = off)"
    )
    op.execute(
        """
        create table due_matches (
            person_id uuid not null constraint due_matches_key primary key
                constraint due_matches_person_id_exists references persons,
            version integer not null,
            noted_at timestamptz not null default now(),
            claimed_at timestamptz
        )
        """
    )
    op.execute("create index due_matches_by_time on due_matches (noted_at)")
    op.execute(
        """
        create table detection_models (
            id uuid not null default uuidv7() constraint detection_models_key primary key,
            version text not null,
            digest bytea not null,
            body jsonb not null,
            activated_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            prior double precision
        )
        """
    )
    op.execute("create unique index one_detection_model_per_digest on detection_models (digest)")
    op.execute(
        """
        create table detection_runs (
            id uuid not null default uuidv7() constraint detection_runs_key primary key,
            status text not null default 'RUNNING',
            is_dry_run boolean not null,
            engine text not null,
            model text not null,
            persons integer not null default 0,
            pairs_compared bigint not null default 0,
            pairs_found integer not null default 0,
            pairs_known integer not null default 0,
            pairs_reopened integer not null default 0,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            finished_at timestamptz,
            constraint detection_run_status_is_known
                check (status in ('RUNNING', 'FINISHED', 'FAILED', 'CANCELLED'))
        )
        """
    )
    op.execute("create index detection_runs_by_insertion on detection_runs (inserted_at, id)")
