"""Users are invited to work for organisations."""

from alembic import op

revision = "0044_invitations"
down_revision = "0045_lanes"


def upgrade() -> None:
    """Make the table."""
    op.execute(
        """
        create table invitations (
            id uuid not null default uuidv7() constraint invitations_key primary key,
            organisation_id uuid not null
                constraint invitations_organisation_id_exists references organisations,
            client_id uuid not null constraint invitations_client_id_exists references clients,
            role text not null,
            email text not null,
            status text not null default 'PENDING',
            token_digest bytea not null,
            invited_by uuid,
            accepted_by uuid,
            expires_at timestamptz not null,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint invitation_status_is_known
                check (status = any ('{PENDING,ACCEPTED,WITHDRAWN,EXPIRED}'::text[])),
            constraint only_limited_roles_are_invited_to
                check (role = any ('{REGISTRAR,STEWARD}'::text[]))
        )
        """
    )
    op.execute("create unique index one_invitation_per_token on invitations (token_digest)")
    op.execute("create index invitations_by_organisation on invitations (organisation_id, id)")
