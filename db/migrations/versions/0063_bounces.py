"""Letters that come back mark the address that they went to."""

from alembic import op

revision = "0063_bounces"
down_revision = "0062_letters"


def upgrade() -> None:
    """Make the tables."""
    op.execute(
        """
        create table letter_addresses (
            message_id uuid not null constraint letter_addresses_key primary key
                constraint letter_addresses_message_id_exists
                    references messages on delete cascade,
            address_digest bytea not null
        )
        """
    )
    op.execute(
        """
        create table undeliverable_addresses (
            address_digest bytea not null constraint undeliverable_addresses_key primary key,
            status text not null,
            inserted_at timestamptz not null default now()
        )
        """
    )
