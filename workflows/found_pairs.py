"""Makes candidates of pairs that detection found, and weighs anew those that are candidates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from rules.match_weights import Weighed
from workflows.acts import act, retry_on_deadlock, system_acting

ACTION = "merge_candidate.detected"


@dataclass(frozen=True, slots=True)
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


async def add_found_pairs(
    connection: Any, pairs: Sequence[FoundPair], model_version: str, *, keeps: bool = True
) -> AddedPairs:
    """Add pairs in one act, whoever else adds the same ones. Rules B13, H6, H7 and H11.

    A pair is weighed anew where a version of its records or the model is another. One that is
    below POSSIBLE becomes no candidate. Where it `keeps` nothing, all is undone once it is counted.
    """
    if not pairs:
        return AddedPairs()
    written = orjson.dumps([_as_json(pair) for pair in pairs]).decode()

    async def attempt() -> AddedPairs:
        async with system_acting(connection) as acting, act(acting, ACTION) as acted_on:
            row = await acted_on.fetchrow(ADD, written, model_version)
            if not keeps:
                await acting.roll_back()
        return AddedPairs(
            Counter(row["added_bands"] or ()), row["weighed"], row["known"], row["reopened"]
        )

    return await retry_on_deadlock(attempt)


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


ADD = "select * from add_found_pairs($1, $2)"
