# ruff: noqa: RUF001 - names are written in their own script
"""Records with whatever comes in, so alike that every agreement of every field is met."""

from random import Random

from rules.comparison import Address, Document, Record
from rules.partial_dates import PartialDate
from rules.persons import Gender

NAMES = (
    *("Anna", "Ann", "anna maria", "Maria-Anna", "Марія", "Mariya", "Марья", "O'Neil", "O’Neil"),
    *("محمد", "Mohammed", "الهادي", "El Hadi", "elhadi", "Al", "J.", "J", "Lee", "Lou", "Zoë"),
    *("Zoe", "Chorna", "Чорна", "漢字", "王", "Müller", "Mueller", "smith", "smyth", "schmidt"),
    *("--", "ß", "İvan", "ivan", "Ө", "unknown", "Щербак", "Shcherbak", "Иванов", "Ivanoff"),
)
LETTERS = "aeohsх-' é"
PLACES = ("Kyiv", "Київ", "Main", "10", "10a", "n/a", "вул. Київська", "")
EMAILS = (None, "", " ", "a@b.c", "anna@x.y", "Anna@z.y", "anne@x.y", "noreply@x.y")


def odd_record(random: Random) -> Record:
    """Return a record of which any part may be missing, misspelt or rubbish."""
    return Record(
        _name(random),
        _name(random),
        _date(random),
        second_name=_name(random),
        gender=random.choice([*Gender]),
        tax_id=random.choice([None, _number(random, 6)]),
        national_id=random.choice([None, "AB-12", _number(random, 10)]),
        email=random.choice([*EMAILS, f"{_number(random, 6)}@q.w"]),
        death_date=_date(random) if random.random() < 0.3 else None,
        documents=tuple(
            Document("PASSPORT", _number(random, 8)) for _ in range(random.choice([0, 1, 1, 2, 12]))
        ),
        phones=tuple(
            random.choice(["+38", "0", "00"]) + _number(random, 9)
            for _ in range(random.choice([0, 1, 2]))
        ),
        addresses=tuple(_address(random) for _ in range(random.choice([0, 1, 2]))),
    )


def _name(random: Random) -> str | None:
    if random.random() < 0.1:
        return None
    name = random.choice(NAMES)
    if random.random() < 0.5:
        place = random.randrange(len(name) + 1)
        name = name[:place] + random.choice(LETTERS) + name[place + 1 :]
    return name


def _date(random: Random) -> PartialDate | None:
    known = random.random()
    if known < 0.1:
        return None
    parts = [random.choice([1980, 1981, 1990]), random.randint(1, 12), random.randint(1, 12)]
    return PartialDate(*parts[: 1 if known < 0.2 else 2 if known < 0.3 else 3])


def _number(random: Random, longest: int) -> str:
    return "".join(random.choice("0123") for _ in range(random.randint(1, longest)))


def _address(random: Random) -> Address:
    return Address("UA", *(random.choice([None, *PLACES, _number(random, 3)]) for _ in range(6)))
