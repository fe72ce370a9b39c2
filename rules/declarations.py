"""What a declaration of a birth, a death or a marriage holds, and what may be wrong (rule C3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, TypeVar, cast

from rules.dates import is_aged, latest_today
from rules.persons import Gender
from rules.texts import NAME_LIMIT, TEXT_LIMIT, has_controls
from rules.violations import Path, Violations
from rules.vital_events import VitalEventKind

EMAIL_LIMIT = 254
PARENT_YEARS = 12
"""A parent is at least so many years older than the child."""
SPOUSE_YEARS = 16
"""A spouse is at least so old at the marriage."""
LATE_DAYS = 365
"""A birth or death declared after more days needs a reason."""

NATIONAL_ID = re.compile(r"[0-9]{10}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+?[0-9](?:[ ().-]{0,2}[0-9]){6,14}")

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Individual:
    """Somebody whom a declaration names."""

    first_name: str
    last_name: str
    second_name: str | None = None
    birth_date: date | None = None
    gender: Gender | None = None
    national_id: str | None = None


@dataclass(frozen=True, slots=True)
class Informant:
    """Who declares the event, and how they can be reached."""

    relationship: str
    individual: Individual | None = None
    email: str | None = None
    phone_number: str | None = None


@dataclass(frozen=True, slots=True)
class Birth:
    """The declaration of a birth."""

    child: Individual
    informant: Informant
    place_of_birth: str
    mother: Individual | None = None
    father: Individual | None = None
    late_registration_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Death:
    """The declaration of a death."""

    deceased: Individual
    date_of_death: date
    informant: Informant
    place_of_death: str
    cause_of_death: str | None = None
    late_registration_reason: str | None = None


@dataclass(frozen=True, slots=True)
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

KINDS: dict[type, VitalEventKind] = {
    Birth: VitalEventKind.BIRTH,
    Death: VitalEventKind.DEATH,
    Marriage: VitalEventKind.MARRIAGE,
}


def kind_of(declaration: Declaration) -> VitalEventKind:
    """Return the kind of event that a declaration declares."""
    return KINDS[type(declaration)]


def event_date(declaration: Declaration) -> date | None:
    """Return the day of the event."""
    match declaration:
        case Birth():
            return declaration.child.birth_date
        case Death():
            return declaration.date_of_death
        case Marriage():
            return declaration.date_of_marriage


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


def trimmed(part: Part) -> Part:
    """Return a declaration, or a part of it, without the spaces around its texts."""
    made: Any = type(part)
    return cast("Part", made(*[_trimmed(getattr(part, name)) for name in made.__match_args__]))


def _trimmed(value: Any) -> Any:
    kind = type(value)
    if kind is str:  # and not a Gender, which is a text too
        return value.strip()
    if kind is tuple:
        return tuple(trimmed(individual) for individual in value)
    return trimmed(value) if kind in PARTS else value


def check(violations: Violations, declaration: Declaration, now: datetime) -> None:
    """Note all that is wrong with a declaration. Rule C3.

    A date lies in the future when it is after today at UTC+14, where the day begins first; how
    late a declaration comes is counted to today in UTC.
    """
    last_day = latest_today(now)
    named = list(individuals(declaration))
    for path, individual in named:
        check_individual(violations, path, individual, last_day)
    _check_national_ids(violations, named)
    _check_informant(violations, declaration.informant)
    match declaration:
        case Birth():
            _check_birth(violations, declaration)
        case Death():
            _check_death(violations, declaration, last_day)
        case Marriage():
            _check_marriage(violations, declaration, last_day)
    if not isinstance(declaration, Marriage):
        _check_lateness(violations, declaration, now.astimezone(UTC).date())


def check_individual(
    violations: Violations, path: Path, individual: Individual, last_day: date
) -> None:
    """Note what is wrong with an individual's names, birth date and national id. Rule C3."""
    violations.check_text([*path, "firstName"], individual.first_name, NAME_LIMIT)
    violations.check_text([*path, "secondName"], individual.second_name, NAME_LIMIT)
    violations.check_text([*path, "lastName"], individual.last_name, NAME_LIMIT)
    _check_day(violations, [*path, "birthDate"], individual.birth_date, last_day)
    number = individual.national_id
    if number is not None and NATIONAL_ID.fullmatch(number.strip()) is None:
        violations.add([*path, "nationalId"], "national_id", "It is not ten digits")


def _check_day(violations: Violations, path: Path, day: date | None, last_day: date) -> None:
    if day is not None and day > last_day:
        violations.add(path, "not_in_the_future", "It is after today")


def _check_national_ids(violations: Violations, named: list[Named]) -> None:
    """Different people have different national ids; the informant may be one of the others."""
    holders: dict[str, Individual] = {}
    for path, individual in named:
        number = (individual.national_id or "").strip()
        if not number:
            continue
        holder = holders.setdefault(number, individual)
        is_same = path[0] == "informant" and _have_one_name(holder, individual)
        if holder is not individual and not is_same:
            message = "Somebody else of this declaration has it"
            violations.add([*path, "nationalId"], "different", message)


def _have_one_name(individual: Individual, other: Individual) -> bool:
    return _names(individual) == _names(other)


def _names(individual: Individual) -> tuple[str, str]:
    return individual.first_name.strip().casefold(), individual.last_name.strip().casefold()


def _check_informant(violations: Violations, informant: Informant) -> None:
    violations.check_text(["informant", "relationship"], informant.relationship, NAME_LIMIT)
    email, phone = informant.email, informant.phone_number
    if email is not None and not _is_address(email.strip()):
        violations.add(["informant", "email"], "email", "It is no e-mail address")
    if phone is not None and PHONE.fullmatch(phone.strip()) is None:
        violations.add(["informant", "phoneNumber"], "phone_number", "It is no phone number")


def _is_address(email: str) -> bool:
    if len(email) > EMAIL_LIMIT or has_controls(email):
        return False
    return EMAIL.fullmatch(email) is not None


def _check_birth(violations: Violations, birth: Birth) -> None:
    violations.check_text(["placeOfBirth"], birth.place_of_birth, TEXT_LIMIT)
    born = birth.child.birth_date
    if born is None:
        violations.add(["child", "birthDate"], "required", "A birth needs it")
    if birth.child.gender is None:
        violations.add(["child", "gender"], "required", "A birth needs it")
    for name, parent in (("mother", birth.mother), ("father", birth.father)):
        if parent is None or parent.birth_date is None or born is None:
            continue
        if not is_aged(parent.birth_date, PARENT_YEARS, born):
            message = f"The {name} is not {PARENT_YEARS} years older than the child"
            violations.add([name, "birthDate"], "older_than_the_child", message)


def _check_death(violations: Violations, death: Death, last_day: date) -> None:
    violations.check_text(["placeOfDeath"], death.place_of_death, TEXT_LIMIT)
    violations.check_text(["causeOfDeath"], death.cause_of_death, TEXT_LIMIT)
    _check_day(violations, ["dateOfDeath"], death.date_of_death, last_day)
    born = death.deceased.birth_date
    if born is not None and born > death.date_of_death:
        message = "The deceased was born after the death"
        violations.add(["deceased", "birthDate"], "before_the_death", message)


def _check_marriage(violations: Violations, marriage: Marriage, last_day: date) -> None:
    violations.check_text(["placeOfMarriage"], marriage.place_of_marriage, TEXT_LIMIT)
    _check_day(violations, ["dateOfMarriage"], marriage.date_of_marriage, last_day)
    spouses = marriage.spouses
    if len(spouses) != 2:
        violations.add(["spouses"], "two", "There are exactly two spouses")
    elif _have_one_name(*spouses) and spouses[0].birth_date == spouses[1].birth_date:
        violations.add(["spouses", 1], "different", "Nobody marries themselves")
    for at, spouse in enumerate(spouses):
        born = spouse.birth_date
        if born is not None and not is_aged(born, SPOUSE_YEARS, marriage.date_of_marriage):
            message = f"The spouse is not {SPOUSE_YEARS} years old at the marriage"
            violations.add(["spouses", at, "birthDate"], "old_enough", message)
    if len(marriage.witnesses) < 2:
        violations.add(["witnesses"], "two_or_more", "There are two witnesses or more")


def _check_lateness(violations: Violations, declaration: Birth | Death, today: date) -> None:
    reason = declaration.late_registration_reason
    violations.check_text(["lateRegistrationReason"], reason, TEXT_LIMIT)
    day = event_date(declaration)
    if reason is None and day is not None and (today - day).days > LATE_DAYS:
        message = f"It is needed more than {LATE_DAYS} days after the event"
        violations.add(["lateRegistrationReason"], "required", message)
