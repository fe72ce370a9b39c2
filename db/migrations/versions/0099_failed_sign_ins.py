"""How often sign-ins by somebody's name failed lately is kept for them to see (rule E5)."""

from alembic import op

revision = "0099_failed_sign_ins"
down_revision = "0098_consents_in_plans"


def upgrade() -> None:
    """Make a table of one row for a user at most."""
    op.execute(
        """
        create table failed_sign_ins (
            id uuid not null constraint failed_sign_ins_key primary key
                constraint failed_sign_ins_id_exists references users (id) on delete cascade,
            count integer not null default 1,
            first_at timestamptz not null default clock_timestamp(),
            last_at timestamptz not null default clock_timestamp()
        )
        """
    )
