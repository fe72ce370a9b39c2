"""How well a model does on records of which it is known who is who: recall and precision (H9)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.blocking_keys import blocking_keys, is_strong
from rules.comparison import Record
from rules.frozen import frozen
from rules.matching import MatchBand
from rules.matching_models import BANDS
from workflows.detection_models import ActiveModel
from workflows.matching import Bounds


class Labelled(NamedTuple):
    """A record, and the person that it is of."""

    truth: str
    record: Record


@frozen
class Share:
    """How a band does together with those above it."""

    band: MatchBand
    proposed: int
    right: int
    precision: float | None
    """Of the proposed pairs, how many are one person; None where none is proposed."""
    recall: float | None
    """Of the true pairs, how many are proposed; None where there is none."""


@dataclass(slots=True)
class Evaluation:
    """What a model makes of labelled records."""

    true_pairs: int = 0
    compared: int = 0
    cut_off: int = 0
    proposed: Counter[MatchBand] = field(default_factory=Counter)
    right: Counter[MatchBand] = field(default_factory=Counter)

    def shares(self) -> Iterator[Share]:
        """Return how each band does with those above it, the highest first."""
        proposed = right = 0
        for band in BANDS:
            proposed += self.proposed[band]
            right += self.right[band]
            yield Share(
                band,
                proposed,
                right,
                right / proposed if proposed else None,
                right / self.true_pairs if self.true_pairs else None,
            )


def evaluate(records: Sequence[Labelled], active: ActiveModel, bounds: Bounds) -> Evaluation:
    """Compare labelled records as `detect` compares those of the register."""
    found = Evaluation(true_pairs=_pairs_within(Counter(it.truth for it in records)))
    for later, earlier, left_out in _blocked(records, active, bounds):
        found.cut_off += left_out
        if earlier is None:
            continue
        found.compared += 1
        one, other = records[later], records[earlier]
        band = active.weigh(one.record, other.record).band
        found.proposed[band] += 1
        found.right[band] += one.truth == other.truth
    return found


def _pairs_within(sizes: Counter[str]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _blocked(
    records: Sequence[Labelled], active: ActiveModel, bounds: Bounds
) -> Iterator[tuple[int, int | None, int]]:
    """Return the pairs with enough keys in common, as `workflows.blocking` finds them.

    Without an earlier record it says how many were left out.
    """
    members: defaultdict[int, list[int]] = defaultdict(list)
    for later, it in enumerate(records):
        common: Counter[int] = Counter()
        strong: set[int] = set()
        cut = 0
        for key in blocking_keys(it.record, active.model.placeholders):
            earlier = members[key]
            common.update(earlier)
            if is_strong(key):
                strong.update(earlier)
            if len(earlier) < bounds.of_a_key:
                earlier.append(later)
            else:
                cut += 1
        fitting = [other for other, keys in common.items() if keys > 1 or other in strong]
        best = sorted(fitting, key=lambda other: (-common[other], other))[: bounds.candidates]
        cut += len(fitting) - len(best)
        yield from ((later, other, 0) for other in best)
        if cut:
            yield later, None, cut
