"""How dates of files are read: their order, what of them is known, and what is no date (N2)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.import_dates import DateOrder, read_date
from rules.partial_dates import PartialDate

TODAY = date(2026, 1, 31)
YMD, DMY, MDY = DateOrder

WRITTEN = [
    *(("1951-02-06", order, "1951-02-06") for order in DateOrder),
    *(("19510206", order, "1951-02-06") for order in DateOrder),
    *(("1951/2/6", order, "1951-02-06") for order in DateOrder),
    *(("1951", order, "1951") for order in DateOrder),
    *(("1951-02", order, "1951-02") for order in DateOrder),
    *(("1951-00-00", order, "1951") for order in DateOrder),
    *(("1951-02-00", order, "1951-02") for order in DateOrder),
    *(("19510000", order, "1951") for order in DateOrder),
    *(("1951-02-06T00:00:00.000Z", order, "1951-02-06") for order in DateOrder),
    ("1951-02-06 00:00:00", YMD, "1951-02-06"),
    ("6/2/1951", DMY, "1951-02-06"),
    ("6/2/1951", MDY, "1951-06-02"),
    ("06.02.1951", DMY, "1951-02-06"),
    ("06021951", DMY, "1951-02-06"),
    ("06021951", MDY, "1951-06-02"),
    ("20111012", DMY, "2011-10-12"),
    ("02.1951", DMY, "1951-02"),
    ("00.00.1951", DMY, "1951"),
    ("00/02/1951", DMY, "1951-02"),
    ("2026", YMD, "2026"),
    ("1582", YMD, "1582"),
]
NO_DATES = [
    *("6/2/1951", "06.02.1951", "51-02-06", "1984-0203", "31425", "8. May 1951", "1951-2/6"),
    *(
        "1951-\u0660\u0662-06",
        "1951-02-06T13:30:00Z",
        "n/a",
        "today",
        "1951-",
        "-1951",
        "1951-02-06-01",
    ),
]
NO_SUCH = [
    "1984-02-30",
    "19840231",
    "00000000",
    "0000-01-01",
    "1951-00-06",
    "1951-13",
    "1951-13-01",
]


@pytest.mark.parametrize(("text", "order", "known"), WRITTEN)
def test_n2_a_date_is_read_as_far_as_it_is_known(text: str, order: DateOrder, known: str) -> None:
    assert str(read_date(text, order, TODAY)) == known


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(
            (text, "it is no date as YYYY-MM-DD, YYYYMMDD or --date-order says")
            for text in NO_DATES
        ),
        *((text, "there is no such date") for text in NO_SUCH),
        ("2026-02-01", "it is after today"),
        ("2026-02", "it is after today"),
        ("2027", "it is after today"),
        ("0001-01-01", "it is before the calendar began"),
        ("1581", "it is before the calendar began"),
    ],
)
def test_n2_what_is_no_date_says_why_and_does_not_repeat_it(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as fault:
        read_date(text, YMD, TODAY)

    assert str(fault.value) == reason


@given(st.dates(date(1582, 10, 15), TODAY))
def test_n2_every_day_is_read_in_every_order(day: date) -> None:
    known = PartialDate.of(day)

    assert read_date(day.strftime("%d.%m.%Y"), DMY, TODAY) == known
    assert read_date(day.strftime("%d%m%Y"), DMY, TODAY) == known
    assert read_date(day.strftime("%m/%d/%Y"), MDY, TODAY) == known
    for order in DateOrder:
        assert read_date(day.isoformat(), order, TODAY) == known
        assert read_date(day.strftime("%Y%m%d"), order, TODAY) == known
