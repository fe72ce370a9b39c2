"""Records whose last certificate was revoked wait to be certified anew, and are counted."""

from alembic import op

revision = "0020_uncertified_records"
down_revision = "0019_certificate_secrets"


def upgrade() -> None:
    """Add since when such a record has no valid certificate, and the index that counts them."""
    op.execute("alter table vital_events add column uncertified_since timestamptz")
    # Nobody has done anything to these records: no trigger has to know who and when.
    op.execute("alter table vital_events disable trigger user")
    op.execute(
        """
        update vital_events event set uncertified_since = made.revoked_at
          from (select vital_event_id, max(revoked_at) as revoked_at
                  from certificates group by vital_event_id) made
         where made.vital_event_id = event.id and event.status = 'REGISTERED'
        """
    )
    op.execute("alter table vital_events enable trigger user")
    op.create_check_constraint(
        "only_a_registered_event_is_uncertified",
        "vital_events",
        "uncertified_since is null or status = 'REGISTERED'",
    )
    op.execute(
        "create index uncertified_vital_events on vital_events (uncertified_since, id)"
        " include (kind) where uncertified_since is not null"
    )
