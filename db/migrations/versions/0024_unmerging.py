"""What a merge changed is written down, and two people may take it back."""

from alembic import op

revision = "0024_unmerging"
down_revision = "0023_review_rounds"


def upgrade() -> None:
    """Let a person be merged again once a merge was undone. Of former merges no effect is known."""
    op.execute(
        """
        alter table merged_pairs
            add column person_version integer,
            add column master_version integer,
            add column undone_at timestamptz
        """
    )
    op.execute("drop index a_person_is_merged_once")
    op.execute(
        "create unique index a_person_is_merged_once on merged_pairs (person_id)"
        " where undone_at is null"
    )
    op.execute("create index merged_pairs_by_person on merged_pairs (person_id, id)")
    op.execute("create index merged_pairs_by_master_person on merged_pairs (master_person_id, id)")
    op.execute("create index merged_pairs_by_merge_candidate on merged_pairs (merge_candidate_id)")
    op.execute("create index merged_pairs_by_insertion on merged_pairs (inserted_at, id)")
    op.execute(
        """
        create table merge_effects (
            id uuid not null default uuidv7() constraint merge_effects_key primary key,
            merged_pair_id uuid not null
                constraint merge_effects_merged_pair_id_exists references merged_pairs,
            resource text not null,
            resource_id uuid not null,
            column_name text not null,
            before jsonb,
            after jsonb,
            undone_at timestamptz
        )
        """
    )
    op.execute("create index merge_effects_by_merged_pair on merge_effects (merged_pair_id, id)")
    op.execute("create index merge_effects_by_resource on merge_effects (resource_id)")
    op.execute(
        """
        create table unmerge_proposals (
            id uuid not null default uuidv7() constraint unmerge_proposals_key primary key,
            merged_pair_id uuid not null
                constraint unmerge_proposals_merged_pair_id_exists references merged_pairs,
            status text not null default 'OPEN',
            reason text not null,
            proposed_by uuid not null
                constraint unmerge_proposals_proposed_by_exists references users,
            settled_by uuid constraint unmerge_proposals_settled_by_exists references users,
            settlement_reason text,
            expires_at timestamptz not null,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint unmerge_proposal_status_is_known
                check (status in ('OPEN', 'CONFIRMED', 'DECLINED', 'EXPIRED')),
            constraint an_unmerge_needs_two_people
                check (settled_by is null or settled_by <> proposed_by)
        )
        """
    )
    op.execute(
        "create unique index one_open_unmerge_proposal_per_merge"
        " on unmerge_proposals (merged_pair_id) where status = 'OPEN'"
    )
    op.execute(
        "create index unmerge_proposals_by_merged_pair on unmerge_proposals (merged_pair_id, id)"
    )
    op.execute(
        """
        create table own_deaths (
            person_id uuid not null constraint own_deaths_key primary key
                constraint own_deaths_person_id_exists references persons,
            vital_event_id uuid
                constraint own_deaths_vital_event_id_exists references vital_events,
            death_date date,
            partial_death_date text
        )
        """
    )
    op.execute(
        """
        create table shared_deaths (
            id uuid not null default uuidv7() constraint shared_deaths_key primary key,
            person_id uuid not null
                constraint shared_deaths_person_id_exists references persons,
            together uuid[] not null,
            vital_event_id uuid
                constraint shared_deaths_vital_event_id_exists references vital_events,
            death_date date,
            partial_death_date text
        )
        """
    )
    op.execute("create index shared_deaths_by_person on shared_deaths (person_id)")
    op.execute("create index shared_deaths_by_together on shared_deaths using gin (together)")
    op.execute(
        "create index shared_deaths_by_vital_event on shared_deaths (vital_event_id)"
        " where vital_event_id is not null"
    )
    op.execute(
        "create index vital_events_by_person on vital_events (person_id)"
        " where person_id is not null"
    )
