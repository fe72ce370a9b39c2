"""What was sent to a webhook or waits for it, with its attempts; who may see either."""

from datetime import datetime

from sqlalchemy import Uuid, and_, bindparam, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.messages import message_attempts, webhook_deliveries
from planner.row_queries import Condition
from planner.sources import HANGS_ON, ToMany
from resolvers.access import Scoped
from resolvers.definitions import column, field, node_type, object_type
from resolvers.nodes import Node
from rules.messages import MessageStatus

ACCESS = Scoped("webhook:write", limited=True)
# A machine sees its own, an admin sees all.
VISIBLE = Condition(
    lambda rows: or_(
        rows.c.client_id == bindparam("client_id", type_=Uuid),
        bindparam("user_id", type_=Uuid).is_not(None),
    )
)
# Of those who are limited, machines alone hold the scope.
OWN = Condition(
    lambda rows: and_(
        rows.c.client_id == bindparam("client_id", type_=Uuid),
        bindparam("user_id", type_=Uuid).is_(None),
    )
)
MOST_ATTEMPTS_SHOWN = 100
"""A receiver that asks for a pause each time has more attempts than five."""


def is_recent_attempt(message: FromClause, attempt: FromClause) -> ColumnElement[bool]:
    """Join the last attempts of a message, or of the delivery that it is."""
    recent = (
        select(message_attempts.c.id)
        .where(message_attempts.c.message_id == message.c.id)
        .order_by(message_attempts.c.id.desc())
        .limit(MOST_ATTEMPTS_SHOWN)
        .correlate(message)
        .scalar_subquery()
    )
    found: ColumnElement[bool] = attempt.c.id.in_(recent)
    return found


@object_type(message_attempts, reach=HANGS_ON)
class DeliveryAttempt:
    """One attempt to deliver, and what came of it."""

    started_at: datetime = column("When it began.")
    milliseconds: int = column(
        "How long it took; where it was interrupted, until somebody noticed."
    )
    http_status: int | None = column(
        "What the receiver answered; null where no answer came.", name="status_code"
    )
    error: str | None = column("Why it did not arrive; null where it did.")


@node_type(webhook_deliveries, "webhook:write", (VISIBLE,), limited=True, reach=OWN)
class WebhookDelivery(Node):
    """An event on its way to a webhook, under the `webhook-id` that is the UUID within `id`."""

    topic: str = column("The `type` of its payload, e.g. birth.declared.")
    status: MessageStatus = column("How far its delivery has come.")
    last_attempt_failed: bool = column(
        "Whether its last attempt failed; also once it is to be tried again, until it arrives."
    )
    attempts_made: list[DeliveryAttempt] = field(
        ToMany(
            is_recent_attempt,
            order=lambda attempt: (attempt.c.id.asc(),),
            limited=is_recent_attempt,
        ),
        f"Those that ended, the oldest first; the last {MOST_ATTEMPTS_SHOWN} where there are more."
        " They are kept for 30 days, unless the installation says otherwise.",
    )
    inserted_at: datetime = column("When it was enqueued first.")
