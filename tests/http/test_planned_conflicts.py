"""What a plan has people look at, and what stops it (W3, W4)."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from tests.organisation_plans import (
    BLOCKED,
    OUT_OF_DATE,
    begun,
    execute,
    items,
    join,
    merge,
    transfer,
    two,
)
from tests.organisations import chain, move, organisation
from tests.people import id_of, insert, person
from tests.serving import Registry


async def linked(registry: Registry, place: UUID, source: UUID, group: str, **more: str) -> UUID:
    """Link an organisation with a group of a source."""
    columns = {"source_id": source, "organisation_id": place, "external_id": group}
    async with registry.acting("source.linked"):
        return await insert(
            registry, "source_links", columns | {"environment": "PRODUCTION"} | more
        )


async def a_source(registry: Registry, name: str) -> UUID:
    columns = {"name": name, "protocol": "JSON_API", "base_url": "https://x", "access": []}
    async with registry.acting("source.created"):
        return await insert(registry, "sources", columns)


BORN = date(1980, 5, 6)
HERE: dict[str, Any] = {"last": "Byron", "birth_date": BORN, "national_id": "AB12345"}
LIKE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "Ada": ({"national_id": "ZZ9"}, ["LIKELY_SAME"]),
    "Bea": ({"birth_date": None}, ["LIKELY_SAME"]),
    "Cea": ({"last": "King"}, ["LIKELY_SAME"]),
    "Dea": ({"last": "King", "birth_date": None}, ["ID_ONLY"]),
    "Eva": ({"birth_date": None, "national_id": None}, ["NAME_ONLY"]),
    "Fae": ({"last": "King", "national_id": None}, []),
    "Gia": ({"last": "King", "birth_date": None, "national_id": ""}, []),
    "Hae": ({"last": "King", "birth_date": None, "national_id": "0000000000"}, []),
}
"""Who is in the target, beside HERE in the source, and what is told of them."""


async def test_w3_two_of_three_are_likely_the_same_and_one_is_told(admin: Registry) -> None:
    old, new = await two(admin)
    for number, (name, (theirs, _)) in enumerate(LIKE.items()):
        born = BORN.replace(year=1980 + number)
        mine = HERE | {"birth_date": born, "national_id": f"{HERE['national_id']}{number}"}
        mine |= {it: theirs[it] for it in ("national_id",) if name in ("Gia", "Hae")}
        await join(admin, await person(admin, name, **mine), old)
        await join(admin, await person(admin, name.upper(), **{**mine, **theirs}), new)

    plan = await merge(admin, old, new)

    moved = {it[0]: it[3] for it in items(plan, "person") if it[2] == "MOVE"}
    assert moved == {name: expected for name, (_, expected) in LIKE.items()}
    persons = [it for it in plan["items"]["nodes"] if it["noun"] == "person"]
    assert {it["source"]["firstName"] for it in persons if it["cluster"] and it["source"]} == {
        "Ada",
        "Bea",
        "Cea",
    }


async def test_w3_a_cluster_is_connected(admin: Registry) -> None:
    old, new = await two(admin)
    first = await person(admin, "Ada", "Byron", birth_date=BORN)
    middle = await person(admin, "Ada", "Byron", birth_date=BORN, national_id="AB123456")
    last = await person(admin, "Ada", "King", birth_date=BORN, national_id="AB123456")
    apart = await person(admin, "Eve", "Moor", birth_date=BORN)
    await join(admin, first, old)
    await join(admin, middle, new)
    await join(admin, last, old)
    await join(admin, apart, old)

    plan = await merge(admin, old, new)

    clusters = {
        it["source"]["id"] if it["source"] else it["target"]["id"]: it["cluster"]
        for it in plan["items"]["nodes"]
        if it["noun"] == "person"
    }
    assert clusters == {
        **{id_of("Person", it): 1 for it in (first, middle, last)},
        id_of("Person", apart): None,
    }


async def test_w4_all_that_blocks_is_told_at_once_and_stops_it(admin: Registry) -> None:
    old, new = await two(admin)
    deep = await chain(admin, 11)
    await move(admin, new, deep[-1])
    await organisation(admin, "Ward", old)
    await _invited(admin, old)
    for number, environment in enumerate(("PRODUCTION", "TEST")):
        source = await a_source(admin, f"Source {number}")
        await linked(admin, old, source, "7")
        link = await linked(admin, new, source, "8", environment=environment)
        async with admin.acting("source_link.switched"):
            switch = {"link_id": link, "feature": "WEBHOOKS", "is_on": False}
            await insert(admin, "switches", switch)
    expected = [
        "A switch is on in one and off in the other",
        "An invitation is open",
        "Both are linked with one source by different external ids",
        "Both are linked with one source in different environments",
        "Organisations would stand more than 12 deep",
    ]

    plan = await merge(admin, old, new)
    answer = await execute(admin, "sam", plan)

    assert plan["blockedBy"] == expected
    assert answer.refusal == BLOCKED
    assert answer.errors[0]["extensions"]["blockedBy"] == expected


async def test_w4_one_within_the_other_blocks(admin: Registry) -> None:
    old, new = await two(admin)
    await move(admin, old, new)

    plans = [await merge(admin, old, new), await merge(admin, new, old)]

    assert [it["blockedBy"] for it in plans] == [["One organisation stands within the other"]] * 2


async def _invited(registry: Registry, place: UUID) -> None:
    columns = {
        "organisation_id": place,
        "client_id": registry.console_id,
        "role": "REGISTRAR",
        "email": "a@example.org",
        "token_digest": b"1",
    }
    async with registry.acting("invitation.created") as owner:
        await owner.execute(
            "insert into invitations (organisation_id, client_id, role, email, token_digest,"
            " expires_at) values ($1, $2, $3, $4, $5, now() + interval '1 day')",
            *columns.values(),
        )


async def test_w4_a_run_that_begins_after_the_plan_blocks_it_too(admin: Registry) -> None:
    old, new = await two(admin)
    plan = await merge(admin, old, new)
    run = await begun(admin, plan)

    anew = await merge(admin, old, new)
    again = await execute(admin, "sam", plan)
    other = await execute(admin, "sam", plan, "other key")

    assert anew["blockedBy"] == ["Organisation has a run under way"]
    assert again.data["executePlan"]["run"]["databaseId"] == str(run)
    assert other.refusal == BLOCKED
    assert other.errors[0]["extensions"]["blockedBy"] == ["Organisation has a run under way"]
    assert other.errors[0]["extensions"]["runId"] == str(run)


async def test_w4_of_several_plans_of_two_organisations_signed_at_once_one_begins(
    admin: Registry,
) -> None:
    """There and back, or a merge and a transfer: whichever it is, the others wait for its end."""
    old, new = await two(admin)
    await join(admin, await person(admin, "Ada"), old)
    await join(admin, await person(admin, "Eve"), new)
    plans = [
        await merge(admin, old, new),
        await merge(admin, new, old),
        await transfer(admin, old, new),
    ]

    answers = await asyncio.gather(
        *(execute(admin, "sam", plan, f"key {number}") for number, plan in enumerate(plans))
    )

    assert sorted(it.refusal for it in answers if it.errors) == [BLOCKED] * 2
    assert await admin.owner.fetchval("select count(*) from runs") == 1


async def test_w2_who_left_since_makes_a_plan_out_of_date_and_is_named(admin: Registry) -> None:
    old, new = await two(admin)
    ada = await person(admin, "Ada")
    await join(admin, ada, old)
    plan = await merge(admin, old, new)
    async with admin.acting("membership.ended") as owner:
        await owner.execute("update memberships set ended_on = current_date")

    answer = await execute(admin, "sam", plan)

    assert answer.refusal == OUT_OF_DATE
    assert answer.errors[0]["extensions"]["changed"] == [id_of("Person", ada)]
