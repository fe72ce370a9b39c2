"""How all that is wrong with an input is gathered and said in one answer (rule C2)."""

from collections.abc import Sequence
from typing import Any

from rules.merge_requests import has_controls
from rules.refusals import Code, Refusal

Path = Sequence[str | int]

KEY_LIMIT = 255
"""So many characters an idempotency key may have."""


class InputIsInvalid(Refusal):
    """Something of the input cannot be taken; `violations` names all of it (rule C2)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Input is invalid"


class Violations:
    """What was found wrong with an input so far, each with its path from the input down."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self.found: list[dict[str, Any]] = []

    def add(self, path: Path, rule: str, message: str) -> None:
        """Note one thing that is wrong."""
        self.found.append({"path": list(path), "rule": rule, "message": message})

    def text(self, path: Path, text: str | None, limit: int) -> None:
        """Note what is wrong with a text: 1 to `limit` characters after trimming, no controls.

        A text that is absent is nothing wrong.
        """
        if text is None:
            return
        trimmed = text.strip()
        if not trimmed:
            self.add(path, "not_blank", "It is blank")
        elif len(trimmed) > limit:
            self.add(path, "max_length", f"It is longer than {limit} characters")
        if has_controls(text):
            self.add(path, "characters", "It has control characters")

    def refuse(self) -> None:
        """Refuse the input if anything is wrong with it. Raises InputIsInvalid."""
        if self.found:
            raise InputIsInvalid(violations=self.found)


def is_fit_key(key: str) -> bool:
    """Tell whether an idempotency key can be looked up at all."""
    return bool(key.strip()) and len(key) <= KEY_LIMIT and not has_controls(key)
