"""Writes down what a user has looked at whose reading is written down (rule D1)."""

from collections.abc import Iterable
from uuid import UUID

from workflows import evidence_views, merge_views, person_views
from workflows.acts import Acting, act

ACTION = "vital_event.viewed"

RECORD = {
    ACTION: "select record_views($1)",
    person_views.ACTION: person_views.RECORD,
    evidence_views.ACTION: evidence_views.RECORD,
    merge_views.ACTION: merge_views.RECORD,
}


async def write(acting: Acting, action: str, keys: Iterable[UUID]) -> None:
    """Make an entry for each row, and commit: all of them are one act.

    The caller's access is checked once more. Raises the refusals of rules A1 and A3 to A5.
    """
    async with act(acting, action) as connection:
        await connection.execute(RECORD[action], list(keys))
    await acting.commit()
