"""What may be kept of a declaration that is not made yet (rule C19)."""

import json
from typing import Any

from rules.refusals import Code, Refusal
from rules.violations import Violations

MOST_DRAFTS = 50
"""So many a user keeps through one client."""

MOST_BYTES = 16_384
"""So long is the content of one at most, in UTF-8."""

LABEL_CHARACTERS = 200

KEPT_DAYS = 30
"""So many days after it was last kept a draft goes by itself."""


class DraftNotFound(Refusal):
    """There is no such draft of the caller's: it was discarded, or is past its days."""

    code = Code.NOT_FOUND
    message = "Draft not found"


class DraftHasChanged(Refusal):
    """The draft is of another version than the one that was read, as kept in another tab."""

    code = Code.CONFLICT
    message = "Draft has changed since it was read"


class TooManyDrafts(Refusal):
    """The caller keeps as many drafts as there may be."""

    code = Code.CONFLICT
    message = f"A user keeps at most {MOST_DRAFTS} drafts"


def check(label: str | None, content: str) -> None:
    """Refuse a draft that is no JSON object, or is too long. Raises InputIsInvalid.

    What it says of people is judged when it is declared, not before.
    """
    violations = Violations()
    violations.check_line(["label"], label, LABEL_CHARACTERS)
    if len(content.encode(errors="replace")) > MOST_BYTES:
        violations.add(["content"], "max_length", f"It is longer than {MOST_BYTES} bytes")
    elif not _is_object(content):
        violations.add(["content"], "json_object", "It is not a JSON object")
    violations.refuse()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text, parse_constant=_refuse_constant), dict)
    except (ValueError, RecursionError):
        return False


def _refuse_constant(name: str) -> Any:
    """NaN and Infinity are Python's, and not JSON."""
    raise ValueError(name)
