"""Organisations are a tree, and two more roles are for its stewards and for persons."""

from alembic import op

revision = "0037_organisations"
down_revision = "0032_checked_changes"


def upgrade() -> None:
    """Make the tree; the rules keep the paths in it."""
    op.execute(
        """
        create table organisations (
            id uuid not null default uuidv7() constraint organisations_key primary key,
            name text,
            kind text not null,
            status text not null default 'ACTIVE',
            parent_id uuid constraint organisations_parent_id_exists references organisations,
            merged_into_id uuid
                constraint organisations_merged_into_id_exists references organisations,
            version integer not null default 1,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint organisation_status_is_known
                check (status = any ('{ACTIVE,ARCHIVED,MERGED,ERASED}'::text[])),
            constraint only_an_erased_organisation_has_no_name
                check ((name is null) = (status = 'ERASED')),
            constraint a_merged_organisation_says_into_which
                check ((merged_into_id is null) = (status <> 'MERGED'))
        )
        """
    )
    op.execute(
        "create unique index one_organisation_per_parent_and_name on organisations"
        " (parent_id, translate(fold_name(name), ' -', '')) nulls not distinct"
        " where name is not null"
    )
    op.execute(
        "create index organisations_by_name on organisations using gin"
        " (name_words(fold_name(name)))"
    )
    op.execute("create index organisations_by_parent on organisations (parent_id)")
    op.execute(
        """
        create table organisation_paths (
            organisation_id uuid not null
                constraint organisation_paths_organisation_id_exists
                references organisations on delete cascade,
            ancestor_id uuid not null
                constraint organisation_paths_ancestor_id_exists
                references organisations on delete cascade,
            constraint organisation_paths_key primary key (organisation_id, ancestor_id)
        )
        """
    )
    op.execute(
        "create index organisation_paths_by_ancestor"
        " on organisation_paths (ancestor_id, organisation_id)"
    )
    op.drop_constraint("role_is_known", "role_grants")
    op.create_check_constraint(
        "role_is_known",
        "role_grants",
        "role = any ('{NHS_REVIEWER,SENIOR_REVIEWER,REGISTRAR,ADMIN,STEWARD,PERSON}'::text[])",
    )
