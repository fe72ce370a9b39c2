"""Rule R3: who is in reach of which organisations, whatever changes."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.organisations import move, organisation
from tests.people import person
from tests.serving import Registry, until_it_waits

KEPT = "select organisation_id, person_id, reasons from person_reach order by 1, 2"
RIGHT = """
with with_users as (
    select person_id as id from users where person_id is not null
    union
    select master_person_id from persons join users on users.person_id = persons.id
     where master_person_id is not null)
select ancestor_id, person_id, count(*)::integer
  from (select c.organisation_id, c.person_id from consents c
         where c.status = 'ACCEPTED' and 'VIEW' = any (c.permissions)
           and c.person_id in (select id from with_users)
        union
        select m.organisation_id, m.person_id from memberships m
         where m.ended_on is null and m.person_id not in (select id from with_users)) as opened
  join organisation_paths using (organisation_id)
 group by 1, 2 order by 1, 2
"""
JOIN = """
insert into memberships (person_id, organisation_id, title) values ($1, $2, $3)
    on conflict do nothing
"""
LEAVE = "update memberships set ended_on = current_date where person_id = $1 and title = $2"
FORGET = "delete from memberships where person_id = $1 and organisation_id = $2"
OFFER = """
insert into consents (person_id, organisation_id, permissions) values ($1, $2, '{VIEW}')
    on conflict do nothing
"""
ACCEPT = "update consents set status = 'ACCEPTED' where person_id = $1 and status = 'OFFERED'"
WITHDRAW = "update consents set status = 'WITHDRAWN' where person_id = $1 and status = 'ACCEPTED'"
UNLINK = "update users set person_id = null where person_id = $1"
MERGE = """
update persons set status = 'INACTIVE', master_person_id = $2
 where id = $1 and id <> $2 and status = 'ACTIVE'
   and not exists (select from persons where master_person_id = $1)
   and (select status from persons where id = $2) = 'ACTIVE'
"""
UNMERGE = """
update persons set status = 'ACTIVE', master_person_id = null
 where id = $1 and master_person_id is not null
"""
LINK = """
update users set person_id = $1
 where id = $2 and not exists (select from users where person_id = $1)
"""


MOVE = "update organisations set parent_id = $2 where id = $1"


async def by_another(registry: Registry, statement: str, *arguments: Any) -> None:
    """Run a statement in an act of its own, on a connection of its own."""
    connection = await asyncpg.connect(registry.database.owner_url)
    try:
        async with connection.transaction():
            await connection.execute("select begin_act('test', null, null, $1, null)", uuid4())
            await connection.execute(statement, *arguments)
    finally:
        await connection.close()


async def reach_is_right(registry: Registry) -> bool:
    """Return whether the reach that is kept is the one that memberships and consents make."""
    kept = [tuple(row) for row in await registry.owner.fetch(KEPT)]
    return kept == [tuple(row) for row in await registry.owner.fetch(RIGHT)]


async def change(registry: Registry, chance: Random, people: list[UUID], tree: list[UUID]) -> str:
    """Do one thing that the reach may depend on, and say what."""
    somebody, place = chance.choice(people), chance.choice(tree)
    title = chance.choice(["nurse", "clerk"])
    users = [*registry.users.values()]
    done: dict[str, tuple[Any, ...]] = {
        JOIN: (somebody, place, title),
        LEAVE: (somebody, title),
        FORGET: (somebody, place),
        OFFER: (somebody, place),
        ACCEPT: (somebody,),
        WITHDRAW: (somebody,),
        UNLINK: (somebody,),
        LINK: (somebody, chance.choice(users)),
        MERGE: (somebody, chance.choice(people)),
        UNMERGE: (somebody,),
        "move": (place, chance.choice([*tree, None])),
    }
    act = chance.choices([*done], weights=[4, 1, 1, 4, 4, 1, 1, 2, 1, 1, 3])[0]
    if act == "move":
        try:
            await move(registry, *done[act])
        except (asyncpg.CheckViolationError, asyncpg.UniqueViolationError):
            return "no move"
    else:
        async with registry.acting("consent.changed") as owner:
            await owner.execute(act, *done[act])
    return act


@pytest.mark.parametrize("seed", range(4))
async def test_r3_reach_is_what_memberships_and_consents_make_it(
    registry: Registry, seed: int
) -> None:
    chance = Random(seed)
    people = [await person(registry, f"Person {number}") for number in range(5)]
    for number in range(4):
        await registry.user(f"user{number}")
    tree = [await organisation(registry, "Root")]
    for number in range(7):
        tree.append(await organisation(registry, f"Place {number}", chance.choice(tree)))

    done = []
    for _ in range(60):
        done.append(await change(registry, chance, people, tree))
        assert await reach_is_right(registry), done


async def test_r3_who_has_a_user_is_in_reach_by_a_consent_and_who_has_none_by_a_membership(
    registry: Registry,
) -> None:
    ada, place = await person(registry), await organisation(registry, "Hospital")
    await registry.user("ada")

    async with registry.acting("consent.changed") as owner:
        await owner.execute(JOIN, ada, place, "nurse")
    assert [tuple(row) for row in await registry.owner.fetch(KEPT)] == [(place, ada, 1)]

    async with registry.acting("user.updated") as owner:
        await owner.execute(LINK, ada, registry.users["ada"])
    assert await registry.owner.fetch(KEPT) == []

    async with registry.acting("consent.changed") as owner:
        await owner.execute(OFFER, ada, place)
    assert await registry.owner.fetch(KEPT) == []

    async with registry.acting("consent.changed") as owner:
        await owner.execute(ACCEPT, ada)
    assert [tuple(row) for row in await registry.owner.fetch(KEPT)] == [(place, ada, 1)]


async def test_r3_who_joins_while_their_organisation_moves_is_in_reach_of_the_new_ones(
    registry: Registry,
) -> None:
    ada, old = await person(registry), await organisation(registry, "Old")
    new, place = await organisation(registry, "New"), await organisation(registry, "Ward", old)

    # What is above theirs is moved: the row of theirs is locked by who joins.
    async with registry.acting("consent.changed") as owner:
        await owner.execute(JOIN, ada, place, "nurse")
        moving = asyncio.create_task(by_another(registry, MOVE, old, new))
        await until_it_waits(registry.owner, moving)
    await moving

    assert await reach_is_right(registry)
    places = {row["organisation_id"] for row in await registry.owner.fetch(KEPT)}
    assert places == {place, old, new}


async def test_r3_two_memberships_of_one_person_at_once_are_two_reasons(
    registry: Registry,
) -> None:
    ada, root = await person(registry), await organisation(registry, "Root")
    one, other = [await organisation(registry, name, root) for name in ("One", "Other")]

    async with registry.acting("consent.changed") as owner:
        await owner.execute(JOIN, ada, one, "nurse")
        joining = asyncio.create_task(by_another(registry, JOIN, ada, other, "clerk"))
        await until_it_waits(registry.owner, joining)
    await joining

    assert await reach_is_right(registry)


async def test_r3_what_concerns_others_is_given_to_nobody_who_is_limited(
    registry: Registry,
) -> None:
    root = await organisation(registry, "Root")
    one, other = [await organisation(registry, name, root) for name in ("One", "Other")]
    ada, bob = await person(registry), await person(registry, "Bob")
    async with registry.acting("consent.changed") as owner:
        await owner.execute(JOIN, ada, one, "nurse")
        await owner.execute(JOIN, bob, other, "nurse")
        await owner.execute(OFFER, bob, other)
    rows = await owner.fetch("select person_id, id from memberships")
    memberships = {row["person_id"]: row["id"] for row in rows}
    consent = await owner.fetchval("select id from consents")

    async def given(noun: str, subject: UUID, *places: UUID) -> bool:
        asked = "select may_be_given($1, $2, $3)"
        found: bool = await owner.fetchval(asked, noun, subject, list(places))
        return found

    subjects = {
        "person": (ada, bob),
        "organisation": (one, other),
        "membership": (memberships[ada], memberships[bob]),
    }
    for noun, (own, others) in subjects.items():
        assert await given(noun, own, one)
        assert await given(noun, own, root)
        assert not await given(noun, others, one)
        assert not await given(noun, own)
    assert await given("consent", consent, other)
    assert not await given("consent", consent, one)
    assert not await given("role_grant", consent, root)
    assert not await given("person", uuid4(), root)
    assert await owner.fetchval("select may_be_given('role_grant', $1, null)", consent)
