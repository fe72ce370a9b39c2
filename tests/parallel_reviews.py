"""Reviews of a register's pairs while its records are merged and merges undone (H19)."""

from typing import Any
from uuid import UUID

from db.statements import Connection
from rules.merge_requests import FINAL, MergeRequestStatus
from rules.merges import ProcessedReason
from workflows import merges
from workflows.acts import Acting, act

OPEN = """
select review.id from manual_merge_candidates review
  join merge_candidates pair on pair.id = review.merge_candidate_id
 where review.status = 'NEW' and least(person_id, master_person_id) = least($1::uuid, $2::uuid)
   and greatest(person_id, master_person_id) = greatest($1::uuid, $2::uuid)
"""
DIRECTION = """
select pair.id, pair.person_id from merge_candidates pair
  join manual_merge_candidates review on review.merge_candidate_id = pair.id where review.id = $1
"""
BEGIN = """
with pair as (
    insert into merge_candidates (person_id, master_person_id)
    select one.id, other.id from persons one, persons other
     where one.id = $1 and other.id = $2 and one.status = 'ACTIVE' and other.status = 'ACTIVE'
        on conflict do nothing returning id)
insert into manual_merge_candidates (merge_candidate_id) select id from pair
"""
REVIEWS = """
select review.id from manual_merge_candidates review
  join active_pairs() pair using (merge_candidate_id)
  join merge_candidates of on of.id = review.merge_candidate_id
  join persons on persons.id = of.person_id and persons.source = $1
 where review.status = 'NEW' order by review.id
"""
GIVE = """
with given as (
    insert into merge_requests (manual_merge_candidate_id, assignee_id)
    select $1, $2
     where not exists (select from merge_requests
                        where (manual_merge_candidate_id = $1 or assignee_id = $2)
                          and status = 'NEW' and superseded_at is null)
        on conflict do nothing returning id)
update manual_merge_candidates set assignee_id = $2 where id = $1 and exists (select from given)
"""
SAY = """
update merge_requests set status = $3, superseded_at = null
 where manual_merge_candidate_id = $1 and assignee_id = $2 and superseded_at is null
   and status in ('NEW', 'POSTPONE') and status <> $3
returning id
"""
FREE = """
update manual_merge_candidates set assignee_id = null where id = $1 and assignee_id = $2
"""
KEPT = """
select id, status from merge_requests request
 where id = any ($1)
   -- A vote for a merge counts no longer where an undone merge kept the two apart meanwhile (H24).
   and not exists (select from audit_log entry where entry.resource_id = request.id
                      and entry.action = 'merge_request.outdated')
"""
LEAVE = """
update merge_requests set superseded_at = now() where status = 'NEW' and superseded_at is null
"""
FAULTS = """
select 'closed' as fault, review.id
  from manual_merge_candidates review
  join active_pairs() pair using (merge_candidate_id)
  join merge_candidates of on of.id = review.merge_candidate_id
  join persons on persons.id = of.person_id and persons.source = $1
 where review.reason = 'AUTO_MERGE'
   and not exists (select from manual_merge_candidates later
                    where later.merge_candidate_id = of.id and later.round > review.round)
 union all
select 'superseded', request.id
  from merge_requests request
  join manual_merge_candidates review on review.id = manual_merge_candidate_id
  join merge_candidates of on of.id = review.merge_candidate_id
  join persons on persons.id = of.person_id and persons.source = $1
 where review.status = 'NEW' and request.superseded_at is not null
   and request.recused_at is null
   -- Disputed pairs are senior reviewers' alone (B17).
   and not exists (select from audit_log entry where entry.resource_id = request.id
                      and entry.action = 'merge_candidate.disputed')
 union all
select 'decided', review.id
  from manual_merge_candidates review
  join merge_candidates of on of.id = review.merge_candidate_id
  join persons on persons.id = of.person_id and persons.source = $1
 where review.status = 'NEW' and (decided_band, decided_person_version, decided_master_version)
       is distinct from (null::text, null::integer, null::integer)
 union all
select 'not undone', effect.resource_id
  from merge_effects effect
  join merged_pairs merged on merged.id = effect.merged_pair_id and merged.undone_at is not null
  join persons on persons.id = merged.person_id and persons.source = $1
 where effect.resource = 'person' and effect.undone_at is null
"""


async def settle_open(connection: Connection, one: UUID, other: UUID) -> UUID | None:
    """Settle the review of two as MERGE where it is open, and return their pair if so."""
    found = await connection.fetchrow(OPEN, one, other)
    if found is None:
        return None
    pair = await connection.fetchrow(DIRECTION, found["id"])
    if pair["person_id"] != one:
        return None
    merge = MergeRequestStatus.MERGE
    await merges.settle(connection, [found["id"]], merge, ProcessedReason.QUORUM)
    key: UUID = pair["id"]
    return key


async def review(register: Any, reviewer: int, place: int, said: str) -> None:
    """Give an open pair to a reviewer who has nothing NEW, and let them say something of it."""
    reviews = await register.connection.fetch(REVIEWS, register.source)
    if not reviews:
        return
    asked, who = reviews[place % len(reviews)]["id"], register.reviewers[reviewer]

    async def given(acting: Acting) -> None:
        async with act(acting, "merge_request.assigned") as connection:
            await connection.execute(GIVE, asked, who)

    async def decided(acting: Acting) -> None:
        async with act(acting, "merge_request.decided") as connection:
            found = await connection.fetch(SAY, asked, who, said)
            await connection.execute(FREE, asked, who)
            if said in FINAL:
                register.votes |= {it["id"]: said for it in found}

    await register.done(given, -1)
    if said != MergeRequestStatus.NEW:
        await register.done(decided, -1)


async def begin(register: Any, one: UUID, other: UUID) -> None:
    """Make a pair of two who are ACTIVE, unless they are one."""

    async def begun(acting: Acting) -> None:
        async with act(acting, "merge_candidate.imported") as connection:
            await merges.lock_persons(connection, [one, other])
            await connection.execute(BEGIN, one, other)

    await register.done(begun, -1)


async def leave(register: Any) -> None:
    """Close what reviewers have not looked at, so that they may be given other pairs."""

    async def left(acting: Acting) -> None:
        async with act(acting, "merge_request.left") as connection:
            await connection.execute(LEAVE)

    await register.done(left, -1)


async def faults(connection: Any, source: str, votes: dict[UUID, str]) -> list[tuple[Any, ...]]:
    """Return what is otherwise than without merges, once all of them are undone."""
    found = [tuple(it) for it in await connection.fetch(FAULTS, source)]
    kept = await connection.fetch(KEPT, list(votes))
    return found + [(it["id"], it["status"]) for it in kept if votes[it["id"]] != it["status"]]
