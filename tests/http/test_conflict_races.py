"""A conflict of interest that comes up while its reviewer acts on the pair (rule B15)."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from tests.databases import Database
from tests.disputes import senior
from tests.edits import edit
from tests.http.seen_candidates import go_through
from tests.http.test_conflicts_of_interest import CONFLICT, is_free
from tests.people import ASSIGN, assigned, pair, reviewers, say
from tests.serving import Registry, until_it_waits


async def test_b15_a_decision_that_waits_for_the_reviewers_own_change_is_refused(
    registry: Registry, database: Database
) -> None:
    (ada,) = await reviewers(registry, 1)
    made = await pair(registry)
    request = await assigned(registry, ada)
    other = await asyncpg.connect(database.owner_url)
    try:
        transaction = other.transaction()
        await transaction.start()
        await edit(registry, made.master, ada, other, first_name="Zoe")
        deciding = asyncio.create_task(say(registry, ada, request, "SPLIT"))
        await until_it_waits(registry.owner, deciding)
        await transaction.commit()
        answer = await deciding
    finally:
        await other.close()

    assert answer.refusal == CONFLICT


async def test_b15_an_assignment_that_a_change_waits_for_is_closed_by_it(
    registry: Registry, database: Database
) -> None:
    (ada,) = await reviewers(registry, 1)
    made = await pair(registry)
    other = await asyncpg.connect(database.owner_url)
    try:
        transaction = other.transaction()
        await transaction.start()
        await other.execute("select begin_act('merge_request.assigned', null, null, $1)", uuid4())
        await other.execute("select * from assign_merge_candidate($1, 5)", registry.users[ada])
        editing = asyncio.create_task(edit(registry, made.master, ada, first_name="Zoe"))
        watching = await asyncpg.connect(database.owner_url)
        await until_it_waits(watching, editing)
        await watching.close()
        await transaction.commit()
        await editing
    finally:
        await other.close()

    assert await registry.owner.fetchval("select recused_at is not null from merge_requests")
    assert await is_free(registry, made)


WAITS = """
alter function {name}(uuid, uuid[]) rename to former_best;
create function {name}(reviewer uuid, passed uuid[]) returns uuid language plpgsql as $$
declare
    found constant uuid := former_best(reviewer, passed);
begin
    perform pg_advisory_xact_lock_shared(4242);
    return found;
end
$$
"""
DISPUTE_ALL = "update manual_merge_candidates set disputed_at = now()"


@pytest.mark.parametrize("of", ["free", "disputed"])
async def test_b15_nobody_is_given_a_pair_that_they_changed_after_it_was_found(
    registry: Registry, database: Database, of: str
) -> None:
    ada = await senior(registry)
    await go_through(registry, 0)
    made = await pair(registry)
    if of == "disputed":
        async with registry.acting("merge_candidate.disputed"):
            await registry.owner.execute(DISPUTE_ALL)
    await registry.owner.execute(WAITS.format(name=f"best_{of}_candidate"))
    other = await asyncpg.connect(database.owner_url)
    try:
        await other.execute("begin; select pg_advisory_xact_lock(4242)")
        asking = asyncio.create_task(registry.ask(ada, ASSIGN))
        await until_it_waits(registry.owner, asking)
        await edit(registry, made.master, ada, first_name="Zoe")
        await other.execute("commit")
        answer = await asking
    finally:
        await other.close()

    assert answer.data == {"assignMergeCandidate": None}
