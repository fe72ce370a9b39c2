"""How much speaks for it that two records are one person: the match weight of a pair (H4, H5)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rules.comparison import FieldComparison, Record
from rules.dates import is_aged
from rules.matching import MatchBand
from rules.matching_models import FIELDS, Model
from rules.partial_dates import closest_days
from rules.similarity import Agreement

EXACT, CLOSE, DIFFERENT, MISSING = Agreement
AGREED = frozenset({EXACT, CLOSE})


class CorrectionName(StrEnum):
    """Why the weight of a pair is not the sum of its fields' weights."""

    SHARED_HOME = "SHARED_HOME"
    GENERATION = "GENERATION"
    MAY_BE_TWINS = "MAY_BE_TWINS"
    ARE_TWINS = "ARE_TWINS"
    ONE_IS_DEAD = "ONE_IS_DEAD"


class Correction(NamedTuple):
    """One correction of a weight, with the field that it is about."""

    name: CorrectionName
    field: str
    agreement: Agreement
    weight: float


class Weighed(NamedTuple):
    """A pair's match weight and what it is made of: prior, fields and corrections add up to it."""

    weight: float
    band: MatchBand
    agreements: str
    """A letter a field, E C D or M, in the order of the comparison."""
    field_weights: tuple[float, ...]
    corrections: tuple[Correction, ...]


def weigh(
    model: Model,
    persons: Sequence[Record],
    masters: Sequence[Record],
    comparison: Sequence[FieldComparison],
    prior: float,
) -> Weighed:
    """Weigh a pair by the comparison of its records. Rules H4, H5 and H11.

    On each side those come too that were merged into the record. Both orders of a pair weigh the
    same.
    """
    agreements = {it.field: it.agreement for it in comparison}
    field_weights = tuple(
        weights[agreements[name]] for name, weights in zip(FIELDS, model.weights, strict=True)
    )
    weight = prior + sum(field_weights)
    corrections = _of_a_household(model, persons, masters, agreements)
    weight += sum(it.weight for it in corrections)
    for name, field, band in _limits(model, persons, masters, agreements):
        if (above := weight - model.highest_weight(band)) > 0:
            corrections.append(Correction(name, field, agreements[field], -above))
            weight = model.highest_weight(band)
    return Weighed(
        weight,
        model.band(weight),
        "".join(agreements[name][0] for name in FIELDS),
        field_weights,
        tuple(corrections),
    )


def highest_correction(model: Model) -> float:
    """Return by how much corrections may raise a weight: who left others out has to know."""
    return max(0.0, *(-weight for weight in model.weights[FIELDS.index("addresses")].values()))


def may_be_twins(comparison: Sequence[FieldComparison]) -> bool:
    """Return whether first names differ while birth date and last names agree. Rule H5."""
    return _may_be_twins({it.field: it.agreement for it in comparison})


def _may_be_twins(agreements: Mapping[str, Agreement]) -> bool:
    return (
        agreements["firstName"] is DIFFERENT
        and agreements["birthDate"] is EXACT
        and agreements["lastName"] in AGREED
    )


def _of_a_household(
    model: Model,
    persons: Sequence[Record],
    masters: Sequence[Record],
    agreements: Mapping[str, Agreement],
) -> list[Correction]:
    """Correct what kin have in common and a model takes for evidence. Rule H5."""
    if agreements["birthDate"] is not DIFFERENT:
        return []
    corrections = []
    home = agreements["addresses"]
    shared = model.weights[FIELDS.index("addresses")][home]
    if shared != 0:
        corrections.append(Correction(CorrectionName.SHARED_HOME, "addresses", home, -shared))
    is_numbered = agreements["nationalId"] in AGREED
    if not is_numbered and _are_apart(persons, masters, model.generation_years):
        corrections.append(
            Correction(CorrectionName.GENERATION, "birthDate", DIFFERENT, model.generation_weight)
        )
    return corrections


def _are_apart(persons: Sequence[Record], masters: Sequence[Record], years: int) -> bool:
    """Return whether all dates of birth that are known are so many years apart, two at least."""
    pairs = [
        sorted(closest_days(one.birth_date, other.birth_date))
        for one in persons
        for other in masters
        if one.birth_date is not None and other.birth_date is not None
    ]
    return bool(pairs) and all(is_aged(earlier, years, later) for earlier, later in pairs)


def _limits(
    model: Model,
    persons: Sequence[Record],
    masters: Sequence[Record],
    agreements: Mapping[str, Agreement],
) -> list[tuple[CorrectionName, str, MatchBand]]:
    """Return the bands that a pair cannot be above, each with the reason and its field."""
    limits = []
    if _may_be_twins(agreements):
        limits.append((CorrectionName.MAY_BE_TWINS, "firstName", MatchBand.POSSIBLE))
        if agreements["nationalId"] is DIFFERENT:
            limits.append((CorrectionName.ARE_TWINS, "nationalId", MatchBand.UNLIKELY))
    is_unknown = model.placeholders.has_date
    are_dead = {
        any(it.death_date is not None and not is_unknown(it.death_date) for it in records)
        for records in (persons, masters)
    }
    if len(are_dead) > 1:
        limits.append((CorrectionName.ONE_IS_DEAD, "deathDate", MatchBand.POSSIBLE))
    return limits
