"""A death noted while records are one is about the right one when they are two (H18)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from rules.declarations import Individual
from rules.imports import IncomingPerson
from rules.partial_dates import PartialDate
from tests.deaths import DAY
from tests.parallel_registers import BORN, Register, Registers

NAMES = (("Dora", "Falk"), ("Greta", "Holm"), ("Livia", "Berg"))
NUMBERS = ("8400000001", "8400000002", "8400000003")


async def keys_of(register: Register) -> tuple[UUID, UUID]:
    """Return the keys of the first two records."""
    one, other = await register.key("r0"), await register.key("r1")
    assert one is not None
    assert other is not None
    return one, other


async def two_of_one(registers: Registers) -> tuple[UUID, UUID]:
    """Take two records of one name and number in, and return their keys in the one that merges."""
    for register in registers:
        for place in range(2):
            await register.take_in(incoming(place, 0))
    return await keys_of(registers[0])


async def test_h18_a_void_death_of_two_who_were_one_was_about_nobody(
    registers: Registers,
) -> None:
    merging, plain = registers
    keys = await two_of_one(registers)

    await merging.merge(keys[0], keys[1])
    for register in registers:
        await register.die(somebody(0), DAY, None)
        await register.correct(0, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()


def incoming(record: int, who: int) -> IncomingPerson:
    return IncomingPerson(f"r{record}", *NAMES[who], birth_date=BORN, national_id=NUMBERS[who])


def somebody(place: int) -> Individual:
    born = PartialDate.read(str(BORN))
    return Individual(*NAMES[place], birth_date=born, national_id=NUMBERS[place])


@pytest.mark.parametrize("corrected_to", [0, 1, None])
@pytest.mark.parametrize("first_merged", [True, False])
async def test_h18_a_death_corrected_to_the_other_record_is_the_others(
    registers: Registers, *, corrected_to: int | None, first_merged: bool
) -> None:
    merging, plain = registers
    for register in registers:
        for place in range(2):
            await register.take_in(incoming(place, place))
    keys = await keys_of(merging)

    if first_merged:
        await merging.merge(keys[0], keys[1])
    for register in registers:
        await register.die(somebody(0), DAY, None)
    if not first_merged:
        await merging.merge(keys[0], keys[1])
    for register in registers:
        deceased = None if corrected_to is None else somebody(corrected_to)
        await register.correct(0, deceased, DAY.replace(day=1))
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()


async def test_h18_a_death_that_found_a_master_dead_by_a_merge_is_corrected_without_it(
    registers: Registers,
) -> None:
    merging, plain = registers
    for register in registers:
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
    keys = await keys_of(merging)

    await merging.merge(keys[0], keys[1])
    for register in registers:
        await register.die(somebody(1), DAY - timedelta(days=2), None)
    for merge in await merging.merged():
        await merging.undo(merge)
    for register in registers:
        await register.correct(1, somebody(1), DAY - timedelta(days=9))

    assert await merging.states() == await plain.states()


async def test_h18_n6_a_void_death_leaves_whoever_stands_the_day_of_who_was_merged(
    registers: Registers,
) -> None:
    merging, plain = registers
    for register in registers:
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
        await register.die(somebody(2), DAY, None)
    keys = await keys_of(merging)

    await merging.merge(keys[1], keys[0])
    for register in registers:
        await register.take_in(incoming(1, 2))
        await register.correct(0, None, DAY)
    standing, _, *_ = await merging.states()
    for register in registers:
        await register.die(somebody(2), DAY, "r1")
        await register.correct(2, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert standing["death_date"] == DAY
    assert await merging.states() == await plain.states()


@pytest.mark.parametrize("undone_first", [True, False])
async def test_h18_a_death_that_is_corrected_to_the_dead_puts_no_day_on_them(
    registers: Registers, *, undone_first: bool
) -> None:
    merging, plain = registers
    for register in registers:
        for place in range(2):
            await register.take_in(incoming(place, place))
        await register.die(somebody(0), DAY, None)
        await register.die(somebody(0), DAY - timedelta(days=3), None)
        await register.die(somebody(2), DAY - timedelta(days=1), "r1")
    keys = await keys_of(merging)

    await merging.merge(keys[0], keys[1])
    for register in registers:
        await register.correct(2, somebody(0), DAY)
    if undone_first:
        for merge in await merging.merged():
            await merging.undo(merge)
    for register in registers:
        await register.correct(2, None, DAY)
    for merge in await merging.merged():
        await merging.undo(merge)

    assert await merging.states() == await plain.states()


@pytest.mark.parametrize("is_another_dead", [True, False])
async def test_h18_who_comes_dead_by_a_merge_that_hides_an_earlier_day_gets_that_without_it(
    registers: Registers, *, is_another_dead: bool
) -> None:
    merging, plain = registers
    keys = await two_of_one(registers)

    await merging.merge(keys[1], keys[0])
    for register in registers:
        await register.die(somebody(0), DAY, "r1")
        await register.die(somebody(0), DAY - timedelta(days=2), "r0")
        if is_another_dead:
            await register.take_in(IncomingPerson("r3", "Ada", "Lund", birth_date=BORN))
            await register.die(somebody(0), DAY - timedelta(days=1), "r3")
            await register.take_in(incoming(3, 0))
        await register.take_in(incoming(2, 0))
    hidden = await merging.states()
    for merge in await merging.merged():
        await merging.undo(merge)

    assert hidden[2]["death_date"] == DAY - timedelta(days=is_another_dead)
    assert await merging.states() == await plain.states()


async def days_of(register: Register) -> list[date | None]:
    """Return the days of death of the records, as their rows say."""
    return [it["death_date"] for it in await register.states() if "death_date" in it]


async def test_n6_a_merged_record_has_no_day_that_is_said_of_its_master_alone(
    registers: Registers,
) -> None:
    merging, _ = registers
    for place in range(2):
        await merging.take_in(incoming(place, place))
    await merging.die(somebody(0), DAY, None)
    await merging.die(somebody(1), DAY - timedelta(days=9), None)
    keys = await keys_of(merging)

    await merging.merge(keys[0], keys[1])
    await merging.correct(0, somebody(0), DAY + timedelta(days=1))
    corrected = await days_of(merging)
    await merging.correct(0, None, DAY)
    annulled = await days_of(merging)

    assert corrected == [DAY + timedelta(days=1), DAY - timedelta(days=9)]
    assert annulled == [None, DAY - timedelta(days=9)]


async def test_c10_a_corrected_day_is_that_of_all_who_had_it_by_merges(
    registers: Registers,
) -> None:
    merging, _ = registers
    for place in range(3):
        await merging.take_in(incoming(place, place))
    await merging.die(somebody(0), DAY, None)
    third = await merging.key("r2")
    assert third is not None
    keys = await keys_of(merging)

    await merging.merge(keys[0], keys[1])
    await merging.merge(keys[1], third)
    await merging.correct(0, somebody(0), DAY + timedelta(days=1))
    corrected = await days_of(merging)
    await merging.correct(0, None, DAY)

    assert corrected == [DAY + timedelta(days=1)] * 3
    assert await days_of(merging) == [None] * 3
