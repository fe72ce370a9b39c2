"""Messages wait for room in lanes: a webhook's each, and that of mail."""

from alembic import op

revision = "0045_lanes"
down_revision = "0042_event_feed"

MAIL = "'00000000-0000-0000-0000-000000000001'::uuid"


def upgrade() -> None:
    """Let each message be in the lane of its webhook, and mail in its own."""
    # Filled in without the triggers of the trail: nobody did anything to these messages.
    op.execute(
        "alter table messages add column lane uuid not null"
        f" generated always as (coalesce(webhook_id, {MAIL})) stored"
    )
    op.execute(
        "alter table messages alter column lane drop expression,"
        " add constraint a_webhook_is_a_lane check (lane = webhook_id)"
    )
    op.execute(f"alter table messages alter column lane set default {MAIL}")
    op.execute("drop index waiting_messages, unfinished_messages_by_record")
    op.execute(
        "create index waiting_messages on messages (lane, next_attempt_at, position)"
        " where status = 'ENQUEUED'"
    )
    op.execute(
        "create index unfinished_messages_by_record on messages (lane, record, position)"
        " where status in ('ENQUEUED', 'PROCESSING')"
    )
    # It returns other columns and takes other arguments.
    op.execute("drop function if exists claim_messages(uuid, integer, integer, uuid[], integer[])")
