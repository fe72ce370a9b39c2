"""How days, years and ages are counted, and which day is today at the latest."""

from datetime import date, datetime, timedelta, timezone

EARLIEST_ZONE = timezone(timedelta(hours=14))
"""Where each day begins first."""


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
