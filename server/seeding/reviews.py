"""What reviewers of the demo have said before anybody looks: settled pairs, and waiting ones."""

from typing import Any
from uuid import UUID, uuid4

from rules.merge_requests import MergeRequestStatus
from workflows import merge_requests
from workflows.acts import Acting
from workflows.merge_requests import Decision

SETTLED = (
    MergeRequestStatus.MERGE,
    MergeRequestStatus.SPLIT,
    MergeRequestStatus.MERGE,
    MergeRequestStatus.TRASH,
)
"""What all of a quorum say, pair by pair."""

WAITING = (
    (MergeRequestStatus.POSTPONE, "Asked the clinic for the passport's copy"),
    (MergeRequestStatus.SPLIT, "Twins: one address, two first names"),
    (MergeRequestStatus.POSTPONE, None),
)
"""What the last reviewer says of further pairs, alone."""


async def seed_reviews(connection: Any, quorum: int, postponed_limit: int) -> int:
    """Let the demo's reviewers decide some pairs, and count what they said.

    Nothing is added where anybody has reviewed anything. The last reviewer alone is left with
    postponed requests; nobody with a new one. Rules B1 to B11 hold as for everybody.
    """
    if await connection.fetchval("select exists (select from merge_requests)"):
        return 0
    client: UUID = await connection.fetchval("select id from clients where name = 'console'")
    reviewers: list[UUID] = [row["id"] for row in await connection.fetch(REVIEWERS)]
    turns = [
        (reviewer, Decision(status))
        for status in SETTLED
        for reviewer in reviewers[: min(quorum, len(reviewers) - 1)]
    ]
    turns += [
        (reviewers[-1], Decision(status, says_comment=comment is not None, comment=comment))
        for status, comment in WAITING
    ]
    said = 0
    for reviewer, decision in turns:
        taking = Acting(connection, uuid4(), client, reviewer)
        request = await merge_requests.assign(taking, postponed_limit)
        await taking.commit()
        if request is None:
            continue
        deciding = Acting(connection, uuid4(), client, reviewer)
        await merge_requests.decide(deciding, request, decision, quorum)
        await deciding.commit()
        said += 1
    return said


REVIEWERS = "select id from users where username like 'reviewer_' order by username"
