"""What the owner of a webhook does with its deliveries: send one again, send a test event (F5a)."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select

from db.messages import messages
from db.statements import Connection, Statement
from db.webhooks import webhooks
from rules import messages as rules
from rules.messages import DeliveryNotFound, MessageStatus, ReceiverMayNotRead
from rules.webhooks import SENT_A_MINUTE, TooManySent, WebhookIsSwitchedOff, WebhookNotFound
from workflows.acts import Acting, act
from workflows.messages import RETRY, WAKE

# A machine's own, or any that a user asks for.
THEIRS = or_(
    webhooks.c.client_id == bindparam("client", type_=Uuid),
    bindparam("person", type_=Uuid).is_not(None),
)
# Locked before the message, as those who change a webhook do. Others may send at the same time.
LOCK_WEBHOOK = Statement(
    select(webhooks.c.id, webhooks.c.is_active)
    .where(webhooks.c.id == bindparam("webhook", type_=Uuid), THEIRS)
    .with_for_update(read=True)
)
MESSAGE = messages.c.id == bindparam("message", type_=Uuid)
LOCK_WEBHOOK_OF = Statement(
    select(webhooks.c.id, webhooks.c.client_id, webhooks.c.is_active, messages.c.status)
    .join_from(messages, webhooks, webhooks.c.id == messages.c.webhook_id)
    .where(MESSAGE, THEIRS)
    .with_for_update(read=True, of=webhooks)
)
LOCK = Statement(select(messages.c.id, messages.c.status).where(MESSAGE).with_for_update())
MAY_RECEIVE = "select client_may_receive_again($1, messages) from messages where id = $2"
COUNT = "select count_guess($1, $2, true) as wait"
MAKE_TEST = "select make_test_message($1)"


async def redeliver(acting: Acting, message_id: UUID | None) -> None:
    """Send a delivery again that is over: the same payload, under the same id. Rule F5a.

    Raises DeliveryNotFound, WebhookIsSwitchedOff, DeliveryIsUnderWay, ReceiverMayNotRead or
    TooManySent.
    """
    async with act(acting, "message.redelivered") as connection:
        webhook: Mapping[str, Any] | None = await LOCK_WEBHOOK_OF.row(
            connection, message=message_id, client=acting.client_id, person=acting.user_id
        )
        if webhook is None:
            raise DeliveryNotFound
        if not webhook["is_active"]:
            raise WebhookIsSwitchedOff
        # A worker that settles it holds it, and may want the webhook: it is not waited for.
        rules.check_redelivery(MessageStatus(webhook["status"]))
        message = await LOCK.row(connection, message=message_id)
        if message is None:
            raise DeliveryNotFound
        rules.check_redelivery(MessageStatus(message["status"]))
        if not (await connection.fetchrow(MAY_RECEIVE, webhook["client_id"], message_id))[0]:
            raise ReceiverMayNotRead
        await _count(connection, webhook["id"])
        await RETRY.rows(connection, message=message_id)
        await _wake(connection)


async def send_test(acting: Acting, webhook_id: UUID | None) -> UUID:
    """Let an event that says nothing go to a webhook, as others do; return its message. Rule F5a.

    Raises WebhookNotFound, WebhookIsSwitchedOff or TooManySent.
    """
    async with act(acting, "webhook.tested") as connection:
        webhook = await LOCK_WEBHOOK.row(
            connection, webhook=webhook_id, client=acting.client_id, person=acting.user_id
        )
        if webhook is None:
            raise WebhookNotFound
        if not webhook["is_active"]:
            raise WebhookIsSwitchedOff
        await _count(connection, webhook["id"])
        made: UUID = (await connection.fetchrow(MAKE_TEST, webhook["id"]))[0]
        await _wake(connection)
        return made


async def _count(connection: Connection, webhook_id: UUID) -> None:
    subject = hashlib.sha256(f"sent to {webhook_id}".encode()).digest()
    row = await connection.fetchrow(COUNT, subject, SENT_A_MINUTE)
    if row["wait"] is not None:
        raise TooManySent(row["wait"])


async def _wake(connection: Connection) -> None:
    await connection.fetchrow(WAKE, rules.CHANNEL)
