"""What machines and admins may ask and do about webhooks."""

from datetime import datetime
from uuid import UUID

import strawberry
from sqlalchemy import Uuid, bindparam, or_

from db.access import clients
from db.webhooks import webhooks
from planner.pages import Order, page, reader
from planner.questions import Condition, Question
from planner.sources import Given, Same
from resolvers import ids
from resolvers.access import Scoped
from resolvers.declaring import column, input_type, node_type, object_type, root, told
from resolvers.nodes import BY_ID, Asking, Connection, Node, Performing
from resolvers.viewer import THE_CLIENT
from rules.webhooks import OVERLAP_SECONDS, WebhookTopic
from workflows import webhooks as workflow

strawberry.enum(WebhookTopic, description="What a webhook may be told of.")

ACCESS = Scoped("webhook:write")
# A machine sees its own, an admin sees all.
VISIBLE = Condition(
    lambda rows: or_(
        rows.c.client_id == bindparam("client_id", type_=Uuid),
        bindparam("user_id", type_=Uuid).is_not(None),
    )
)
OLDEST_FIRST = Order("webhooks", ("id",), descending=False)
_read_cursor = reader(OLDEST_FIRST, webhooks)


@node_type(webhooks, "webhook:write", (VISIBLE,))
class Webhook(Node):
    """An address that is told of what happens, in signed messages (Standard Webhooks)."""

    database_id: UUID = column(name="id")
    url: str = column()
    topics: list[WebhookTopic] = column()
    is_active: bool = column(
        "False once every delivery failed for five days; make another webhook then."
    )
    inserted_at: datetime = column()
    updated_at: datetime = column()


@input_type
class CreateWebhookInput:
    """A webhook to be made."""

    url: str = strawberry.field(description="https, and reachable from the public internet.")
    topics: list[WebhookTopic] = strawberry.field(description="At least one.")


@input_type
class WebhookIdInput:
    """A webhook."""

    id: strawberry.ID


@object_type(webhooks)
class CreateWebhookPayload:
    """The webhook, with its secret."""

    webhook: Webhook = told(Same())
    signing_secret: str = told(
        Given("signing_secret"), "Standard Webhooks secret (whsec_…), shown this once."
    )


@object_type(clients)
class DeleteWebhookPayload:
    """The webhook that is no more."""

    deleted_webhook_id: strawberry.ID = told(Given("deleted_webhook_id"))


@object_type()
class WebhookQueries:
    """Webhooks."""

    @root(Connection[Webhook], ACCESS)
    def webhooks(
        call: strawberry.Parent[Asking],  # noqa: N805
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Question:
        """The webhooks, the oldest first: a machine's own, or all for an admin."""
        window = page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        return Question("WebhookConnection", (VISIBLE,), window.parameters(), window)


@object_type()
class WebhookMutations:
    """What is done with webhooks."""

    @root(CreateWebhookPayload | None, ACCESS)
    async def create_webhook(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: CreateWebhookInput,  # noqa: A002
    ) -> Question:
        """Have an address told of what happens from now on; its secret is told this once."""
        made, secret = await workflow.create(call.acting, input.url, input.topics, call.webhooks)
        given = {"signing_secret": secret}
        return Question("CreateWebhookPayload", (BY_ID,), {"id": made}, given=given)

    @root(CreateWebhookPayload | None, ACCESS)
    async def rotate_webhook_secret(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: WebhookIdInput,  # noqa: A002
        overlap_seconds: int | None = OVERLAP_SECONDS,
    ) -> Question:
        """Give a webhook a new secret; the old one signs beside it for `overlapSeconds`."""
        webhook_id = ids.key(input.id, "Webhook")
        overlap = OVERLAP_SECONDS if overlap_seconds is None else overlap_seconds
        secret = await workflow.rotate_secret(call.acting, webhook_id, overlap, call.webhooks)
        given = {"signing_secret": secret}
        return Question("CreateWebhookPayload", (BY_ID,), {"id": webhook_id}, given=given)

    @root(DeleteWebhookPayload | None, ACCESS)
    async def delete_webhook(
        call: strawberry.Parent[Performing],  # noqa: N805
        input: WebhookIdInput,  # noqa: A002
    ) -> Question:
        """Take a webhook away; what waits for it is discarded."""
        await workflow.remove(call.acting, ids.key(input.id, "Webhook"))
        # The row is gone, so it is the caller's own client that the answer is told beside.
        given = {"deleted_webhook_id": input.id}
        return Question("DeleteWebhookPayload", (THE_CLIENT,), given=given)
