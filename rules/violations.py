"""How all that is wrong with an input is gathered and answered at once (rule C2)."""

from collections.abc import Sequence
from typing import Any

from rules.refusals import Code, Refusal
from rules.texts import has_controls

Path = Sequence[str | int]
"""Where in the input something is wrong: names and indexes from the input down."""

Violation = dict[str, Any]
"""One thing that is wrong: `path`, `rule` and `message`, as clients receive it."""


class InputIsInvalid(Refusal):
    """Something of the input cannot be taken; `violations` names all of it (rule C2)."""

    code = Code.UNPROCESSABLE_ENTITY
    message = "Input is invalid"


def violation(path: Path, rule: str, message: str) -> Violation:
    """Return one violation in the form of rule C2."""
    return {"path": list(path), "rule": rule, "message": message}


class Violations:
    """What is wrong with an input, as far as it has been checked."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self.noted: list[Violation] = []

    def add(self, path: Path, rule: str, message: str) -> None:
        """Note one thing that is wrong."""
        self.noted.append(violation(path, rule, message))

    def check_text(self, path: Path, text: str | None, limit: int) -> None:
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
        if self.noted:
            raise InputIsInvalid(violations=self.noted)
