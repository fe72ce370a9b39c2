"""Stewards are written to each day about messages of their organisations that failed."""

from alembic import op

revision = "0067b_digests"
down_revision = "0066_explanations_from_outside"


def upgrade() -> None:
    """Make the table of who is."""
    op.execute(
        """
        create table digest_subscriptions (
            id uuid not null default uuidv7() constraint digest_subscriptions_key primary key,
            organisation_id uuid not null
                constraint digest_subscriptions_organisation_id_exists references organisations,
            user_id uuid not null
                constraint digest_subscriptions_user_id_exists references users,
            is_wanted boolean not null,
            reported_until timestamptz not null default now() - interval '1 day',
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        )
        """
    )
    op.execute(
        "create unique index one_digest_subscription_per_organisation_and_user"
        " on digest_subscriptions (organisation_id, user_id)"
    )
    op.execute("create index digest_subscriptions_by_user on digest_subscriptions (user_id)")
    # They take, and return, more.
    op.execute("drop function if exists write_letter(text, uuid, text, uuid, uuid, uuid)")
    op.execute("drop function if exists facts_of_letter(uuid, uuid)")
