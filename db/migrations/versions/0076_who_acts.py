"""A digest of who acts is kept in a sequence (rule Y6)."""

from alembic import op

revision = "0076_who_acts"
down_revision = "0070_placed_links"


def upgrade() -> None:
    """Make the sequences; that of keys begins where nobody can know."""
    op.execute("create unlogged sequence who_acts minvalue -9223372036854775808 start 1")
    op.execute("create sequence acting_keys minvalue -9223372036854775808 start 1 cache 100 cycle")
    op.execute("select setval('acting_keys', uuid_hash_extended(gen_random_uuid(), 0))")
