"""What of a record its alerts are made from, what was accepted, and what nobody saw (rule C8a)."""

from typing import Any

from sqlalchemy import ARRAY, Text, case, cast, func, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from resolvers.history import IS_A_USER
from resolvers.record_reach import RECORD_PLACES


def evidence_for_alerts(events: FromClause) -> ColumnElement[Any]:
    """Return what is on record of those whom a declaration is about; to users."""
    found = cast(func.registration_evidence(events.c.id), Text)
    return case((IS_A_USER, func.coalesce(found, "")), else_="")


def evidence_in_reach(events: FromClause) -> ColumnElement[Any]:
    """Return what of it exists for whoever is limited (rule R3)."""
    found = func.evidence_in_reach(func.registration_evidence(events.c.id), RECORD_PLACES)
    return case((IS_A_USER, func.coalesce(cast(found, Text), "")), else_="")


def accepted_alerts(events: FromClause) -> ColumnElement[Any]:
    """Return the alerts that were accepted; to users."""
    return _alerts(events.c.accepted_alerts)


def unanswered_alerts(events: FromClause) -> ColumnElement[Any]:
    """Return the alerts that who registered a record did not see; to users."""
    return _alerts(events.c.unanswered_alerts)


def _alerts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    nothing: ColumnElement[Any] = literal_column("'{}'::text[]", ARRAY(Text))
    return case((IS_A_USER, func.coalesce(column, nothing)), else_=nothing)
