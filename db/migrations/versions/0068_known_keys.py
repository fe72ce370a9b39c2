"""A database knows which keys it is used with."""

from alembic import op

revision = "0068_known_keys"
down_revision = "0065_inbound"


def upgrade() -> None:
    """Make the table of their digests."""
    op.execute(
        """
        create table known_keys (
            purpose text not null,
            fingerprint text not null,
            known_since timestamptz not null default now(),
            constraint known_keys_key primary key (purpose, fingerprint)
        )
        """
    )
