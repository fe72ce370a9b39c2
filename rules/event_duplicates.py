"""When a declaration may be a duplicate of a record that is there (rule C5)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rules.dates import is_within_days, is_within_years, shifted
from rules.declarations import Birth, Death, Declaration, Individual
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import name_edits, plain, words

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
    event_date: date
    subject: Individual | None = None


def match_profile(declaration: Declaration) -> MatchProfile | None:
    """Return the match profile of a declaration.

    None for a marriage, a birth with no mother, and a principal whose name is a placeholder.
    """
    match declaration:
        case Birth(child=child, mother=mother) if mother is not None and child.birth_date:
            if is_named(mother):
                return MatchProfile(evidence(mother), child.birth_date, child)
        case Death(deceased=deceased):
            if is_named(deceased):
                return MatchProfile(evidence(deceased), declaration.date_of_death)
    return None


def is_named(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> bool:
    """Return whether an individual's names are evidence: neither is a placeholder. Rule N3."""
    names = (individual.first_name, individual.last_name)
    return not any(placeholders.has_name(name) for name in names)


def evidence(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> Individual:
    """Return an individual without a birth date or national id that is a placeholder. Rule N3."""
    born, number = individual.birth_date, individual.national_id
    return replace(
        individual,
        birth_date=None if born is None or placeholders.has_day(born) else born,
        national_id=None if number is None or placeholders.has_number(number) else number,
    )


def window(profile: MatchProfile) -> tuple[date, date]:
    """Return the first and the last event date that a duplicate of this record can have."""
    days = DEATH_DAYS if profile.subject is None else 366 * NAMESAKE_YEARS
    return shifted(profile.event_date, -days), shifted(profile.event_date, days)


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
    if is_within_days(profile.event_date, other.event_date, CHILD_DAYS):
        return True
    return are_named_alike(profile.subject, other.subject, edits) and is_within_years(
        profile.event_date, other.event_date, NAMESAKE_YEARS
    )


def _may_be_one_death(profile: MatchProfile, other: MatchProfile) -> bool:
    born, other_born = profile.principal.birth_date, other.principal.birth_date
    return is_within_days(profile.event_date, other.event_date, DEATH_DAYS) and (
        born is None or other_born is None or is_within_days(born, other_born, DEATH_DAYS)
    )


def _may_be_one_mother(mother: Individual, other: Individual) -> bool:
    born, other_born = mother.birth_date, other.birth_date
    if born is not None and other_born is not None and not is_within_years(born, other_born, 1):
        return False
    return len({mother.national_id, other.national_id} - {None}) <= 1


def normalized_name(name: str) -> str:
    """Return a name as it is compared: its letters without case, accents and signs."""
    return plain("".join(words(name))) or name.casefold()


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
    """Return whether both names of two individuals are alike, each with its own. Rule C5."""
    return _are_alike(individual.first_name, other.first_name, edits) and _are_alike(
        individual.last_name, other.last_name, edits
    )


def _are_alike(name: str, other: str, edits: Edits) -> bool:
    key, other_key = normalized_name(name), normalized_name(other)
    return key == other_key or edits(key, other_key) <= name_edits(max(len(key), len(other_key)))
