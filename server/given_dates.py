"""Reads the days and moments that a command was given, each written in one form and in full."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import typer

DAY: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT: Final = re.compile(
    DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:?[0-9]{2})"
)


def day(**shown: Any) -> Any:
    """Declare an option that is a day in UTC; typer itself takes `2026-1-1` and other digits."""
    return typer.Option(parser=_reader(DAY, "a day, written as 2026-01-31"), **shown)


def moment(**shown: Any) -> Any:
    """Declare an option that is a moment with its zone."""
    wanted = "a moment with its zone, written as 2026-01-31T08:23:14+00:00"
    return typer.Option(parser=_reader(MOMENT, wanted), **shown)


def _reader(form: re.Pattern[str], wanted: str) -> Callable[[Any], datetime]:
    def read(given: Any) -> datetime:
        from pydantic_core import PydanticCustomError

        try:
            if form.fullmatch(given) is None:
                raise ValueError
            found = datetime.fromisoformat(given)
        except ValueError:
            raise PydanticCustomError("moment", f"It is {wanted}") from None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    return read
