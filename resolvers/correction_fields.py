"""What the fields of a correction show, and to whom."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.access import clients, users
from db.audit_log import audit_log
from db.vital_events import vital_events
from resolvers.history import IS_A_USER, actor_name
from rules.corrections import CorrectionStatus

MY_CLIENT = bindparam("client_id", type_=Uuid)
ME = bindparam("user_id", type_=Uuid)


def alerts_of_correction(rows: FromClause) -> ColumnElement[Any]:
    """Return the alerts of a correction; to users."""
    nothing: ColumnElement[Any] = literal_column("'{}'::text[]", ARRAY(Text))
    return case((IS_A_USER, rows.c.alerts), else_=nothing)


def no_alerts(_: FromClause) -> ColumnElement[Any]:
    """Return no alerts: they say what is known of others (rule R3)."""
    return literal_column("'{}'::text[]", ARRAY(Text))


def is_asked_by_caller(rows: FromClause) -> ColumnElement[bool]:
    """Return the condition that the caller asked for a correction: a user, or a machine."""
    by_machine = and_(
        ~IS_A_USER,
        rows.c.requested_by_user_id.is_(None),
        rows.c.requested_by_client_id == MY_CLIENT,
    )
    by_user = func.coalesce(rows.c.requested_by_user_id == ME, literal_column("false"))
    return or_(by_machine, by_user)


def is_declared_by_caller(events: FromClause) -> ColumnElement[bool]:
    """Return the condition that the caller declared a record: a user, or a machine."""
    by_machine = and_(
        ~IS_A_USER,
        events.c.declared_by_user_id.is_(None),
        events.c.declared_by_client_id == MY_CLIENT,
    )
    by_user = func.coalesce(events.c.declared_by_user_id == ME, literal_column("false"))
    return or_(by_machine, by_user)


def requester(rows: FromClause) -> ColumnElement[Any]:
    """Return the name of the user who asked, or of the client where a machine did; to users."""
    user, client = users.alias(), clients.alias()
    of_user = select(user.c.display_name).where(user.c.id == rows.c.requested_by_user_id)
    of_client = select(client.c.name).where(client.c.id == rows.c.requested_by_client_id)
    name = func.coalesce(
        of_user.correlate(rows).scalar_subquery(), of_client.correlate(rows).scalar_subquery()
    )
    return case((IS_A_USER, name))


def settler(rows: FromClause) -> ColumnElement[Any]:
    """Return the name of whoever approved, rejected or withdrew, from the trail; to users."""
    entries = audit_log.alias()
    status = func.jsonb_extract_path_text(entries.c.changeset, literal_column("'status'"))
    settled = select(func.max(actor_name(entries))).where(
        entries.c.resource_id == rows.c.id,
        entries.c.resource == literal_column("'correction'"),
        status == rows.c.status,
    )
    is_open = rows.c.status == literal_column(f"'{CorrectionStatus.REQUESTED}'")
    return case((IS_A_USER & ~is_open, settled.correlate(rows).scalar_subquery()))


def is_of_visible_record(rows: FromClause) -> ColumnElement[bool]:
    """Return whether a correction may be seen: of machines, by who declared the record."""
    events = vital_events.alias()
    own = exists().where(
        events.c.id == rows.c.vital_event_id, events.c.declared_by_client_id == MY_CLIENT
    )
    return or_(IS_A_USER, own)


def is_of_record_and_visible(events: FromClause, rows: FromClause) -> ColumnElement[bool]:
    """Return the condition that a correction is of a record, and is not withheld from a machine."""
    is_visible = or_(IS_A_USER, events.c.declared_by_client_id == MY_CLIENT)
    return and_(rows.c.vital_event_id == events.c.id, is_visible)
