"""Writes down which records a user has looked at whose reading is written down (rule D1)."""

from collections.abc import Iterable
from uuid import UUID

from workflows.acts import Acting, act

ACTION = "vital_event.viewed"
RECORD = "select record_views($1)"


async def write(acting: Acting, keys: Iterable[UUID]) -> None:
    """Make an entry for each record, and commit: all of them are one act.

    The caller's access is checked once more. Raises the refusals of rules A1 and A3 to A5.
    """
    async with act(acting, ACTION) as connection:
        await connection.execute(RECORD, list(keys))
    await acting.commit()
