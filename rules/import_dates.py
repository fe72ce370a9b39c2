"""How files of other systems write dates, and what of a date is known (rule N2)."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

from rules.dates import FIRST_DAY
from rules.partial_dates import PartialDate


class DateOrder(StrEnum):
    """In which order the parts of a date stand where the year does not come first."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


_YEAR = r"(?P<year>[0-9]{4})"
_MONTH, _DAY = r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_APART, _AGAIN = r"(?P<apart>[-/. ])", r"(?P=apart)"
_YEAR_FIRST = re.compile(rf"{_YEAR}(?:{_APART}{_MONTH}(?:{_AGAIN}{_DAY})?)?")
_DIGITS = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH_AND_YEAR = re.compile(rf"{_MONTH}[-/. ]{_YEAR}(?P<day>)")
_PATTERNS = {
    DateOrder.YMD: (_YEAR_FIRST, _DIGITS),
    DateOrder.DMY: (
        _YEAR_FIRST,
        re.compile(rf"{_DAY}{_APART}{_MONTH}{_AGAIN}{_YEAR}"),
        re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})"),
        _MONTH_AND_YEAR,
        _DIGITS,
    ),
    DateOrder.MDY: (
        _YEAR_FIRST,
        re.compile(rf"{_MONTH}{_APART}{_DAY}{_AGAIN}{_YEAR}"),
        re.compile(r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<year>[0-9]{4})"),
        _MONTH_AND_YEAR,
        _DIGITS,
    ),
}
"""Eight digits are read in both orders: with the year in another place there is no such date."""
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?")
"""What programs put behind a day that has no time."""


@lru_cache(maxsize=50_000)
def read_date(text: str, order: DateOrder, today: date) -> PartialDate:
    """Return what a text says of a date.

    A month or day of 0 is one that is not known. The year has four digits: of two, nobody knows
    the century. Rule N2. Raises ValueError, with a reason that does not repeat the text.
    """
    written = _MIDNIGHT.sub("", text)
    fault = ValueError("it is no date as YYYY-MM-DD, YYYYMMDD or --date-order says")
    for pattern in _PATTERNS[order]:
        parts = pattern.fullmatch(written)
        if parts is not None:
            try:
                return _date(parts, today)
            except ValueError as error:
                fault = error
    raise fault


def _date(parts: re.Match[str], today: date) -> PartialDate:
    year, month, day = (int(parts[name] or 0) or None for name in ("year", "month", "day"))
    if year is None or (month is None and day is not None):
        raise ValueError("there is no such date")
    known = PartialDate(year, month, day)
    try:
        first, last = known.earliest, known.latest
    except ValueError:
        raise ValueError("there is no such date") from None
    if first > today:
        raise ValueError("it is after today")
    if last < FIRST_DAY:
        raise ValueError("it is before the calendar began")
    return known
