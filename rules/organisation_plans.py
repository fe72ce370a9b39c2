"""What a plan says of two organisations: what becomes of whom, and what stops it (W1 to W6)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from rules.refusals import Code, Refusal
from rules.violations import Violations

DAYS_KEPT: Final = 7
"""For so long a plan may be looked at and executed (rule W1)."""

MOST_KEPT: Final = 20
"""So many plans of one user that were not executed are kept, those made last (rule W1)."""

MOST_CHANGED: Final = 100
"""So many of what has changed since are named where a plan is out of date (rule W2)."""

REASON_LIMIT: Final = 500
"""So many characters the reason has at most for which a plan is withdrawn (rule W8)."""

MOST_CHOSEN: Final = 10_000
"""So many persons one transfer names at most; without names it is of all (rule W5)."""


class PlanAction(StrEnum):
    """What becomes of something."""

    RETAIN = "RETAIN"
    MOVE = "MOVE"
    MERGE = "MERGE"
    MERGE_INTO = "MERGE_INTO"
    RENAME = "RENAME"
    END = "END"


class PlanConflict(StrEnum):
    """What there is to look at."""

    SAME_PERSON = "SAME_PERSON"
    LIKELY_SAME = "LIKELY_SAME"
    ID_ONLY = "ID_ONLY"
    NAME_ONLY = "NAME_ONLY"
    SETTING = "SETTING"
    INVITATION = "INVITATION"
    CONSENT = "CONSENT"


class PlanBlock(StrEnum):
    """What stops a plan, in the words in which it is told (rule W4)."""

    WITHIN = "One organisation stands within the other"
    DEPTH = "Organisations would stand more than 12 deep"
    NAME = "Another organisation below the target has the name"
    INVITATION = "An invitation is open"
    EXTERNAL_ID = "Both are linked with one source by different external ids"
    ENVIRONMENT = "Both are linked with one source in different environments"
    SWITCH = "A switch is on in one and off in the other"
    RUN = "Organisation has a run under way"


class PlanOutcome(StrEnum):
    """What became of an item as its plan was executed."""

    DONE = "DONE"
    LEFT = "LEFT"


class PlanStatus(StrEnum):
    """What has become of a plan."""

    OPEN = "OPEN"
    BLOCKED = "BLOCKED"
    UNDER_WAY = "UNDER_WAY"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class PlanNotFound(Refusal):
    """No plan has this id, its days are over, or the caller does not look after both."""

    code = Code.NOT_FOUND
    message = "Plan not found"


class PlanIsOutOfDate(Refusal):
    """What it names is not what it was, or another hash was given; `changed` has ids (rule W2)."""

    code = Code.CONFLICT
    message = "Plan is out of date"


class PlanWasWithdrawn(Refusal):
    """Somebody has withdrawn it, so that nobody signs it any more (rule W8)."""

    code = Code.CONFLICT
    message = "Plan was withdrawn"


class PlanWasSigned(Refusal):
    """What it says is done, or under way: its run is ended, not the plan (rule W8)."""

    code = Code.CONFLICT
    message = "Plan was signed"


class PlanIsBlocked(Refusal):
    """Something stops it; `blockedBy` has all that does (rule W4)."""

    code = Code.CONFLICT
    message = "Plan is blocked"

    def __init__(self, blocked_by: Sequence[str]) -> None:
        super().__init__(blockedBy=list(blocked_by))


def check_hash(planned: str, signed: str, changed: Sequence[str]) -> None:
    """Refuse what is not what was signed: another hash, or a world that has changed since.

    Rule W2. Raises PlanIsOutOfDate.
    """
    if changed or planned != signed:
        raise PlanIsOutOfDate(changed=list(changed))


def check_withdrawal(reason: str) -> None:
    """Refuse a reason that shows nothing or is too long. Rule W8. Raises InputIsInvalid."""
    violations = Violations()
    violations.check_text(["reason"], reason, REASON_LIMIT)
    violations.refuse()


def check_places(
    source_id: object, target_id: object, chosen: Sequence[object] | None = None
) -> None:
    """Refuse a plan that leads from an organisation to itself, or is of nobody. Rule W1.

    Raises InputIsInvalid.
    """
    violations = Violations()
    if source_id == target_id:
        message = "Another organisation than the source is needed"
        violations.add(["targetId"], "other", message)
    if chosen is not None and not chosen:
        message = "One person at least is needed, or null for all of them"
        violations.add(["personIds"], "not_empty", message)
    violations.refuse()


def persons_a_step(rate: int) -> int:
    """Return how many persons one step of a transfer moves at a rate of so many a second.

    A step is a second's worth: it is short, and what waits behind it waits a second. Rule W5.
    """
    return max(1, rate)


def steps_of(persons: int, rate: int) -> int:
    """Return how many steps a transfer of so many persons has; one of nobody has one as well."""
    return max(1, -(-persons // persons_a_step(rate)))
