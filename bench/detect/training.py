"""How the packaged model is made: counted on FEBRL 4, and stated where that says nothing."""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.detect.samples import Sample
from rules.comparison import Record, compare
from rules.matching_models import FIELDS, LEVELS, Model
from rules.similarity import Agreement
from workflows.records import MEASURES

VERSION = "febrl4-2"
ABOUT = (
    "Made by `python -m bench detect --train FILE`: m and u of names, birth date, tax id and"
    " address are counted on FEBRL 4, the others are stated with their reason."
    " docs/matching.md says what each part means."
)
SEED = 4
RANDOM_PAIRS = 400_000
UNSEEN = 0.5
"""Counted for an agreement that was not met once."""
DIGITS = 8

Odds = tuple[float, float, float]
"""Of EXACT, CLOSE and DIFFERENT."""

COUNTED = ("firstName", "lastName", "birthDate", "taxId", "addresses")
MOVED = 0.35
MOVED_ABOUT = (
    "Counted, but that people who are one have moved is stated at 0.35:"
    " in FEBRL nobody moves, an address is mistyped at most."
)
ONE_NUMBER = 0.0000001
NUMBER_ABOUT = (
    "Counted, but that two people have one number is stated at one in ten million: it was not met"
    " among 400,000 pairs, and is the chance of two numbers of seven digits."
)
STATED: Mapping[str, tuple[Odds, Odds, str]] = {
    "secondName": (
        (0.80, 0.12, 0.08),
        (0.012, 0.008, 0.98),
        "Stated: of some hundred patronymics or middle names, one in eighty pairs has the same.",
    ),
    "gender": (
        (0.978, 0.002, 0.02),
        (0.498, 0.002, 0.5),
        "Stated: half of all pairs have one gender; one in fifty is mistyped, and none is CLOSE.",
    ),
    "email": (
        (0.6, 0.1, 0.3),
        (0.0005, 0.0005, 0.999),
        "Stated: people change addresses, and families share them.",
    ),
    "deathDate": (
        (0.9, 0.06, 0.04),
        (0.0002, 0.002, 0.9978),
        "Stated: of thirty years' deaths one in 11,000 pairs has one day, more so on a few days.",
    ),
    "documents": (
        (0.6, 0.05, 0.35),
        (0.00001, 0.00001, 0.99998),
        "Stated: people hold several and renew them, and each number is one person's.",
    ),
    "phones": (
        (0.55, 0.05, 0.4),
        (0.0015, 0.0005, 0.998),
        "Stated: a household shares a phone, so that it counts as if many pairs of strangers did.",
    ),
}
"""m, u and the reason, of what FEBRL does not have."""


def train(linked: Sample) -> str:
    """Return the text of the model that two linked files make. Takes minutes."""
    matches, others = _counts(_true_pairs(linked)), _counts(_random_pairs(linked))
    fields: dict[str, Any] = {}
    for name in COUNTED:
        fields[name] = _levels(_odds(matches[name]), _odds(others[name]))
    fields["addresses"] = _levels(_moved(_odds(matches["addresses"])), _odds(others["addresses"]))
    fields["addresses"]["about"] = MOVED_ABOUT
    number = _levels(_odds(matches["taxId"]), _of_numbers(_odds(others["taxId"])))
    fields["taxId"] = number | {"about": NUMBER_ABOUT}
    fields["nationalId"] = number | {"about": "As the tax id."}
    for name, (m, u, reason) in STATED.items():
        fields[name] = _levels(m, u) | {"about": reason}
    body = {
        "version": VERSION,
        "about": ABOUT,
        "fields": {name: fields[name] for name in FIELDS},
        "prior": {"fewestPersons": 10_000},
        "corrections": {"generationYears": 12, "generationWeight": -8},
        "bands": {"CERTAIN": 12, "LIKELY": 6, "POSSIBLE": 2},
        "placeholders": {"values": [], "names": [], "mailboxes": [], "days": []},
    }
    text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    Model.read(text)
    return text


def write(linked: Sample, path: Path) -> None:
    """Train a model and write its file."""
    path.write_text(train(linked), "utf-8")
    print(f"{path} has the model {VERSION}")


def _true_pairs(linked: Sample) -> Iterator[tuple[Record, Record]]:
    people: dict[str, list[Record]] = {}
    for member in linked.members:
        if member.record is not None:
            people.setdefault(member.entity, []).append(member.record)
    for records in people.values():
        yield from combinations(records, 2)


def _random_pairs(linked: Sample) -> Iterator[tuple[Record, Record]]:
    chance = random.Random(SEED)
    members = linked.members
    found = 0
    while found < RANDOM_PAIRS:
        one, other = chance.choice(members), chance.choice(members)
        if one.entity != other.entity and one.record is not None and other.record is not None:
            found += 1
            yield one.record, other.record


def _counts(pairs: Iterable[tuple[Record, Record]]) -> Mapping[str, Counter[Agreement]]:
    counts: dict[str, Counter[Agreement]] = {name: Counter() for name in FIELDS}
    for person, master in pairs:
        for compared in compare(person, master, MEASURES):
            counts[compared.field][compared.agreement] += 1
    return counts


def _odds(counted: Counter[Agreement]) -> Odds:
    exact, close, different = (max(counted[level], UNSEEN) for level in LEVELS)
    total = exact + close + different
    return exact / total, close / total, different / total


def _moved(odds: Odds) -> Odds:
    exact, close, different = odds
    share = (1 - MOVED) / (1 - different)
    return exact * share, close * share, MOVED


def _of_numbers(odds: Odds) -> Odds:
    _, close, _ = odds
    return ONE_NUMBER, close, 1 - ONE_NUMBER - close


def _levels(m: Odds, u: Odds) -> dict[str, Any]:
    return {
        level.value: {"m": round(of_one, DIGITS), "u": round(of_two, DIGITS)}
        for level, of_one, of_two in zip(LEVELS, m, u, strict=True)
    }
