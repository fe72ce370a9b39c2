"""The one form in which days, moments and UUIDs are read, in variables and in literals alike."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from graphql import (
    GraphQLError,
    GraphQLScalarType,
    get_named_type,
    is_input_object_type,
    parse_value,
)
from hypothesis import given
from hypothesis import strategies as st

from resolvers.schema import schema

KEY = "01a1fc0f-1b95-70ca-8896-0ca2583f6131"
NO_DAYS: list[Any] = [
    *("2024-W09-4", "2024W094", "20261101", "2026-305", "2026-11", "2026", "26-11-01"),
    *("2026-11-1", " 2026-11-01", "2026-11-01\n", "2026-02-30", "2026-11-01T00:00:00Z"),
    *("\u0662026-11-01", "+2026-11-01", "0000-01-01", "2026/11/01", "2026\u201111\u201101"),
    *(20261101, 1.5, True, None, [], {}),
]
NO_MOMENTS: list[Any] = [
    *("2026-01-01T12:00:00", "2026-01-01T12:00Z", "2026-01-01", "20260101T120000Z"),
    *("2026-W01-4T12:00:00Z", "2026-01-01T12Z", "2026-01-01T12:00:00,5Z", "2026-01-01T12:00:00.Z"),
    *("2026-01-01T12:00:00+02", "2026-01-01T12:00:00+0200", "2026-01-01T12:00:00+24:00"),
    *("2026-01-01T12:00:00+00:00:30", "2026-01-01T24:00:00Z", "2026-01-01T12:00:61Z"),
    *("2026-02-30T12:00:00Z", "Thu, 01 Jan 2026 12:00:00 GMT", " 2026-01-01T12:00:00Z"),
    *("9999-12-31T23:59:60Z", "\u0662026-01-01T12:00:00Z", "now", "", 1767268800, True),
]
NO_UUIDS: list[Any] = [
    *(KEY.replace("-", ""), f"{{{KEY}}}", f"urn:uuid:{KEY}", f" {KEY}", KEY[:-1], 7, None),
]


def read(scalar: str, value: Any) -> Any:
    type_ = schema.graphql.type_map[scalar]
    assert isinstance(type_, GraphQLScalarType)
    return type_.coerce_input_value(value)


def test_n5_what_is_named_a_date_or_a_moment_is_one() -> None:
    inputs = [type_ for type_ in schema.graphql.type_map.values() if is_input_object_type(type_)]
    fields = [
        (name, get_named_type(it.type)) for type_ in inputs for name, it in type_.fields.items()
    ]

    dates = {name: str(type_) for name, type_ in fields if re.search("[dD]ate|(At|From|To)$", name)}

    assert {"birthDate", "dateOfDeath", "paidAt", "insertedFrom", "insertedTo"} <= dates.keys()
    assert set(dates.values()) <= {"Date", "DateTime", "PartialDate"}


def read_literal(scalar: str, text: str) -> Any:
    type_ = schema.graphql.type_map[scalar]
    assert isinstance(type_, GraphQLScalarType)
    return type_.parse_literal(parse_value(text))


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        *(("Date", value) for value in NO_DAYS),
        *(("DateTime", value) for value in NO_MOMENTS),
        *(("UUID", value) for value in NO_UUIDS),
    ],
    ids=repr,
)
def test_n5_other_forms_of_days_moments_and_ids_are_refused(scalar: str, value: Any) -> None:
    with pytest.raises(GraphQLError) as refused:
        read(scalar, value)

    assert str(value) not in refused.value.message or value in ("", "now")


@pytest.mark.parametrize(
    ("scalar", "literal"),
    [("Date", '"2024-W09-4"'), ("Date", "20261101"), ("DateTime", '"2026-01-01T12:00:00"')],
)
def test_n5_a_literal_is_read_as_a_variable_is(scalar: str, literal: str) -> None:
    with pytest.raises(GraphQLError):
        read_literal(scalar, literal)

    assert read_literal("Date", '"2026-11-01"') == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-01-01T12:00:00Z", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01t12:00:00z", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01T12:00:00-00:00", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2026-01-01T12:00:00.1234567Z", datetime(2026, 1, 1, 12, 0, 0, 123456, UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        (
            "2026-01-01T12:00:00+02:00",
            datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        ),
    ],
)
def test_n5_a_moment_is_read_as_rfc_3339_writes_it(written: str, meant: datetime) -> None:
    assert read("DateTime", written).isoformat() == meant.isoformat()


@given(st.dates())
def test_n5_every_day_is_read_in_its_own_form(day: date) -> None:
    assert read("Date", day.isoformat()) == day


def test_n5_a_uuid_is_read_in_any_case() -> None:
    assert read("UUID", KEY.upper()) == UUID(KEY)
