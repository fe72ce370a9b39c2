"""A date is shown as far as it is known, and compared as far as both are (rule N1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.partial_dates import PartialDate, closest_days, given_once, stored
from rules.similarity import Agreement, compare_dates
from rules.violations import Violations
from tests.dates import EXACT_DATES, PARTIAL_DATES, cut


@given(PARTIAL_DATES)
def test_n1_what_is_written_of_a_date_is_read_again(known: PartialDate) -> None:
    assert PartialDate.read(str(known)) == known
    assert stored(known.exact, known.partial) == known
    assert (known.exact is None) != (known.partial is None)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "72", "19720", "0000", "1972-", "1972-3", "1972-13", "1972-00", "1972-03-"),
        *("1972-03-00", "1973-02-29", "1972-3-5", "1972/03", "1972-03-05T00:00:00", "-1972"),
        *(" 1972", "1972\n", "1972-03-05\n", "١٩٧٢", "1972-03-050", "19720305"),
    ],
)
def test_n1_what_is_no_date_of_the_calendar_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"written|no such date"):
        PartialDate.read(text)


@given(PARTIAL_DATES)
def test_n1_a_date_lies_between_its_first_and_its_last_day(known: PartialDate) -> None:
    outside = [known.earliest.toordinal() - 1, known.latest.toordinal() + 1]

    assert known.agrees_with(PartialDate.of(known.earliest))
    assert known.agrees_with(PartialDate.of(known.latest))
    for ordinal in outside:
        if 1 <= ordinal <= date.max.toordinal():
            assert not known.agrees_with(PartialDate.of(date.fromordinal(ordinal)))


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_n1_two_dates_are_as_close_as_the_closest_of_their_days(
    one: PartialDate, other: PartialDate
) -> None:
    day, other_day = closest_days(one, other)

    assert one.earliest <= day <= one.latest
    assert other.earliest <= other_day <= other.latest
    assert (day == other_day) == one.agrees_with(other)
    gap = max(one.earliest, other.earliest) - min(one.latest, other.latest)
    assert abs(day - other_day) == max(gap, timedelta(0))


@given(PARTIAL_DATES | st.none(), PARTIAL_DATES | st.none())
def test_n1_the_comparison_of_dates_is_mutual(
    one: PartialDate | None, other: PartialDate | None
) -> None:
    assert compare_dates(one, other) == compare_dates(other, one)


@given(st.dates(), st.integers(1, 2), st.integers(1, 3))
def test_n1_partial_dates_that_agree_are_close_and_never_exact(
    day: date, parts: int, other_parts: int
) -> None:
    assert compare_dates(cut(day, parts), cut(day, other_parts)) == Agreement.CLOSE


@given(PARTIAL_DATES.filter(lambda known: known.exact is None), PARTIAL_DATES)
def test_n1_a_partial_date_is_never_exactly_another(one: PartialDate, other: PartialDate) -> None:
    agrees = compare_dates(one, other)

    assert agrees == (Agreement.CLOSE if one.agrees_with(other) else Agreement.DIFFERENT)
    assert compare_dates(one, None) == Agreement.MISSING


@given(st.none() | st.dates(), st.none() | PARTIAL_DATES | EXACT_DATES)
def test_n1_a_date_is_given_in_one_of_two_ways(day: date | None, known: PartialDate | None) -> None:
    violations = Violations()

    found = given_once(violations, ["child", "birthDate"], day, known)

    assert found == (known if day is None else PartialDate.of(day))
    paths = [violation["path"] for violation in violations.noted]
    both = day is not None and known is not None
    assert paths == ([["child", "birthDateKnown"]] if both else [])
