"""How an operator has failed messages tried again, a batch at a time (rule F4)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, Uuid, bindparam, exists, func, or_, select, update

from db.messages import messages
from db.statements import Statement
from db.webhooks import webhooks
from rules import messages as rules
from rules.messages import BATCH, MessageStatus
from workflows.acts import Acting, act
from workflows.messages import WAKE

KIND = bindparam("kind", type_=Text)
CORRELATION = bindparam("correlation_id", type_=Uuid)
WEBHOOK = bindparam("webhook_id", type_=Uuid)
IS_RECEIVED = or_(
    messages.c.webhook_id.is_(None),
    exists().where(webhooks.c.id == messages.c.webhook_id, webhooks.c.is_active),
)
"""Whether somebody would receive it: the webhook may be deleted, or switched off."""

FITS = (
    messages.c.status == MessageStatus.FAILED,
    # A run is resumed by itself: another may be under way, which would refuse the whole batch (S2).
    messages.c.run_id.is_(None),
    or_(KIND.is_(None), messages.c.kind == KIND),
    or_(CORRELATION.is_(None), messages.c.correlation_id == CORRELATION),
    or_(WEBHOOK.is_(None), messages.c.webhook_id == WEBHOOK),
    IS_RECEIVED,
)
# The oldest first; what another operator retries at this moment is theirs.
PICKED = (
    select(messages.c.id)
    .where(*FITS)
    .order_by(messages.c.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
RETRY = Statement(
    update(messages)
    .where(messages.c.id.in_(PICKED))
    .values(
        status=MessageStatus.ENQUEUED,
        attempts=0,
        next_attempt_at=func.now(),
        handed_over_at=None,
    )
    .returning(messages.c.id)
)
COUNT = Statement(select(func.count()).select_from(messages).where(*FITS))


async def retry(acting: Acting, wanted: Mapping[str, Any]) -> tuple[int, int]:
    """Have a batch of failed messages delivered again; return how many, and how many are left.

    `wanted` may narrow them by `kind`, `correlation_id` and `webhook_id`. One act, the oldest
    first; those that nobody would receive, and steps of runs, stay as they are.
    """
    given = {name: wanted.get(name) for name in ("kind", "correlation_id", "webhook_id")}
    async with act(acting, "message.retried") as connection:
        retried = await RETRY.rows(connection, **given)
        left = (await COUNT.row(connection, **given))[0]
        if retried:
            await connection.fetchrow(WAKE, rules.CHANNEL)
        return len(retried), left
