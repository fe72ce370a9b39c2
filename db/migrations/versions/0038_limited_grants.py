"""A role is granted for an organisation and for a time, and a machine may be bound to one."""

from alembic import op

revision = "0038_limited_grants"
down_revision = "0037_organisations"


def upgrade() -> None:
    """Let the grants of before hold everywhere and for good."""
    op.execute(
        """
        alter table role_grants
            add column organisation_id uuid
                constraint role_grants_organisation_id_exists references organisations,
            add column expires_at timestamptz,
            add constraint only_some_roles_are_limited
                check (organisation_id is null or role = any ('{REGISTRAR,STEWARD}'::text[]))
        """
    )
    op.execute(
        """
        alter table clients
            add column organisation_id uuid
                constraint clients_organisation_id_exists references organisations,
            add constraint only_a_machine_is_bound
                check (organisation_id is null or kind = 'SYSTEM')
        """
    )
    op.execute("drop index one_grant_per_user_client_and_role")
    op.execute(
        "create unique index one_grant_per_user_client_role_and_organisation on role_grants"
        " (user_id, client_id, role, organisation_id) include (expires_at) nulls not distinct"
    )
    op.execute(
        "create index role_grants_by_organisation on role_grants (organisation_id)"
        " where organisation_id is not null"
    )
