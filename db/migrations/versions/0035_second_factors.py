"""People may have a second factor: the secret of an authenticator, and codes to recover by."""

from alembic import op

revision = "0035_second_factors"
down_revision = "0034_named_sessions"


def upgrade() -> None:
    """Make the table; nobody has one yet."""
    op.execute(
        """
        create table second_factors (
            id uuid not null default uuidv7() constraint second_factors_key primary key,
            user_id uuid not null constraint second_factors_user_id_exists references users,
            sealed_secret bytea not null,
            confirmed_at timestamptz,
            last_step bigint not null default 0,
            recovery_digests bytea[] not null default '{}',
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        )
        """
    )
    op.execute("create unique index one_second_factor_per_user on second_factors (user_id)")
