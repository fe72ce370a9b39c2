"""Rule R1: the tree of organisations has a depth and no circle, whoever moves at once."""

import asyncio
import random
from uuid import uuid4

import asyncpg
import pytest

from rules.organisations import DEEPEST
from tests.organisations import (
    chain,
    create,
    move,
    organisation,
    paths_are_right,
)
from tests.serving import Registry, until_it_waits


async def test_r1_organisations_are_at_most_twelve_deep(admin: Registry) -> None:
    levels = await chain(admin, DEEPEST)

    refused = await create(admin, "admin", "One more", levels[-1])

    assert refused.refusal == ("CONFLICT", "Organisations are at most 12 deep")
    assert await paths_are_right(admin)


async def test_r1_what_moves_takes_all_below_it_and_none_goes_too_deep(admin: Registry) -> None:
    levels = await chain(admin, DEEPEST - 2)
    head = await organisation(admin, "Head")
    below = await organisation(admin, "Below", head)
    await organisation(admin, "Lowest", below)

    with pytest.raises(asyncpg.CheckViolationError, match="12 deep"):
        await move(admin, head, levels[-1])
    await move(admin, below, levels[-1])

    assert await paths_are_right(admin)


async def test_r1_an_organisation_never_stands_below_itself(admin: Registry) -> None:
    levels = await chain(admin, 3)

    for parent in levels:
        with pytest.raises(asyncpg.CheckViolationError, match="is above"):
            await move(admin, levels[0], parent)
    with pytest.raises(asyncpg.CheckViolationError, match="not there yet"):
        async with admin.acting("organisation.created") as owner:
            await owner.execute(
                "insert into organisations (id, name, kind, parent_id)"
                " values ($1, 'One', 'OFFICE', $2), ($2, 'Two', 'OFFICE', $1)",
                uuid4(),
                uuid4(),
            )

    assert await paths_are_right(admin)


async def test_r1_of_two_that_move_below_each_other_at_once_one_does(admin: Registry) -> None:
    """Each below what is below the other: no row of one is a row of the other's move."""
    one, other = [await organisation(admin, name) for name in ("One", "Other")]
    below_one = await organisation(admin, "Below", one)
    below_other = await organisation(admin, "Below", other)
    second = await asyncpg.connect(admin.database.owner_url)
    try:
        transaction = second.transaction()
        await transaction.start()
        await second.execute(
            "select begin_act('organisation.moved', null, null, $1, null)", uuid4()
        )
        await second.execute(
            "update organisations set parent_id = $2 where id = $1", one, below_other
        )
        waiting = asyncio.create_task(move(admin, other, below_one))
        watching = await asyncpg.connect(admin.database.owner_url)
        await until_it_waits(watching, waiting)
        await watching.close()
        await transaction.commit()
    finally:
        await second.close()

    with pytest.raises(asyncpg.CheckViolationError, match="is above"):
        await waiting
    assert await paths_are_right(admin)


async def test_r1_who_comes_below_what_is_moved_has_the_path_that_it_then_has(
    admin: Registry,
) -> None:
    one, other = [await organisation(admin, name) for name in ("One", "Other")]
    below = await organisation(admin, "Below", one)

    async with admin.acting("organisation.moved") as owner:
        await owner.execute("update organisations set parent_id = $2 where id = $1", one, other)
        watching = await asyncpg.connect(admin.database.owner_url)
        coming = asyncio.create_task(create(admin, "admin", "Coming", below))
        await until_it_waits(watching, coming)
        await watching.close()

    assert (await coming).errors == []
    assert await paths_are_right(admin)


async def test_r1_paths_are_those_of_the_parents_after_any_moves(admin: Registry) -> None:
    chosen = random.Random(17)
    made = [await organisation(admin, f"Number {number}") for number in range(14)]

    for _ in range(80):
        try:
            await move(admin, chosen.choice(made), chosen.choice([*made, None]))
        except asyncpg.CheckViolationError:
            continue

    assert await paths_are_right(admin)
