"""Events have a position in one order for all readers, and role grants count their changes."""

from alembic import op

revision = "0042_event_feed"
down_revision = "0043_deletions"


def upgrade() -> None:
    """Give the events that there are a position, as far as their messages are made."""
    op.execute(
        """
        create table event_positions (
            position bigint not null constraint event_positions_key primary key,
            event_id uuid not null
        )
        """
    )
    op.execute("create unique index one_position_per_event on event_positions (event_id)")
    op.execute(
        """
        insert into event_positions (position, event_id)
        select row_number() over (order by inserted_at, id), id from outbox
         where not exists (select from undispatched_events where event_id = outbox.id)
        """
    )
    op.execute("alter table role_grants add column version integer not null default 1")
