"""What a run says at its end, a line each, for people and for scripts."""

from collections.abc import Sequence

from rules.matching_models import BANDS
from server.matching.detection import Options, Outcome
from workflows.detection_models import ActiveModel
from workflows.person_keys import Fault

GROWTH = 2
"""A register so many times as large as at the model's activation needs another prior."""


MOST_NAMED = 10


def failed(faults: Sequence[Fault]) -> list[str]:
    """Return whom an error of ours stopped, by id and kind of error; no line of nobody."""
    kinds = {it.person_id: type(it.error).__name__ for it in faults}
    if not kinds:
        return []
    named = [f"{kind} at the person {who}" for who, kind in sorted(kinds.items())][:MOST_NAMED]
    more = f", and at {len(kinds) - MOST_NAMED} more" if len(kinds) > MOST_NAMED else ""
    return [f"Errors of ours: {', '.join(named)}{more}.", f"failed: {len(kinds)}"]


def summary(outcome: Outcome, options: Options, notes: list[str]) -> str:
    """Return the lines: what there is to note, then the figures."""
    counts = outcome.counts
    bands = ", ".join(f"{band} {counts.found[band]}" for band in BANDS)
    cut = ", ".join(f"{what} {count}" for what, count in sorted(outcome.cut_off.items()) if count)
    figures = [
        f"persons: {counts.persons}",
        f"pairs compared: {counts.pairs_compared}",
        f"found: {counts.found.total()} ({bands})",
        f"known: {counts.known}",
        f"reopened: {counts.reopened}",
        f"cut off: {outcome.cut_off.total()}" + (f" ({cut})" if cut else ""),
        f"seconds: {outcome.seconds:.1f}",
    ]
    if options.is_dry_run:
        notes = ["A dry run: no candidate was made.", *notes]
    return "\n".join([*notes, *figures, *failed(outcome.faults)])


def notes_on(
    outcome: Outcome,
    options: Options,
    active: ActiveModel,
    persons: int,
    reviewers: int,
    quorum: int,
) -> list[str]:
    """Return what whoever runs detection should know of the model, the reviewers and the limit."""
    notes = []
    if outcome.has_reached_limit:
        notes.append(
            f"The limit of {options.limit} new candidates was reached; run again for the next ones."
        )
    if active.model.prior(persons) < active.prior - 1:
        notes.append(
            f"There are {persons} persons, more than twice as many as when the model was"
            " activated; activate it once more for the weights to fit."
        )
    if reviewers < 2 * quorum:
        notes.append(
            f"A further round of a pair needs {quorum} reviewers who were not in the first,"
            f" {2 * quorum} in all; there are {reviewers}."
        )
    return notes
