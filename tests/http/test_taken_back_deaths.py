"""Nobody keeps a day of death that nothing on record says of them any more (C10, C11 and N6)."""

from datetime import date, timedelta

import pytest

from rules.declarations import Individual
from rules.imports import IncomingPerson
from rules.partial_dates import PartialDate
from tests.deaths import DAY
from tests.parallel_registers import BORN, Register, Registers

LATER = DAY + timedelta(days=2)
DORA = Individual("Dora", "Falk", None, PartialDate.read(str(BORN)), None, "8400000001")


def dora(place: int, number: str | None = "8400000001") -> IncomingPerson:
    return IncomingPerson(f"r{place}", "Dora", "Falk", birth_date=BORN, national_id=number)


async def days_of(register: Register) -> list[date | None]:
    """Return the days of death of the records, as their rows say."""
    return [it["death_date"] for it in await register.states() if "death_date" in it]


@pytest.mark.parametrize("is_merged", [False, True])
@pytest.mark.parametrize("void_first", [0, 1])
async def test_c11_n6_two_void_deaths_of_one_person_leave_no_day(
    registers: Registers, *, void_first: int, is_merged: bool
) -> None:
    merging, plain = registers
    for register in registers:
        await register.take_in(dora(0))
        await register.take_in(dora(1, None))
    if is_merged:
        one, other = await merging.key("r0"), await merging.key("r1")
        assert one is not None
        assert other is not None
        await merging.merge(one, other)

    left = []
    for register in registers:
        await register.die(DORA, DAY, None)
        await register.die(DORA, LATER, None)
        await register.correct(void_first, None, DAY)
        left.append((await days_of(register))[is_merged and register is merging])
        await register.correct(1 - void_first, None, DAY)
        assert await days_of(register) == [None, None]
    for merge in await merging.merged():
        await merging.undo(merge)

    assert left == [LATER if void_first == 0 else DAY] * 2
    assert await merging.states() == await plain.states()


async def test_c10_the_day_that_another_death_left_is_corrected_with_it(
    registers: Registers,
) -> None:
    register, _ = registers
    await register.take_in(dora(0))
    await register.die(DORA, DAY, None)
    await register.die(DORA, LATER, None)
    await register.correct(0, None, DAY)

    await register.correct(1, DORA, DAY - timedelta(days=5))

    assert await days_of(register) == [DAY - timedelta(days=5)]


@pytest.mark.parametrize("is_merged", [False, True])
async def test_c11_n6_who_came_dead_by_a_death_that_is_void_lives(
    registers: Registers, *, is_merged: bool
) -> None:
    merging, plain = registers
    for register in registers:
        await register.die(DORA, DAY, None)
        await register.take_in(dora(0))
        await register.take_in(dora(1))
    came = await days_of(plain)
    if is_merged:
        one, other = await merging.key("r0"), await merging.key("r1")
        assert one is not None
        assert other is not None
        await merging.merge(one, other)

    for register in registers:
        await register.correct(0, None, DAY)

    assert came == [DAY, DAY]
    for register in registers:
        assert await days_of(register) == [None, None]
    for merge in await merging.merged():
        await merging.undo(merge)
    assert await merging.states() == await plain.states()


async def test_c10_n6_who_came_dead_by_a_death_has_the_day_to_which_it_is_corrected(
    registers: Registers,
) -> None:
    register, _ = registers
    await register.die(DORA, DAY, None)
    await register.take_in(dora(0))
    await register.take_in(dora(1))

    await register.correct(0, DORA, LATER)

    assert await days_of(register) == [LATER, LATER]


async def test_c11_a_day_that_another_death_says_stays(
    registers: Registers,
) -> None:
    register, _ = registers
    await register.die(DORA, DAY, None)
    await register.take_in(dora(0))
    await register.die(DORA, DAY, None)

    await register.correct(1, None, DAY)
    kept = await days_of(register)
    await register.correct(0, None, DAY)

    assert kept == [DAY]
    assert await days_of(register) == [None]
