"""By what records are looked up that may be duplicates of a declaration (rules C5 and C5a).

What is found is more than the duplicates, and every duplicate is found, but for those beyond the
limits of the search: `rules/event_duplicates.py` has the last word.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rules.dates import shifted
from rules.declarations import Individual
from rules.event_duplicates import (
    ALONE_DAYS,
    CHILD_DAYS,
    DEATH_DAYS,
    MARRIAGE_DAYS,
    NAMESAKE_YEARS,
    MatchProfile,
    blocking_keys,
    has_name,
    normalized_names,
)
from rules.frozen import frozen
from rules.individuals import IndividualRole
from rules.vital_events import VitalEventKind

DAYS_OF_A_LOCK = ALONE_DAYS + 1
"""Two days as far apart as births without a mother may be are in one such span, or in two next
to each other."""

ROLES = {
    VitalEventKind.BIRTH: (IndividualRole.MOTHER, IndividualRole.CHILD),
    VitalEventKind.DEATH: (IndividualRole.DECEASED, None),
    VitalEventKind.MARRIAGE: (IndividualRole.SPOUSE, IndividualRole.SPOUSE),
}
"""The roles of principal and subject."""


@frozen
class NameSearch:
    """Somebody who is looked up by both names, among principals or among subjects."""

    among_principals: bool
    first_name: str
    last_name: str
    first_day: date
    last_day: date
    birth_date: date | None = None
    national_id: str | None = None
    without_mother: bool = False
    """Only births without a mother."""


@frozen
class NumberSearch:
    """Somebody who is looked up by the national id, on any day where none is given."""

    role: IndividualRole
    national_id: str
    first_day: date | None = None
    last_day: date | None = None


@dataclass(slots=True)
class Search:
    """All look-ups of a declaration, the names to remember, and what to lock meanwhile.

    Of two declarations that may be duplicates, both lock something in common, one of them not
    shared, so that the later one finds the earlier.
    """

    names: list[NameSearch] = field(default_factory=list)
    numbers: list[NumberSearch] = field(default_factory=list)
    blocking_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    locks: list[str] = field(default_factory=list)
    shared_locks: list[str] = field(default_factory=list)


def stored_names(profile: MatchProfile | None) -> dict[str, str | None]:
    """Return the names of principal and subject as a record's row has them."""
    found: dict[str, str | None] = {}
    for name in ("principal", "subject"):
        individual: Individual | None = None if profile is None else getattr(profile, name)
        first, last = None, None
        if individual is not None and has_name(individual):
            first, last = normalized_names(individual)
        found |= {f"{name}_first_name": first, f"{name}_last_name": last}
    return found


def search_for(profile: MatchProfile) -> Search:
    """Return what finds the records that may be duplicates of a profile's."""
    search = Search()
    for individual in (profile.principal, profile.subject):
        if individual is not None and has_name(individual):
            names = normalized_names(individual)
            search.blocking_keys |= {name: blocking_keys(name) for name in names}
    for individual, role in zip(
        (profile.principal, profile.subject), ROLES[profile.kind], strict=True
    ):
        if individual is not None and individual.national_id is not None and role is not None:
            search.numbers.append(_number(profile, role, individual.national_id))
            search.locks.append(f"{role} {individual.national_id}")
    search.names.extend(_names(profile))
    search.locks.extend(_locked_names(profile))
    if profile.kind is VitalEventKind.BIRTH:
        is_alone = not has_name(profile.principal)
        span = profile.event_date.earliest.toordinal() // DAYS_OF_A_LOCK
        locks = search.locks if is_alone else search.shared_locks
        locks.extend(f"without a mother {each}" for each in (span, span + 1))
    return search


def _number(profile: MatchProfile, role: IndividualRole, number: str) -> NumberSearch:
    days = {IndividualRole.MOTHER: CHILD_DAYS, IndividualRole.SPOUSE: MARRIAGE_DAYS}.get(role)
    if days is None:  # nobody is born twice, or dies twice
        return NumberSearch(role, number)
    return NumberSearch(role, number, *_window(profile, days))


def _names(profile: MatchProfile) -> Iterator[NameSearch]:
    principal, subject = profile.principal, profile.subject
    match profile.kind:
        case VitalEventKind.BIRTH:
            if principal is not None and has_name(principal):
                yield _name(profile, principal, 366 * NAMESAKE_YEARS)
            if subject is not None and has_name(subject):
                alone = not has_name(principal)
                yield _name(profile, subject, ALONE_DAYS, principals=False, alone=not alone)
        case VitalEventKind.DEATH:
            if principal is not None and has_name(principal):
                yield _name(profile, principal, DEATH_DAYS)
        case VitalEventKind.MARRIAGE:
            # Both spouses must be alike: to look for one of them finds all, in either place.
            spouse = principal if has_name(principal) else subject
            if spouse is not None and has_name(spouse):
                yield _name(profile, spouse, MARRIAGE_DAYS)
                yield _name(profile, spouse, MARRIAGE_DAYS, principals=False)


def _name(
    profile: MatchProfile,
    individual: Individual,
    days: int,
    *,
    principals: bool = True,
    alone: bool = False,
) -> NameSearch:
    born = individual.birth_date
    return NameSearch(
        principals,
        *normalized_names(individual),
        *_window(profile, days),
        None if born is None else born.exact,
        individual.national_id,
        alone,
    )


def _locked_names(profile: MatchProfile) -> Iterator[str]:
    individuals = [profile.principal]
    if profile.kind is VitalEventKind.MARRIAGE:
        individuals.append(profile.subject)
    for individual in individuals:
        if individual is not None and has_name(individual):
            yield from blocking_keys(normalized_names(individual)[1])


def _window(profile: MatchProfile, days: int) -> tuple[date, date]:
    known = profile.event_date
    return shifted(known.earliest, -days), shifted(known.latest, days)
