"""A second certificate waits since the first was revoked, or since it was made beside it (C16)."""

from alembic import op

revision = "0105_recertified_records"
down_revision = "0101b_resumed_runs"

INDEX = """
create index concurrently if not exists recertified_vital_events
    on vital_events (recertified_since, id) include (kind) where recertified_since is not null
"""
AFTERWARDS = (INDEX,)


def upgrade() -> None:
    """Add the moment, and note it of those that wait."""
    op.execute("alter table vital_events add column recertified_since timestamptz")
    # Nobody has done anything to these records: no trigger has to know who and when.
    op.execute("alter table vital_events disable trigger user")
    op.execute(
        """
        update vital_events event
           set recertified_since = least(former.revoked_at, newest.inserted_at)
          from vital_events waiting
         cross join lateral (select id, inserted_at from certificates
                              where vital_event_id = waiting.id order by id desc limit 1) newest
         cross join lateral (select revoked_at from certificates
                              where vital_event_id = waiting.id and id < newest.id
                              order by id desc limit 1) former
         where waiting.status = 'CERTIFIED' and event.id = waiting.id
        """
    )
    op.execute("alter table vital_events enable trigger user")
