"""How a reviewer asks that a merge be taken back or withdraws it, and somebody declines (H27)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.corrections import SecondPersonIsNeeded
from rules.merge_requests import MOST_WITHDRAWALS, MergeRequestNotFound
from rules.merges import (
    EffectsAreUnknown,
    MergeIsNotOpen,
    MergeIsUndone,
    ProposalIsOpen,
    UnmergeRequestNotFound,
    UnmergeRequestStays,
    check_reason,
)
from rules.texts import cleaned
from workflows import unmerging
from workflows.acts import Acting, act

FIND_OWN = """
select merge_of_request(id) as merge_id from merge_requests where id = $1 and assignee_id = $2
"""
ASK = """
insert into unmerge_requests (merged_pair_id, requested_by, reason) values ($1, $2, $3)
"""
FIND = "select merged_pair_id, requested_by from unmerge_requests where id = $1"
IS_PROPOSED = """
select exists (select from unmerge_proposals
                where merged_pair_id = $1 and status = 'OPEN' and expires_at > now())
"""
WITHDRAWN = """
select count(*) from unmerge_requests
 where merged_pair_id = $1 and requested_by = $2 and withdrawn_at is not null
"""
WITHDRAW = "update unmerge_requests set withdrawn_at = now() where id = $1"
DECLINE = """
update unmerge_requests set declined_by = $2, decline_reason = $3, declined_at = now() where id = $1
"""


async def ask(acting: Acting, request_id: UUID | None, reason: str) -> UUID:
    """Ask that the merge of the caller's own request be taken back, and return the request's id.

    Rule H27. Raises MergeRequestNotFound, MergeNotFound, InputIsInvalid, MergeIsUndone,
    EffectsAreUnknown or UnmergeIsRequested.
    """
    async with act(acting, "unmerge.request_made") as connection:
        own = await connection.fetchrow(FIND_OWN, request_id, acting.user_id)
        if own is None or request_id is None:
            raise MergeRequestNotFound
        merge = await unmerging.lock_merge(connection, acting, own["merge_id"])
        check_reason(reason)
        if merge["is_undone"]:
            raise MergeIsUndone
        if not merge["is_known"]:
            raise EffectsAreUnknown
        await connection.execute(ASK, own["merge_id"], acting.user_id, cleaned(reason))
        return request_id


async def decline(acting: Acting, asked_id: UUID | None, reason: str) -> UUID:
    """Let a merge stand that a reviewer asked to take back, and return the id of what they asked.

    Rule H27. Raises InputIsInvalid, EffectsAreUnknown, SecondPersonIsNeeded, MergeIsNotOpen, or
    what `unmerging.lock_asked` raises.
    """
    async with act(acting, "unmerge.request_declined") as connection:
        found = await connection.fetchrow(FIND, asked_id)
        if found is None or asked_id is None:
            raise UnmergeRequestNotFound
        check_reason(reason)
        merge_id = found["merged_pair_id"]
        merge, reviewer = await _lock_open(connection, acting, asked_id, merge_id)
        if reviewer == acting.user_id:
            raise SecondPersonIsNeeded
        if not merge["is_open"]:
            raise MergeIsNotOpen
        await connection.execute(DECLINE, asked_id, acting.user_id, cleaned(reason))
        return asked_id


async def withdraw(acting: Acting, asked_id: UUID | None) -> UUID:
    """Ask no more that a merge be taken back, while nobody has answered; return what was asked.

    A proposal to take the merge back is an answer, for as long as it waits. Rule H27. Raises
    EffectsAreUnknown, ProposalIsOpen, UnmergeRequestStays, or what `unmerging.lock_asked` raises.
    """
    async with act(acting, "unmerge.request_withdrawn") as connection:
        found = await connection.fetchrow(FIND, asked_id)
        if found is None or asked_id is None or found["requested_by"] != acting.user_id:
            raise UnmergeRequestNotFound
        merge_id = found["merged_pair_id"]
        await _lock_open(connection, acting, asked_id, merge_id)
        if (await connection.fetchrow(IS_PROPOSED, merge_id))[0]:
            raise ProposalIsOpen
        # Whoever could ask and withdraw without end would fill the list of those who answer.
        withdrawn = (await connection.fetchrow(WITHDRAWN, merge_id, acting.user_id))[0]
        if withdrawn >= MOST_WITHDRAWALS:
            raise UnmergeRequestStays
        await connection.execute(WITHDRAW, asked_id)
        return asked_id


async def _lock_open(
    connection: Connection, acting: Acting, asked_id: UUID | None, merge_id: UUID
) -> tuple[Mapping[str, Any], UUID]:
    """Lock a merge and what is asked of it while nobody has answered; return both, and who asked.

    Raises EffectsAreUnknown, or what `unmerging.lock_asked` raises.
    """
    merge = await unmerging.lock_merge(connection, acting, merge_id)
    reviewer = await unmerging.lock_asked(
        connection, asked_id, merge_id, is_undone=merge["is_undone"]
    )
    if not merge["is_known"]:
        # It is erased: what is written of it now would go with nobody any more (rule T3).
        raise EffectsAreUnknown
    return merge, reviewer
