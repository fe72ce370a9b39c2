"""A death that fits two who live is about the one that they turn out to be (rule N6)."""

from datetime import date, timedelta

import pytest

from rules.declarations import Individual
from rules.partial_dates import PartialDate
from tests.deaths import DAY
from tests.http.test_taken_back_deaths import days_of
from tests.http.test_taken_back_deaths import dora as at
from tests.parallel_registers import BORN, Register, Registers

EARLIER, LATER = DAY - timedelta(days=5), DAY + timedelta(days=2)
DORA = Individual("Dora", "Falk", None, PartialDate.read(str(BORN)), None, "8400000001")


async def merged(register: Register, duplicate: str, master: str) -> None:
    one, other = await register.key(duplicate), await register.key(master)
    assert one is not None
    assert other is not None
    await register.merge(one, other)


async def undone(register: Register) -> None:
    for each in await register.merged():
        await register.undo(each)


async def two_of_one_number(*registers: Register) -> None:
    for register in registers:
        await register.take_in(at(0))
        await register.take_in(at(1))


async def test_n6_a_death_that_fits_two_is_of_whom_they_are_merged_into(
    registers: Registers,
) -> None:
    merging, plain = registers
    await two_of_one_number(*registers)
    for register in registers:
        await register.die(DORA, DAY, None)
    assert await days_of(merging) == [None, None]

    await merged(merging, "r0", "r1")

    assert await days_of(merging) == [None, DAY]
    await undone(merging)
    assert await days_of(merging) == [None, None]
    assert await merging.states() == await plain.states()
    await merged(merging, "r0", "r1")
    assert await days_of(merging) == [None, DAY]


async def test_n6_a_death_that_fits_three_waits_until_they_are_one(registers: Registers) -> None:
    register, _ = registers
    await two_of_one_number(register)
    await register.take_in(at(2))
    await register.die(DORA, DAY, None)

    await merged(register, "r0", "r1")
    of_two = await days_of(register)
    await merged(register, "r2", "r1")

    assert of_two == [None, None, None]
    assert await days_of(register) == [None, DAY, None]
    await register.undo((await register.merged())[0])
    assert await days_of(register) == [None, None, None]


async def test_n6_of_two_deaths_that_fit_two_it_is_the_earlier_day(registers: Registers) -> None:
    register, _ = registers
    await two_of_one_number(register)
    await register.die(DORA, DAY, None)
    await register.die(DORA, EARLIER, None)

    await merged(register, "r0", "r1")
    both = await days_of(register)
    await register.correct(1, None, DAY)

    assert both == [None, EARLIER]
    assert await days_of(register) == [None, DAY]


async def test_n6_a_day_that_the_master_has_is_kept(registers: Registers) -> None:
    register, _ = registers
    await two_of_one_number(register)
    await register.die(DORA, DAY, None)
    await register.die(DORA, LATER, "r1")

    await merged(register, "r0", "r1")

    assert await days_of(register) == [None, LATER]


@pytest.mark.parametrize("day", [None, LATER], ids=["void", "another day"])
async def test_c10_c11_the_day_of_one_who_was_two_goes_with_the_death(
    registers: Registers, day: date | None
) -> None:
    merging, plain = registers
    await two_of_one_number(*registers)
    for register in registers:
        await register.die(DORA, DAY, None)
    await merged(merging, "r0", "r1")

    for register in registers:
        await register.correct(0, None if day is None else DORA, LATER)

    assert await days_of(merging) == [None, day]
    await undone(merging)
    assert await merging.states() == await plain.states()
