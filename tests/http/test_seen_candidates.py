"""Which pair is given to a reviewer who has seen many: rules B3 and B4, and what it costs."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.access import Role
from tests.http.seen_candidates import best, free, go_through, many_users, saw, untrue
from tests.http.test_races import MANY, at_once, doubled
from tests.people import ASSIGN, assigned, candidate_of, judge, pair, pairs, person, reviewers, row
from tests.serving import Registry

READ = """
select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer from pg_stat_xact_user_tables
 where relname in ('manual_merge_candidates', 'merge_requests', 'merge_candidates', 'persons')
"""

EDIT_ALL = """
insert into person_editors (person_id, user_id)
select person_id, ($1::uuid[])[1 + row_number() over () % cardinality($1::uuid[])]
  from merge_candidates
"""


async def rows_read(asking: asyncpg.Connection, who: UUID) -> int:
    """Count the rows that an assignment reads; it is taken back."""
    await asking.execute("begin")
    await asking.execute(
        "select begin_act('merge_request.assigned', null, null, $1, null)", uuid4()
    )
    before: int = await asking.fetchval(READ)
    await asking.execute("select * from assign_merge_candidate($1, 5)", who)
    after: int = await asking.fetchval(READ)
    await asking.execute("rollback")
    return after - before


@pytest.fixture
async def asking(registry: Registry) -> AsyncIterator[asyncpg.Connection]:
    """A connection such as the server has, kept for as long as the test lasts."""
    connection = await asyncpg.connect(registry.database.app_url)
    yield connection
    await connection.close()


async def test_b3_who_has_seen_250_of_the_best_is_given_the_best_of_the_others(
    registry: Registry,
) -> None:
    ada, eve, kim = await reviewers(registry, 3)
    await pairs(registry, 270)
    one, two, three = (registry.users[who] for who in (ada, eve, kim))
    some = await free(registry)
    await saw(registry, some[:100], one, two, three)
    await saw(registry, some[100:180], one, two)
    await saw(registry, some[180:250], one)
    await saw(registry, some[261:265], two, three)
    await saw(registry, some[255:258], two)

    given = [await candidate_of(registry, await judge(registry, ada, "SPLIT")) for _ in range(20)]

    assert given == [*some[261:265], *some[255:258], *some[250:255], *some[258:261], *some[265:]]
    assert (await registry.ask(ada, ASSIGN)).data == {"assignMergeCandidate": None}


async def test_b3_of_groups_with_equally_many_requests_the_oldest_candidate_comes_first(
    registry: Registry,
) -> None:
    ada, *others = await reviewers(registry, 5)
    await pairs(registry, 12)
    await go_through(registry, 0)
    some = await free(registry)
    for place, candidate in enumerate(some):
        await saw(registry, [candidate], registry.users[others[-place % 4]])

    given = [await candidate_of(registry, await judge(registry, ada, "SPLIT")) for _ in some]

    assert given == some


@pytest.mark.parametrize("which", ["person", "master"])
async def test_b3_a_group_is_not_given_up_for_an_inactive_person_at_its_head(
    registry: Registry, which: str
) -> None:
    (ada,) = await reviewers(registry, 1)
    await go_through(registry, 0)
    gone = await person(registry, status="INACTIVE")
    await (pair(registry, gone) if which == "person" else pair(registry, None, gone))
    eligible = await pair(registry)

    given = await candidate_of(registry, await judge(registry, ada, "POSTPONE"))

    assert given == eligible.candidate
    assert (await registry.ask(ada, ASSIGN)).data == {"assignMergeCandidate": None}


async def test_b3_it_does_not_matter_how_many_of_the_best_a_reviewer_has_seen(
    registry: Registry, asking: asyncpg.Connection
) -> None:
    ada, eve, kim = [registry.users[who] for who in await reviewers(registry, 3)]
    await pairs(registry, 1200)
    some = await free(registry)
    await go_through(registry, 100)
    await saw(registry, some[:200], ada)
    few = await rows_read(asking, ada)
    await saw(registry, some[:1100], eve)
    await saw(registry, some[200:1100], ada)

    many, none = await rows_read(asking, ada), await rows_read(asking, kim)

    assert many <= few + 20
    assert none <= 20


async def test_b15_records_that_many_edited_cost_no_more_than_others(
    registry: Registry, asking: asyncpg.Connection
) -> None:
    ada, eve = [registry.users[who] for who in await reviewers(registry, 2)]
    editors = await many_users(registry, 300)
    await pairs(registry, 1200)
    some = await free(registry)
    await saw(registry, some[:500], ada)
    await saw(registry, some[500:1100], ada, eve)
    before = await rows_read(asking, ada)
    async with registry.acting("person.corrected"):
        await registry.owner.execute(EDIT_ALL, editors)

    assert await registry.owner.fetchval(
        "select count(distinct withheld_from) from manual_merge_candidates"
    ) == len(editors)
    assert await rows_read(asking, ada) <= before + 20


async def test_b3_a_connection_that_asked_before_there_were_pairs_reads_no_more_for_that(
    registry: Registry, asking: asyncpg.Connection
) -> None:
    ada, eve = [registry.users[who] for who in await reviewers(registry, 2)]
    nothing = await rows_read(asking, ada)
    await pairs(registry, 1200)
    some = await free(registry)

    untouched = await rows_read(asking, ada)
    await saw(registry, some[:600], ada, eve)
    await saw(registry, some[600:1100], ada)
    passed = await rows_read(asking, ada)

    assert nothing == 0
    assert untouched <= 20
    assert passed <= 700


async def test_b3_a_pair_that_hundreds_have_seen_is_still_given_to_the_others(
    registry: Registry,
) -> None:
    former = await many_users(registry, 300)
    ada, eve = await reviewers(registry, 2)
    await go_through(registry, 0)
    contested, quiet, other = [(await pair(registry)).candidate for _ in range(3)]
    await saw(registry, [contested, other], *former)
    await saw(registry, [contested], registry.users[ada])

    mine = [await candidate_of(registry, await judge(registry, ada, "POSTPONE")) for _ in range(2)]
    hers = [await candidate_of(registry, await judge(registry, eve, "POSTPONE")) for _ in range(2)]

    assert mine == [other, quiet]
    assert sorted(hers) == sorted([contested, other])
    assert await untrue(registry) == 0


async def test_b5_a_candidate_names_who_was_given_it(registry: Registry) -> None:
    everybody = await reviewers(registry, 3)
    candidate = (await pair(registry)).candidate

    for who in reversed(everybody):
        await judge(registry, who, "POSTPONE")

    seen = (await row(registry, "manual_merge_candidates", candidate))["closed_to"]
    assert seen == sorted(registry.users[who] for who in everybody)


TYPED = {
    "insert into merge_requests (manual_merge_candidate_id, assignee_id, status)"
    " values ('{candidate}', '{eve}', 'TRASH')": {"ada", "eve"},
    "update merge_requests set assignee_id = '{eve}'": {"eve"},
    "update merge_requests set comment = 'Typed by hand'": {"ada"},
    "delete from merge_requests": set(),
}


@pytest.mark.parametrize(("typed", "closed_to"), TYPED.items())
async def test_b3_requests_typed_by_hand_are_remembered_like_any_others(
    registry: Registry, typed: str, closed_to: set[str]
) -> None:
    users = {name: registry.users[await registry.user(name, *Role)] for name in ("ada", "eve")}
    await pairs(registry, 1)
    candidate = await candidate_of(registry, await judge(registry, "ada", "SPLIT"))

    async with registry.acting("registry.corrected"):
        await registry.owner.execute(typed.format(candidate=candidate, **users))

    stored = (await row(registry, "manual_merge_candidates", candidate))["closed_to"]
    assert stored == sorted(users[name] for name in closed_to)
    for name in sorted(users, key=closed_to.isdisjoint):
        given = (await registry.ask(name, ASSIGN)).data["assignMergeCandidate"]
        assert (given is None) is (name in closed_to)
        if given is not None:
            break


@pytest.mark.parametrize("candidates_looked_at", [0, 5])
@pytest.mark.parametrize("candidates", [MANY, MANY - 1, 1])
async def test_b4_all_at_once_who_have_seen_the_best_get_one_each_of_the_others(
    registry: Registry, candidates_looked_at: int, candidates: int
) -> None:
    everyone = await reviewers(registry, MANY)
    others = await many_users(registry, 2)
    await go_through(registry, candidates_looked_at)
    await pairs(registry, 6 + candidates)
    some = await free(registry)
    await saw(registry, some[:6], *(registry.users[who] for who in everyone))
    await saw(registry, some[6::2], others[0])
    await saw(registry, some[6::5], others[1])

    came = await at_once(*(registry.ask(who, ASSIGN) for who in everyone))

    assert came == Counter({"given": candidates, "none": MANY - candidates})
    assert await doubled(registry) == 0
    assert await untrue(registry) == 0


async def test_b4_the_best_of_a_group_that_another_holds_is_passed_over(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    await go_through(registry, 0)
    await pairs(registry, 3)
    some = await free(registry)
    holder = await asyncpg.connect(registry.database.owner_url)
    try:
        await holder.execute("begin")
        await holder.execute(
            "select from manual_merge_candidates where id = any ($1) for update", some[:2]
        )
        answer = await asyncio.wait_for(assigned(registry, ada), 10)
    finally:
        await holder.close()

    assert await candidate_of(registry, answer) == some[2]
    assert await best(registry, ada) == some[0]
