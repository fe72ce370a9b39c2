"""What may be wrong with a declaration of a birth, a death or a marriage (rule C3)."""

import re
from datetime import UTC, date, datetime

from rules.contacts import email_address, phone_number
from rules.dates import FIRST_DAY, is_aged, latest_today
from rules.declarations import (
    FEWEST_BORN,
    MOST_BORN,
    Birth,
    Death,
    Declaration,
    Individual,
    Informant,
    Marriage,
    MultipleBirth,
    Named,
    event_date,
    individuals,
)
from rules.folding import letters_of
from rules.partial_dates import PartialDate
from rules.texts import NAME_LIMIT, TEXT_LIMIT, cleaned
from rules.violations import Path, Violations

PARENT_YEARS = 12
"""A parent is at least so many years older than the child."""
SPOUSE_YEARS = 16
"""A spouse is at least so old at the marriage."""
LATE_DAYS = 365
"""A birth or death declared after more days needs a reason."""

NATIONAL_ID = re.compile(r"[0-9]{10}")


def check(
    violations: Violations,
    declaration: Declaration,
    now: datetime,
    declared_at: datetime | None = None,
) -> None:
    """Note all that is wrong with a declaration. Rule C3.

    A date lies in the future when it is after today at UTC+14, where the day begins first; how
    late a declaration comes is counted to today in UTC. Of a date that is not known to the day,
    only what holds for each day that it can be is wrong (rule N1). What is corrected came when it
    was first declared, `declared_at`.
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
        _check_lateness(violations, declaration, (declared_at or now).astimezone(UTC).date())


def check_individual(
    violations: Violations, path: Path, individual: Individual, last_day: date
) -> None:
    """Note what is wrong with somebody's names, birth date and national id. Rules C3 and N1."""
    if individual.first_name is None and individual.last_name is None:
        message = "A first name, a last name or both are needed"
        violations.add([*path, "firstName"], "required", message)
    violations.check_name([*path, "firstName"], individual.first_name, NAME_LIMIT)
    violations.check_name([*path, "secondName"], individual.second_name, NAME_LIMIT)
    violations.check_name([*path, "lastName"], individual.last_name, NAME_LIMIT)
    _check_date(violations, [*path, "birthDate"], individual.birth_date, last_day)
    number = individual.national_id
    if number is not None and NATIONAL_ID.fullmatch(cleaned(number)) is None:
        violations.add([*path, "nationalId"], "national_id", "It is not ten digits")


def _check_date(
    violations: Violations, path: Path, known: PartialDate | None, last_day: date
) -> None:
    if known is None:
        return
    path = _as_given(path, known)
    if known.earliest > last_day:
        violations.add(path, "not_in_the_future", "It is after today")
    elif known.latest < FIRST_DAY:
        violations.add(path, "calendar", f"It is before {FIRST_DAY}, when the calendar began")


def _as_given(path: Path, known: PartialDate) -> Path:
    """Return the path of the field that says what is known of a date, from the path of its day."""
    if known.exact is not None:
        return path
    return [*path[:-1], f"{path[-1]}Known"]


def _check_national_ids(violations: Violations, named: list[Named]) -> None:
    """Different people have different national ids; the informant may be one of the others."""
    holders: dict[str, Individual] = {}
    for path, individual in named:
        number = cleaned(individual.national_id or "")
        if not number:
            continue
        holder = holders.setdefault(number, individual)
        is_same = path[0] == "informant" and _have_one_name(holder, individual)
        if holder is not individual and not is_same:
            message = "Somebody else of this declaration has it"
            violations.add([*path, "nationalId"], "different", message)


def _have_one_name(individual: Individual, other: Individual) -> bool:
    """Return whether two have the same names, however they are typed. Rule N4.

    Two without any name have not: it is their names that are missing.
    """
    return _names(individual) == _names(other) != ("", "")


def _names(individual: Individual) -> tuple[str, str]:
    first, last = (cleaned(name or "") for name in (individual.first_name, individual.last_name))
    return letters_of(first) or first, letters_of(last) or last


def _check_informant(violations: Violations, informant: Informant) -> None:
    violations.check_line(["informant", "relationship"], informant.relationship, NAME_LIMIT)
    email, phone = informant.email, informant.phone_number
    if email is not None and email_address(email) is None:
        violations.add(["informant", "email"], "email", "It is no e-mail address")
    if phone is not None and phone_number(phone) is None:
        violations.add(["informant", "phoneNumber"], "phone_number", "It is no phone number")


def _check_birth(violations: Violations, birth: Birth) -> None:
    violations.check_text(["placeOfBirth"], birth.place_of_birth, TEXT_LIMIT)
    known = birth.child.birth_date
    born = None if known is None else known.exact
    if born is None:
        violations.add(["child", "birthDate"], "required", "A birth needs the day")
    if birth.child.gender is None:
        violations.add(["child", "gender"], "required", "A birth needs it")
    for name, parent in (("mother", birth.mother), ("father", birth.father)):
        if parent is None or parent.birth_date is None or born is None:
            continue
        if not is_aged(parent.birth_date.earliest, PARENT_YEARS, born):
            message = f"The {name} is not {PARENT_YEARS} years older than the child"
            path = _as_given([name, "birthDate"], parent.birth_date)
            violations.add(path, "older_than_the_child", message)
    if birth.multiple_birth is not None:
        _check_multiple_birth(violations, birth.multiple_birth)


def _check_multiple_birth(violations: Violations, birth: MultipleBirth) -> None:
    """Note a number of children, or a place among them, that cannot be. Rule C15."""
    if not FEWEST_BORN <= birth.of <= MOST_BORN:
        message = f"It is not {FEWEST_BORN} to {MOST_BORN}"
        violations.add(["multipleBirth", "of"], "multiple_birth", message)
    if not 1 <= birth.order <= max(birth.of, 1):
        message = "It is not 1 to the number of children"
        violations.add(["multipleBirth", "order"], "multiple_birth", message)


def _check_death(violations: Violations, death: Death, last_day: date) -> None:
    violations.check_text(["placeOfDeath"], death.place_of_death, TEXT_LIMIT)
    violations.check_text(["causeOfDeath"], death.cause_of_death, TEXT_LIMIT)
    born, died = death.deceased.birth_date, death.date_of_death
    if died is None:
        violations.add(["dateOfDeath"], "required", "It is needed, or dateOfDeathKnown")
        return
    _check_date(violations, ["dateOfDeath"], died, last_day)
    if born is not None and born.earliest > died.latest:
        message = "The deceased was born after the death"
        path = _as_given(["deceased", "birthDate"], born)
        violations.add(path, "before_the_death", message)


def _check_marriage(violations: Violations, marriage: Marriage, last_day: date) -> None:
    violations.check_text(["placeOfMarriage"], marriage.place_of_marriage, TEXT_LIMIT)
    day = PartialDate.of(marriage.date_of_marriage)
    _check_date(violations, ["dateOfMarriage"], day, last_day)
    spouses = marriage.spouses
    if len(spouses) != 2:
        violations.add(["spouses"], "two", "There are exactly two spouses")
    elif _have_one_name(*spouses) and spouses[0].birth_date == spouses[1].birth_date:
        violations.add(["spouses", 1], "different", "Nobody marries themselves")
    for at, spouse in enumerate(spouses):
        born = spouse.birth_date
        if born is None:
            continue
        if not is_aged(born.earliest, SPOUSE_YEARS, marriage.date_of_marriage):
            message = f"The spouse is not {SPOUSE_YEARS} years old at the marriage"
            violations.add(_as_given(["spouses", at, "birthDate"], born), "old_enough", message)
    if len(marriage.witnesses) < 2:
        violations.add(["witnesses"], "two_or_more", "There are two witnesses or more")


def _check_lateness(violations: Violations, declaration: Birth | Death, today: date) -> None:
    reason = declaration.late_registration_reason
    violations.check_text(["lateRegistrationReason"], reason, TEXT_LIMIT)
    known = event_date(declaration)
    if reason is None and known is not None and (today - known.latest).days > LATE_DAYS:
        message = f"It is needed more than {LATE_DAYS} days after the event"
        violations.add(["lateRegistrationReason"], "required", message)
