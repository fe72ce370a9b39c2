"""Made-up families: people who have much in common and are not one person."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from bench.detect.samples import Member, Sample
from bench.names import FAMILY_ENDINGS, FEMALE_ENDINGS, MALE_ENDINGS, names
from rules.comparison import Address, Record
from rules.partial_dates import PartialDate

SEED = 15
FIRST_NAMES, LAST_NAMES = 800, 4000
PLACES = 200
FIRST_BIRTH, DAYS = date(1935, 1, 1), 27_000

Kin = Callable[[random.Random, Record], Record]


def samples(count: int) -> Iterator[Sample]:
    """Make so many pairs of each kind of kin: with numbers, which differ, and twins without any."""
    for name, kin in KINDS.items():
        yield _sample(name, kin, count, are_numbered=True)
    yield _sample("twins without numbers", _twin, count, are_numbered=False)


def _sample(name: str, kin: Kin, count: int, *, are_numbered: bool) -> Sample:
    chance = random.Random(f"{SEED} {name}")
    members = []
    for number in range(count):
        one = somebody(chance)
        pair = (one, kin(chance, one))
        for place, record in enumerate(pair):
            national_id = f"{chance.randrange(10**10):010}" if are_numbered else None
            numbered = replace(record, national_id=national_id)
            members.append(Member(f"{number}/{place}", numbered, family=number))
    return Sample(name, members)


def somebody(chance: random.Random) -> Record:
    """Make a person with names, birth date and an address."""
    first, last = _first_name(chance), _one_of(chance, names(LAST_NAMES, FAMILY_ENDINGS))
    street = f"{_one_of(chance, names(PLACES, FAMILY_ENDINGS))} street"
    settlement = _one_of(chance, names(PLACES, ("", "ville", "ton")))
    building, zip_code = str(chance.randrange(1, 120)), f"{chance.randrange(1000, 9999)}"
    home = Address("AU", None, settlement, street, building, None, zip_code)
    return Record(first, last, _date(chance, FIRST_BIRTH, DAYS), addresses=(home,))


def _twin(chance: random.Random, one: Record) -> Record:
    return replace(one, first_name=_other_first_name(chance, one))


def _sibling(chance: random.Random, one: Record) -> Record:
    born = _after(chance, one, 365, 5 * 365)
    return replace(one, first_name=_other_first_name(chance, one), birth_date=born)


def _namesake(chance: random.Random, one: Record) -> Record:
    """Make a child who is called as the parent is."""
    return replace(one, birth_date=_after(chance, one, 18 * 365, 45 * 365))


def _spouse(chance: random.Random, one: Record) -> Record:
    born = _after(chance, one, -8 * 365, 8 * 365)
    return replace(one, first_name=_other_first_name(chance, one), birth_date=born)


KINDS: dict[str, Kin] = {
    "twins": _twin,
    "siblings": _sibling,
    "parent and child of one name": _namesake,
    "spouses of one name": _spouse,
}


def _first_name(chance: random.Random) -> str:
    return _one_of(chance, names(FIRST_NAMES, chance.choice([MALE_ENDINGS, FEMALE_ENDINGS])))


def _other_first_name(chance: random.Random, one: Record) -> str:
    while (name := _first_name(chance)) == one.first_name:
        pass
    return name


def _one_of(chance: random.Random, ranked: tuple[str, ...]) -> str:
    """Choose a name: half of the people share a tenth of them."""
    return ranked[int(len(ranked) * chance.random() ** 3)]


def _date(chance: random.Random, first: date, days: int) -> PartialDate:
    return PartialDate.of(first + timedelta(days=chance.randrange(days)))


def _after(chance: random.Random, one: Record, least: int, most: int) -> PartialDate:
    assert one.birth_date is not None
    return _date(chance, one.birth_date.earliest + timedelta(days=least), most - least)
