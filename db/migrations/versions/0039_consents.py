"""Persons belong to organisations, and say what these may do for them."""

from alembic import op

revision = "0039_consents"
down_revision = "0036_exports"


def upgrade() -> None:
    """Make the tables."""
    op.execute(
        """
        create table memberships (
            id uuid not null default uuidv7() constraint memberships_key primary key,
            person_id uuid not null constraint memberships_person_id_exists references persons,
            organisation_id uuid not null
                constraint memberships_organisation_id_exists references organisations,
            title text,
            started_on date default current_date,
            ended_on date,
            version integer not null default 1,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint a_membership_ends_after_it_starts check (ended_on >= started_on)
        )
        """
    )
    op.execute(
        "create unique index one_open_membership_per_person_organisation_and_title"
        " on memberships (person_id, organisation_id, title) nulls not distinct"
        " where ended_on is null"
    )
    op.execute("create index memberships_by_person on memberships (person_id, id)")
    op.execute("create index memberships_by_organisation on memberships (organisation_id, id)")
    op.execute(
        """
        create table consents (
            id uuid not null default uuidv7() constraint consents_key primary key,
            person_id uuid not null constraint consents_person_id_exists references persons,
            organisation_id uuid not null
                constraint consents_organisation_id_exists references organisations,
            permissions text[] not null,
            offered text[],
            status text not null default 'OFFERED',
            version integer not null default 1,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint consent_status_is_known
                check (status = any ('{OFFERED,ACCEPTED,DECLINED,WITHDRAWN}'::text[])),
            constraint permissions_are_known
                check (permissions <@ '{VIEW,CONTRIBUTE,CUSTODY}'::text[]
                       and offered <@ '{VIEW,CONTRIBUTE,CUSTODY}'::text[]),
            constraint only_an_accepted_consent_is_widened
                check (offered is null or status = 'ACCEPTED')
        )
        """
    )
    op.execute(
        "create unique index one_live_consent_per_person_and_organisation"
        " on consents (person_id, organisation_id)"
        " where status = any ('{OFFERED,ACCEPTED}'::text[])"
    )
    op.execute("create index consents_by_person on consents (person_id, id)")
    op.execute("create index consents_by_organisation on consents (organisation_id, id)")
