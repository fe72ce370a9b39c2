"""What a plan names is exactly what is changed, once, whatever there was before (W1, W2, W5)."""

import asyncio
from collections.abc import Iterable
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.organisation_plans import begun, consents, join, merge, two
from tests.people import person
from tests.plan_races import waiting
from tests.runs import until, working
from tests.serving import Registry

OPEN = """
select person_id, 'membership', id, title, null::text[] from memberships
 where organisation_id = $1 and ended_on is null
 union all
select person_id, 'consent', id, status, permissions from consents
 where organisation_id = $1 and status in ('OFFERED', 'ACCEPTED')
"""
ACTIONS = "select coalesce(source_id, target_id), action from plan_items where noun = 'person'"
CHANGED = """
select distinct coalesce(memberships.person_id, consents.person_id) from audit_log
  left join memberships on memberships.id = resource_id
  left join consents on consents.id = resource_id
 where action = 'organisation.merged' and resource in ('membership', 'consent')
"""
Tie = tuple[Any, ...]


async def tied(registry: Registry, place: UUID) -> dict[UUID, set[Tie]]:
    """Return what ties persons to an organisation now, each row with its key."""
    found: dict[UUID, set[Tie]] = {}
    for row in await registry.owner.fetch(OPEN, place):
        noun, key, what, allowed = tuple(row)[1:]
        tie = (noun, key, what, None if allowed is None else tuple(allowed))
        found.setdefault(row[0], set()).add(tie)
    return found


async def tie(registry: Registry, chance: Random, who: UUID, places: Iterable[UUID]) -> None:
    """Tie somebody to organisations, in some way."""
    for place in places:
        if chance.random() < 0.5:
            await join(registry, who, place, title="Nurse")
        if chance.random() < 0.5:
            await join(registry, who, place)
        elif chance.random() < 0.7:
            allowed = chance.choice([("VIEW",), ("VIEW", "CONTRIBUTE")])
            status = chance.choice(["OFFERED", "ACCEPTED"])
            await consents(registry, who, place, *allowed, status=status)


def said(ties: set[Tie]) -> set[Tie]:
    """Return what ties say, without their keys."""
    return {(noun, *more) for noun, _, *more in ties}


@pytest.mark.parametrize("seed", range(2))
async def test_w1_a_plan_names_whom_it_changes_and_nobody_else(admin: Registry, seed: int) -> None:
    chance = Random(seed)
    old, new = await two(admin)
    for number in range(14):
        name = f"Ada{chr(97 + number)}"
        who = await person(admin, name, name)
        await tie(admin, chance, who, chance.choice([(old,), (new,), (old, new)]))
    here, there = await tied(admin, old), await tied(admin, new)
    run = await begun(admin, await merge(admin, old, new))

    async with working(admin):
        await until(admin, run, "SUCCEEDED")

    actions = {it[0]: it[1] for it in await admin.owner.fetch(ACTIONS)}
    assert actions == {
        who: "RETAIN" if who not in here else "MERGE" if who in there else "MOVE"
        for who in here | there
    }
    after = await tied(admin, new)
    assert await tied(admin, old) == {}
    changed = {it[0] for it in await admin.owner.fetch(CHANGED)}
    assert changed == {who for who, action in actions.items() if action != "RETAIN"}
    for who, action in actions.items():
        if action == "RETAIN":
            assert after[who] == there[who]
        if action == "MOVE":
            assert after[who] == here[who]
        if action == "MERGE":
            memberships = {it for it in said(after[who]) if it[0] == "membership"}
            assert memberships <= said(here[who]) | said(there[who])
            held = [it for it in said(after[who]) if it[0] == "consent"]
            assert len(held) <= 1


async def test_w5_a_worker_whose_connection_dies_in_the_middle_does_it_once(
    admin: Registry,
) -> None:
    old, new = await two(admin)
    ada = await person(admin, email="ada@example.org")
    await join(admin, ada, old)
    run = await begun(admin, await merge(admin, old, new))

    async with working(admin):
        async with admin.owner.transaction():
            await admin.owner.execute("select from persons where id = $1 for update", ada)
            for pid in await waiting(admin, 1):
                await admin.owner.execute("select pg_terminate_backend($1)", pid)
            half = await admin.owner.fetchval("select status from organisations where id = $1", old)
        await until(admin, run, "SUCCEEDED")

    assert half == "ACTIVE"
    attempts = "select count(*) from message_attempts join messages on messages.id = message_id"
    assert await admin.owner.fetchval(f"{attempts} where run_id = $1", run) == 2
    assert len((await tied(admin, new))[ada]) == 1
    letters = "select count(*) from messages where kind = 'letter.organisations_merged'"
    assert await admin.owner.fetchval(letters) == 1
    merged = "select count(*) from outbox where type = 'organisation.merged'"
    assert await admin.owner.fetchval(merged) == 1


async def test_w2_who_joins_while_it_is_executed_waits_and_is_refused(admin: Registry) -> None:
    """Nothing begins in the source once its row is locked: nobody is left behind in it."""
    old, new = await two(admin)
    ada, zoe = await person(admin), await person(admin, "Zoe", "Moor")
    await join(admin, ada, old)
    run = await begun(admin, await merge(admin, old, new))
    other = await asyncpg.connect(admin.database.owner_url)

    async def join_late() -> None:
        async with other.transaction():
            await other.execute("select begin_act('person.imported', null, null, uuidv7(), null)")
            await other.execute(
                "insert into memberships (person_id, organisation_id) values ($1, $2)", zoe, old
            )

    try:
        async with working(admin):
            async with admin.owner.transaction():
                await admin.owner.execute("select from persons where id = $1 for update", ada)
                await waiting(admin, 1)
                joining = asyncio.create_task(join_late())
                await waiting(admin, 2)
            with pytest.raises(asyncpg.CheckViolationError, match="is not active"):
                await joining
            await until(admin, run, "SUCCEEDED")
    finally:
        await other.close()

    assert await tied(admin, old) == {}
    assert set(await tied(admin, new)) == {ada}
