"""Webhooks, as machines and administrators list, make, change and delete them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Boolean, Text, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients
from db.messages import messages
from db.webhooks import webhooks
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import RowQuery
from planner.sources import RootValueSource, SameRow, ToMany, ToOne, Value
from resolvers import ids
from resolvers.definitions import (
    DATABASE_ID,
    UPDATED_AT,
    column,
    field,
    input_type,
    node_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.features import Feature
from resolvers.nodes import (
    BY_ID,
    Connection,
    MutationContext,
    Node,
    Preparation,
    QueryContext,
    by_id,
)
from resolvers.root_arguments import After, Before, First, Input, Last, OverlapSeconds
from resolvers.viewer import THE_CLIENT, Client
from resolvers.webhook_deliveries import ACCESS, OWN, VISIBLE, WebhookDelivery
from resolvers.webhook_topics import WebhookTopic
from rules.webhooks import OVERLAP_SECONDS, name_to_look_up
from workflows import webhooks as workflow
from workflows.webhooks import WebhookChanges

OLDEST_FIRST = Order("webhooks", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, webhooks)


MOST_RECENT = 100
"""So many of its deliveries a webhook shows at a glance."""


def _is_recent(webhook: FromClause, delivery: FromClause) -> ColumnElement[bool]:
    """Join the last deliveries of a webhook."""
    recent = (
        select(messages.c.id)
        .where(messages.c.webhook_id == webhook.c.id)
        .order_by(messages.c.id.desc())
        .limit(MOST_RECENT)
        .correlate(webhook)
        .scalar_subquery()
    )
    found: ColumnElement[bool] = delivery.c.id.in_(recent)
    return found


def _is_its_client(webhook: FromClause, client: FromClause) -> ColumnElement[bool]:
    return webhook.c.client_id == client.c.id


def _withheld_topics(webhook: FromClause) -> ColumnElement[Any]:
    return func.withheld_topics(webhook.c.id, type_=ARRAY(Text))


def _missing_scopes(webhook: FromClause) -> ColumnElement[Any]:
    return func.missing_scopes(webhook.c.id, type_=ARRAY(Text))


def _switched_off(webhook: FromClause) -> ColumnElement[Any]:
    return func.switched_off_for_webhook(webhook.c.id, type_=ARRAY(Text))


def _needs_new_secret(webhook: FromClause) -> ColumnElement[Any]:
    return func.needs_new_secret(webhook.c.id, type_=Boolean)


@node_type(webhooks, "webhook:write", (VISIBLE,), limited=True, reach=OWN)
class Webhook(Node):
    """An address that receives what happens, in signed messages (Standard Webhooks)."""

    database_id: UUID = column(DATABASE_ID, name="id")
    url: str = column("Where its messages are posted.")
    topics: list[WebhookTopic] = column(
        "What it receives, as far as its client may read the records."
    )
    is_active: bool = column(
        "False while nothing is sent: `updateWebhook` switched it off, or an answer of 410, or five"
        " days in which every delivery failed. `updateWebhook` switches it on again."
    )
    client: Client = field(
        ToOne(_is_its_client, limited=_is_its_client),
        "Whose it is: it receives what this client may read.",
    )
    withheld_topics: list[WebhookTopic] = field(
        Value(_withheld_topics, nullable=False, limited=True),
        "Of `topics`, those of which nothing is sent: all while `client` is blocked, and those that"
        " none of its scopes opens.",
    )
    missing_scopes: list[str] = field(
        Value(_missing_scopes, nullable=False, limited=True),
        "Scopes that its topics need and `client`, a machine, does not have.",
    )
    switched_off: list[Feature] = field(
        Value(_switched_off, nullable=False, limited=True),
        "What is switched off for the organisation of `client`: WEBHOOKS all of it, EXPLANATIONS"
        " what is about explanations. That waits in its order.",
    )
    needs_new_secret: bool = field(
        Value(_needs_new_secret, nullable=False, limited=True),
        "Whether the last delivery that was tried failed since no key of this installation opens"
        " the secret: `rotateWebhookSecret` makes a new one.",
    )
    recent_deliveries: list[WebhookDelivery] = field(
        ToMany(_is_recent, order=lambda delivery: (delivery.c.id.desc(),), limited=_is_recent),
        f"The last {MOST_RECENT}, the newest first: what was sent to it or waits for it.",
    )
    inserted_at: datetime = column("When it was made; what happened before is not sent.")
    updated_at: datetime = column(UPDATED_AT)


@input_type
class CreateWebhookInput:
    """A webhook to be made."""

    url: str = required("An https address that is reachable from the public internet.")
    topics: list[WebhookTopic] = required("At least one.")
    client_id: strawberry.ID | None = optional(
        "Whose it shall be, where a user makes it for another client, such as a portal: it receives"
        " what that client may read. Without it, the caller's own client."
    )


@input_type
class UpdateWebhookInput:
    """What of a webhook shall change; what is left out or null stays as it is."""

    id: strawberry.ID = required("As `webhooks` shows it.")
    url: str | None = optional(
        "An address as `createWebhook` takes it; what waits goes there as well."
    )
    topics: list[WebhookTopic] | None = optional(
        "All that it shall receive from now on, at least one."
    )
    is_active: bool | None = optional(
        "False switches it off: what waits for it is FAILED, what happens meanwhile is not sent."
        " True switches it on again."
    )


@input_type
class WebhookIdInput:
    """Which webhook the mutation is about."""

    id: strawberry.ID = required("As `webhooks` shows it.")


@object_type(webhooks)
class CreateWebhookPayload:
    """The webhook, with its secret."""

    webhook: Webhook = field(SameRow(), "The one whose messages the secret signs.")
    signing_secret: str = field(
        RootValueSource("signing_secret"), "Standard Webhooks secret (whsec_…), shown this once."
    )


@object_type(webhooks)
class WebhookPayload:
    """The webhook as it is now."""

    webhook: Webhook = field(SameRow(), "With what was changed.")


@object_type(clients)
class DeleteWebhookPayload:
    """The webhook that is no more."""

    deleted_webhook_id: strawberry.ID = field(
        RootValueSource("deleted_webhook_id"), "The `id` from the input; nothing has it any more."
    )


@object_type()
class WebhookQueries:
    """Webhooks."""

    @root_field(Connection[Webhook], ACCESS)
    def webhooks(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The webhooks, the oldest first: a machine's own, or all for an admin."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery("WebhookConnection", (), page.parameters(), page)


async def _look_up(
    context: Preparation, input: CreateWebhookInput | UpdateWebhookInput
) -> Sequence[str]:
    """Return the addresses of the new URL's host, as far as they can be looked up now."""
    terms = context.webhooks
    host = input.url and name_to_look_up(input.url, allows_loopback=terms.allows_loopback)
    if not host:
        return ()
    await context.check_access()
    return await terms.look_up(host, context.caller.client_id)


@object_type()
class WebhookMutations:
    """What is done with webhooks."""

    @root_field(CreateWebhookPayload | None, ACCESS, prepare=_look_up)
    async def create_webhook(
        context: strawberry.Parent[MutationContext],
        input: Input[CreateWebhookInput],
    ) -> RowQuery:
        """Have an address receive what happens from now on; its secret is shown this once."""
        acting, named = context.acting, input.client_id
        owner = acting.client_id if named is None else ids.key(named, "Client")
        webhook_id, secret = await workflow.create(
            acting, owner, input.url, input.topics, context.prepared, context.webhooks
        )
        root_values = {"signing_secret": secret}
        return RowQuery(
            "CreateWebhookPayload", (BY_ID,), {"id": webhook_id}, root_values=root_values
        )

    @root_field(CreateWebhookPayload | None, ACCESS)
    async def rotate_webhook_secret(
        context: strawberry.Parent[MutationContext],
        input: Input[WebhookIdInput],
        overlap_seconds: OverlapSeconds = OVERLAP_SECONDS,
    ) -> RowQuery:
        """Give a webhook a new secret; the old one signs too for `overlapSeconds`."""
        webhook_id = ids.key(input.id, "Webhook")
        overlap = OVERLAP_SECONDS if overlap_seconds is None else overlap_seconds
        secret = await workflow.rotate_secret(context.acting, webhook_id, overlap, context.webhooks)
        root_values = {"signing_secret": secret}
        return RowQuery(
            "CreateWebhookPayload", (BY_ID,), {"id": webhook_id}, root_values=root_values
        )

    @root_field(WebhookPayload | None, ACCESS, prepare=_look_up)
    async def update_webhook(
        context: strawberry.Parent[MutationContext],
        input: Input[UpdateWebhookInput],
    ) -> RowQuery | None:
        """Change where a webhook leads, what it receives, or whether it is switched on."""
        webhook_id = ids.key(input.id, "Webhook")
        changes = WebhookChanges(input.url, input.topics, input.is_active)
        await workflow.change(
            context.acting, webhook_id, changes, context.prepared, context.webhooks
        )
        return by_id("WebhookPayload", webhook_id)

    @root_field(DeleteWebhookPayload | None, ACCESS)
    async def delete_webhook(
        context: strawberry.Parent[MutationContext],
        input: Input[WebhookIdInput],
    ) -> RowQuery:
        """Take a webhook away; what waits for it is discarded."""
        await workflow.remove(context.acting, ids.key(input.id, "Webhook"))
        # The row is gone, so the payload is read with the row of the caller's own client.
        root_values = {"deleted_webhook_id": input.id}
        return RowQuery("DeleteWebhookPayload", (THE_CLIENT,), root_values=root_values)
