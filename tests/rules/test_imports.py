# ruff: noqa: RUF001 - digits stand as what they are
"""What a row of a foreign file must hold, and how it is reported what is wrong with it (N2)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.import_dates import DateOrder
from rules.imports import (
    PAIR_FIELDS,
    PERSON_FIELDS,
    Accepted,
    IncomingPair,
    IncomingPerson,
    LeftOut,
    read_pair,
    read_person,
)

TODAY = date(2026, 1, 31)
NO_DATE = "it is no date as YYYY-MM-DD, YYYYMMDD or --date-order says"
NO_ID = "it stands for no id, or is a number that was shortened"
ROW = {"external_id": "7", "first_name": "Ann", "last_name": "Lee", "birth_date": "19840203"}

LEFT_OUT = [
    ("first_name", "12345", "it shows no letter"),
    ("first_name", "-", "it shows no letter"),
    ("first_name", "a" * 65, "it is longer than 64 characters"),
    ("first_name", "a\x00b", "it has control characters"),
    ("last_name", "Ann\u202eeel", "it has control characters"),
    ("second_name", "?", "it shows no letter"),
    ("birth_date", "03.02.1984", NO_DATE),
    ("birth_date", "19840231", "there is no such date"),
    ("birth_date", "2026-02-01", "it is after today"),
    ("gender", "Femalw", "it is none of MALE, FEMALE, OTHER, UNKNOWN"),
    ("national_id", "830000011", "it is not ten digits"),
    ("national_id", "1.23E+09", "it is not ten digits"),
    ("national_id", "ABC", "it is not ten digits"),
    ("national_id", "83 0000 0012", "it is not ten digits"),
    ("email", "n/a", "it is no e-mail address"),
    ("phone", "n/a", "it is no phone number"),
    ("street", "a" * 256, "it is longer than 255 characters"),
    ("street", "a\nb", "it has control characters"),
    ("tax_id", "a\u2028b", "it has control characters"),
]
REJECTED: list[tuple[dict[str, str], list[str]]] = [
    ({"external_id": ""}, ["no external id"]),
    ({"external_id": "\u200b"}, ["no external id"]),
    ({"external_id": "a\x00"}, ["external id: it has control characters"]),
    ({"external_id": "NULL"}, [f"external id: {NO_ID}"]),
    ({"external_id": "-"}, [f"external id: {NO_ID}"]),
    (
        {"external_id": "#N/A", "first_name": "", "last_name": ""},
        [f"external id: {NO_ID}", "no name"],
    ),
    ({"external_id": "1.23457E+09"}, [f"external id: {NO_ID}"]),
    ({"first_name": "", "last_name": " "}, ["no name"]),
    ({"first_name": "\u200b", "last_name": "\u3164"}, ["no name"]),
    (
        {"first_name": "12345", "last_name": "-"},
        ["first name: it shows no letter", "last name: it shows no letter"],
    ),
    ({"first_name": "", "last_name": "-"}, ["no first name", "last name: it shows no letter"]),
    ({"external_id": "", "first_name": "", "last_name": ""}, ["no external id", "no name"]),
]


def accepted(**values: str) -> Accepted:
    found = read_person(ROW | values, TODAY)
    assert isinstance(found, Accepted)
    return found


def person(**values: str) -> IncomingPerson:
    incoming: IncomingPerson = accepted(**values).incoming
    return incoming


@pytest.mark.parametrize(("field", "text", "reason"), LEFT_OUT)
def test_n2_a_bad_field_is_left_out_and_the_row_is_taken(
    field: str, text: str, reason: str
) -> None:
    found = accepted(**{field: text})

    assert found.left_out == ((field, reason),)
    assert getattr(found.incoming, field) == ("UNKNOWN" if field == "gender" else None)
    assert text not in reason


@pytest.mark.parametrize(("values", "faults"), REJECTED)
def test_n2_a_row_without_id_or_name_is_rejected_with_all_reasons(
    values: dict[str, str], faults: list[str]
) -> None:
    assert read_person(ROW | values, TODAY) == faults


@pytest.mark.parametrize("missing", ["first_name", "last_name", "birth_date"])
def test_n2_one_name_is_enough_and_a_birth_date_may_be_missing(missing: str) -> None:
    found = accepted(**{missing: ""})

    assert getattr(found.incoming, missing) is None
    assert found.left_out == ()


def test_n2_a_birth_date_is_kept_as_far_as_it_is_known() -> None:
    assert person(birth_date="1972").birth_date is None
    assert person(birth_date="1972").partial_birth_date == "1972"
    assert person(birth_date="1972-03-00").partial_birth_date == "1972-03"
    assert person(birth_date="1972-03-05").partial_birth_date is None
    american = read_person(ROW | {"birth_date": "6/2/1951"}, TODAY, DateOrder.MDY)
    assert isinstance(american, Accepted)
    assert american.incoming.birth_date == date(1951, 6, 2)


def test_n5_texts_are_kept_in_one_form() -> None:
    kept = person(
        first_name=" \u200bMari\u0301a\ufeff ",
        last_name="a" * 64 + " ",
        phone="(044) 123-45-67",
        email=" a@b.org\u200b",
        birth_date=" 2026-01-31 ",
    )

    assert (kept.first_name, kept.last_name) == ("Mar\u00eda", "a" * 64)
    assert (kept.phone, kept.email, kept.birth_date) == ("0441234567", "a@b.org", TODAY)


def test_what_the_file_does_not_say_has_a_name_where_one_is_needed() -> None:
    found = person(document_number="AB1", street="Main", gender="")

    assert (found.document_type, found.country, found.gender) == ("UNKNOWN",) * 3


def test_a_document_without_a_number_and_an_address_without_a_part_are_none() -> None:
    found = person(document_type="PASSPORT", country="", street=" ")

    assert found.document_type is None
    assert found.country is None


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"gender": "Femalw"}, {"gender"}),
        (
            {"document_number": "a\nb", "document_type": "PASSPORT"},
            {"document_number", "document_type"},
        ),
        ({"street": "a\nb", "zip": "07400"}, {"street", "country"}),
        ({"street": "a\nb", "country": "UA"}, {"street"}),
    ],
)
def test_n2_what_goes_with_a_field_that_is_left_out_stays_on_record(
    values: dict[str, str], kept: set[str]
) -> None:
    assert accepted(**values).kept == kept


@pytest.mark.parametrize("gender", ["FEMALE", "female", "F", "f"])
def test_a_gender_may_be_written_short(gender: str) -> None:
    assert person(gender=gender).gender == "FEMALE"


@pytest.mark.parametrize("score", ["high", "NaN", "Infinity", "1e999999", "0" * 40])
def test_n2_a_score_that_is_no_number_is_left_out(score: str) -> None:
    pair = {"person_external_id": "1", "master_external_id": "2", "score": score}

    found = read_pair(pair)

    assert found == Accepted(IncomingPair("1", "2"), (LeftOut("score", "it is not a number"),))


def test_n2_a_pair_without_two_ids_is_none() -> None:
    pair = {"person_external_id": "1\x00", "master_external_id": " ", "score": "1"}

    assert read_pair(pair) == [
        "person_external_id: it has control characters",
        "no master_external_id",
    ]


def test_a_score_may_be_left_out() -> None:
    pair = {"person_external_id": "1", "master_external_id": "2"}

    assert read_pair(pair) == Accepted(IncomingPair("1", "2", None))
    assert read_pair(pair | {"score": "0.90"}) == Accepted(IncomingPair("1", "2", Decimal("0.9")))


texts = st.text(st.characters(exclude_categories=()))


@given(st.fixed_dictionaries(dict.fromkeys(PERSON_FIELDS, texts)))
def test_n2_whatever_a_row_holds_it_is_a_person_or_faults(values: dict[str, str]) -> None:
    found: Any = read_person(values, TODAY)

    assert found
    if isinstance(found, Accepted):
        assert found.incoming.first_name or found.incoming.last_name


@given(st.fixed_dictionaries(dict.fromkeys(PAIR_FIELDS, texts)))
def test_whatever_a_row_holds_it_is_a_pair_or_faults(values: dict[str, str]) -> None:
    assert read_pair(values)


def test_n2_digits_of_any_script_are_digits() -> None:
    row = ROW | {"birth_date": "١٩٨٤-٠٢-٠٣", "national_id": "８４００００００٠١"}

    accepted = read_person(row, TODAY)

    assert isinstance(accepted, Accepted)
    found = accepted.incoming
    assert (found.birth_date, found.national_id) == (date(1984, 2, 3), "8400000001")
    hyphens = read_person(ROW | {"birth_date": "1984\u201102\u201303"}, TODAY)
    assert isinstance(hyphens, Accepted)
    assert hyphens.incoming.birth_date == date(1984, 2, 3)
