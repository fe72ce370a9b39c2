"""How all that is wrong with an input is gathered and answered at once (rule C2)."""

import re
from collections.abc import Sequence
from typing import Any

from rules.refusals import Code, Refusal
from rules.texts import (
    cleaned,
    codes_of_unfit,
    is_plain_name,
    is_unfit,
    is_unfit_line,
    shows_letter,
    shows_something,
)

Path = Sequence[str | int]
"""Where in the input something is wrong: names and indexes from the input down."""

Violation = dict[str, Any]
"""One thing that is wrong: `path`, `rule` and `message`, as clients receive it."""


CHARACTERS = "It has control characters"
"""Of texts that have those, halves of surrogate pairs, noncharacters or overrides of direction."""


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
        """Note what is wrong with a text: it shows 1 to `limit` characters, none of them unfit.

        A text that is absent is nothing wrong. Rule N5.
        """
        if text is None:
            return
        self._check_length(path, cleaned(text), limit)
        if is_unfit(text):
            # Tabs and line ends are fine here.
            codes = codes_of_unfit(re.sub(r"[\t\n\r\u2028\u2029]", "", text))
            self.add(path, "characters", f"{CHARACTERS}: {codes}")

    def check_line(self, path: Path, text: str | None, limit: int) -> None:
        """Note what is wrong with a text of one line, likewise."""
        if text is None:
            return
        self._check_length(path, cleaned(text), limit)
        if is_unfit_line(text):
            self.add(path, "characters", f"{CHARACTERS}: {codes_of_unfit(text)}")

    def check_name(self, path: Path, name: str | None, limit: int) -> None:
        """Note what is wrong with a person's name: a text of one line that shows a letter."""
        if name is None or (len(name) <= limit and is_plain_name(name)):
            return
        before = len(self.noted)
        self.check_line(path, name, limit)
        if len(self.noted) == before and not shows_letter(name):
            self.add(path, "letter", "It shows no letter")

    def _check_length(self, path: Path, text: str, limit: int) -> None:
        if len(text) > limit:
            self.add(path, "max_length", f"It is longer than {limit} characters")
        elif not shows_something(text):
            self.add(path, "not_blank", "It is blank")

    def refuse(self) -> None:
        """Refuse the input if anything is wrong with it. Raises InputIsInvalid."""
        if self.noted:
            raise InputIsInvalid(violations=self.noted)
