"""People who are on record in their own script and once more in Latin letters."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from bench.detect import script_names as known
from bench.detect.samples import Member, Sample
from rules.comparison import Record
from rules.partial_dates import PartialDate

SEED = 16
SLIPS = 0.1
"""The share of the second records whose birth date was mistyped."""
FIRST_BIRTH, DAYS = date(1935, 1, 1), 27_000

Names = tuple[str, str]
Both = Callable[[random.Random], tuple[Names, Names]]
"""Makes a name in its own script and in Latin letters."""


def ukrainian(chance: random.Random) -> tuple[Names, Names]:
    """Make a Ukrainian name; it is written by one of three tables."""
    last = chance.choice(known.UKRAINIAN_STEMS) + chance.choice(known.UKRAINIAN_ENDINGS)
    own = (chance.choice(known.UKRAINIAN_FIRST), last)
    table = chance.choice(known.UKRAINIAN_TABLES)
    return own, (known.romanised(own[0], table), known.romanised(own[1], table))


def russian(chance: random.Random) -> tuple[Names, Names]:
    """Make a Russian name; it is written by one of three tables."""
    last = chance.choice(known.RUSSIAN_STEMS) + chance.choice(known.RUSSIAN_ENDINGS)
    own = (chance.choice(known.RUSSIAN_FIRST), last)
    table = chance.choice(known.RUSSIAN_TABLES)
    return own, (known.romanised(own[0], table), known.romanised(own[1], table))


def arabic(chance: random.Random) -> tuple[Names, Names]:
    """Make an Arabic name; it is written as its owner spells it."""
    first, last = chance.choice([*known.ARABIC_FIRST]), chance.choice([*known.ARABIC_LAST])
    return (first, last), (
        chance.choice(known.ARABIC_FIRST[first]),
        chance.choice(known.ARABIC_LAST[last]),
    )


LANGUAGES: dict[str, Both] = {"Ukrainian": ukrainian, "Russian": russian, "Arabic": arabic}


def sample(language: str, pairs: int) -> Sample:
    """Make so many people with names and birth dates alone, each twice."""
    chance = random.Random(f"{SEED} {language}")
    members = []
    for number in range(pairs):
        own, latin = LANGUAGES[language](chance)
        born = FIRST_BIRTH + timedelta(days=chance.randrange(DAYS))
        other = _slipped(chance, born) if chance.random() < SLIPS else born
        for name, day in ((own, born), (latin, other)):
            members.append(Member(str(number), Record(*name, PartialDate.of(day))))
    return Sample(f"{language} and Latin letters", members)


def _slipped(chance: random.Random, born: date) -> date:
    """Mistype a date: another digit, two digits or day and month swapped, the day before."""
    while True:
        digits = [*born.isoformat().replace("-", "")]
        place = chance.randrange(2, 8)
        match chance.randrange(4):
            case 0:
                digits[place] = str(chance.randrange(10))
            case 1:
                digits[place - 1 : place + 1] = reversed(digits[place - 1 : place + 1])
            case 2:
                digits[4:8] = digits[6:8] + digits[4:6]
            case _:
                digits = [*(born - timedelta(days=1)).isoformat().replace("-", "")]
        try:
            slipped = date.fromisoformat("".join(digits))
        except ValueError:
            continue
        if slipped != born:
            return slipped
