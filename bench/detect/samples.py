"""Sets of records of which it is known who is who, and what a model finds in one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest

from rules.blocking_keys import blocking_keys, is_strong
from rules.comparison import Record, compare
from rules.match_weights import weigh
from rules.matching import MatchBand
from rules.matching_models import Model
from workflows.records import MEASURES

PER_KEY, PER_RECORD = 200, 200
"""What one match reads of a key, and compares in all (rule H2)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a sample: whom it is about, and of which of two files that are linked."""

    entity: str
    record: Record | None
    """None is what an import rejects: it is found by nobody, and missed all the same."""
    file: int | None = None
    family: int | None = None


@dataclass(frozen=True)
class Sample:
    """Records, some of which are about one person."""

    name: str
    members: Sequence[Member]

    @cached_property
    def true_pairs(self) -> int:
        """How many pairs are one person, of two files where there are two."""
        found = Counter((it.entity, it.file) for it in self.members)
        entities = Counter(it.entity for it in self.members)
        together = sum(n * (n - 1) // 2 for n in entities.values())
        return together - sum(
            n * (n - 1) // 2 for (_, file), n in found.items() if file is not None
        )

    def changed(self, suffix: str, change: Callable[[Record], Record]) -> "Sample":
        """Return the same people as a change leaves them."""
        members = [replace(it, record=it.record and change(it.record)) for it in self.members]
        return Sample(self.name + suffix, members)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two compared records: whether they are one person, or kin, and what the model says."""

    is_one: bool
    are_kin: bool
    weight: float
    band: MatchBand


@dataclass(frozen=True)
class Finding:
    """What a model finds in a sample."""

    sample: Sample
    pairs: Sequence[Pair]

    def recall(self, weight: float) -> float:
        """Return which share of the true pairs weighs so much at least."""
        return self._count(weight, true=True) / max(1, self.sample.true_pairs)

    def precision(self, weight: float) -> float:
        """Return which share of the pairs that weigh so much at least are true."""
        found = self._count(weight, true=True)
        return found / max(1, found + self._count(weight, true=False)) if found else 1.0

    def _count(self, weight: float, *, true: bool) -> int:
        return sum(it.weight >= weight and it.is_one == true for it in self.pairs)


def find(model: Model, sample: Sample, persons: int = 0) -> Finding:
    """Compare the records of a sample as matches do, in a register of so many persons."""
    prior = model.prior(max(persons, len(sample.members)))
    pairs = []
    for one, other in compared(sample, model):
        a, b = sample.members[one], sample.members[other]
        if a.record is not None and b.record is not None:
            comparison = compare(a.record, b.record, MEASURES, model.placeholders)
            found = weigh(model, (a.record,), (b.record,), comparison, prior)
            are_kin = a.family is not None and a.family == b.family
            pairs.append(Pair(a.entity == b.entity, are_kin, found.weight, found.band))
    return Finding(sample, pairs)


def compared(sample: Sample, model: Model) -> list[tuple[int, int]]:
    """Return the pairs that one of their two matches compares, by their places. Rule H2."""
    keys = [
        frozenset() if it.record is None else blocking_keys(it.record, model.placeholders)
        for it in sample.members
    ]
    holders: dict[int, list[int]] = {}
    for place, own in enumerate(keys):
        for key in own:
            holders.setdefault(key, []).append(place)
    return sorted(
        {pair for place in range(len(keys)) for pair in _met(sample, place, keys, holders)}
    )


def _met(
    sample: Sample, place: int, keys: Sequence[frozenset[int]], holders: dict[int, list[int]]
) -> Iterator[tuple[int, int]]:
    met: Counter[int] = Counter()
    strong = set()
    file = sample.members[place].file
    for key in sorted(keys[place]):
        others = holders[key][:PER_KEY]
        met.update(others)
        if is_strong(key):
            strong.update(others)
    del met[place]
    found = {other: n for other, n in met.items() if n > 1 or other in strong}
    for other in nlargest(PER_RECORD, found, key=lambda other: found[other]):
        if file is None or sample.members[other].file != file:
            yield min(place, other), max(place, other)
