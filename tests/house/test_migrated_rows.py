"""What a database held before a migration holds after it as well."""

import asyncpg

from db.migrating import migrate
from tests.house.test_migrations import run, upgrade_to

# Three candidates: one that two reviewers had, one that one had, one that is new.
FORMER = """
insert into users (id, username, display_name) values
    ('00000000-0000-7000-8000-00000000000b', 'eve', 'Eve'),
    ('00000000-0000-7000-8000-00000000000a', 'ada', 'Ada');
insert into persons (first_name, last_name, birth_date)
select 'Ada', 'Byron', date '1990-01-01' + number from generate_series(1, 4) number;
with numbered as (select id, birth_date - date '1990-01-01' as number from persons),
pair as (
    insert into merge_candidates (person_id, master_person_id, score)
    select one.id, other.id, other.number
      from numbered one join numbered other on one.number = 1 and other.number > 1
    returning id, score)
insert into manual_merge_candidates (merge_candidate_id, requests_count, updated_at)
select id, 4 - score, '2020-01-01' from pair;
insert into merge_requests (manual_merge_candidate_id, assignee_id, status)
select manual_merge_candidates.id, users.id, 'SPLIT'
  from manual_merge_candidates, users
 where requests_count = 2 or requests_count = 1 and username = 'ada';
"""
# Stands for the rules of the former version: they refuse a change that nobody announced.
GUARDED = """
create function refused() returns trigger language plpgsql as $$
begin
    raise exception 'A change needs an act that says who, what and why';
end
$$;
create trigger audited_update after update on manual_merge_candidates
    for each statement execute function refused();
"""
SEEN = """
select array(select username from users where id = any (seen_by) order by id) as names,
       updated_at < '2021-01-01' as is_as_old
  from manual_merge_candidates order by requests_count desc
"""


async def test_b3_candidates_of_a_former_version_name_who_has_seen_them(empty: str) -> None:
    await run(empty, upgrade_to("0005"))
    owner = await asyncpg.connect(empty)
    await owner.execute(FORMER)
    await owner.execute(GUARDED)

    await migrate(empty)

    told = [tuple(it) for it in await owner.fetch(SEEN)]
    unsorted = await owner.fetchval(
        "select count(*) from manual_merge_candidates where seen_by <> array_sort(seen_by)"
    )
    switched_off = await owner.fetchval("select count(*) from pg_trigger where tgenabled <> 'O'")
    await owner.close()
    assert told == [(["ada", "eve"], True), (["ada"], True), ([], True)]
    assert (unsorted, switched_off) == (0, 0)


async def test_b3_after_the_migration_nobody_is_given_what_they_had_before(empty: str) -> None:
    await run(empty, upgrade_to("0005"))
    owner = await asyncpg.connect(empty)
    await owner.execute(FORMER)
    await migrate(empty)
    counts = "select requests_count from manual_merge_candidates where assignee_id = $1"

    given = {}
    for row in await owner.fetch("select id, username from users"):
        async with owner.transaction():
            await owner.execute(
                "select begin_act('merge_request.assigned', null, null, uuidv7(), null)"
            )
            await owner.execute("select assign_merge_candidate($1, 5)", row["id"])
            given[row["username"]] = await owner.fetchval(counts, row["id"])

    await owner.close()
    assert given == {"eve": 2, "ada": 1}
