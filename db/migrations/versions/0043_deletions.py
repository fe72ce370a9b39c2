"""Users and members are deleted, and what went with them is kept for a while."""

from alembic import op

revision = "0043_deletions"
down_revision = "0040_reach"


def upgrade() -> None:
    """Make the table, and let a user be no more than a name."""
    op.execute(
        """
        alter table users
            add column deleted_at timestamptz,
            add constraint a_deleted_user_is_a_name
                check (deleted_at is null
                       or password_hash is null and email is null and person_id is null)
        """
    )
    op.execute(
        """
        create table deletions (
            id uuid not null default uuidv7() constraint deletions_key primary key,
            kind text not null,
            deleted_id uuid not null,
            organisation_id uuid,
            rows integer not null,
            snapshot jsonb not null,
            reason text not null,
            actor_id uuid,
            client_id uuid,
            correlation_id uuid not null,
            inserted_at timestamptz not null default now(),
            constraint what_is_deleted_is_known check (kind = any ('{USER,MEMBER}'::text[]))
        )
        """
    )
