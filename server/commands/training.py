"""The command that learns a model from the register (rule H9)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rules.comparison import Record
from rules.matching_models import FIELDS, LEVELS, Model
from server.commands import CommandFailed, given_models
from server.commands.connections import connected
from server.commands.loading import progress_bars
from server.commands.models import describe_moves, read_model
from server.matching.choosing import missing
from server.matching.engines import EngineName
from server.matching.reports import unwritable
from server.postgres.database import Database
from server.settings import Settings
from workflows import detection_runs, learning, weighing
from workflows.detection_models import ActiveModel
from workflows.learning import Shared

FEWEST_DECISIONS = 200
"""From so many pairs settled as one person on, m begins with what they say."""
FEWEST_OF_A_FIELD = 20
FEWEST_PERSONS = 100
"""Of fewer nothing is learned: each agreement would have been seen a few times, or never."""
ENOUGH_PERSONS = 1000
"""Of fewer a model is learned, and said to be a rough one."""
LETTERS = {level: level[0] for level in LEVELS}


async def train(settings: Settings, to: Path, from_file: Path | None, sample: int) -> str:
    """Learn a model and write it to a file; return what to print. Raises CommandFailed."""
    faults = [it for it in (missing(EngineName.SPLINK), unwritable(to)) if it]
    if faults:
        raise CommandFailed(" ".join(faults), 2)
    with Database(settings) as database:
        await database.prepare()
        async with connected(database) as connection:
            active = await given_models.without_activating(connection, settings)
            former = active.model if from_file is None else read_model(from_file)
            persons = await detection_runs.active_persons(connection)
            if persons < FEWEST_PERSONS:
                raise CommandFailed(
                    f"A model is learned from {FEWEST_PERSONS} active persons or more;"
                    f" there are {persons}.",
                    2,
                )
            read = min(persons, sample)
            records: list[Record] = []
            with progress_bars() as bars:
                async for some in learning.sample(connection, sample):
                    records += some
                    bars("records", len(records), max(read, len(records)))
            merged = await learning.merged_agreements(connection)
            shared = await learning.shared_values(connection)
            model = _learned(former, records, merged, shared, former.prior(persons))
            moves = await weighing.moves(connection, ActiveModel(model, model.prior(persons)))
    _write(to, model)
    rough = f"Fewer than {ENOUGH_PERSONS} persons make a rough model: look at each weight."
    return "\n".join(
        [
            f"The model {model.version} is in {to}.",
            *([rough] if len(records) < ENOUGH_PERSONS else []),
            f"persons it was learned from: {len(records)}",
            f"decisions: {len(merged) if len(merged) >= FEWEST_DECISIONS else 0}",
            *_weights(former, model),
            *describe_moves(moves),
        ]
    )


def _learned(
    former: Model,
    records: Sequence[Record],
    merged: Sequence[str],
    shared: Shared,
    prior: float,
) -> Model:
    """Return the former model with m and u of these records."""
    from server.matching.training import estimate

    fields = former.body["fields"]
    first = _with_decisions(fields, merged) if len(merged) >= FEWEST_DECISIONS else fields
    estimated = estimate(list(enumerate(records)), former, prior, first)
    learned = {field: {**fields[field], **estimated[field]} for field in FIELDS}
    mark = hashlib.sha256(json.dumps(learned, sort_keys=True).encode()).hexdigest()[:8]
    body = {
        **former.body,
        "version": f"trained-{datetime.now(UTC):%Y-%m-%d}-{mark}",
        "about": f"Learned from {len(records)} records, beginning with {former.version}.",
        "fields": learned,
        "placeholders": with_shared(former, shared),
    }
    return Model.read(json.dumps(body))


def with_shared(former: Model, shared: Shared) -> dict[str, Any]:
    """Return what counts as no value, with what too many persons share. Rule H3."""
    listed, known = former.body["placeholders"], former.placeholders
    numbers = {
        *(it for it in shared.numbers if not known.has_number(it)),
        *(it for it in shared.phones if not known.has_phone(it)),
    }
    emails = [it for it in shared.emails if not known.has_email(it)]
    days = [it.isoformat() for it in shared.days if it not in known.days]
    return {
        **listed,
        "values": [*listed["values"], *emails],
        "days": [*listed["days"], *days],
        "numbers": [*listed.get("numbers", []), *sorted(numbers)],
    }


def _with_decisions(fields: Mapping[str, Any], merged: Sequence[str]) -> dict[str, Any]:
    """Return fields whose m is what reviewers found of pairs that are one person."""
    begun = {}
    for place, field in enumerate(FIELDS):
        counts = Counter(letters[place] for letters in merged)
        known = sum(counts[letter] for letter in LETTERS.values())
        begun[field] = fields[field]
        if known >= FEWEST_OF_A_FIELD:
            begun[field] = {
                level: {
                    "m": (counts[letter] + 1) / (known + len(LEVELS)),
                    "u": fields[field][level]["u"],
                }
                for level, letter in LETTERS.items()
            }
    return begun


def _weights(former: Model, model: Model) -> Iterator[str]:
    """Return each weight beside the one that it was."""
    for place, field in enumerate(FIELDS):
        weights = ", ".join(
            f"{level} {model.weights[place][level]:+.2f} (was {former.weights[place][level]:+.2f})"
            for level in LEVELS
        )
        yield f"{field}: {weights}"


def _write(to: Path, model: Model) -> None:
    """Write a model's file, whole or not at all. Raises CommandFailed."""
    written = to.with_name(f".{to.name}.part")
    try:
        written.write_text(
            json.dumps(dict(model.body), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        written.replace(to)
    except OSError as error:
        raise CommandFailed(f"{to} cannot be written: {error.strerror}.", 2) from None
    finally:
        written.unlink(missing_ok=True)
