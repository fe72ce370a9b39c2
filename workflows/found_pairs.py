"""Makes candidates of pairs that detection found, and weighs anew those that are candidates."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from rules.frozen import frozen
from rules.match_weights import Weighed
from workflows.acts import act, retry_on_deadlock, system_acting
from workflows.detection_models import ActiveModel, ModelIsReplaced

ACTION = "merge_candidate.detected"
SLICE = 200
"""So many pairs are an act: their persons are locked for some tenths of a second."""


@frozen
class FoundPair:
    """Two persons, the versions of them that were weighed, and how likely they are one.

    Which of the two is the duplicate is for the database to say. Rule H11.
    """

    person_id: UUID
    person_version: int
    other_id: UUID
    other_version: int
    weighed: Weighed
    keys: Sequence[str]
    """The classes of the keys that they have in common."""


@dataclass(slots=True)
class AddedPairs:
    """What became of found pairs; the rest of them changed meanwhile, and is found again."""

    added: Counter[str] = field(default_factory=Counter)
    """New candidates, by band."""
    weighed: int = 0
    """Candidates with another weight, from other versions or another model."""
    known: int = 0
    """Candidates of whom nothing is new."""
    reopened: int = 0
    """Decided pairs of which is asked once more. Rule H7."""

    def count(self, row: Any) -> None:
        """Count what an act did."""
        self.added.update(row["added_bands"] or ())
        self.weighed += row["weighed"]
        self.known += row["known"]
        self.reopened += row["reopened"]


async def add_found_pairs(
    connection: Any,
    pairs: Sequence[FoundPair],
    active: ActiveModel,
    *,
    keeps: bool = True,
    done: AddedPairs | None = None,
) -> AddedPairs:
    """Add pairs, a few hundred an act, whoever else adds the same ones. Rules B13, H6, H7 and H11.

    A pair is weighed anew where a version of its records or the model is another. One that is
    below POSSIBLE becomes no candidate. Where it `keeps` nothing, all is undone once it is counted.
    What was `done` before an error is counted there. Raises ModelIsReplaced, but where it keeps
    nothing.
    """
    version, digest, prior = active.identity
    total = AddedPairs() if done is None else done
    for some in _slices(pairs):
        written = orjson.dumps([_as_json(pair) for pair in some]).decode()

        async def attempt(written: str = written) -> Any:
            async with system_acting(connection) as acting, act(acting, ACTION) as acted_on:
                row = await acted_on.fetchrow(
                    ADD, written, version, digest if keeps else None, prior
                )
                if not keeps:
                    await acting.roll_back()
            return row

        row = await retry_on_deadlock(attempt)
        if row["is_outdated"]:
            raise ModelIsReplaced
        total.count(row)
    return total


def _slices(pairs: Sequence[FoundPair]) -> Iterator[Sequence[FoundPair]]:
    """Return the pairs of each act, in the order in which their locks are taken."""
    ordered = sorted(pairs, key=lambda it: sorted((it.person_id, it.other_id)))
    for first in range(0, len(ordered), SLICE):
        yield ordered[first : first + SLICE]


def _as_json(pair: FoundPair) -> dict[str, Any]:
    return {
        "person_id": str(pair.person_id),
        "person_version": pair.person_version,
        "other_id": str(pair.other_id),
        "other_version": pair.other_version,
        "keys": pair.keys,
        **weighed_json(pair.weighed),
    }


def weighed_json(weighed: Weighed) -> dict[str, Any]:
    """Return what a candidate keeps of how it was weighed."""
    return {
        "weight": weighed.weight,
        "band": weighed.band,
        "agreements": weighed.agreements,
        "field_weights": weighed.field_weights,
        "corrections": [it._asdict() for it in weighed.corrections],
    }


ADD = "select * from add_found_pairs($1, $2, $3, $4)"
