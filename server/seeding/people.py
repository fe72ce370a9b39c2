"""The made-up persons and pairs of the demo: number n is always the same, in a demo of any size."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b
from struct import Struct

from rules.imports import IncomingPair, IncomingPerson
from server.seeding.names import PEOPLES, People

FAMILY = 5
"""Of so many persons the last one is similar to the first: a second record of the same person or,
once in eight, a relative."""

BORN_FROM = date(1930, 1, 1)
BORN_DAYS = 33_000
ZIP_SIGNS = {"#": "0123456789", "@": "ABDEFGHJLNPQRSTUWXYZ"}
"""What the signs in a pattern of zip codes stand for: no C, I, K, M, O or V in British ones."""
DICE = Struct("<24H")


def external_id(number: int) -> str:
    """Return the external id of a made-up person."""
    return f"demo-{number}"


def person(number: int) -> IncomingPerson:
    """Make up person `number`, the same one each time."""
    dice = _dice(number)
    if number % FAMILY != FAMILY - 1:
        return _stranger(number, dice)
    original = person(original_of(number))
    if is_relative(number):
        return _relative(original, number, dice)
    return _second_record(original, number, dice)


def mother_of(child: IncomingPerson, number: int) -> tuple[str, str]:
    """Return the first and the last name of a child's mother, by the names of their people."""
    people = next(people for people in PEOPLES if people.country == child.country)
    names = (pair[1] for pair in people.surnames if child.last_name in pair)
    return people.women[_dice(number)[2] % len(people.women)], next(names, str(child.last_name))


def is_relative(number: int) -> bool:
    """Return whether the last of a family is a relative, and no second record of a person."""
    return _dice(number)[0] % 8 == 0


def original_of(number: int) -> int:
    """Return whom the last of a family is similar to: its first, or at times the last family's."""
    family = number // FAMILY
    return FAMILY * (family - 1 if family % 20 == 19 else family)


def pairs(persons: int) -> Iterator[IncomingPair]:
    """Make up pairs of the first `persons`: those that are similar, then all others."""
    for number in range(FAMILY - 1, persons, FAMILY):
        yield _pair(number, original_of(number), best=0.99)
    for step in range(1, persons):
        for number in range(step, persons):
            if number % FAMILY != FAMILY - 1 or original_of(number) != number - step:
                yield _pair(number, number - step, best=0.60)


def _pair(number: int, master: int, best: float) -> IncomingPair:
    dice = _dice(number)
    score = Decimal(round((best - (dice[23] % 25) / 100) * 100)) / 100
    return IncomingPair(external_id(number), external_id(master), score)


def _dice(number: int) -> tuple[int, ...]:
    """Return 24 pseudo-random numbers below 65,536, always the same for this number."""
    return DICE.unpack(blake2b(number.to_bytes(8, "little"), digest_size=48).digest())


def _stranger(number: int, dice: tuple[int, ...]) -> IncomingPerson:
    people: People = PEOPLES[dice[0] % 16]
    is_woman = dice[1] % 2
    first_names = people.women if is_woman else people.men
    surname = people.surnames[dice[3] % len(people.surnames)][is_woman]
    second_name = None
    if people.second_names and (people.country == "UA" or dice[4] % 3 == 0):
        second_name = people.second_names[dice[5] % len(people.second_names)][is_woman]
    area, settlement, zip_codes = people.places[dice[6] % len(people.places)]
    has_documents = dice[9] % 10 != 0
    has_phone = dice[10] % 5 != 0
    return IncomingPerson(
        external_id=external_id(number),
        first_name=first_names[dice[2] % len(first_names)],
        last_name=surname,
        second_name=second_name,
        birth_date=BORN_FROM + timedelta(days=dice[7] * BORN_DAYS // 65_536),
        gender=("FEMALE" if is_woman else "MALE") if dice[8] % 50 else "UNKNOWN",
        tax_id=f"{dice[11]:05}{dice[12]:05}" if dice[13] % 4 else None,
        national_id=f"{dice[14] * 65_536 + dice[15]:010}" if dice[16] % 5 else None,
        email=f"person{number}@example.org" if dice[17] % 3 == 0 else None,
        phone=f"{people.dialling_code}{dice[18] * 107 % 10**7:07}" if has_phone else None,
        document_type=("PASSPORT", "NATIONAL_ID", "PASSPORT")[dice[19] % 3]
        if has_documents
        else None,
        document_number=f"{_letters(dice[20])}{dice[21] * 15 % 10**6:06}"
        if has_documents
        else None,
        country=people.country,
        area=area,
        settlement=settlement,
        street=people.streets[dice[22] % len(people.streets)].replace("-", " "),
        building=str(dice[22] // 16 % 140 + 1),
        apartment=str(dice[23] // 32 % 200 + 1) if dice[23] % 2 else None,
        zip=_zip(zip_codes, dice[12]),
    )


def _zip(pattern: str, die: int) -> str:
    filled = ""
    for sign in reversed(pattern):
        signs = ZIP_SIGNS.get(sign, sign)
        die, place = divmod(die, len(signs))
        filled = signs[place] + filled
    return filled


def _letters(die: int) -> str:
    return chr(65 + die % 26) + chr(65 + die // 26 % 26)


def _relative(original: IncomingPerson, number: int, dice: tuple[int, ...]) -> IncomingPerson:
    """Make a twin or a namesake at the same address: similar, but another person."""
    stranger = _stranger(number, dice)
    people = next(people for people in PEOPLES if people.country == original.country)
    is_woman = original.gender == "FEMALE"
    first_names = people.women if is_woman else people.men
    is_twin = dice[1] % 2 == 0
    return replace(
        original,
        external_id=external_id(number),
        first_name=first_names[dice[2] % len(first_names)] if is_twin else original.first_name,
        birth_date=original.birth_date if is_twin else stranger.birth_date,
        tax_id=stranger.tax_id,
        national_id=stranger.national_id,
        email=stranger.email,
        document_number=original.document_number and f"{_letters(dice[3])}{dice[4]:06}",
    )


Error = Callable[[IncomingPerson, int], IncomingPerson]


def _second_record(original: IncomingPerson, number: int, dice: tuple[int, ...]) -> IncomingPerson:
    """Make another record of the same person, with the errors that clerks make."""
    record = replace(original, external_id=external_id(number))
    for turn in range(1 + dice[1] % 3):
        record = ERRORS[dice[2 + turn] % len(ERRORS)](record, dice[8 + turn])
    return _as_far_as_known(record, dice[19])


def _as_far_as_known(record: IncomingPerson, die: int) -> IncomingPerson:
    """Leave out what a clerk did not know, of one in eight: the day, the month, a name."""
    born, kind = record.birth_date, die % 32
    if kind == 0:
        return replace(record, first_name=None)
    if kind == 1:
        return replace(record, last_name=None)
    if born is None or kind > 3:
        return record
    known = str(born.year) if kind == 2 else f"{born:%Y-%m}"
    return replace(record, birth_date=None, partial_birth_date=known)


def _typo(text: str | None, die: int) -> str | None:
    """Swap two neighbouring letters, omit one or double it, never the first one."""
    if text is None:
        return None
    if len(text) < 4:
        return text + text[-1:]
    place = 1 + die % (len(text) - 2)
    kind = die // 64 % 3
    if kind == 0:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place] + text[place:]


def _swapped_digits(number: str | None, die: int) -> str | None:
    if number is None:
        return None
    place = len(number) - 2 - die % 4
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _changed_surname(record: IncomingPerson, die: int) -> IncomingPerson:
    if record.gender != "FEMALE":
        return replace(record, last_name=_typo(record.last_name, die))
    people = next(people for people in PEOPLES if people.country == record.country)
    married = people.surnames[die % len(people.surnames)][1]
    is_double = die % 3 == 0 and married != record.last_name
    return replace(record, last_name=f"{record.last_name}-{married}" if is_double else married)


def _swapped_date(record: IncomingPerson, die: int) -> IncomingPerson:
    born = record.birth_date
    if born is None:
        return record
    if born.day <= 12 and born.day != born.month:
        return replace(record, birth_date=date(born.year, born.day, born.month))
    return replace(
        record, birth_date=born.replace(year=born.year - 1 - die % 9, day=min(born.day, 28))
    )


ERRORS: tuple[Error, ...] = (
    lambda record, die: replace(record, first_name=_typo(record.first_name, die)),
    lambda record, die: replace(record, last_name=_typo(record.last_name, die)),
    _changed_surname,
    _swapped_date,
    lambda record, die: replace(record, national_id=_swapped_digits(record.national_id, die)),
    lambda record, die: replace(record, tax_id=_swapped_digits(record.tax_id, die)),
    lambda record, die: replace(record, phone=_swapped_digits(record.phone, die)),
    lambda record, die: replace(record, first_name=record.last_name, last_name=record.first_name),
    lambda record, die: replace(record, second_name=None, email=None, phone=None),
    lambda record, die: replace(record, second_name=record.second_name and record.second_name[:1]),
    lambda record, die: replace(
        record, building=str(die % 90 + 1), street=_typo(record.street or "", die)
    ),
    lambda record, die: replace(record, document_type=None, document_number=None, tax_id=None),
)
