"""What a file of a matching model may say, and everything that is wrong with one (rule H9)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from rules.matching import MatchBand
from rules.similarity import Agreement
from rules.texts import is_unfit

FIELDS = (
    *("firstName", "lastName", "secondName", "birthDate", "gender", "taxId", "nationalId"),
    *("email", "deathDate", "documents", "phones", "addresses"),
)
"""The fields of a comparison, in its order."""
LEVELS = (Agreement.EXACT, Agreement.CLOSE, Agreement.DIFFERENT)
"""What is missing says nothing, so it has no weight."""
BANDS = (MatchBand.CERTAIN, MatchBand.LIKELY, MatchBand.POSSIBLE)
"""The bands that begin at a weight, the highest first; what is below is UNLIKELY."""
PARTS = ("version", "fields", "prior", "corrections", "bands", "placeholders")
CORRECTIONS = ("generationYears", "generationWeight")
LISTS = ("values", "names", "mailboxes", "days")
MORE_LISTS = ("numbers",)
"""What models of before have not."""
ALL_LISTS = (*LISTS, *MORE_LISTS)

SUM_SLIP = 0.001
"""So far from one may be what the probabilities of a field add up to."""
LONGEST_VERSION = 64
LARGEST = 1e9
LEAST = 1e-300
"""A smaller probability makes a weight that is not finite."""


class ModelIsFaulty(ValueError):
    """A file is no matching model; the message says in one sentence all that is wrong with it."""


def checked(text: str) -> dict[str, Any]:
    """Return what a model's file says. Raises ModelIsFaulty.

    `about` at the top and at each field is for people. Rule H9.
    """
    try:
        said = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as broken:
        raise ModelIsFaulty(f"The model is no JSON: {broken}") from None
    faults = list(_faults(said))
    if faults:
        raise ModelIsFaulty(f"The model cannot be used: {'; '.join(faults)}")
    found: dict[str, Any] = said
    return found


def _texts(said: object) -> Iterable[str]:
    """Return all texts in what a file says, at whatever depth."""
    match said:
        case str():
            yield said
        case list():
            for each in said:
                yield from _texts(each)
        case dict():
            for name, each in said.items():
                yield name
                yield from _texts(each)


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _faults(said: object) -> Iterable[str]:
    if not isinstance(said, dict):
        yield "it is no object"
        return
    yield from _members("it", said, PARTS)
    if any(map(is_unfit, _texts(said))):
        yield "it has a text with a control or half a character"
    if "version" in said and not _is_version(said["version"]):
        yield f"version is no text of 1 to {LONGEST_VERSION} characters"
    for part, look in CHECKS.items():
        if part in said:
            if isinstance(said[part], dict):
                yield from look(said[part])
            else:
                yield f"{part} is no object"


def _members(name: str, said: Mapping[str, Any], wanted: Iterable[str]) -> Iterable[str]:
    wanted = list(wanted)
    yield from (f"{name} lacks {member}" for member in wanted if member not in said)
    for member in said:
        if member == "about":
            if not isinstance(said[member], str):
                yield f"{name} has an about that is no text"
        elif member not in wanted:
            yield f"{name} has {member!r}, which nothing reads"


def _is_version(version: object) -> bool:
    return (
        isinstance(version, str)
        and 1 <= len(version) <= LONGEST_VERSION
        and version.isprintable()
        and version == version.strip()
    )


def is_number(said: object) -> bool:
    """Return whether a value of JSON is a number that can be reckoned with."""
    if isinstance(said, bool) or not isinstance(said, int | float):
        return False
    # Larger whole numbers than any float may stand in a file; this compares them, and no NaN.
    return abs(said) <= LARGEST


def _is_whole(said: object) -> bool:
    return is_number(said) and said == round(float(said))  # type: ignore[arg-type]


def _fields(said: dict[str, Any]) -> Iterable[str]:
    yield from _members("fields", said, FIELDS)
    for field in FIELDS:
        levels = said.get(field)
        if isinstance(levels, dict):
            yield from _levels(field, levels)
        elif field in said:
            yield f"fields.{field} is no object"


def _levels(field: str, levels: dict[str, Any]) -> Iterable[str]:
    yield from _members(f"fields.{field}", levels, LEVELS)
    odds = [levels[level] for level in LEVELS if isinstance(levels.get(level), dict)]
    if sum(level in levels for level in LEVELS) > len(odds) or any(
        {*each} != {"m", "u"} for each in odds
    ):
        yield f"fields.{field} has a level without m and u, or with more"
    for name in ("m", "u"):
        found = [each[name] for each in odds if name in each]
        if not all(is_number(each) and 0 < each < 1 for each in found):
            yield f"fields.{field} has an {name} that is not between 0 and 1"
        elif any(each < LEAST for each in found):
            yield f"fields.{field} has an {name} so small that its weight has no end"
        elif len(found) == len(LEVELS) and abs(sum(found) - 1) > SUM_SLIP:
            yield f"the {name} of fields.{field} add up to {sum(found):.4f}, not to 1"


def _prior(said: dict[str, Any]) -> Iterable[str]:
    yield from _members("prior", said, ["fewestPersons"])
    fewest = said.get("fewestPersons", 1)
    if not (_is_whole(fewest) and fewest >= 1):
        yield "prior.fewestPersons is no number of persons"


def _corrections(said: dict[str, Any]) -> Iterable[str]:
    yield from _members("corrections", said, CORRECTIONS)
    years, weight = (said.get(name, 0) for name in CORRECTIONS)
    if not (_is_whole(years) and years >= 0):
        yield "corrections.generationYears is no whole number of years"
    if not (is_number(weight) and weight <= 0):
        yield "corrections.generationWeight is not 0 or below it"


def _bands(said: dict[str, Any]) -> Iterable[str]:
    yield from _members("bands", said, BANDS)
    bounds = [said[band] for band in BANDS if band in said]
    numbers = [bound for bound in bounds if is_number(bound)]
    if len(numbers) < len(bounds):
        yield "bands has a bound that is no number"
    if any(higher <= lower for higher, lower in pairwise(numbers)):
        yield "bands do not descend from CERTAIN over LIKELY to POSSIBLE"


def _placeholders(said: dict[str, Any]) -> Iterable[str]:
    yield from _members("placeholders", {name: [] for name in MORE_LISTS} | said, ALL_LISTS)
    for name in ALL_LISTS:
        listed = said.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            yield f"placeholders.{name} is no list of texts"
        elif name == "days" and not all(map(_is_day, listed)):
            yield "placeholders.days has what is no day, written YYYY-MM-DD"
        elif any(not each.strip() for each in listed):
            yield f"placeholders.{name} has an empty text"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


CHECKS = {
    "fields": _fields,
    "prior": _prior,
    "corrections": _corrections,
    "bands": _bands,
    "placeholders": _placeholders,
}
