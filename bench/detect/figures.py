"""What must be found in each sample, and what is: recall and precision beside their pass marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.detect import families, febrl, scripts
from bench.detect.samples import Finding, Sample, find
from rules.matching import MatchBand
from rules.matching_models import BANDS, Model

FAMILIES, SCRIPTS = 2000, 1500
MOST_KIN = 0.06
"""The share of pairs of kin that may be proposed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What recall and precision must be at least, at POSSIBLE."""

    recall: float = 0.0
    precision: float = 0.0


MARKS = {
    "FEBRL 4, linked": Mark(0.98, 0.99),
    "FEBRL 4": Mark(0.98, 0.99),
    "FEBRL 3": Mark(0.97, 0.99),
    "FEBRL 1": Mark(0.99, 1.0),
    "FEBRL 2": Mark(0.97, 0.99),
    "FEBRL 4, linked, no number": Mark(0.94, 0.995),
    "FEBRL 3, no number": Mark(),
    "FEBRL 2, no number": Mark(),
    "Ukrainian and Latin letters": Mark(0.98, 0.99),
    "Russian and Latin letters": Mark(0.98, 0.99),
    "Arabic and Latin letters": Mark(0.90, 0.97),
}


def of_febrl(folder: Path | None) -> Iterator[Sample]:
    """Return the datasets of FEBRL, with numbers and without."""
    linked = febrl.dataset("4a", "4b", linked=True, folder=folder)
    yield linked
    yield febrl.dataset("4a", "4b", folder=folder)
    others = [febrl.dataset(name, folder=folder) for name in "312"]
    yield from others
    for sample in (linked, others[0], others[2]):
        yield sample.changed(", no number", febrl.without_number)


def of_scripts(pairs: int = SCRIPTS) -> Iterator[Sample]:
    """Return people who are on record in two scripts."""
    return (scripts.sample(language, pairs) for language in scripts.LANGUAGES)


def show(model: Model, samples: Iterable[Sample]) -> Iterator[tuple[Finding, bool]]:
    """Print what is found in each, and return it with whether it passes."""
    bands = "".join(
        f"{band.title() + ' from ' + str(model.bands[band]):>22}" for band in BANDS[::-1]
    )
    print(f"\n{'recall / precision':<30}{'true':>6}{'compared':>10}{bands}  must be")
    for sample in samples:
        found, mark = find(model, sample), MARKS.get(sample.name, Mark())
        bounds = [model.bands[band] for band in BANDS[::-1]]
        cells = "".join(
            f"{found.recall(bound):>13.2%} /{found.precision(bound):>7.2%}" for bound in bounds
        )
        passes = found.recall(bounds[0]) >= mark.recall
        passes = passes and found.precision(bounds[0]) >= mark.precision
        print(
            f"{sample.name:<30}{sample.true_pairs:>6}{len(found.pairs):>10}{cells}"
            f"  {_must(mark)}{'' if passes else '  FAILS'}",
            flush=True,
        )
        yield found, passes


def _must(mark: Mark) -> str:
    return f"{mark.recall:.0%} / {mark.precision:.1%}" if mark.recall else "-"


def show_kin(model: Model, count: int = FAMILIES) -> Iterator[bool]:
    """Print which share of kin is proposed, by band, and return whether each kind passes."""
    print(f"\n{'kin, proposed as':<30}" + "".join(f"{band.title():>10}" for band in BANDS[::-1]))
    for sample in families.samples(count):
        shares = kin_by_band(find(model, sample), count)
        is_numbered = sample.name in families.KINDS
        passes = sum(shares.values()) <= MOST_KIN if is_numbered else True
        cells = "".join(f"{shares[band]:>10.2%}" for band in BANDS[::-1])
        must = f"together at most {MOST_KIN:.0%}" if is_numbered else "possible, none higher"
        print(f"{sample.name:<30}{cells}  {must}{'' if passes else '  FAILS'}", flush=True)
        yield passes


def kin_by_band(found: Finding, count: int) -> dict[MatchBand, float]:
    """Return which share of the pairs of kin is in each band; strangers who are alike are none."""
    kin = [it.band for it in found.pairs if it.are_kin]
    return {band: kin.count(band) / count for band in BANDS}
