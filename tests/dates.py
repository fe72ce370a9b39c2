"""Dates as far as they are known, for properties."""

from datetime import date

from hypothesis import strategies as st

from rules.partial_dates import PartialDate


def cut(day: date, parts: int) -> PartialDate:
    """Keep so many parts of a date: its year, its month, its day."""
    return PartialDate(*(day.year, day.month, day.day)[:parts])


PARTIAL_DATES = st.builds(cut, st.dates(), st.integers(1, 3))
EXACT_DATES = st.builds(PartialDate.of, st.dates())
