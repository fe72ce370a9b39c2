"""What a certificate of a record would say, were it made now by whoever asks."""

from typing import Any

from sqlalchemy import Text, Uuid, bindparam, case, func, literal_column, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from planner.sources import Value
from resolvers.definitions import raw_json
from resolvers.history import IS_A_USER
from rules.vital_events import REGISTERED_STATUSES

OFFICE = bindparam("office", type_=Text)
TODAY = literal_column("(now() at time zone 'UTC')::date::text", Text)


def _values_now(events: FromClause) -> ColumnElement[Any]:
    of_record = func.certificate_values(events.c.id, bindparam("user_id", type_=Uuid), type_=JSONB)
    of_certificate = func.jsonb_build_object(
        literal_column("'office'"),
        OFFICE,
        literal_column("'certificationDate'"),
        TODAY,
        type_=JSONB,
    )
    is_registered = events.c.status.in_([literal_column(f"'{it}'") for it in REGISTERED_STATUSES])
    said = type_coerce(of_record.op("||")(of_certificate), JSONB)
    return case((IS_A_USER & is_registered, said))


CERTIFICATE_VALUES = Value(_values_now, raw_json, limited=True)
