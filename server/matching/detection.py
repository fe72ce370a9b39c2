"""Compares the whole register, or what changed of it, and makes candidates of pairs (H10)."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from rules.frozen import frozen
from rules.match_weights import Weighed
from rules.matching import MatchBand
from server.matching.engines import Engine, EngineName
from server.matching.reports import Report
from workflows import found_pairs, person_keys
from workflows.blocking import BlockedPair, Blocks
from workflows.detection_models import ActiveModel
from workflows.detection_runs import Counts
from workflows.found_pairs import FoundPair
from workflows.person_keys import Fault, Subject

MOST_KEPT = 50_000
"""Records that are kept for the pairs that come next; each takes two or three KB."""
LOADED = 5000
"""Records that an engine takes at once."""
NOTED_SECONDS = 5.0
"""How often a run writes down how far it is."""

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


@frozen
class Options:
    """What is compared, and what becomes of it."""

    engine: EngineName = EngineName.AUTO
    since: datetime | None = None
    limit: int | None = None
    """At most so many new candidates."""
    is_dry_run: bool = False
    report: Path | None = None


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    counts: Counts = field(default_factory=Counts)
    cut_off: Counter[str] = field(default_factory=Counter)
    """Blocking keys by class of which not all records were read; `persons` who were left out."""
    has_reached_limit: bool = False
    faults: list[Fault] = field(default_factory=list)
    """Whom an error of ours kept from being compared with somebody."""
    seconds: float = 0.0


class KeptRecords:
    """Records as they were read last, of whom many pairs come one after the other."""

    def __init__(self, connection: Any, faults: list[Fault]) -> None:
        self._connection = connection
        self._faults = faults
        self._kept: OrderedDict[UUID, Subject] = OrderedDict()

    async def read(self, ids: Iterable[UUID]) -> dict[UUID, Subject]:
        """Return the records of these persons."""
        wanted = set(ids)
        missing = wanted - self._kept.keys()
        for subject in await person_keys.subjects(self._connection, missing, self._faults):
            self._kept[subject.id] = subject
        found = {}
        for person_id in wanted & self._kept.keys():
            self._kept.move_to_end(person_id)
            found[person_id] = self._kept[person_id]
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found


@dataclass(slots=True)
class Run:
    """One run, from the blocks to the candidates."""

    connection: Any
    active: ActiveModel
    blocks: Blocks
    engine: Engine
    options: Options
    report: Report
    progress: Progress
    outcome: Outcome
    note: Callable[[], Any]
    """Notifies the register of how far it is."""
    records: KeptRecords = field(init=False)

    def __post_init__(self) -> None:
        """Start without records."""
        self.records = KeptRecords(self.connection, self.outcome.faults)

    async def go(self) -> None:
        """Compare all pairs of the blocks."""
        self.outcome.cut_off.update(self.blocks.cut_off)
        if self.engine.reads_all:
            await self._load()
        noted = monotonic()
        async for done, pairs, left_out in self.blocks.batches(self.engine.persons_at_once):
            await self._compare(pairs)
            self.outcome.counts.persons = done
            self.outcome.cut_off["persons"] += left_out
            self.progress("persons", done, self.blocks.persons)
            if self.outcome.has_reached_limit:
                return
            if monotonic() - noted > NOTED_SECONDS:
                await self.note()
                noted = monotonic()

    async def _load(self) -> None:
        """Give the engine all records, a few at a time."""
        for first in range(1, self.blocks.persons + 1, LOADED):
            numbers = range(first, min(first + LOADED, self.blocks.persons + 1))
            ids = await self.blocks.ids(numbers)
            # Who cannot be read is a fault once they are in a pair.
            read = await person_keys.subjects(self.connection, ids.values(), [])
            subjects = {it.id: it for it in read}
            self.engine.add(
                (number, subjects[person_id].record)
                for number, person_id in ids.items()
                if person_id in subjects
            )
            self.progress("records", numbers[-1], self.blocks.persons)

    async def _compare(self, pairs: Sequence[BlockedPair]) -> None:
        """Weigh pairs of a batch, and add those that are likely enough."""
        counts = self.outcome.counts
        counts.pairs_compared += len(pairs)
        likely = self.engine.likely([(it.later, it.earlier) for it in pairs])
        # The engine knows nothing of those who were merged.
        merged = self.blocks.with_merged
        chosen = [
            it
            for place, it in enumerate(pairs)
            if place in likely or it.is_candidate or not merged.isdisjoint((it.later, it.earlier))
        ]
        found = await self._weigh(chosen)
        if self.options.limit is not None:
            found = self._up_to_limit(found, self.options.limit - counts.found.total())
        added = await found_pairs.add_found_pairs(
            self.connection,
            [pair for pair, _ in found],
            self.active,
            keeps=not self.options.is_dry_run,
        )
        counts.found += added.added
        counts.known += sum(is_candidate for _, is_candidate in found)
        counts.reopened += added.reopened
        if self.report.is_wanted:
            await self._tell(found)

    async def _weigh(self, pairs: Sequence[BlockedPair]) -> list[tuple[FoundPair, bool]]:
        """Return the pairs that are candidates or shall be, each with whether it is one."""
        ids = await self.blocks.ids({number for it in pairs for number in it[:2]})
        records = await self.records.read(ids.values())
        found = []
        for pair in sorted(pairs):
            later, earlier = records.get(ids[pair.later]), records.get(ids[pair.earlier])
            # Who was merged or came to be nobody since the blocks were made is in no pair.
            if later is None or earlier is None or not (later.is_active and earlier.is_active):
                continue
            try:
                weighed = self.active.weigh_with_merged(later.records, earlier.records)
                if weighed.band != MatchBand.UNLIKELY or pair.is_candidate:
                    found.append((self._pair(later, earlier, weighed), pair.is_candidate))
            except Exception as error:
                self.outcome.faults += (Fault(it.id, error) for it in (later, earlier))
        return found

    def _pair(self, later: Subject, earlier: Subject, weighed: Weighed) -> FoundPair:
        keys = person_keys.classes_in_common(later, earlier, self.active.model.placeholders)
        return FoundPair(later.id, later.version, earlier.id, earlier.version, weighed, keys)

    def _up_to_limit(
        self, found: list[tuple[FoundPair, bool]], room: int
    ) -> list[tuple[FoundPair, bool]]:
        """Return what there is room for; candidates need none.

        The first ones in the order of the persons: reviewers are given pairs in the order in which
        they were added, which says nothing of their weights. Rule H6.
        """
        known = [it for it in found if it[1]]
        new = [it for it in found if not it[1]]
        self.outcome.has_reached_limit = len(new) > room
        return known + new[:room]

    async def _tell(self, found: Sequence[tuple[FoundPair, bool]]) -> None:
        """Write pairs into the report, each with its duplicate first. Rule H11."""
        named = await self.blocks.names(
            {person for pair, _ in found for person in (pair.person_id, pair.other_id)}
        )
        for pair, is_candidate in found:
            master, person = sorted((named[pair.person_id], named[pair.other_id]))
            self.report.write(person, master, pair.weighed, is_known=is_candidate)
