"""Made-up people who are on record once, and once more with slips such as those of FEBRL."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bench.detect.families import somebody
from bench.detect.samples import Member, Sample
from rules.comparison import Record
from rules.partial_dates import PartialDate

SEED = 17
MOST_SLIPS = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Slip = Callable[[random.Random, Record], Record]


def sample(people: int) -> Sample:
    """Make so many people with a tax id, each twice, in two files that are linked."""
    chance = random.Random(SEED)
    members = []
    for number in range(people):
        one = replace(somebody(chance), tax_id=f"{chance.randrange(10**7):07}")
        other = one
        slips = chance.choices([*SLIPS], [*SLIPS.values()], k=chance.randint(1, MOST_SLIPS))
        for slip in slips:
            other = slip(chance, other)
        for file, record in enumerate((one, other)):
            members.append(Member(str(number), record, file))
    return Sample("misspelt, linked", members)


def _first_name(chance: random.Random, record: Record) -> Record:
    return replace(record, first_name=_edited(chance, record.first_name))


def _last_name(chance: random.Random, record: Record) -> Record:
    return replace(record, last_name=_edited(chance, record.last_name))


def _names_swapped(chance: random.Random, record: Record) -> Record:
    return replace(record, first_name=record.last_name, last_name=record.first_name)


def _no_birth_date(chance: random.Random, record: Record) -> Record:
    return replace(record, birth_date=None)


def _birth_date(chance: random.Random, record: Record) -> Record:
    if record.birth_date is None or record.birth_date.exact is None:
        return record
    born = record.birth_date.exact
    day = date(born.year, chance.randint(1, 12), chance.randint(1, 28))
    return replace(record, birth_date=PartialDate.of(day))


def _tax_id(chance: random.Random, record: Record) -> Record:
    digits = [*(record.tax_id or "0")]
    digits[chance.randrange(len(digits))] = str(chance.randrange(10))
    return replace(record, tax_id="".join(digits))


def _street(chance: random.Random, record: Record) -> Record:
    (home,) = record.addresses
    return replace(record, addresses=(replace(home, street=_edited(chance, home.street)),))


def _building(chance: random.Random, record: Record) -> Record:
    (home,) = record.addresses
    return replace(record, addresses=(replace(home, building=str(chance.randrange(1, 300))),))


def _zip_code(chance: random.Random, record: Record) -> Record:
    (home,) = record.addresses
    digits = [*(home.zip or "0")]
    chance.shuffle(digits)
    return replace(record, addresses=(replace(home, zip="".join(digits)),))


SLIPS: dict[Slip, float] = {
    _first_name: 4,
    _last_name: 4,
    _names_swapped: 1,
    _no_birth_date: 0.3,
    _birth_date: 0.35,
    _tax_id: 1,
    _street: 3,
    _building: 2,
    _zip_code: 2,
}
"""Each with its weight, so that birth dates differ and are missing as often as in FEBRL."""


def _edited(chance: random.Random, text: str | None) -> str | None:
    """Put a letter in, leave one out, replace one, or swap two neighbours."""
    if not text:
        return text
    place, letter = chance.randrange(len(text)), chance.choice(LETTERS)
    before, after = text[:place], text[place + 1 :]
    match chance.randrange(4):
        case 0:
            return before + letter + text[place:]
        case 1:
            return (before + after) or text
        case 2:
            return before + letter + after
        case _:
            return before + after[:1] + text[place] + after[1:]
