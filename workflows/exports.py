"""Writes down that somebody took a list with them (rule D6)."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, Text, bindparam, insert

from db.exports import exports
from db.statements import Statement
from workflows.acts import Acting, act

WRITE_DOWN = Statement(
    insert(exports).values(
        list=bindparam("name", type_=Text), filters=bindparam("given", type_=ARRAY(Text))
    )
)


async def write_down(acting: Acting, name: str, filters: Sequence[str]) -> None:
    """Write down which list is taken, and what it was filtered by, without the values.

    Raises the refusals of rules A1, A3 and A4.
    """
    async with act(acting, "export.created") as connection:
        await WRITE_DOWN.rows(connection, name=name, given=list(filters))
