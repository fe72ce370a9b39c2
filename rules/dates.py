"""How days and moments are written, how years and ages are counted, and which day is today."""

import re
from datetime import date, datetime, timedelta, timezone

EARLIEST_ZONE = timezone(timedelta(hours=14))
"""Where each day begins first."""

FIRST_DAY = date(1582, 10, 15)
"""The Gregorian calendar begins with it; an earlier date of a registry is a slip of the year."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:)([0-9]{2})(\.[0-9]+)?"
    r"([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)
LEAP_SECOND = "60"


def read_day(text: object) -> date:
    """Read a day, written YYYY-MM-DD and in no other form of ISO 8601. Rule N5.

    Raises ValueError.
    """
    if not isinstance(text, str) or DAY.fullmatch(text) is None:
        raise ValueError("A date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("There is no such day") from None


def read_moment(text: object) -> datetime:
    """Read a moment as RFC 3339 writes it, with its offset. Rule N5.

    Of the fraction of a second, six digits are kept; a leap second is the second after it.
    Raises ValueError.
    """
    parts = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        raise ValueError("A moment is written as RFC 3339 has it, e.g. 2026-01-31T12:00:00Z")
    day, minute, second, fraction, offset = parts.groups("")
    is_leap = second == LEAP_SECOND
    written = f"{day}T{minute}{'59' if is_leap else second}{fraction[:7]}{offset.upper()}"
    try:
        moment = datetime.fromisoformat(written)
        return moment.replace(microsecond=0) + timedelta(seconds=1) if is_leap else moment
    except (ValueError, OverflowError):
        raise ValueError("There is no such moment") from None


def latest_today(now: datetime) -> date:
    """Return the day that is today where the day begins first; a later one is in the future.

    Wherever the caller is, their calendar is not ahead of it. Rule C3.
    """
    return now.astimezone(EARLIEST_ZONE).date()


def is_aged(born: date, years: int, on: date) -> bool:
    """Return whether somebody has so many birthdays behind them on a day. Rule C3.

    Who is born on 29 February has their birthday on 1 March in other years.
    """
    return (on.year - born.year, on.month, on.day) >= (years, born.month, born.day)


def is_within_days(day: date, other: date, days: int) -> bool:
    """Return whether two dates lie at most so many days apart."""
    return abs((day - other).days) <= days


def is_within_years(day: date, other: date, years: int) -> bool:
    """Return whether the later of two dates is at most so many anniversaries after the earlier."""
    earlier, later = sorted((day, other))
    return (later.year - earlier.year, later.month, later.day) <= (
        years,
        earlier.month,
        earlier.day,
    )


def shifted(day: date, days: int) -> date:
    """Return the date so many days later, or the calendar's first or last day beyond its ends."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)
