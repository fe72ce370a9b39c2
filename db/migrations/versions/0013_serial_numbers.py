"""Certificates have serial numbers, and can be revoked."""

from alembic import op

revision = "0013_serial_numbers"
down_revision = "0012_acts"


def upgrade() -> None:
    """Give numbers to the certificates that there are, in the order in which they were made."""
    op.execute("create sequence serial_numbers")
    op.execute("alter table certificates add column serial_number text")
    op.execute("alter table certificates add column revoked_at timestamptz")
    op.execute("alter table certificates add column revocation_reason text")
    # The trail's trigger knows the former columns only, and a number of ours changes no state.
    op.execute("alter table certificates disable trigger user")
    op.execute(
        """
        with numbered as materialized (
            select id, inserted_at, nextval('serial_numbers') as number
              from (select id, inserted_at from certificates order by id) made)
        update certificates
           set serial_number = 'C-' || to_char(numbered.inserted_at at time zone 'UTC', 'YYYY')
               || '-' || lpad(numbered.number::text,
                              greatest(7, length(numbered.number::text)), '0')
          from numbered where numbered.id = certificates.id
        """
    )
    op.execute("alter table certificates enable trigger user")
    op.execute("alter table certificates alter serial_number set not null")
    op.create_check_constraint(
        "who_revokes_says_why",
        "certificates",
        "(revoked_at is null) = (revocation_reason is null)",
    )
    op.create_index(
        "one_certificate_per_serial_number", "certificates", ["serial_number"], unique=True
    )
