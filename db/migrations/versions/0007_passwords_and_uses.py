"""A password may be for one sign-in, a user has an e-mail address, and last uses are kept."""

from alembic import op

revision = "0007_passwords_and_uses"
down_revision = "0006_message_attempts"


def upgrade() -> None:
    """Add what is known of a password, of a user, and of when somebody came last."""
    op.execute("alter table users add column password_is_one_time boolean not null default false")
    op.execute("alter table users add column email text")
    op.create_check_constraint(
        "a_one_time_password_is_there",
        "users",
        "not password_is_one_time or password_hash is not null",
    )
    op.execute(
        "create table last_uses (id uuid constraint last_uses_key primary key,"
        " used_at timestamptz not null)"
    )
