"""The versions of a record: what it says, and what it said before it was changed (rule C10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Uuid, bindparam, func, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from planner.sources import FromJson, JsonMember
from resolvers.definitions import field, object_type
from resolvers.details import VitalEventDetails
from resolvers.history import IS_A_USER


@object_type()
class VitalEventVersion:
    """What a record said, or says, from a moment on."""

    version: int = field(JsonMember(), "1 for what was declared first; each change adds one.")
    details: VitalEventDetails = field(JsonMember(), "What it said in this version.")
    since: datetime = field(JsonMember(), "When it began to say so.")


def _versions(events: FromClause) -> ColumnElement[Any]:
    """Return all versions; to machines of others' records, the current one alone (rule C9)."""
    is_own = events.c.declared_by_client_id == bindparam("client_id", type_=Uuid)
    return func.versions_of(events.c.id, or_(IS_A_USER, is_own), type_=JSONB)


VERSIONS = FromJson(_versions, limited=True)
