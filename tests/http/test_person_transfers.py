"""How persons go from one organisation to another: step by step, each once (W5, W6)."""

from typing import Any
from uuid import UUID

from tests.organisation_plans import begun, consents, done, join, transfer, two
from tests.people import person
from tests.runs import run_of, until, working
from tests.serving import Registry
from workflows.organisation_plans import PersonTransfer

MEMBERS = """
select first_name, organisations.name from memberships join persons on persons.id = person_id
  join organisations on organisations.id = organisation_id
 where ended_on is null order by 1, 2
"""
LETTERS = "select kind, record from messages where kind like 'letter.%' order by 1, 2"


async def listed(registry: Registry, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    return [tuple(it) for it in await registry.owner.fetch(statement, *arguments)]


async def set_rate(registry: Registry, run: UUID, rate: int, pause: float = 0) -> None:
    """Let a run that has not begun move so many persons a step, with a shorter pause."""
    async with registry.acting("run.requested") as owner:
        await owner.execute(
            "update runs set parameters = parameters || jsonb_build_object("
            " 'rate', $2::integer, 'pauseSeconds', $3::float), steps_known = $4 where id = $1",
            run,
            rate,
            pause,
            3,
        )


async def test_w5_those_who_were_chosen_are_moved_and_the_source_stays(admin: Registry) -> None:
    old, new = await two(admin)
    ada, eve, zoe = [
        await person(admin, it, email=f"{it.lower()}@example.org") for it in ("Ada", "Eve", "Zoe")
    ]
    await join(admin, ada, old)
    await join(admin, eve, old)
    await consents(admin, zoe, old, "VIEW")

    run = await done(admin, await transfer(admin, old, new, [ada, zoe]))

    found = await run_of(admin, "sam", run)
    assert (found["kind"], found["stepsDone"], found["counts"]["changed"]) == ("TRANSFER", 1, 2)
    assert await listed(admin, MEMBERS) == [("Ada", "New"), ("Eve", "Old"), ("Zoe", "New")]
    status = "select status from organisations where id = $1"
    assert await admin.owner.fetchval(status, old) == "ACTIVE"
    assert await listed(admin, LETTERS) == sorted(
        [("letter.person_transferred", f"person:{it}") for it in (ada, zoe)]
    )


async def test_w5_a_transfer_goes_in_steps_with_a_pause(admin: Registry) -> None:
    old, new = await two(admin)
    for name in ("Ada", "Eve", "Zoe"):
        await join(admin, await person(admin, name), old)
    run = await begun(admin, await transfer(admin, old, new))
    parameters = "select parameters ->> 'pauseSeconds', parameters ->> 'rate' from runs"
    (terms,) = await listed(admin, parameters)
    await set_rate(admin, run, 1, 0.01)

    async with working(admin, PersonTransfer()):
        await until(admin, run, "SUCCEEDED")

    assert terms == ("1", "15")
    found = await run_of(admin, "sam", run)
    assert (found["stepsDone"], found["counts"]["changed"]) == (3, 3)
    assert {it[1] for it in await listed(admin, MEMBERS)} == {"New"}


async def test_w2_who_has_changed_since_stays_where_they_are(admin: Registry) -> None:
    old, new = await two(admin)
    ada, eve = await person(admin, "Ada"), await person(admin, "Eve")
    await join(admin, ada, old)
    await join(admin, eve, old)
    run = await begun(admin, await transfer(admin, old, new))
    async with admin.acting("person.imported") as owner:
        await owner.execute("update persons set last_name = 'King' where id = $1", ada)

    async with working(admin, PersonTransfer()):
        await until(admin, run, "SUCCEEDED")

    found = await run_of(admin, "sam", run)
    assert (found["counts"]["changed"], found["counts"]["rejected"]) == (1, 1)
    assert await listed(admin, MEMBERS) == [("Ada", "Old"), ("Eve", "New")]
    outcomes = "select outcome from plan_items where source_id = $1"
    assert await admin.owner.fetchval(outcomes, ada) == "LEFT"


async def test_w1_a_run_that_began_in_the_days_of_its_plan_ends_after_them(admin: Registry) -> None:
    old, new = await two(admin)
    for name in ("Ada", "Eve", "Zoe"):
        await join(admin, await person(admin, name), old)
    run = await begun(admin, await transfer(admin, old, new))
    await set_rate(admin, run, 1)
    async with admin.acting("run.requested") as owner:
        await owner.execute("update organisation_plans set expires_at = now() - interval '1 day'")

    async with working(admin, PersonTransfer()):
        await until(admin, run, "SUCCEEDED")

    assert {it[1] for it in await listed(admin, MEMBERS)} == {"New"}
