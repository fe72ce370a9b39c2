"""Models of record linkage: what each agreement of two records says of their being one (H9)."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Self

from rules import model_files
from rules.matching import MatchBand
from rules.model_files import BANDS, FIELDS, LEVELS, ModelIsFaulty
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import Agreement

__all__ = ["BANDS", "FIELDS", "LEVELS", "Model", "ModelIsFaulty", "packaged"]

UNLIKELY_BY = 1
"""So far below POSSIBLE is what must not become a candidate whatever agrees."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What a model says; two are the same where their digests are."""

    version: str
    body: Mapping[str, Any]
    """All that its file says, to be kept as JSON and read again."""
    digest: bytes
    """SHA-256 of the body, however the file is laid out."""
    weights: tuple[Mapping[Agreement, float], ...]
    """log2(m/u) by agreement, 0 for what is missing; a field each, in the order of `FIELDS`."""
    fewest_persons: int
    generation_years: int
    generation_weight: float
    bands: Mapping[MatchBand, float]
    """The weight at which each band begins; UNLIKELY has none."""
    placeholders: Placeholders
    """The rules' own list (N3), and what the model adds."""
    _highest: Mapping[MatchBand, float] = field(repr=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a model's file. Raises ModelIsFaulty, which says all that is wrong with it."""
        return cls.of(model_files.checked(text))

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """Return the model of a body that was checked before."""
        bands = {band: float(body["bands"][band]) for band in BANDS}
        added = body["placeholders"]
        return cls(
            version=body["version"],
            body=MappingProxyType(dict(body)),
            digest=hashlib.sha256(_canonical(body).encode()).digest(),
            weights=tuple(_weights(body["fields"][name]) for name in FIELDS),
            fewest_persons=int(body["prior"]["fewestPersons"]),
            generation_years=int(body["corrections"]["generationYears"]),
            generation_weight=float(body["corrections"]["generationWeight"]),
            bands=MappingProxyType(bands),
            placeholders=PLACEHOLDERS.with_more(
                values=added["values"],
                names=added["names"],
                mailboxes=added["mailboxes"],
                days=map(date.fromisoformat, added["days"]),
                numbers=added.get("numbers", ()),
            ),
            _highest=MappingProxyType(_highest(bands)),
        )

    def prior(self, persons: int) -> float:
        """Return the weight of a pair of which nothing is known yet, in a register of so many.

        Each person is expected once more among all of them. Rule H4.
        """
        return -math.log2(max(persons, self.fewest_persons))

    def band(self, weight: float) -> MatchBand:
        """Return the band of a weight. Rule H4."""
        return next((band for band in BANDS if weight >= self.bands[band]), MatchBand.UNLIKELY)

    def highest_weight(self, band: MatchBand) -> float:
        """Return the weight of a pair that is at most of this band: the middle of the band."""
        return self._highest[band]


def _highest(bands: Mapping[MatchBand, float]) -> dict[MatchBand, float]:
    highest = {MatchBand.CERTAIN: math.inf, MatchBand.UNLIKELY: bands[BANDS[-1]] - UNLIKELY_BY}
    for above, band in pairwise(BANDS):
        highest[band] = (bands[above] + bands[band]) / 2
    return highest


def _weights(levels: Mapping[str, Mapping[str, float]]) -> Mapping[Agreement, float]:
    weights = {level: math.log2(levels[level]["m"] / levels[level]["u"]) for level in LEVELS}
    return MappingProxyType({**weights, Agreement.MISSING: 0.0})


def _canonical(body: object) -> str:
    return json.dumps(_plain(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(said: object) -> object:
    """Return numbers as floats throughout: 12 and 12.0 are one, in a file and in a database."""
    match said:
        case bool() | str():
            return said
        case int() | float():
            return float(said)
        case list():
            return [_plain(each) for each in said]
        case Mapping():
            return {name: _plain(each) for name, each in said.items()}
    raise TypeError(type(said).__name__)


@cache
def packaged() -> Model:
    """Return the model that comes with the package."""
    return Model.read(packaged_text())


def packaged_text() -> str:
    """Return the file of the model that comes with the package."""
    return resources.files("rules").joinpath("models", "packaged.json").read_text("utf-8")
