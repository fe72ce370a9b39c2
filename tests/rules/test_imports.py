"""What a row of a foreign file must hold, and how it is told what is wrong with it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.imports import (
    PAIR_FIELDS,
    PERSON_FIELDS,
    IncomingPair,
    IncomingPerson,
    read_pair,
    read_person,
)

TODAY = date(2026, 1, 31)

FAULTS = [
    ({"first_name": ""}, ["no first name"]),
    ({"last_name": "   "}, ["no last name"]),
    ({"external_id": ""}, ["no external id"]),
    ({"birth_date": ""}, ["birth date is missing"]),
    ({"birth_date": "19840231"}, ["birth date 19840231 does not exist"]),
    ({"birth_date": "1984-02-30"}, ["birth date 1984-02-30 does not exist"]),
    ({"birth_date": "00000000"}, ["birth date 00000000 does not exist"]),
    ({"birth_date": "1984-0203"}, ["birth date is neither YYYY-MM-DD nor YYYYMMDD"]),
    ({"birth_date": "03.02.1984"}, ["birth date is neither YYYY-MM-DD nor YYYYMMDD"]),
    ({"birth_date": "١٩٨٤٠٢٠٣"}, ["birth date is neither YYYY-MM-DD nor YYYYMMDD"]),
    ({"birth_date": "2026-02-01"}, ["birth date 2026-02-01 is after today"]),
    ({"first_name": "a" * 65}, ["first name is longer than 64 characters"]),
    ({"street": "a" * 256}, ["street is longer than 255 characters"]),
    ({"first_name": "a\x00b"}, ["first name has control characters"]),
    ({"street": "a\nb"}, ["street has control characters"]),
    ({"email": "a\u2028b"}, ["email has control characters"]),
    ({"gender": "X"}, ["gender 'X' is none of MALE, FEMALE, OTHER, UNKNOWN"]),
    (
        {"first_name": "", "last_name": "", "birth_date": "20990101"},
        ["no first name", "no last name", "birth date 20990101 is after today"],
    ),
]


def row(**values: str) -> dict[str, str]:
    whole = {"external_id": "7", "first_name": "Ann", "last_name": "Lee", "birth_date": "19840203"}
    return whole | values


@pytest.mark.parametrize(("values", "faults"), FAULTS)
def test_c3_all_that_is_wrong_with_a_row_is_told_at_once(
    values: dict[str, str], faults: list[str]
) -> None:
    assert read_person(row(**values), TODAY) == faults


def test_c3_names_are_trimmed_before_they_are_measured() -> None:
    person = read_person(row(first_name=" " + "a" * 64 + " ", birth_date=" 2026-01-31 "), TODAY)

    assert isinstance(person, IncomingPerson)
    assert person.first_name == "a" * 64
    assert person.birth_date == TODAY


def test_what_the_file_does_not_say_has_a_name_where_one_is_needed() -> None:
    person = read_person(row(document_number="AB1", street="Main", gender=""), TODAY)

    assert isinstance(person, IncomingPerson)
    assert (person.document_type, person.country, person.gender) == ("UNKNOWN",) * 3


def test_a_document_without_a_number_and_an_address_without_a_part_are_none() -> None:
    person = read_person(row(document_type="PASSPORT", country="", street=" "), TODAY)

    assert isinstance(person, IncomingPerson)
    assert person.document_type is None
    assert person.country is None


@pytest.mark.parametrize("gender", ["FEMALE", "female", "F", "f"])
def test_a_gender_may_be_written_short(gender: str) -> None:
    person = read_person(row(gender=gender), TODAY)

    assert isinstance(person, IncomingPerson)
    assert person.gender == "FEMALE"


@pytest.mark.parametrize("score", ["high", "NaN", "Infinity", "1e999999", "0" * 40])
def test_a_score_is_a_number(score: str) -> None:
    pair = {"person_external_id": "1", "master_external_id": "", "score": score}

    assert read_pair(pair) == ["no master_external_id", f"score '{score}' is not a number"]


def test_a_score_may_be_left_out() -> None:
    pair = {"person_external_id": "1", "master_external_id": "2"}

    assert read_pair(pair) == IncomingPair("1", "2", None)
    assert read_pair(pair | {"score": "0.90"}) == IncomingPair("1", "2", Decimal("0.9"))


texts = st.text(st.characters())


@given(st.fixed_dictionaries(dict.fromkeys(PERSON_FIELDS, texts)))
def test_whatever_a_row_holds_it_is_a_person_or_faults(values: dict[str, str]) -> None:
    found = read_person(values, TODAY)

    assert isinstance(found, IncomingPerson) or found


@given(st.fixed_dictionaries(dict.fromkeys(PAIR_FIELDS, texts)))
def test_whatever_a_row_holds_it_is_a_pair_or_faults(values: dict[str, str]) -> None:
    found = read_pair(values)

    assert isinstance(found, IncomingPair) or found
