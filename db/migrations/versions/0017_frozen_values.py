"""Certificates keep the template that they were made from, and what they say."""

from alembic import op

revision = "0017_frozen_values"
down_revision = "0016_corrections"


def upgrade() -> None:
    """Make the columns; `db/certificate_templates.py` fills them for certificates of before."""
    op.execute(
        "alter table certificates add column certificate_template_id uuid"
        " constraint certificates_certificate_template_id_exists references certificate_templates"
    )
    op.execute("alter table certificates add column values jsonb")
