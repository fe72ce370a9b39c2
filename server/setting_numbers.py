"""What a setting that is a number may be written as: digits, and not all that reads as some."""

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

DIGITS: Final = re.compile("[0-9]+")
WITH_A_POINT: Final = re.compile(r"[0-9]*\.?[0-9]+")


def plain_whole_number(value: Any) -> Any:
    """Return what is written in digits; `8127.0`, `8_127` and blanks would be read as numbers too.

    Raises ValueError.
    """
    if isinstance(value, str) and DIGITS.fullmatch(value) is None:
        raise ValueError
    return value


def plain_number(value: Any) -> Any:
    """Return what is written in digits, with one point at most; raise ValueError for the rest."""
    if isinstance(value, str) and WITH_A_POINT.fullmatch(value) is None:
        raise ValueError
    return value


WholeNumber = Annotated[int, BeforeValidator(plain_whole_number)]
Number = Annotated[float, BeforeValidator(plain_number)]
