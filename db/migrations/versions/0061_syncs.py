"""Organisations are synced from their sources."""

from alembic import op

revision = "0061_syncs"
down_revision = "0069_organisation_plans"


def upgrade() -> None:
    """Make the tables, and say of a membership which link it came by."""
    _records()
    _staging()
    op.execute("alter table memberships add column source_link_id uuid")
    op.execute(
        "create index open_memberships_by_link on memberships (source_link_id)"
        " where ended_on is null"
    )
    op.execute("alter table source_links add column sync_lane uuid not null default uuidv7()")
    op.execute(
        "alter table switches drop constraint feature_is_known,"
        " add constraint feature_is_known"
        " check (feature = any ('{INBOUND,EXPLANATIONS,LETTERS,WEBHOOKS,SYNC}'::text[]))"
    )


def _records() -> None:
    op.execute(
        """
        create table source_identities (
            id uuid not null default uuidv7() constraint source_identities_key primary key,
            source_id uuid not null
                constraint source_identities_source_id_exists references sources,
            external_id text not null,
            person_id uuid not null
                constraint source_identities_person_id_exists references persons
        )
        """
    )
    op.execute(
        """
        create table erased_groups (
            source_id uuid not null
                constraint erased_groups_source_id_exists references sources,
            environment text not null,
            external_id text not null,
            constraint erased_groups_key primary key (source_id, environment, external_id)
        )
        """
    )
    op.execute(
        "create unique index one_identity_per_source_and_external_id"
        " on source_identities (source_id, external_id)"
    )
    op.execute("create index source_identities_by_person on source_identities (person_id)")
    op.execute(
        """
        create table source_records (
            id uuid not null default uuidv7() constraint source_records_key primary key,
            identity_id uuid not null
                constraint source_records_identity_id_exists references source_identities,
            organisation_id uuid not null
                constraint source_records_organisation_id_exists references organisations,
            source_link_id uuid not null
                constraint source_records_source_link_id_exists references source_links,
            payload jsonb not null,
            fetched_at timestamptz not null,
            ended_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        )
        """
    )
    op.execute(
        "create unique index one_source_record_per_identity_and_organisation"
        " on source_records (identity_id, organisation_id)"
    )
    op.execute("create index source_records_by_organisation on source_records (organisation_id)")
    op.execute("create index source_records_by_link on source_records (source_link_id)")


def _staging() -> None:
    op.execute(
        """
        create table staged_records (
            run_id uuid not null
                constraint staged_records_run_id_exists references runs on delete cascade,
            kind text not null,
            external_id text not null,
            payload jsonb not null,
            constraint staged_records_key primary key (run_id, kind, external_id)
        )
        """
    )
    op.execute(
        "create index staged_memberships_by_person"
        " on staged_records (run_id, (payload ->> 'person')) where kind = 'MEMBERSHIP'"
    )
    op.execute(
        """
        create table run_rejects (
            run_id uuid not null
                constraint run_rejects_run_id_exists references runs on delete cascade,
            kind text not null,
            external_id text not null,
            reason text not null,
            constraint run_rejects_key primary key (run_id, kind, external_id)
        )
        """
    )
    op.execute(
        """
        create unlogged table run_credentials (
            run_id uuid not null constraint run_credentials_key primary key,
            sealed bytea not null
        )
        """
    )
