"""Made-up names, some common and most of them rare, and the births declared under them."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count, islice
from typing import Any

FIRST_NAMES = 2500
LAST_NAMES = 6000
ONSETS = (*"bdfghjklmnprstvwyz", "br", "ch", "dr", "gr", "kl", "sh", "st", "tr")
VOWELS = (*"aeiou", "ai", "ea", "ie", "ou")
CODAS = ("", "", "", "l", "m", "n", "r", "s", "t", "nd", "rk", "sh")
MALE_ENDINGS = ("", "an", "el", "o", "us")
FEMALE_ENDINGS = ("a", "ia", "ena", "ine", "elle")
FAMILY_ENDINGS = ("", "ak", "enko", "er", "ez", "man", "ov", "sen", "ski", "son")
DAYS_AGO = 300
"""Nothing happened longer ago, so that no declaration is late."""


def births(seed: str) -> Iterator[dict[str, Any]]:
    """Declare births without end; the same seed gives the same families, under the same keys."""
    chance = random.Random(seed)
    today = datetime.now(UTC).date()
    number = 0
    while True:
        number += 1
        family = _one_of(chance, names(LAST_NAMES, FAMILY_ENDINGS))
        gender = chance.choice(("MALE", "FEMALE"))
        endings = MALE_ENDINGS if gender == "MALE" else FEMALE_ENDINGS
        born = today - timedelta(days=1 + chance.randrange(DAYS_AGO))
        yield _birth(
            key=f"{seed}-{number}",
            child=(_one_of(chance, names(FIRST_NAMES, endings)), family),
            gender=gender,
            born=born,
            mother=(_one_of(chance, names(FIRST_NAMES, FEMALE_ENDINGS)), family),
            mother_born=born - timedelta(days=chance.randrange(18 * 365, 44 * 365)),
        )


def strangers(seed: str) -> Iterator[dict[str, Any]]:
    """Declare births without end that are nobody's duplicate candidates."""
    chance = random.Random(seed)
    born = datetime.now(UTC).date() - timedelta(days=10)

    def word() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=20)).title()

    for number in count():
        yield _birth(
            key=f"{seed}-stranger-{number}",
            child=(word(), word()),
            gender="FEMALE",
            born=born,
            mother=(word(), word()),
            mother_born=born - timedelta(days=10_000),
        )


def distinct_births(seed: str, number: int) -> Iterator[dict[str, Any]]:
    """Declare births that are nobody's duplicate candidates, and the first of them once more."""
    declared = list(islice(strangers(seed), number - 1))
    yield from declared
    yield declared[0] | {"idempotencyKey": f"{seed}-again"}


def _birth(
    *,
    key: str,
    child: tuple[str, str],
    gender: str,
    born: date,
    mother: tuple[str, str],
    mother_born: date,
) -> dict[str, Any]:
    return {
        "idempotencyKey": key,
        "child": {
            "firstName": child[0],
            "lastName": child[1],
            "birthDate": born.isoformat(),
            "gender": gender,
        },
        "mother": {
            "firstName": mother[0],
            "lastName": mother[1],
            "birthDate": mother_born.isoformat(),
        },
        "informant": {"relationship": "MOTHER"},
        "placeOfBirth": "City hospital 3",
    }


@lru_cache
def names(count: int, endings: tuple[str, ...]) -> tuple[str, ...]:
    """Make so many different names, for one set of endings always the same."""
    chance = random.Random(" ".join(endings))
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = (
            chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS)
            for _ in range(chance.choice((1, 2, 2)))
        )
        found["".join(syllables).title() + chance.choice(endings)] = None
    return tuple(found)


def _one_of(chance: random.Random, known: tuple[str, ...]) -> str:
    # The commonest of 2,500 names goes to one in fifty, half of them share three in ten.
    return known[int(len(known) * chance.random() ** 2)]
