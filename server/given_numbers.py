"""Reads the numbers that a command was given: digits, as in a setting, and within their bounds."""

from collections.abc import Callable
from typing import Any, Final

import typer

from server.setting_numbers import plain_whole_number

MOST: Final = 1_000_000_000
"""What no option that counts something goes beyond."""


def whole_number(least: int, most: int = MOST, **shown: Any) -> Any:
    """Declare an option that is a whole number; typer itself takes `8_127` and `8127.0` too."""
    return typer.Option(min=least, max=most, parser=_reader(least, most), **shown)


def _reader(least: int, most: int) -> Callable[[Any], int]:
    def read(given: Any) -> int:
        from pydantic_core import PydanticCustomError

        try:
            number = int(plain_whole_number(given))
        except ValueError:
            number = -1
        if not least <= number <= most:
            raise PydanticCustomError(
                "whole_number", f"It is a whole number from {least} to {most}, written in digits"
            )
        return number

    return read
