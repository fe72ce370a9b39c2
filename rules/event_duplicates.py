"""When a declaration resembles a record that is there (rule C5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from rules.declarations import Birth, Death, Declaration, Individual
from rules.similarity import name_edits, plain, words

Edits = Callable[[str, str], int]
"""Counts the letters put in, left out, replaced or swapped with a neighbour."""

KEY_LETTERS = 10
"""Names that are alike are alike in so many letters at their beginning."""

MOTHER_DAYS = 366
CHILD_DAYS = 270
NAMESAKE_YEARS = 3
DEATH_DAYS = 5


@dataclass(frozen=True, slots=True)
class MatchProfile:
    """What of a record decides whether another resembles it: of whom it tells, and when.

    The principal is the mother of a birth, or the deceased; whoever they are, both names must be
    alike, so they are what records are looked up by. `subject` is the child of a birth.
    """

    principal: Individual
    happened: date
    subject: Individual | None = None


def match_profile(declaration: Declaration) -> MatchProfile | None:
    """Tell what may be resembled; None where nothing may: a marriage, a birth with no mother."""
    match declaration:
        case Birth(child=child, mother=mother) if mother is not None and child.birth_date:
            return MatchProfile(mother, child.birth_date, child)
        case Death(deceased=deceased):
            return MatchProfile(deceased, declaration.date_of_death)
    return None


def window(one: MatchProfile) -> tuple[date, date]:
    """Tell between which days of event a record can lie that resembles this one."""
    if one.subject is None:
        return _shifted(one.happened, -DEATH_DAYS), _shifted(one.happened, DEATH_DAYS)
    years = timedelta(days=366 * NAMESAKE_YEARS).days
    return _shifted(one.happened, -years), _shifted(one.happened, years)


def resembles(one: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    """Tell whether two records of one kind resemble each other. Rule C5.

    What one of the two does not say does not tell them apart.
    """
    if not _named_alike(one.principal, other.principal, edits):
        return False
    born, also_born = one.principal.birth_date, other.principal.birth_date
    if one.subject is None or other.subject is None:
        return _within_days(one.happened, other.happened, DEATH_DAYS) and (
            born is None or also_born is None or _within_days(born, also_born, DEATH_DAYS)
        )
    if born is not None and also_born is not None and not _within_years(born, also_born, 1):
        return False
    numbers = {one.principal.national_id, other.principal.national_id} - {None}
    if len(numbers) > 1:
        return False
    if _within_days(one.happened, other.happened, CHILD_DAYS):
        return True
    return _named_alike(one.subject, other.subject, edits) and _within_years(
        one.happened, other.happened, NAMESAKE_YEARS
    )


def key(name: str) -> str:
    """Write a name as names are compared: its letters without case, accents and signs."""
    return plain("".join(words(name))) or name.casefold()


def variants(name: str) -> list[str]:
    """Write a name's key with letters left out, as many as may differ.

    Two names that are alike have a variant in common, so that they can be looked up by it;
    names with a variant in common need not be alike.
    """
    return list(_variants(key(name)))


@lru_cache(maxsize=4096)
def _variants(whole: str) -> tuple[str, ...]:
    found = {whole[:KEY_LETTERS]}
    shorter = found
    for _ in range(name_edits(len(whole))):
        shorter = {it[:at] + it[at + 1 :] for it in shorter for at in range(len(it))}
        found = found | shorter
    return tuple(sorted(found))


def _named_alike(one: Individual, other: Individual, edits: Edits) -> bool:
    return _alike(one.first_name, other.first_name, edits) and _alike(
        one.last_name, other.last_name, edits
    )


def _alike(one: str, other: str, edits: Edits) -> bool:
    this, that = key(one), key(other)
    return this == that or edits(this, that) <= name_edits(max(len(this), len(that)))


def _within_days(one: date, other: date, days: int) -> bool:
    return abs((one - other).days) <= days


def _within_years(one: date, other: date, years: int) -> bool:
    earlier, later = sorted((one, other))
    return (later.year - earlier.year, later.month, later.day) <= (
        years,
        earlier.month,
        earlier.day,
    )


def _shifted(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)
