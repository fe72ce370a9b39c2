"""How two people take a merge back: one proposes it, another does it or declines (H15 to H19)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db import advisory_locks
from db.statements import Connection
from rules.corrections import SecondPersonIsNeeded
from rules.merges import (
    UNMERGE_ROLES,
    EffectsAreUnknown,
    MergeHasChanged,
    MergeIsNotOpen,
    MergeIsUndone,
    MergeNotFound,
    UnmergeProposalNotFound,
    UnmergeProposalStatus,
    UnmergeRequestNotFound,
    check_proposal,
    check_reason,
    check_request,
    status_of_proposal,
)
from rules.texts import cleaned
from workflows import merges, places
from workflows.acts import Acting, act

LOCK_MERGE = """
select undone_at is not null as is_undone, person_version is not null as is_known,
       may_undo_merge(id, $2) as is_open
  from merged_pairs where id = $1 for no key update
"""
EXPIRE = "select expire_unmerge_proposals($1)"
PROPOSE = """
insert into unmerge_proposals (merged_pair_id, reason, proposed_by, expires_at)
values ($1, $2, $3, now() + make_interval(secs => $4)) returning id
"""
LOCK_ASKED = """
select merged_pair_id, requested_by, declined_at is not null as is_declined,
       withdrawn_at is not null as is_withdrawn
  from unmerge_requests where id = $1 for no key update
"""
FIND = "select merged_pair_id from unmerge_proposals where id = $1"
LOCK_PROPOSAL = """
select merged_pair_id, status, expires_at, now() as now, proposed_by,
       may_still_propose(merged_pair_id, proposed_by, $2) as may_still_propose
  from unmerge_proposals where id = $1 for no key update
"""
SETTLE = """
update unmerge_proposals set status = $2, settled_by = $3, settlement_reason = $4 where id = $1
"""
# The functions stand in subselects: in a condition PostgreSQL calls a stable one to plan it too.
LOCK_EVENTS = """
select id from vital_events
 where id = any ((select events_of_undoing($1))::uuid[]) order by id for update
"""
LOCK_REGISTRATIONS = f"select pg_advisory_xact_lock({advisory_locks.REGISTRATIONS})"
CONCERNED = "select persons_of_undoing($1) as id"
LOCK_REVIEWS = """
select review.id from manual_merge_candidates review
  join merged_pairs undone on undone.id = $1
 where review.id = any ((select reopened_reviews($1))::uuid[])
    or review.merge_candidate_id = undone.merge_candidate_id
 order by review.id for update of review
"""
LOCK_REQUESTS = """
select id from merge_requests
 where id = any ((select returning_requests(reopened_reviews($1)))::uuid[])
 order by id for update
"""
DIGEST = "select digest from unmerge_preview($1)"
UNDO = "select undo_merge($1)"
DAY_SECONDS = 86_400


async def propose(
    acting: Acting,
    merge_id: UUID | None,
    reason: str,
    days: float,
    *,
    answers: UUID | None = None,
) -> UUID:
    """Ask that a merge be taken back, and return the proposal's id; it lapses after so many days.

    `answers` names the reviewer's request that led to it, which is still open then. Rules H15 and
    H27. Raises MergeNotFound, InputIsInvalid, MergeIsUndone, EffectsAreUnknown, MergeIsNotOpen,
    ProposalIsOpen, or what `lock_asked` raises.
    """
    async with act(acting, "unmerge.proposed") as connection:
        merge = await lock_merge(connection, acting, merge_id)
        check_reason(reason)
        if merge["is_undone"]:
            raise MergeIsUndone
        if not merge["is_known"]:
            raise EffectsAreUnknown
        if not merge["is_open"]:
            raise MergeIsNotOpen
        if answers is not None:
            await lock_asked(connection, answers, merge_id, is_undone=False)
        await connection.execute(EXPIRE, merge_id)
        seconds = days * DAY_SECONDS
        made = await connection.fetchrow(
            PROPOSE, merge_id, cleaned(reason), acting.user_id, seconds
        )
        proposal_id: UUID = made["id"]
        return proposal_id


async def confirm(acting: Acting, proposal_id: UUID | None, digest: str) -> UUID:
    """Take a merge back that another proposed to take back, and return its id.

    `digest` says what the caller was shown of it. Rules H15 to H19. Raises what `_lock_proposal`
    raises, or MergeHasChanged.
    """
    async with act(acting, "unmerge.confirmed") as connection:
        found = await connection.fetchrow(FIND, proposal_id)
        if found is None:
            raise UnmergeProposalNotFound
        merge_id: UUID = found["merged_pair_id"]
        await lock_concerned(connection, merge_id)
        await _lock_proposal(connection, acting, proposal_id, merge_id, by_two=True)
        if (await connection.fetchrow(DIGEST, merge_id))[0] != digest:
            raise MergeHasChanged
        await connection.execute(UNDO, merge_id)
        await connection.execute(
            SETTLE, proposal_id, UnmergeProposalStatus.CONFIRMED, acting.user_id, None
        )
        return merge_id


async def decline(acting: Acting, proposal_id: UUID | None, reason: str) -> UUID:
    """Leave a merge as it is, and return the id of the proposal to take it back. Rule H15.

    Raises what `_lock_proposal` raises, or InputIsInvalid.
    """
    async with act(acting, "unmerge.declined") as connection:
        found = await connection.fetchrow(FIND, proposal_id)
        if found is None or proposal_id is None:
            raise UnmergeProposalNotFound
        check_reason(reason)
        await _lock_proposal(connection, acting, proposal_id, found["merged_pair_id"])
        await connection.execute(
            SETTLE, proposal_id, UnmergeProposalStatus.DECLINED, acting.user_id, cleaned(reason)
        )
        return proposal_id


async def lock_merge(
    connection: Connection, acting: Acting, merge_id: UUID | None
) -> Mapping[str, Any]:
    """Lock a merge, and return whether it is undone, its effects known, and it open to the caller.

    Raises MergeNotFound.
    """
    merge: Mapping[str, Any] | None = await connection.fetchrow(
        LOCK_MERGE, merge_id, acting.user_id
    )
    if merge is None:
        raise MergeNotFound
    return merge


async def lock_asked(
    connection: Connection, asked_id: UUID | None, merge_id: UUID | None, *, is_undone: bool
) -> UUID:
    """Lock what a reviewer asks of a merge, which is locked, and return who asked. Rule H27.

    Raises UnmergeRequestNotFound, UnmergeRequestIsDeclined, UnmergeRequestIsWithdrawn or
    MergeIsUndone.
    """
    asked = await connection.fetchrow(LOCK_ASKED, asked_id)
    if asked is None or asked["merged_pair_id"] != merge_id:
        raise UnmergeRequestNotFound
    check_request(
        is_declined=asked["is_declined"], is_withdrawn=asked["is_withdrawn"], is_undone=is_undone
    )
    reviewer: UUID = asked["requested_by"]
    return reviewer


async def _lock_proposal(
    connection: Connection,
    acting: Acting,
    proposal_id: UUID | None,
    merge_id: UUID,
    *,
    by_two: bool = False,
) -> None:
    """Lock an open proposal that the caller may answer, its merge first.

    What is done `by_two` needs that whoever proposed it could still do so.

    Raises ProposalIsSettled, MergeIsUndone, EffectsAreUnknown, SecondPersonIsNeeded or
    MergeIsNotOpen.
    """
    merge = await lock_merge(connection, acting, merge_id)
    row = await connection.fetchrow(LOCK_PROPOSAL, proposal_id, list(UNMERGE_ROLES))
    status = status_of_proposal(UnmergeProposalStatus(row["status"]), row["expires_at"], row["now"])
    check_proposal(status, is_undone=merge["is_undone"])
    if not merge["is_known"]:
        # It is erased: why it stands is nothing to write down any more (rule T3).
        raise EffectsAreUnknown
    if row["proposed_by"] == acting.user_id or (by_two and not row["may_still_propose"]):
        raise SecondPersonIsNeeded
    if not merge["is_open"]:
        raise MergeIsNotOpen


async def lock_concerned(connection: Connection, merge_id: UUID) -> None:
    """Lock all that undoing a merge may change: deaths, persons, then reviews, then requests.

    Nobody comes on record meanwhile, and no death is registered: either would look at who is dead.
    A correction locks its record before it waits for that, so records are locked first here too.
    """
    await places.keep_tree(connection)
    await connection.fetch(LOCK_EVENTS, merge_id)
    await connection.execute(LOCK_REGISTRATIONS)

    async def concerned() -> set[UUID]:
        return {row["id"] for row in await connection.fetch(CONCERNED, merge_id)}

    await merges.lock_all(connection, concerned)
    await connection.fetch(LOCK_REVIEWS, merge_id)
    await connection.fetch(LOCK_REQUESTS, merge_id)
