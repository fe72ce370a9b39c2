"""Which figures an organisation has of itself, for which days, and which are too small to show."""

from datetime import date
from enum import StrEnum

from rules.violations import Violations

SMALL_COUNT = 5
"""Counts below it are not shown, where an installation sets no other (rule T4)."""

LONGEST_YEARS = 10
"""A period is of so many years at most."""

MONTHS_BEFORE = 12
"""Without a `from`, figures begin with the month that was so many months before the last one."""


class FigureKind(StrEnum):
    """What is counted of an organisation."""

    MEMBERS_BY_GENDER = "MEMBERS_BY_GENDER"
    MEMBERS_BY_BIRTH_YEAR = "MEMBERS_BY_BIRTH_YEAR"
    JOINED = "JOINED"
    LEFT = "LEFT"
    INVOLVEMENTS = "INVOLVEMENTS"


OF_MOVES = frozenset({FigureKind.JOINED, FigureKind.LEFT})
"""Those that count who came and went, not who was there."""


OF_MEMBERS = frozenset(FigureKind) - {FigureKind.INVOLVEMENTS}
"""Those that stay where a member is anonymised (rule T3)."""


def check_period(first: date | None, last: date | None, today: date) -> int:
    """Refuse a period that ends before it begins, or is too long. Raises InputIsInvalid.

    Returns in how many months it lies, each of which has one day with figures at most.
    """
    end = today if last is None else min(last, today)
    wrong = Violations()
    if first is not None and last is not None and first > last:
        wrong.add(["from"], "period", "It is after `to`")
    elif first is not None and _months(first, end) > 12 * LONGEST_YEARS:
        wrong.add(["from"], "period", f"It is more than {LONGEST_YEARS} years before `to`")
    wrong.refuse()
    return MONTHS_BEFORE + 1 if first is None else max(_months(first, end) + 1, 1)


def _months(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month
