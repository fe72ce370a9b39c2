"""How an organisation comes to stand below another one, by a run (rules R1, S2)."""

import asyncio
from uuid import UUID

import pytest

from rules.access import Role
from tests.organisations import archive, chain, limit, names, organisation, steward
from tests.runs import move, run_of, until, working
from tests.serving import Registry

UNDER_WAY = ("CONFLICT", "Organisation has a run under way")
TRAIL = """
select action, resource, actor_id from audit_log
 where correlation_id = (select correlation_id from runs where id = $1) order by id
"""


async def test_an_organisation_is_moved_with_all_below_it(admin: Registry) -> None:
    old, new = [await organisation(admin, name) for name in ("Old", "New")]
    moved = await organisation(admin, "Clinic", old)
    await organisation(admin, "Ward", moved)
    await steward(admin, "sam", new)

    begun = (await move(admin, "admin", moved, new)).data["moveOrganisation"]["run"]
    run = UUID(begun["databaseId"])
    seen_before = await names(admin, "sam")
    async with working(admin):
        await until(admin, run, "SUCCEEDED")

    assert (begun["kind"], begun["status"]) == ("ORGANISATION_MOVE", "ENQUEUED")
    assert (begun["organisation"], begun["target"]) == ({"name": "Clinic"}, {"name": "New"})
    assert (begun["requestedBy"], begun["stepsKnown"]) == ({"username": "admin"}, 1)
    assert seen_before == ["New"]
    assert await names(admin, "sam") == ["New", "Clinic", "Ward"]
    done = [
        (it["action"], it["resource"], it["actor_id"]) for it in await admin.owner.fetch(TRAIL, run)
    ]
    assert ("organisation.moved", "organisation", admin.users["admin"]) in done
    assert ("run.requested", "run", admin.users["admin"]) in done


async def test_c4_a_move_that_is_sent_again_begins_no_other_run(admin: Registry) -> None:
    new, moved = [await organisation(admin, name) for name in ("New", "Clinic")]

    first, again = [await move(admin, "admin", moved, new) for _ in range(2)]
    other = await move(admin, "admin", moved, None)

    assert again.data == first.data
    assert other.refusal == (
        "CONFLICT",
        "Idempotency key was used with a different request",
    )


async def test_s2_of_many_at_once_one_run_begins_and_the_others_name_it(admin: Registry) -> None:
    places = [await organisation(admin, f"Place {number}") for number in range(4)]

    answers = await asyncio.gather(
        *(
            move(admin, "admin", places[0], places[1 + number % 3], key=f"key {number}")
            for number in range(12)
        )
    )

    (begun,) = [it.data["moveOrganisation"]["run"] for it in answers if not it.errors]
    refused = [it for it in answers if it.errors]
    assert {it.refusal for it in refused} == {UNDER_WAY}
    named = {it.errors[0]["extensions"]["runId"] for it in refused}
    assert named == {begun["databaseId"]}


async def test_s2_a_target_is_under_way_too(admin: Registry) -> None:
    first, second, third = [await organisation(admin, name) for name in ("A", "B", "C")]
    await move(admin, "admin", first, second)

    answers = [
        await move(admin, "admin", second, third, key="1"),
        await move(admin, "admin", third, first, key="2"),
        await move(admin, "admin", third, second, key="3"),
    ]

    assert [it.refusal for it in answers] == [UNDER_WAY] * 3


@pytest.mark.parametrize(
    ("of", "to", "refusal"),
    [
        (0, 0, ("CONFLICT", "Organisation would contain itself")),
        (0, 2, ("CONFLICT", "Organisation would contain itself")),
        (3, 2, ("CONFLICT", "Organisation name is taken")),
        (1, 4, ("CONFLICT", "Organisation is not active")),
        (4, 3, ("CONFLICT", "Organisation is not active")),
    ],
)
async def test_r1_a_move_that_cannot_be_made_is_refused_at_once(
    admin: Registry, of: int, to: int, refusal: tuple[str, str]
) -> None:
    places = await chain(admin, 3)
    await organisation(admin, "Twin", places[2])
    places += [await organisation(admin, name) for name in ("Twin", "Ended")]
    await archive(admin, "admin", places[4])

    version = 2 if of == 4 else 1
    answer = await move(admin, "admin", places[of], places[to], version=version)

    assert answer.refusal == refusal
    assert await admin.owner.fetchval("select count(*) from runs") == 0


async def test_r1_a_move_is_refused_that_would_lead_too_deep(admin: Registry) -> None:
    deep, moved = await chain(admin, 11), await organisation(admin, "Moved")
    await organisation(admin, "Below", moved)

    answer = await move(admin, "admin", moved, deep[-1])

    assert answer.refusal == ("CONFLICT", "Organisations are at most 12 deep")


async def test_r7_a_move_of_what_was_changed_meanwhile_is_refused(admin: Registry) -> None:
    new, moved = [await organisation(admin, name) for name in ("New", "Clinic")]

    answer = await move(admin, "admin", moved, new, version=7)

    assert answer.refusal == ("CONFLICT", "Organisation was changed meanwhile")
    assert answer.errors[0]["extensions"]["version"] == 1


async def test_r4_a_steward_moves_within_what_they_look_after(admin: Registry) -> None:
    mine, other = [await organisation(admin, name) for name in ("Mine", "Other")]
    first, second = [await organisation(admin, name, mine) for name in ("A", "B")]
    await steward(admin, "sam", mine)
    not_found = ("NOT_FOUND", "Organisation not found")

    answers = [
        await move(admin, "sam", first, other, key="1"),
        await move(admin, "sam", other, first, key="2"),
        await move(admin, "sam", first, None, key="3"),
        await move(admin, "sam", first, second, key="4"),
    ]

    assert [it.refusal if it.errors else None for it in answers] == [
        not_found,
        not_found,
        ("FORBIDDEN", "User doesn't have required role"),
        None,
    ]


async def test_a_move_fails_where_who_asked_may_no_longer(admin: Registry) -> None:
    new, moved = [await organisation(admin, name) for name in ("New", "Clinic")]
    run = UUID(
        (await move(admin, "admin", moved, new)).data["moveOrganisation"]["run"]["databaseId"]
    )
    await admin.user("other")
    async with admin.acting("user.updated") as owner:
        await owner.execute("update users set is_blocked = true where username = 'admin'")

    async with working(admin):
        await until(admin, run, "FAILED")

    error = await admin.owner.fetchval("select last_error from runs where id = $1", run)
    assert error == "User is blocked"
    parent = await admin.owner.fetchval("select parent_id from organisations where id = $1", moved)
    assert parent is None


async def test_a_move_fails_where_who_asked_lost_the_role(admin: Registry) -> None:
    new, moved = [await organisation(admin, name) for name in ("New", "Clinic")]
    await steward(admin, "sue", new, moved)
    begun = (await move(admin, "sue", moved, new)).data["moveOrganisation"]["run"]
    run = UUID(begun["databaseId"])
    async with admin.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where organisation_id = $1", new)

    async with working(admin):
        await until(admin, run, "FAILED")

    failed = await run_of(admin, "admin", run)
    assert failed["lastError"] == "User doesn't have required role"


async def test_r4_who_keeps_everything_no_more_makes_no_root(admin: Registry) -> None:
    old = await organisation(admin, "Old")
    moved = await organisation(admin, "Clinic", old)
    await admin.user("sue", Role.STEWARD)
    begun = (await move(admin, "sue", moved, None)).data["moveOrganisation"]["run"]
    run = UUID(begun["databaseId"])
    async with admin.acting("role.revoked") as owner:
        await owner.execute("delete from role_grants where user_id = $1", admin.users["sue"])
    await limit(admin, "sue", "STEWARD", moved)

    async with working(admin):
        await until(admin, run, "FAILED")

    parent = await admin.owner.fetchval("select parent_id from organisations where id = $1", moved)
    assert parent == old
