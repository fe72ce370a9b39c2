"""How an organisation goes on in another: all that was signed, at once or not at all (W5, W6)."""

import asyncio
from datetime import date
from typing import Any

import pytest

from tests.consents import link
from tests.letters import letters, reachable
from tests.organisation_plans import (
    BLOCKED,
    begun,
    consents,
    done,
    execute,
    join,
    merge,
    read,
    two,
)
from tests.organisations import bound_machine, names, organisation, paths_are_right, steward
from tests.people import id_of, insert, person
from tests.runs import run_of, until, working
from tests.serving import Registry

MEMBERS = """
select first_name, title, organisations.name as place, ended_on is null as goes_on
  from memberships join persons on persons.id = person_id
  join organisations on organisations.id = organisation_id order by 1, 2, 3, 4
"""
CONSENTS = """
select first_name, organisations.name as place, permissions, consents.status
  from consents join persons on persons.id = person_id
  join organisations on organisations.id = organisation_id order by 1, 2, 4
"""
STAFF = """
select username, role, organisations.name from role_grants join users on users.id = user_id
  join organisations on organisations.id = organisation_id order by 1, 2, 3
"""
EVENTS = "select type, count(*) from outbox where type like $1 group by 1 order by 1"
REACH = """
select organisations.name, first_name from person_reach
  join organisations on organisations.id = organisation_id
  join persons on persons.id = person_id order by 1, 2
"""


async def listed(registry: Registry, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    return [tuple(it) for it in await registry.owner.fetch(statement, *arguments)]


async def test_w5_all_goes_on_in_the_target(admin: Registry) -> None:
    old, new = await two(admin)
    await organisation(admin, "Ward", old)
    await organisation(admin, "Ward", new)
    await steward(admin, "olena", old)
    machine = await bound_machine(admin, old, "sensor")
    ada, grace = await person(admin, "Ada"), await person(admin, "Grace", last="Moor")
    await join(admin, ada, old)
    await join(admin, ada, old, title="Nurse")
    await join(admin, grace, old, new)

    run = await done(admin, await merge(admin, old, new))

    found = await run_of(admin, "sam", run)
    assert (found["kind"], found["status"]) == ("ORGANISATION_MERGE", "SUCCEEDED")
    assert await listed(admin, MEMBERS) == [
        ("Ada", "Nurse", "New", True),
        ("Ada", None, "New", True),
        ("Grace", None, "New", True),
        ("Grace", None, "Old", False),
    ]
    assert await listed(admin, STAFF) == [
        ("olena", "STEWARD", "New"),
        ("sam", "STEWARD", "New"),
    ]
    assert await admin.owner.fetchval(
        "select organisation_id from clients where id = $1", machine
    ) == (new)
    assert await names(admin, "olena") == ["Old", "New", "Ward (Old)", "Ward"]
    assert await paths_are_right(admin)
    asked = """
    query ($id: ID!) { node(id: $id) { ... on Organisation {
      status parent { name } mergedInto { name } } } }
    """
    answer = await admin.ask("sam", asked, {"id": id_of("Organisation", old)})
    assert answer.data["node"] == {
        "status": "MERGED",
        "parent": {"name": "New"},
        "mergedInto": {"name": "New"},
    }
    assert await listed(admin, EVENTS, "organisation.merged") == [("organisation.merged", 1)]
    assert await listed(admin, REACH) == [("New", "Ada"), ("New", "Grace")]


CONSENTED = {
    "Ada": (("VIEW", "CONTRIBUTE"), ("VIEW",)),
    "Eve": (("VIEW",), ("VIEW", "CONTRIBUTE")),
    "Zoe": (("VIEW",), ()),
}


async def test_w3_of_two_consents_the_narrower_stands(admin: Registry) -> None:
    old, new = await two(admin)
    for name, (here, there) in CONSENTED.items():
        who = await person(admin, name, last=name)
        await link(admin, name.lower(), who)
        await consents(admin, who, old, *here)
        if there:
            await consents(admin, who, new, *there)

    await done(admin, await merge(admin, old, new))

    live = [it[:3] for it in await listed(admin, CONSENTS) if it[3] == "ACCEPTED"]
    assert live == [(name, "New", ["VIEW"]) for name in CONSENTED]
    assert await listed(admin, REACH) == [("New", name) for name in CONSENTED]


async def test_w3_who_is_likely_the_same_becomes_a_candidate_once(admin: Registry) -> None:
    old, new = await two(admin)
    born = date(1980, 5, 6)
    here, there, decided = [
        await person(admin, birth_date=born, national_id="AB123456") for _ in range(3)
    ]
    await join(admin, here, old)
    await join(admin, there, new)
    await join(admin, decided, new)
    async with admin.acting("merge_candidate.imported") as owner:
        pair = await owner.fetchval(
            "insert into merge_candidates (person_id, master_person_id) values ($1, $2)"
            " returning id",
            decided,
            here,
        )
        await owner.execute(
            "insert into manual_merge_candidates (merge_candidate_id, status, decision,"
            " reason) values ($1, 'PROCESSED', 'SPLIT', 'QUORUM')",
            pair,
        )

    await done(admin, await merge(admin, old, new))

    found = await listed(
        admin,
        "select person_id, master_person_id, review.status from merge_candidates pair"
        " join manual_merge_candidates review on review.merge_candidate_id = pair.id"
        " order by review.status",
    )
    assert found == [(there, here, "NEW"), (decided, here, "PROCESSED")]


async def test_w5_a_link_goes_with_what_came_by_it(admin: Registry) -> None:
    old, new = await two(admin)
    ada = await person(admin)
    await join(admin, ada, old)
    async with admin.acting("source.linked"):
        source = await insert(
            admin,
            "sources",
            {"name": "MiData", "protocol": "JSON_API", "base_url": "https://x", "access": []},
        )
        by = {"source_id": source, "external_id": "7"}
        place = {"organisation_id": old, "environment": "PRODUCTION"}
        linked = await insert(admin, "source_links", by | place)
        identity = await insert(admin, "source_identities", by | {"person_id": ada})
        await admin.owner.execute(
            "insert into source_records (identity_id, organisation_id, source_link_id, payload,"
            " fetched_at) values ($1, $2, $3, '{}', now())",
            identity,
            old,
            linked,
        )

    await done(admin, await merge(admin, old, new))

    for table in ("source_links", "source_records"):
        assert await listed(admin, f"select organisation_id from {table}") == [(new,)]


async def test_w6_who_is_concerned_gets_one_letter(admin: Registry) -> None:
    old, new = await two(admin)
    await steward(admin, "olena", old)
    await steward(admin, "taras", new)
    for name in ("sam", "olena", "taras"):
        await reachable(admin, name)
    ada = await person(admin, "Ada", email="ada@example.org")
    grace = await person(admin, "Grace", last="Moor", email="grace@example.org")
    staying = await person(admin, "Eve", last="King", email="eve@example.org")
    await join(admin, ada, old)
    await join(admin, grace, old, new)
    await join(admin, staying, new)

    await done(admin, await merge(admin, old, new))

    written = await listed(
        admin, "select kind, record from messages where kind like 'letter.%' order by record"
    )
    assert {it[0] for it in written} == {"letter.organisations_merged"}
    users = admin.users
    assert {it[1] for it in written} == {
        f"person:{ada}",
        f"person:{grace}",
        f"user:{users['olena']}",
        f"user:{users['taras']}",
    }
    assert len(await letters(admin)) == 4


async def test_d1_each_change_is_in_the_trail_by_who_signed(admin: Registry) -> None:
    old, new = await two(admin)
    for name in ("Ada", "Eve"):
        await join(admin, await person(admin, name), old)

    run = await done(admin, await merge(admin, old, new))

    trail = await listed(
        admin,
        "select resource, count(*) from audit_log where actor_id = $2 and action ="
        " 'organisation.merged' and correlation_id = (select correlation_id from runs"
        " where id = $1) and resource <> 'run' group by 1 order by 1",
        run,
        admin.users["sam"],
    )
    # The source becomes MERGED, and then stands below its target.
    assert trail == [("membership", 2), ("organisation", 2), ("role_grant", 1)]


@pytest.mark.parametrize("what", ["a newcomer", "a steward who left", "a user who is blocked"])
async def test_w2_the_run_compares_again_and_changes_nothing(admin: Registry, what: str) -> None:
    old, new = await two(admin)
    await join(admin, await person(admin, "Ada"), old)
    zoe = await person(admin, "Zoe")
    run = await begun(admin, await merge(admin, old, new))
    if what == "a newcomer":
        await join(admin, zoe, old)
    else:
        async with admin.acting("role.revoked") as owner:
            if what == "a steward who left":
                await owner.execute("delete from role_grants where organisation_id = $1", new)
            else:
                await owner.execute("update users set is_blocked = true where username = 'sam'")
    before = await listed(admin, MEMBERS)

    async with working(admin):
        await until(admin, run, "FAILED")

    failed = await run_of(admin, "admin", run)
    assert (
        failed["lastError"]
        == {
            "a newcomer": "Plan is out of date",
            "a steward who left": "User doesn't have required role",
            "a user who is blocked": "User is blocked",
        }[what]
    )
    assert await listed(admin, MEMBERS) == before
    assert (
        await admin.owner.fetchval("select count(*) from organisations where status = 'MERGED'")
        == 0
    )


async def test_w4_of_two_who_execute_at_once_one_run_begins(admin: Registry) -> None:
    old, new = await two(admin)
    await join(admin, await person(admin, "Ada"), old)
    plan = await merge(admin, old, new)

    answers = await asyncio.gather(
        *(execute(admin, "sam", plan, f"key {number % 4}") for number in range(8))
    )

    begun_runs = {it.data["executePlan"]["run"]["databaseId"] for it in answers if not it.errors}
    assert len(begun_runs) == 1
    assert {it.refusal for it in answers if it.errors} == {BLOCKED}
    assert await admin.owner.fetchval("select count(*) from runs") == 1


async def test_w5_a_merge_may_be_the_third_of_a_line(admin: Registry) -> None:
    """What was merged before moves along, and still leads on."""
    first, second = await two(admin)
    third = await organisation(admin, "Third")
    await steward(admin, "max", second, third)
    await done(admin, await merge(admin, first, second))

    plan = await merge(admin, second, third, "max")
    run = await begun(admin, plan, "max", "other")
    async with working(admin):
        await until(admin, run, "SUCCEEDED")

    assert await names(admin, "max", "Old") == ["Old"]
    assert await paths_are_right(admin)
    after = await read(admin, "max", plan)
    assert after is not None
    assert after["run"] == {"databaseId": str(run), "status": "SUCCEEDED"}
