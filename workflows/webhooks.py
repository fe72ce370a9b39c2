"""What machines and admins do with webhooks: make, change and delete them, rotate secrets."""

import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from db.access import clients
from db.messages import messages
from db.statements import Connection, Statement
from db.webhooks import webhook_failures, webhooks
from rules import webhooks as rules
from rules.access_administration import ClientNotFound
from rules.frozen import frozen
from rules.messages import CHANNEL, WHY_OFF_BY_OWNER, MessageFault, MessageStatus
from rules.webhooks import (
    TooManyWebhooks,
    WebhookCannotBeChanged,
    WebhookIsUnfit,
    WebhookNotFound,
    WebhookTerms,
    WebhookTopic,
)
from workflows.acts import Acting, act
from workflows.messages import WAKE

SECRET_BYTES = 32

WEBHOOK = webhooks.c.id == bindparam("webhook", type_=Uuid)
OVERLAP = bindparam("overlap", type_=Integer)
LOCK_CLIENT = Statement(
    select(clients.c.id)
    .where(clients.c.id == bindparam("client", type_=Uuid))
    .with_for_update(key_share=True)
)
COUNT = Statement(
    select(func.count().label("webhooks")).where(
        webhooks.c.client_id == bindparam("client", type_=Uuid)
    )
)
MAKE = Statement(
    insert(webhooks)
    .values(
        client_id=bindparam("client", type_=Uuid),
        url=bindparam("new_url", type_=Text),
        topics=bindparam("new_topics", type_=ARRAY(Text)),
        sealed_secret=bindparam("sealed", type_=LargeBinary),
    )
    .returning(webhooks.c.id)
)
# A machine's own, or any that a user asks for.
LOCK = Statement(
    select(webhooks.c.id, webhooks.c.url, webhooks.c.topics, webhooks.c.is_active)
    .where(
        WEBHOOK,
        or_(
            webhooks.c.client_id == bindparam("client", type_=Uuid),
            bindparam("person", type_=Uuid).is_not(None),
        ),
    )
    .with_for_update()
)
ROTATE = Statement(
    update(webhooks)
    .where(WEBHOOK)
    .values(
        sealed_secret=bindparam("sealed", type_=LargeBinary),
        previous_sealed_secret=case((OVERLAP > 0, webhooks.c.sealed_secret)),
        previous_secret_until=case(
            (OVERLAP > 0, func.now() + func.make_interval(0, 0, 0, 0, 0, 0, OVERLAP))
        ),
    )
)
TRY_WHAT_WAITED = Statement(
    update(messages)
    .where(
        messages.c.webhook_id == bindparam("webhook", type_=Uuid),
        messages.c.status == MessageStatus.ENQUEUED,
        messages.c.fault == MessageFault.OURS,
    )
    .values(next_attempt_at=func.now())
)
"""What waits since a secret could not be opened need not wait for the new one."""
CHANGE = Statement(
    update(webhooks)
    .where(WEBHOOK)
    .values(
        url=bindparam("new_url", type_=Text),
        topics=bindparam("new_topics", type_=ARRAY(Text)),
        is_active=bindparam("new_is_active", type_=Boolean),
    )
)
FAIL_WHAT_WAITS = "select fail_what_waits($1, $2)"
FORGET_FAILURES = Statement(
    delete(webhook_failures).where(
        webhook_failures.c.webhook_id == bindparam("webhook", type_=Uuid)
    )
)
DELETE = Statement(delete(webhooks).where(WEBHOOK))
DISCARD_ITS_MESSAGES = Statement(
    update(messages)
    .where(
        messages.c.webhook_id == bindparam("webhook", type_=Uuid),
        or_(
            messages.c.status == MessageStatus.ENQUEUED,
            messages.c.status == MessageStatus.FAILED,
        ),
    )
    .values(
        status=MessageStatus.DISCARDED,
        next_attempt_at=None,
        last_error="The webhook was deleted",
    )
)


@frozen
class WebhookChanges:
    """What of a webhook shall change; null leaves it as it is."""

    url: str | None = None
    topics: Sequence[WebhookTopic] | None = None
    is_active: bool | None = None


async def create(
    acting: Acting,
    owner: UUID | None,
    url: str,
    topics: Sequence[WebhookTopic],
    addresses: Sequence[str],
    terms: WebhookTerms,
) -> tuple[UUID, str]:
    """Make a webhook of a client and return its id, and its secret this once.

    Rules F2, F3 and F5a: a machine makes none but its own. `addresses` are those of the URL's host,
    looked up before the act: a host that cannot be looked up now has none, and is looked up at each
    delivery. Raises ClientNotFound, WebhookIsUnfit or TooManyWebhooks.
    """
    async with act(acting, "webhook.created") as connection:
        rules.check_webhook(
            url, topics, addresses, WebhookIsUnfit, allows_loopback=terms.allows_loopback
        )
        is_own = owner == acting.client_id
        found = await LOCK_CLIENT.row(connection, client=owner)
        if found is None or not (is_own or acting.user_id):
            raise ClientNotFound
        has = await COUNT.row(connection, client=owner)
        if has["webhooks"] >= rules.MOST_WEBHOOKS:
            raise TooManyWebhooks
        secret = new_secret()
        made = await MAKE.row(
            connection,
            client=owner,
            new_url=url,
            new_topics=sorted(set(topics)),
            sealed=terms.seal(secret),
        )
        return made["id"], secret


async def change(
    acting: Acting,
    webhook_id: UUID | None,
    changes: WebhookChanges,
    addresses: Sequence[str],
    terms: WebhookTerms,
) -> None:
    """Change a webhook's address, topics, or whether it is switched on. Rules F3 and F5a.

    What waits for one that is switched off becomes FAILED, for its owner to send again. One that
    is switched on, or leads elsewhere, has five days of failing ahead of it again. Raises
    WebhookNotFound or WebhookCannotBeChanged.
    """
    async with act(acting, "webhook.updated") as connection:
        webhook = await _locked(connection, acting, webhook_id)
        rules.check_webhook(
            changes.url,
            changes.topics,
            addresses,
            WebhookCannotBeChanged,
            allows_loopback=terms.allows_loopback,
        )
        changed = {
            "url": changes.url,
            "topics": None if changes.topics is None else sorted(set(changes.topics)),
            "is_active": changes.is_active,
        }
        wanted = {name: value for name, value in changed.items() if value is not None}
        if all(webhook[name] == value for name, value in wanted.items()):
            return
        after = {name: wanted.get(name, webhook[name]) for name in changed}
        await CHANGE.rows(
            connection,
            webhook=webhook["id"],
            new_url=after["url"],
            new_topics=after["topics"],
            new_is_active=after["is_active"],
        )
        if not after["is_active"]:
            await connection.fetchrow(FAIL_WHAT_WAITS, webhook["id"], WHY_OFF_BY_OWNER)
        elif not webhook["is_active"] or after["url"] != webhook["url"]:
            await FORGET_FAILURES.rows(connection, webhook=webhook["id"])


async def rotate_secret(
    acting: Acting, webhook_id: UUID | None, overlap_seconds: int, terms: WebhookTerms
) -> str:
    """Give a webhook a new secret and return it; both sign until the overlap is over. Rule F2.

    Raises WebhookNotFound or OverlapIsUnfit.
    """
    async with act(acting, "webhook.secret_rotated") as connection:
        webhook = await _locked(connection, acting, webhook_id)
        rules.check_overlap(overlap_seconds)
        secret = new_secret()
        await ROTATE.rows(
            connection,
            webhook=webhook["id"],
            sealed=terms.seal(secret),
            overlap=overlap_seconds,
        )
        await TRY_WHAT_WAITED.rows(connection, webhook=webhook["id"])
        await connection.fetchrow(WAKE, CHANNEL)
        return secret


async def remove(acting: Acting, webhook_id: UUID | None) -> None:
    """Delete a webhook with its secrets; messages that wait for it are discarded.

    Raises WebhookNotFound.
    """
    async with act(acting, "webhook.deleted") as connection:
        webhook = await _locked(connection, acting, webhook_id)
        await DELETE.rows(connection, webhook=webhook["id"])
        await DISCARD_ITS_MESSAGES.rows(connection, webhook=webhook["id"])


async def _locked(
    connection: Connection, acting: Acting, webhook_id: UUID | None
) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = await LOCK.row(
        connection, webhook=webhook_id, client=acting.client_id, person=acting.user_id
    )
    if found is None:
        raise WebhookNotFound
    return found


def new_secret() -> str:
    """Make a secret as Standard Webhooks writes them: 256 random bits."""
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
