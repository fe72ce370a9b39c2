"""Closes a pair to somebody who learns of it what its reviewers must not know (rule B15)."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select

from db.statements import Connection, Statement

CLOSE_TO_READER = Statement(
    select(
        func.close_to_reader(
            bindparam("merge_candidate", type_=Uuid), bindparam("reader", type_=Uuid)
        ).label("closed")
    )
)


async def close_to_reader(connection: Connection, merge_candidate_id: UUID, reader: UUID) -> None:
    """Let somebody who reads why a pair was proposed review it no more, if it is under review.

    It is a consequence of the act that writes the reading down. Rule B15.
    """
    await CLOSE_TO_READER.rows(connection, merge_candidate=merge_candidate_id, reader=reader)
