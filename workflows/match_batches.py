"""Persons who are claimed and matched together: their pairs, what is counted, and who failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from time import monotonic
from typing import Any
from uuid import UUID

from workflows import found_pairs
from workflows.detection_models import ActiveModel, ModelIsReplaced
from workflows.found_pairs import AddedPairs, FoundPair
from workflows.person_keys import Fault


@dataclass(slots=True)
class Matched:
    """What came of a batch, for the metrics: no value of anybody, and no key."""

    claimed: int = 0
    compared: int = 0
    """With how many others they were compared, all together."""
    seconds: list[float] = field(default_factory=list)
    """How long each person took who was compared with others."""
    pairs: AddedPairs = field(default_factory=AddedPairs)
    cut_off: Counter[str] = field(default_factory=Counter)
    """Keys of which not all records were read, by class; under `all` whom was left out at last."""
    faults: list[Fault] = field(default_factory=list)
    """Whom an error of ours stopped: who was to be matched, or was to be compared with them."""

    @property
    def added(self) -> Counter[str]:
        """New candidates, by band."""
        return self.pairs.added

    @property
    def reopened(self) -> int:
        """Decided pairs of which is asked once more. Rule H7."""
        return self.pairs.reopened

    def count(self, other: "Matched") -> None:
        """Count what came of another batch."""
        self.claimed += other.claimed
        self.compared += other.compared
        self.pairs.added += other.pairs.added
        self.pairs.weighed += other.pairs.weighed
        self.pairs.known += other.pairs.known
        self.pairs.reopened += other.pairs.reopened
        self.cut_off += other.cut_off
        self.faults += other.faults


@dataclass(slots=True)
class Batch:
    """Adds what was found of persons who are claimed, and lets them be due no more."""

    connection: Any
    active: ActiveModel
    claims: Mapping[UUID, Mapping[UUID, datetime]]
    """The claims that are settled once a person is matched: theirs, and those of who was merged."""
    until: float
    """When the claims run out."""
    matched: Matched
    _found: dict[UUID, list[FoundPair]] = field(default_factory=dict)

    @property
    def has_time(self) -> bool:
        """Whether the claims last."""
        return monotonic() < self.until

    async def add(self, person_id: UUID, pairs: list[FoundPair]) -> None:
        """Add the pairs of a person, with those of others where they are few."""
        self._found[person_id] = pairs
        if sum(map(len, self._found.values())) >= found_pairs.SLICE:
            await self.flush()

    async def flush(self) -> None:
        """Add what is not added yet."""
        found, self._found = self._found, {}
        if found:
            await self._add(found)

    async def _add(self, found: dict[UUID, list[FoundPair]]) -> None:
        """Add pairs of some persons; where an error stops that, of one person after the other."""
        pairs = list(chain.from_iterable(found.values()))
        try:
            await found_pairs.add_found_pairs(
                self.connection, pairs, self.active, done=self.matched.pairs
            )
        except ModelIsReplaced:
            raise
        except Exception as error:
            if self.connection.is_closed():
                raise
            if len(found) == 1:
                self.matched.faults.extend(Fault(person_id, error) for person_id in found)
                return
            for person_id, of_person in found.items():
                if self.has_time:
                    await self._add({person_id: of_person})
            return
        settled = {
            claimed: at for person_id in found for claimed, at in self.claims[person_id].items()
        }
        await self.connection.fetchrow(DELETE, list(settled), list(settled.values()))


DELETE = "select delete_due_matches($1, $2)"
