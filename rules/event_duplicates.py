"""When a declaration may be a duplicate of a record that is there (rules C5 and C5a)."""

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

from rules.dates import is_within_days, is_within_years
from rules.declarations import Birth, Death, Declaration, Individual, Marriage, MultipleBirth
from rules.folding import letters_of
from rules.frozen import frozen
from rules.partial_dates import PartialDate, closest_days
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import folded_words, name_edits
from rules.vital_events import VitalEventKind

Edits = Callable[[str, str], int]
"""Counts the letters put in, left out, replaced or swapped with a neighbour."""

KEY_LETTERS = 10
"""Names that are alike are alike in so many letters at their beginning."""

MOTHER_DAYS = 366
"""Mothers who were born more days apart are not compared; within, `may_be_duplicate` decides."""

CHILD_DAYS = 270
NAMESAKE_YEARS = 3
ALONE_DAYS = 5
DEATH_DAYS = 5
MARRIAGE_DAYS = 5
BIRTH_DAYS = 5
"""The birth dates of the deceased, and of spouses, are alike within so many days."""


@frozen
class MatchProfile:
    """What of a record decides whether another may be its duplicate: whom it is about, and when.

    The principal is the mother of a birth, the deceased, or the first spouse; the subject is the
    child, or the second spouse. Placeholders are left out of both.
    """

    kind: VitalEventKind
    event_date: PartialDate
    principal: Individual | None = None
    subject: Individual | None = None
    place: str = ""
    multiple_birth: MultipleBirth | None = None


def match_profile(declaration: Declaration) -> MatchProfile | None:
    """Return the match profile of a declaration; None where nothing can be its duplicate.

    That is where it is not known whom it is about, or when.
    """
    match declaration:
        case Birth(child=child, mother=mother) if child.birth_date is not None:
            return MatchProfile(
                VitalEventKind.BIRTH,
                child.birth_date,
                None if mother is None else evidence(mother),
                evidence(child),
                declaration.place_of_birth,
                declaration.multiple_birth,
            )
        case Death(deceased=deceased, date_of_death=died) if died is not None:
            if has_name(evidence(deceased)) or evidence(deceased).national_id is not None:
                return MatchProfile(VitalEventKind.DEATH, died, evidence(deceased))
        case Marriage(spouses=(one, other), date_of_marriage=day):
            married = PartialDate.of(day)
            return MatchProfile(VitalEventKind.MARRIAGE, married, evidence(one), evidence(other))
    return None


def is_named(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> bool:
    """Return whether a name of an individual is evidence, and no placeholder. Rule N3."""
    return any(not placeholders.has_name(name) for name in _names(individual))


def evidence(individual: Individual, placeholders: Placeholders = PLACEHOLDERS) -> Individual:
    """Return an individual without names, birth date and number that are placeholders. Rule N3."""
    none = placeholders
    return Individual(
        none.unless(none.has_name, individual.first_name),
        none.unless(none.has_name, individual.last_name),
        individual.second_name,
        none.unless(none.has_date, individual.birth_date),
        individual.gender,
        none.unless(none.has_number, individual.national_id),
    )


def may_be_duplicate(profile: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    """Return whether of two records of one kind each may be the other's duplicate.

    What one of the two leaves out does not make them different. Rules C5 and C5a.
    """
    match profile.kind:
        case VitalEventKind.BIRTH:
            return _may_be_one_birth(profile, other, edits)
        case VitalEventKind.DEATH:
            return _may_be_one_death(profile, other, edits)
        case VitalEventKind.MARRIAGE:
            return _may_be_one_marriage(profile, other, edits)


def _may_be_one_birth(profile: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    mother, other_mother = profile.principal, other.principal
    if _have_one_number(profile.subject, other.subject):
        return True
    if _are_of_one_multiple_birth(profile.multiple_birth, other.multiple_birth):
        return False
    days = closest_days(profile.event_date, other.event_date)
    if _have_one_number(mother, other_mother) and is_within_days(*days, CHILD_DAYS):
        return True
    children_are_alike = _are_alike_individuals(profile.subject, other.subject, edits)
    if not has_name(mother) or not has_name(other_mother):
        is_one_place = _may_be_one_place(profile.place, other.place)
        return children_are_alike and is_one_place and is_within_days(*days, ALONE_DAYS)
    return _may_be_one_mother(mother, other_mother, edits) and (
        is_within_days(*days, CHILD_DAYS)
        or (children_are_alike and is_within_years(*days, NAMESAKE_YEARS))
    )


def _may_be_one_death(profile: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    days = closest_days(profile.event_date, other.event_date)
    return _have_one_number(profile.principal, other.principal) or (
        is_within_days(*days, DEATH_DAYS)
        and _are_one_by_name(profile.principal, other.principal, edits)
    )


def _may_be_one_marriage(profile: MatchProfile, other: MatchProfile, edits: Edits) -> bool:
    spouses = (profile.principal, profile.subject)
    days = closest_days(profile.event_date, other.event_date)
    return is_within_days(*days, MARRIAGE_DAYS) and any(
        all(
            _have_one_number(one, another) or _are_one_by_name(one, another, edits)
            for one, another in zip(spouses, others, strict=True)
        )
        for others in ((other.principal, other.subject), (other.subject, other.principal))
    )


def _have_one_number(individual: Individual | None, other: Individual | None) -> bool:
    if individual is None or other is None or individual.national_id is None:
        return False
    return individual.national_id == other.national_id


def _are_one_by_name(individual: Individual | None, other: Individual | None, edits: Edits) -> bool:
    if individual is None or other is None or not are_named_alike(individual, other, edits):
        return False
    born, other_born = individual.birth_date, other.birth_date
    if born is None or other_born is None:
        return True
    return is_within_days(*closest_days(born, other_born), BIRTH_DAYS)


def _are_alike_individuals(one: Individual | None, other: Individual | None, edits: Edits) -> bool:
    return one is not None and other is not None and are_named_alike(one, other, edits)


def _are_of_one_multiple_birth(birth: MultipleBirth | None, other: MultipleBirth | None) -> bool:
    if birth is None or other is None:
        return False
    return birth.of == other.of and birth.order != other.order


def _may_be_one_place(place: str, other: str) -> bool:
    words, others = folded_words(place), folded_words(other)
    return words <= others or others <= words


def _may_be_one_mother(mother: Individual | None, other: Individual | None, edits: Edits) -> bool:
    if mother is None or other is None or not are_named_alike(mother, other, edits):
        return False
    born, other_born = mother.birth_date, other.birth_date
    if born is None or other_born is None or is_within_years(*closest_days(born, other_born), 1):
        return len({mother.national_id, other.national_id} - {None}) <= 1
    return False


def has_name(individual: Individual | None) -> bool:
    """Return whether somebody has a name, once placeholders are left out."""
    return individual is not None and bool(_names(individual))


def normalized_names(individual: Individual) -> tuple[str, str]:
    """Return the first and the last name as records are found by them.

    A single name stands in the place of the last name, wherever it was given, and the first name
    is empty: people with one name have it in either place. Rule N1.
    """
    first, last = individual.first_name, individual.last_name
    if first is None or last is None:
        return "", normalized_name(last or first or "")
    return normalized_name(first), normalized_name(last)


@lru_cache(maxsize=3000)
def normalized_name(name: str) -> str:
    """Return a name as it is compared: its folded letters, or itself where it has none. Rule N4."""
    return letters_of(name) or name


def blocking_keys(normalized: str) -> tuple[str, ...]:
    """Return the blocking keys of a normalized name: with as many letters left out as may differ.

    Two names that are alike have a blocking key in common, so that each is found by the other's;
    names with one in common need not be alike.
    """
    return tuple(_joined_keys(normalized).split("\0"))


@lru_cache(maxsize=3000)
def _joined_keys(normalized: str) -> str:
    # One text, whose parts no NUL is in: as texts of their own they take 10 MB.
    letters = normalized[:KEY_LETTERS]
    keys = {letters: None}
    for left_out in range(1, min(name_edits(len(normalized)), len(letters)) + 1):
        keys |= dict.fromkeys(map("".join, combinations(letters, len(letters) - left_out)))
    return "\0".join(keys)


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
