"""The demo's reviews: some pairs are settled, others wait for more reviewers."""

from typing import Any
from uuid import UUID, uuid4

from rules.access import Role
from rules.disputes import FEWEST_VOTES
from rules.limits import Limits
from rules.merge_requests import MergeRequestAction
from server.seeding.access import USERS
from workflows import accounts, merge_requests, seeding, unmerging
from workflows.acts import Acting
from workflows.merge_requests import Decision

SETTLED = (
    MergeRequestAction.MERGE,
    MergeRequestAction.SPLIT,
    MergeRequestAction.MERGE,
    MergeRequestAction.TRASH,
)
"""What every reviewer of a quorum decides, pair by pair."""

DISPUTED = (
    (MergeRequestAction.MERGE, "One address, one patronymic; a slip in the day of birth"),
    (MergeRequestAction.SPLIT, "Different numbers, and the other is married"),
    (MergeRequestAction.MERGE, None),
    (MergeRequestAction.SPLIT, "Brothers?"),
)
"""What reviewers decide on one more pair, where a quorum is more than two of them (rule B17)."""

WAITING = (
    (MergeRequestAction.POSTPONE, "Asked the clinic for the passport's copy"),
    (MergeRequestAction.SPLIT, "Twins: one address, two first names"),
    (MergeRequestAction.POSTPONE, None),
)
"""What the last reviewer decides on further pairs, alone."""

WHY_TO_UNDO = "The mother says that these are two of her children"


async def seed_reviews(connection: Any, quorum: int, postponed_limit: int) -> int:
    """Decide some pairs as the demo's reviewers, and return how many decisions were made.

    Nothing is added where anybody has reviewed anything. The last reviewer alone is left with
    postponed requests; nobody with a new one. Rules B1 to B11 hold as for everybody.
    """
    if await seeding.has_merge_requests(connection):
        return 0
    client = await accounts.client_id(connection, "console")
    usernames = [username for username, _, role in USERS if role is Role.NHS_REVIEWER]
    reviewers = list((await accounts.user_ids(connection, usernames)).values())
    planned = [
        (reviewer, Decision(act))
        for act in SETTLED
        for reviewer in reviewers[: min(quorum, len(reviewers) - 1)]
    ]
    if quorum > FEWEST_VOTES:
        planned += zip(reviewers[:-1], map(_with_comment, DISPUTED), strict=False)
    planned += [(reviewers[-1], _with_comment(it)) for it in WAITING]
    made = 0
    for reviewer, decision in planned:
        assigning = Acting(connection, uuid4(), client, reviewer)
        request = await merge_requests.assign(assigning, postponed_limit)
        await assigning.commit()
        if request is None:
            continue
        deciding = Acting(connection, uuid4(), client, reviewer)
        await merge_requests.decide(deciding, request["id"], decision, quorum)
        await deciding.commit()
        made += 1
    await _propose_to_undo(connection, client)
    return made


async def _propose_to_undo(connection: Any, client: UUID | None) -> None:
    """Let the administrator propose that one of the merges be undone. Rule H15."""
    merge = await seeding.first_merge(connection)
    names = [username for username, _, role in USERS if role is Role.ADMIN]
    admins = list((await accounts.user_ids(connection, names)).values())
    if merge is None or not admins:
        return
    proposing = Acting(connection, uuid4(), client, admins[0])
    await unmerging.propose(proposing, merge, WHY_TO_UNDO, Limits().unmerge_days)
    await proposing.commit()


def _with_comment(said: tuple[MergeRequestAction, str | None]) -> Decision:
    action, comment = said
    return Decision(action, changes_comment=comment is not None, comment=comment)
