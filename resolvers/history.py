"""The history of a vital event's record, from the audit trail; users see it, machines do not."""

from datetime import datetime

from sqlalchemy import Uuid, and_, bindparam, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients, users
from db.audit_log import audit_log
from planner.sources import HANGS_ON, ToMany, Value
from resolvers.definitions import column, field, object_type
from workflows import record_views

IS_A_USER = bindparam("user_id", type_=Uuid).is_not(None)


def actor_name(entries: FromClause) -> ColumnElement[str]:
    """Return the name of the user who acted, or of the client where a machine did."""
    user, client = users.alias(), clients.alias()
    of_user = select(user.c.display_name).where(user.c.id == entries.c.actor_id)
    of_client = select(client.c.name).where(client.c.id == entries.c.actor_id)
    return func.coalesce(
        of_user.correlate(entries).scalar_subquery(),
        of_client.correlate(entries).scalar_subquery(),
    )


@object_type(audit_log, reach=HANGS_ON)
class VitalEventStep:
    """Something that was done with a record."""

    action: str = column("What was done: `noun.participle`, e.g. birth.registered.")
    actor_name: str | None = field(
        Value(actor_name, limited=True),
        "The user's display name, or the machine's; null for the system itself.",
    )
    inserted_at: datetime = column("When it was done.")


def _of_record(events: FromClause, entries: FromClause) -> ColumnElement[bool]:
    return and_(
        entries.c.resource_id == events.c.id,
        entries.c.resource == literal_column("'vital_event'"),
        entries.c.action != literal_column(f"'{record_views.ACTION}'"),
        IS_A_USER,
    )


HISTORY = ToMany(_of_record, lambda entries: [entries.c.inserted_at, entries.c.id])
"""The steps of a record, the oldest first; none for a machine."""
