"""When a declaration may be a duplicate of a record that is there (rule C5)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rules.dates import is_within_days, is_within_years, shifted
from rules.declarations import Birth, Death, Declaration, Individual
from rules.folding import letters_of
from rules.partial_dates import PartialDate, closest_days
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import name_edits

Edits = Callable[[str, str], int]
"""Counts the letters put in, left out, replaced or swapped with a neighbour."""

KEY_LETTERS = 10
"""Names that are alike are alike in so many letters at their beginning."""

MOTHER_DAYS = 366
"""Mothers who were born more days apart are not compared; within, `may_be_duplicate` decides."""

CHILD_DAYS = 270
NAMESAKE_YEARS = 3
DEATH_DAYS = 5


@dataclass(frozen=True, slots=True)
class MatchProfile:
    """What of a record decides whether another may be its duplicate: whom it is about, and when.

    The principal is the mother of a birth, or the deceased; whoever they are, both their names
    must be alike, so records are found by them. `subject` is the child of a birth.
    """

    principal: Individual
    event_date: PartialDate
    subject: Individual | None = None


def match_profile(declaration: Declaration) -> MatchProfile | None:
    """Return the match profile of a declaration.

    None for a marriage, a birth with no mother, and a principal whose names are placeholders.
    """
    match declaration:
        case Birth(child=child, mother=mother) if mother is not None and child.birth_date:
            if is_named(mother):
                return MatchProfile(evidence(mother), child.birth_date, evidence(child))
        case Death(deceased=deceased, date_of_death=died) if died is not None:
            if is_named(deceased):
                return MatchProfile(evidence(deceased), died)
    return None


def is_named(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> bool:
    """Return whether a name of an individual is evidence, and no placeholder. Rule N3."""
    return any(not placeholders.has_name(name) for name in _names(individual))


def evidence(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> Individual:
    """Return an individual without names, birth date and number that are placeholders. Rule N3."""
    none = placeholders
    return replace(
        individual,
        first_name=none.unless(none.has_name, individual.first_name),
        last_name=none.unless(none.has_name, individual.last_name),
        birth_date=none.unless(none.has_date, individual.birth_date),
        national_id=none.unless(none.has_number, individual.national_id),
    )


def window(profile: MatchProfile) -> tuple[date, date]:
    """Return the first and the last event date that a duplicate of this record can have."""
    days = DEATH_DAYS if profile.subject is None else 366 * NAMESAKE_YEARS
    known = profile.event_date
    return shifted(known.earliest, -days), shifted(known.latest, days)


def may_be_duplicate(profile: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    """Return whether of two records of one kind each may be the other's duplicate. Rule C5.

    What one of the two leaves out does not make them different.
    """
    if not are_named_alike(profile.principal, other.principal, edits):
        return False
    if profile.subject is None or other.subject is None:
        return _may_be_one_death(profile, other)
    if not _may_be_one_mother(profile.principal, other.principal):
        return False
    days = closest_days(profile.event_date, other.event_date)
    if is_within_days(*days, CHILD_DAYS):
        return True
    return are_named_alike(profile.subject, other.subject, edits) and is_within_years(
        *days, NAMESAKE_YEARS
    )


def _may_be_one_death(profile: MatchProfile, other: MatchProfile) -> bool:
    born, other_born = profile.principal.birth_date, other.principal.birth_date
    return is_within_days(*closest_days(profile.event_date, other.event_date), DEATH_DAYS) and (
        born is None
        or other_born is None
        or is_within_days(*closest_days(born, other_born), DEATH_DAYS)
    )


def _may_be_one_mother(mother: Individual, other: Individual) -> bool:
    born, other_born = mother.birth_date, other.birth_date
    if born is None or other_born is None or is_within_years(*closest_days(born, other_born), 1):
        return len({mother.national_id, other.national_id} - {None}) <= 1
    return False


def normalized_names(individual: Individual) -> tuple[str, str]:
    """Return the first and the last name as records are found by them.

    A single name stands in the place of the last name, wherever it was given, and the first name
    is empty: people with one name have it in either place. Rule N1.
    """
    first, last = individual.first_name, individual.last_name
    if first is None or last is None:
        return "", normalized_name(last or first or "")
    return normalized_name(first), normalized_name(last)


def normalized_name(name: str) -> str:
    """Return a name as it is compared: its folded letters, or itself where it has none. Rule N4."""
    return letters_of(name) or name


@lru_cache(maxsize=4096)
def blocking_keys(normalized: str) -> tuple[str, ...]:
    """Return the blocking keys of a normalized name: with as many letters left out as may differ.

    Two names that are alike have a blocking key in common, so that each is found by the other's;
    names with one in common need not be alike.
    """
    keys = {normalized[:KEY_LETTERS]}
    shorter = keys
    for _ in range(name_edits(len(normalized))):
        shorter = {text[:at] + text[at + 1 :] for text in shorter for at in range(len(text))}
        keys = keys | shorter
    return tuple(sorted(keys))


def are_named_alike(individual: Individual, other: Individual, edits: Edits) -> bool:
    """Return whether first and last names are alike; a single one may be either of the other's.

    Rules C5 and N1.
    """
    names, other_names = _names(individual), _names(other)
    if len(names) == len(other_names) == 2:
        return all(_are_alike(a, b, edits) for a, b in zip(names, other_names, strict=True))
    return any(_are_alike(a, b, edits) for a in names for b in other_names)


def _names(individual: Individual) -> list[str]:
    return [name for name in (individual.first_name, individual.last_name) if name is not None]


def _are_alike(name: str, other: str, edits: Edits) -> bool:
    key, other_key = normalized_name(name), normalized_name(other)
    return key == other_key or edits(key, other_key) <= name_edits(max(len(key), len(other_key)))
