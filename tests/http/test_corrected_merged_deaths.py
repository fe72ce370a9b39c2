"""A death corrected while records are one is about the right one when they are two (H18)."""

from datetime import timedelta

import pytest

from rules.declarations import Individual
from rules.imports import IncomingPerson
from rules.partial_dates import PartialDate
from tests.databases import Database, Databases
from tests.deaths import DAY
from tests.parallel_registers import BORN, Register

NAMES = (("Dora", "Falk"), ("Greta", "Holm"), ("Livia", "Berg"))
NUMBERS = ("8400000001", "8400000002", "8400000003")


async def test_h18_a_void_death_of_two_who_were_one_was_about_nobody(
    database: Database, databases: Databases
) -> None:
    other = await databases.lend()
    merging, plain = await Register.of(database), await Register.of(other)
    for register in (merging, plain):
        register.begin("A")
        for place in range(2):
            await register.take_in(incoming(place, 0))
    keys = [await merging.key(f"r{place}") for place in range(2)]
    assert keys[0] is not None
    assert keys[1] is not None

    await merging.merge(keys[0], keys[1])
    for register in (merging, plain):
        await register.die(somebody(0), DAY, None)
        await register.correct(0, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()
    for register in (merging, plain):
        await register.close()
    await databases.take_back(other)


def incoming(record: int, who: int) -> IncomingPerson:
    return IncomingPerson(f"r{record}", *NAMES[who], birth_date=BORN, national_id=NUMBERS[who])


def somebody(place: int) -> Individual:
    born = PartialDate.read(str(BORN))
    return Individual(*NAMES[place], birth_date=born, national_id=NUMBERS[place])


@pytest.mark.parametrize("corrected_to", [0, 1, None])
@pytest.mark.parametrize("first_merged", [True, False])
async def test_h18_a_death_corrected_to_the_other_record_is_the_others(
    database: Database, databases: Databases, *, corrected_to: int | None, first_merged: bool
) -> None:
    other = await databases.lend()
    merging, plain = await Register.of(database), await Register.of(other)
    for register in (merging, plain):
        register.begin("A")
        for place in range(2):
            await register.take_in(incoming(place, place))
    keys = [await merging.key(f"r{place}") for place in range(2)]
    assert keys[0] is not None
    assert keys[1] is not None

    if first_merged:
        await merging.merge(keys[0], keys[1])
    for register in (merging, plain):
        await register.die(somebody(0), DAY, None)
    if not first_merged:
        await merging.merge(keys[0], keys[1])
    for register in (merging, plain):
        deceased = None if corrected_to is None else somebody(corrected_to)
        await register.correct(0, deceased, DAY.replace(day=1))
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()
    for register in (merging, plain):
        await register.close()
    await databases.take_back(other)


async def test_h18_a_death_that_found_a_master_dead_by_a_merge_is_corrected_without_it(
    database: Database, databases: Databases
) -> None:
    other = await databases.lend()
    merging, plain = await Register.of(database), await Register.of(other)
    for register in (merging, plain):
        register.begin("A")
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
    keys = [await merging.key(f"r{place}") for place in range(2)]
    assert keys[0] is not None
    assert keys[1] is not None

    await merging.merge(keys[0], keys[1])
    for register in (merging, plain):
        await register.die(somebody(1), DAY - timedelta(days=2), None)
    for merge in await merging.merged():
        await merging.undo(merge)
    for register in (merging, plain):
        await register.correct(1, somebody(1), DAY - timedelta(days=9))

    assert await merging.states() == await plain.states()
    for register in (merging, plain):
        await register.close()
    await databases.take_back(other)


async def test_h18_n6_a_void_death_leaves_whoever_stands_the_day_of_who_was_merged(
    database: Database, databases: Databases
) -> None:
    other = await databases.lend()
    merging, plain = await Register.of(database), await Register.of(other)
    for register in (merging, plain):
        register.begin("A")
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
        await register.die(somebody(2), DAY, None)
    keys = [await merging.key(f"r{place}") for place in range(2)]
    assert keys[0] is not None
    assert keys[1] is not None

    await merging.merge(keys[1], keys[0])
    for register in (merging, plain):
        await register.take_in(incoming(1, 2))
        await register.correct(0, None, DAY)
    standing, _, *_ = await merging.states()
    for register in (merging, plain):
        await register.die(somebody(2), DAY, "r1")
        await register.correct(2, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert standing["death_date"] == DAY
    assert await merging.states() == await plain.states()
    for register in (merging, plain):
        await register.close()
    await databases.take_back(other)


@pytest.mark.parametrize("undone_first", [True, False])
async def test_h18_a_death_that_is_corrected_to_the_dead_puts_no_day_on_them(
    database: Database, databases: Databases, *, undone_first: bool
) -> None:
    other = await databases.lend()
    merging, plain = await Register.of(database), await Register.of(other)
    for register in (merging, plain):
        register.begin("A")
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
        await register.die(somebody(0), DAY - timedelta(days=3), None)
        await register.die(somebody(2), DAY - timedelta(days=1), "r1")
    keys = [await merging.key(f"r{place}") for place in range(2)]
    assert keys[0] is not None
    assert keys[1] is not None

    await merging.merge(keys[0], keys[1])
    for register in (merging, plain):
        await register.correct(2, somebody(0), DAY)
    if undone_first:
        for merge in await merging.merged():
            await merging.undo(merge)
    for register in (merging, plain):
        await register.correct(2, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()
    for register in (merging, plain):
        await register.close()
    await databases.take_back(other)
