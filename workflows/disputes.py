"""What is asked and marked of disputes when somebody decides; see db/rules/disputes.sql."""

from uuid import UUID

from db.statements import Connection
from rules.disputes import MergeContradictsDecision

CONTRADICTS = """
select exists (select from contradicted_reviews($1)) as contradicts,
       is_senior_reviewer($2, $3) as is_senior
"""
OVERRULE = "select overrule_reviews($1)"
MARK = "select mark_disputes(array[$1::uuid], $2)"


async def check_merge(
    connection: Connection,
    merge_candidate_id: UUID,
    reviewer: UUID | None,
    client: UUID | None,
    *,
    overrules: bool,
) -> bool:
    """Return whether a vote for this merge overrules an earlier decision, which it has to say.

    Only senior reviewers can say so. The persons are locked. Rule H24. Raises
    MergeContradictsDecision.
    """
    found = await connection.fetchrow(CONTRADICTS, merge_candidate_id, reviewer, client)
    if found["contradicts"] and not (overrules and found["is_senior"]):
        raise MergeContradictsDecision
    return bool(found["contradicts"])


async def overrule(connection: Connection, merge_candidate_id: UUID) -> None:
    """Mark what a quorum for this merge overrules, before it is done. Rule H24."""
    await connection.execute(OVERRULE, merge_candidate_id)


async def mark(connection: Connection, candidate_id: UUID, dispute_votes: int) -> None:
    """Say whether a candidate is disputed, after votes on it have changed. Rule B17."""
    await connection.execute(MARK, candidate_id, dispute_votes)
