"""Rule T4: for which periods an organisation has figures."""

from datetime import date

import pytest

from rules.figures import check_period
from rules.violations import InputIsInvalid

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (None, None, 13),
        (None, date(2020, 1, 31), 13),
        (date(2026, 11, 1), None, 1),
        (date(2026, 10, 31), date(2026, 11, 1), 2),
        (date(2016, 11, 1), None, 121),
        (date(2016, 11, 30), date(2090, 1, 1), 121),
        (date(2027, 1, 1), date(2027, 3, 1), 1),
    ],
)
def test_t4_a_period_has_a_day_of_each_of_its_months(
    first: date | None, last: date | None, months: int
) -> None:
    assert check_period(first, last, TODAY) == months


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (date(2026, 2, 1), date(2026, 1, 31), "It is after `to`"),
        (date(2016, 10, 31), None, "It is more than 10 years before `to`"),
        (date.min, date.max, "It is more than 10 years before `to`"),
    ],
)
def test_t4_a_period_begins_before_it_ends_and_is_ten_years_at_most(
    first: date, last: date | None, message: str
) -> None:
    with pytest.raises(InputIsInvalid) as refused:
        check_period(first, last, TODAY)

    assert refused.value.extensions["violations"] == [
        {"path": ["from"], "rule": "period", "message": message}
    ]
