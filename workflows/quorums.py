"""Looks for a quorum: of the votes on a pair that still count, so many that say the same (B10)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, Uuid, bindparam, func, select

from db.merge_requests import merge_requests
from db.statements import Connection, Statement
from rules.merge_requests import MergeRequestStatus
from rules.merges import ProcessedReason
from workflows import disputes, merges

OUTDATE = Statement(
    select(
        func.outdate_votes(
            bindparam("candidate", type_=Uuid), bindparam("agreements", type_=Text)
        ).label("outdated")
    )
)
AGREEING = Statement(
    select(func.count().label("reviewers")).where(
        merge_requests.c.manual_merge_candidate_id == bindparam("candidate", type_=Uuid),
        merge_requests.c.status == bindparam("status", type_=Text),
        merge_requests.c.recused_at.is_(None),
    )
)


async def settle(
    connection: Connection,
    request: Mapping[str, Any],
    decision: MergeRequestStatus,
    agreements: str,
    quorum: int,
) -> None:
    """Settle the pair when so many reviewers decided the same on the records as they are.

    Rule B10. Votes made when the two compared otherwise go back to POSTPONE first; those of
    somebody who turned out to be one of the two persons count for nothing (rule B15).
    """
    candidate_id = request["manual_merge_candidate_id"]
    await OUTDATE.rows(connection, candidate=candidate_id, agreements=agreements)
    agreeing = await AGREEING.row(connection, candidate=candidate_id, status=decision)
    if agreeing["reviewers"] < quorum:
        return
    await merges.settle(connection, [candidate_id], decision, ProcessedReason.QUORUM)
    if decision is MergeRequestStatus.MERGE:
        await disputes.overrule(connection, request["merge_candidate_id"])
        await merges.merge(connection, request["merge_candidate_id"])
