"""What a declaration of a birth, a death or a marriage holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias, TypeVar, cast

from rules.contacts import phone_number
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.texts import cleaned
from rules.vital_events import VitalEventKind

Part = TypeVar("Part")

FEWEST_BORN = 2
MOST_BORN = 9
"""So many children at least, and at most, are one multiple birth (rule C15)."""


@frozen
class Individual:
    """Somebody whom a declaration names, by a first name, a last name or both (rule N1)."""

    first_name: str | None
    last_name: str | None
    second_name: str | None = None
    birth_date: PartialDate | None = None
    gender: Gender | None = None
    national_id: str | None = None


@frozen
class Informant:
    """Who reports the event, and how they can be reached."""

    relationship: str
    individual: Individual | None = None
    email: str | None = None
    phone_number: str | None = None


@frozen
class MultipleBirth:
    """Of how many children born together this is which: the first is 1."""

    of: int
    order: int


@frozen
class Birth:
    """The declaration of a birth."""

    child: Individual
    informant: Informant
    place_of_birth: str
    mother: Individual | None = None
    father: Individual | None = None
    late_registration_reason: str | None = None
    multiple_birth: MultipleBirth | None = None


@frozen
class Death:
    """The declaration of a death."""

    deceased: Individual
    date_of_death: PartialDate | None
    informant: Informant
    place_of_death: str
    cause_of_death: str | None = None
    late_registration_reason: str | None = None


@frozen
class Marriage:
    """The declaration of a marriage."""

    spouses: tuple[Individual, ...]
    date_of_marriage: date
    informant: Informant
    place_of_marriage: str
    witnesses: tuple[Individual, ...]


Declaration: TypeAlias = Birth | Death | Marriage

Named: TypeAlias = tuple[tuple[str | int, ...], Individual]
"""Somebody whom a declaration names, after the path where its input has them."""

PARTS = frozenset({Individual, Informant})
PHONE = Informant.__match_args__.index("phone_number")

KINDS: dict[type, VitalEventKind] = {
    Birth: VitalEventKind.BIRTH,
    Death: VitalEventKind.DEATH,
    Marriage: VitalEventKind.MARRIAGE,
}


def kind_of(declaration: Declaration) -> VitalEventKind:
    """Return the kind of event that a declaration declares."""
    return KINDS[type(declaration)]


def event_date(declaration: Declaration) -> PartialDate | None:
    """Return the date of the event as far as it is known."""
    match declaration:
        case Birth():
            return declaration.child.birth_date
        case Death():
            return declaration.date_of_death
        case Marriage():
            return PartialDate.of(declaration.date_of_marriage)


def individuals(declaration: Declaration) -> Iterator[Named]:
    """Return everybody whom the declaration names, each with their path in the input."""
    match declaration:
        case Birth():
            yield ("child",), declaration.child
            if declaration.mother is not None:
                yield ("mother",), declaration.mother
            if declaration.father is not None:
                yield ("father",), declaration.father
        case Death():
            yield ("deceased",), declaration.deceased
        case Marriage():
            yield from ((("spouses", at), who) for at, who in enumerate(declaration.spouses))
            yield from ((("witnesses", at), who) for at, who in enumerate(declaration.witnesses))
    if declaration.informant.individual is not None:
        yield ("informant", "individual"), declaration.informant.individual


def as_kept(part: Part) -> Part:
    """Return a declaration, or a part of it, with its texts and phone number as they are kept.

    It is the same one where nothing of it changes. Rule N5.
    """
    made: Any = type(part)
    given = [getattr(part, name) for name in made.__match_args__]
    values = [_as_kept(value) for value in given]
    if made is Informant and values[PHONE] is not None:
        values[PHONE] = phone_number(values[PHONE]) or values[PHONE]
    return part if values == given else cast("Part", made(*values))


def _as_kept(value: Any) -> Any:
    kind = type(value)
    if kind is str:  # and not a Gender, which is a text too
        return cleaned(value)
    if kind is tuple:
        return tuple(as_kept(individual) for individual in value)
    return as_kept(value) if kind in PARTS else value
