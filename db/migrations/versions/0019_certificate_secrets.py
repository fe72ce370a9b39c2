"""Certificates have a secret, which their QR code shows; payments keep what their receipts say."""

from alembic import op

revision = "0019_certificate_secrets"
down_revision = "0018_assignments"


def upgrade() -> None:
    """Give a secret of its own to each certificate that there is."""
    # Each row gets another one: PostgreSQL computes a volatile default once a row.
    op.execute(
        "alter table certificates add column secret text not null default"
        " translate(rtrim(encode(uuid_send(gen_random_uuid()), 'base64'), '='), '+/', '-_')"
    )
    op.execute("alter table payments add column values jsonb")
