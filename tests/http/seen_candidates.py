"""What reviewers have seen before, typed by hand, and which pair the rules give them then."""

from uuid import UUID

from tests.serving import Registry

# Rule B3, word for word, without regard to what it costs.
BEST = """
select candidate.id
  from manual_merge_candidates candidate
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
 where candidate.status = 'NEW' and candidate.assignee_id is null and candidate.disputed_at is null
   and not exists (select from persons
                    where id in (pair.person_id, pair.master_person_id) and status <> 'ACTIVE')
   and not exists (select from merge_requests
                    where manual_merge_candidate_id = candidate.id and assignee_id = $1)
   and not exists (select from person_editors
                    where person_id in (pair.person_id, pair.master_person_id) and user_id = $1)
 order by candidate.requests_count desc, candidate.inserted_at, candidate.id
 limit 1
"""
SAW = """
with found as (
    insert into merge_requests (manual_merge_candidate_id, assignee_id, status)
    select candidate, reviewer, $3
      from unnest($1::uuid[]) candidate, unnest($2::uuid[]) reviewer
    returning manual_merge_candidate_id as id)
update manual_merge_candidates candidate
   set requests_count = requests_count + seen.times
  from (select id, count(*) as times from found group by id) seen
 where seen.id = candidate.id
"""
UNTRUE = """
select count(*)
  from manual_merge_candidates candidate
  join merge_candidates pair on pair.id = candidate.merge_candidate_id
 where candidate.status = 'NEW'
   and (closed_to <> array(select assignee_id from merge_requests
                            where manual_merge_candidate_id = candidate.id
                            order by assignee_id)
        or withheld_from <> array(select distinct user_id from person_editors
                                   where person_id in (pair.person_id, pair.master_person_id)
                                   order by user_id))
"""


async def go_through(registry: Registry, count: int) -> None:
    """Let so many of the best be gone through one by one before groups are stepped over."""
    await registry.owner.execute(
        "create or replace function candidates_looked_at() returns integer language sql immutable"
        f" as 'select {count}'"
    )


async def free(registry: Registry) -> list[UUID]:
    """List the candidates that nobody has, the best first."""
    found = await registry.owner.fetch(
        "select id from manual_merge_candidates where status = 'NEW' and assignee_id is null"
        " order by requests_count desc, inserted_at, id"
    )
    return [row["id"] for row in found]


async def saw(
    registry: Registry, candidates: list[UUID], *reviewers: UUID, status: str = "SPLIT"
) -> None:
    """Let reviewers have judged these candidates, each of them."""
    async with registry.acting("merge_request.assigned"):
        await registry.owner.execute(SAW, candidates, reviewers, status)


async def many_users(registry: Registry, count: int) -> list[UUID]:
    """Make people who are only named, as many as are wanted."""
    async with registry.acting("user.created"):
        rows = await registry.owner.fetch(
            "insert into users (username, display_name)"
            " select 'former' || number, 'Former' from generate_series(1, $1) number returning id",
            count,
        )
    return [row["id"] for row in rows]


async def best(registry: Registry, who: str) -> UUID | None:
    """Return the candidate that rule B3 gives a reviewer now."""
    found: UUID | None = await registry.owner.fetchval(BEST, registry.users[who])
    return found


async def untrue(registry: Registry) -> int:
    """Count the candidates that are not closed to exactly those whom they should be closed to."""
    found: int = await registry.owner.fetchval(UNTRUE)
    return found
