"""Whom a registered death is about, and who of those on record may be one person (C6, N6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from rules.dates import is_within_years
from rules.declarations import Individual
from rules.event_duplicates import Edits, are_named_alike, is_named
from rules.frozen import frozen
from rules.partial_dates import PartialDate, closest_days

BIRTH_YEARS = 1
"""Birth dates of one person lie at most so many years apart, as far as they are known."""

MOST_HOLDERS = 100
"""A national id that more records have identifies nobody, and a death by it is nobody's."""


@frozen
class KnownPerson:
    """A person on record, and whom they stand for today: themselves, or whom they were merged into.

    `standing_born` and `death_date` are those of the one who stands; `own_death` is what the record
    would say itself, had no record ever been merged.
    """

    record: Individual
    standing_id: UUID
    standing_born: PartialDate | None = None
    death_date: PartialDate | None = None
    id: UUID | None = None
    own_death: PartialDate | None = None

    def apart(self) -> "KnownPerson":
        """Return the person as if no record had ever been merged. Rule H18."""
        return replace(
            self,
            standing_id=self.standing_id if self.id is None else self.id,
            standing_born=self.record.birth_date,
            death_date=self.own_death,
        )


@frozen
class RegisteredDeath:
    """A death that is registered: who died, and when as far as it is known."""

    deceased: Individual
    day: PartialDate


def is_same_person(individual: Individual, other: Individual, edits: Edits) -> bool:
    """Return whether two records surely name one person. Rule C6.

    Their national ids are equal, their names alike, and their birth dates within a year, or agree
    as far as they are known.
    """
    return (
        has_equal_number(individual, other)
        and _are_named_alike(individual, other, edits)
        and _are_born_close(individual.birth_date, other.birth_date)
    )


def may_be_same_person(individual: Individual, other: Individual, edits: Edits) -> bool:
    """Return whether a registrar should see that two records may name one person. Rule C8a.

    An equal national id is enough, and so are names that are alike with the same birth date.
    """
    if has_equal_number(individual, other):
        return True
    born, other_born = individual.birth_date, other.birth_date
    if born is None or born.exact is None or born != other_born:
        return False
    return _are_named_alike(individual, other, edits)


def _are_named_alike(individual: Individual, other: Individual, edits: Edits) -> bool:
    return is_named(individual) and are_named_alike(individual, other, edits)


def has_equal_number(individual: Individual, other: Individual) -> bool:
    """Return whether both have a national id, and the same."""
    return individual.national_id is not None and individual.national_id == other.national_id


def _are_born_close(born: PartialDate | None, other: PartialDate | None) -> bool:
    return born is None or other is None or is_within_years(*closest_days(born, other), BIRTH_YEARS)


def who_died(
    deceased: Individual, known: Iterable[KnownPerson], edits: Edits
) -> KnownPerson | None:
    """Return the one person whom a death is about, among those with the national id. Rule C6.

    Where it may be one of two who stand, or too many have the number, it is nobody.
    """
    holders = list(known)
    if len(holders) > MOST_HOLDERS:
        return None
    found = [each for each in holders if is_same_person(deceased, each.record, edits)]
    return found[0] if len({each.standing_id for each in found}) == 1 else None


def is_same_deceased(before: Individual, after: Individual, edits: Edits) -> bool:
    """Return whether a corrected death is about the one whom it was about before. Rule C10.

    Their names are alike, and neither their birth dates nor their national ids tell them apart.
    """
    numbers = {before.national_id, after.national_id} - {None}
    return (
        len(numbers) < 2
        and _are_born_close(before.birth_date, after.birth_date)
        and are_named_alike(before, after, edits)
    )


def day_of_death(
    individual: Individual,
    deaths: Iterable[RegisteredDeath],
    known: Iterable[KnownPerson],
    edits: Edits,
) -> PartialDate | None:
    """Return when somebody who comes on record has died already. Rule N6.

    The deaths and persons are those with the same national id. The day of a person counts before
    that of a record, because a registrar may have kept it. Of several days it is the earliest
    (`earlier`), and none that is before the birth.
    """
    kept = [
        each.death_date
        for each in known
        if each.death_date is not None and is_same_person(individual, each.record, edits)
    ]
    registered = [each.day for each in deaths if is_same_person(individual, each.deceased, edits)]
    born = individual.birth_date
    days = [day for day in kept or registered if may_follow(day, born)]
    return min(days, key=earlier, default=None)


def may_follow(died: PartialDate, born: PartialDate | None) -> bool:
    """Return whether a death may come after a birth, as far as both are known."""
    return born is None or died.latest >= born.earliest


def earlier(died: PartialDate) -> tuple[date, int]:
    """Return what puts dates of death in order: the last day that it can be, then how exact it is.

    So of `2020` and `2020-05-01` the day is kept. MOVE_DEATH of workflows/merges.py does the same.
    """
    return died.latest, -len(str(died))
