"""For which days there are figures of the review, and from how many decisions on for reviewers."""

from datetime import date

from rules.violations import Violations

FEWEST_SETTLED = 20
"""So many decisions on settled pairs reviewers have before they see figures of their own (B19)."""

FEWEST_TO_AGREE = 20
"""On fewer decisions an agreement says nothing, and is written nowhere."""

MOST_PLACES = 1_000
"""So many places are counted one by one; what the others have is one sum (rule C17)."""

CLOSED_TO_MANY = 5
"""Candidates that are closed to so many people are found by an index."""


def check_period(from_day: date, to_day: date) -> None:
    """Refuse a period that ends before it begins. Rule B19. Raises InputIsInvalid."""
    wrong = Violations()
    if from_day > to_day:
        wrong.add(["from"], "period", "It is after `to`")
    wrong.refuse()
