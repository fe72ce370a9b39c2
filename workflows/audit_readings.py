"""Writes down who read which part of the trail (rule Y7)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, insert
from sqlalchemy.dialects.postgresql import JSONB

from db.audit_readings import audit_readings
from db.statements import Connection, Statement
from rules.frozen import frozen

WRITE_DOWN = Statement(
    insert(audit_readings).values(
        reader_id=bindparam("reader", type_=Uuid),
        client_id=bindparam("client", type_=Uuid),
        question=bindparam("question", type_=Text),
        filter=bindparam("filter", type_=JSONB),
        rows=bindparam("rows", type_=Integer),
        first_row_id=bindparam("first_row", type_=Uuid),
        last_row_id=bindparam("last_row", type_=Uuid),
        correlation_id=bindparam("correlation", type_=Uuid),
    )
)


@frozen
class Reading:
    """One question: the root field, what it asked for as JSON, how much was shown."""

    question: str
    filter: str
    rows: int
    keys: Sequence[UUID]


async def write_down(
    connection: Connection, client: UUID, reader: UUID, correlation: UUID, reading: Reading
) -> None:
    """Write down a reading; it lasts by itself, whatever becomes of the answer."""
    keys = reading.keys
    await WRITE_DOWN.rows(
        connection,
        reader=reader,
        client=client,
        question=reading.question,
        filter=reading.filter,
        rows=reading.rows,
        first_row=keys[0] if keys else None,
        last_row=keys[-1] if keys else None,
        correlation=correlation,
    )
