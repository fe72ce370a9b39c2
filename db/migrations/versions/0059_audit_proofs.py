"""A proof has the bytes of its leaf."""

from alembic import op

revision = "0059_audit_proofs"
down_revision = "0060_sources"


def upgrade() -> None:
    """Let the function come back with one column more."""
    op.execute("drop function if exists audit_proof(uuid, bigint)")
