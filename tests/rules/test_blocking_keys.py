# ruff: noqa: RUF001 - names are written in the letters of their owners
"""Blocking keys: nobody is found by a placeholder, and everybody in whatever order (H3)."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.blocking_keys import (
    CLASSES,
    RECIPE,
    STRONG,
    blocking_keys,
    class_of,
    classes_in_common,
    is_strong,
    key_texts,
)
from rules.comparison import Address, Document, Record
from rules.partial_dates import PartialDate
from rules.placeholders import PLACEHOLDERS
from tests.dates import PARTIAL_DATES

HOME = Address("UA", settlement="Lviv", street="Zelena", building="7", zip="79005")
OLENA = Record(
    "Olena",
    "Shcherbak",
    PartialDate(1984, 2, 3),
    national_id="1234567890",
    phones=("+380441234567",),
    addresses=(HOME,),
)
TEXTS = st.none() | st.text(max_size=8)
ADDRESSES = st.builds(Address, st.just("UA"), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
RECORDS = st.builds(
    Record,
    TEXTS,
    TEXTS,
    st.none() | PARTIAL_DATES,
    tax_id=TEXTS,
    national_id=TEXTS,
    documents=st.lists(st.builds(Document, st.just("PASSPORT"), st.text(max_size=8))).map(tuple),
    phones=st.lists(st.text("0123456789+ ", max_size=12)).map(tuple),
    addresses=st.lists(ADDRESSES, max_size=3).map(tuple),
)


def letters(person: Record, master: Record) -> str:
    return "".join(classes_in_common(blocking_keys(person), blocking_keys(master)))


@given(RECORDS)
def test_h3_a_key_is_64_bits_with_its_class_and_whether_it_is_strong(record: Record) -> None:
    for key in blocking_keys(record):
        assert -(2**63) <= key < 2**63
        assert class_of(key) in CLASSES
        assert is_strong(key) == (class_of(key) in STRONG)


def test_h3_who_makes_other_keys_counts_the_recipe_up() -> None:
    text = " ".join(sorted(key_texts(OLENA)))
    keys = blocking_keys(OLENA)

    assert RECIPE == 1
    assert text == (
        "a79005|zelena|7| blv|zelena|7 c79005|1984 d1984-02-03|S d1984-02-03|l i1234567890"
        " m2-3|Srbk m2-3|ln nSrbk|ln|198 nSrbk|ln|198+ p1234567 w1984|5|Srbk w1984|5|ln"
        " y1984|Sr|ln z79005|Srbk z79005|ln zlv|Srbk zlv|ln"
    )
    assert (min(keys), max(keys)) == (-7873378380714376506, 7674914772115346866)


@given(RECORDS, st.randoms())
def test_h3_the_order_of_documents_phones_and_addresses_changes_no_key(
    record: Record, order: random.Random
) -> None:
    other = replace(
        record,
        documents=tuple(order.sample(record.documents, len(record.documents))),
        phones=tuple(order.sample(record.phones, len(record.phones))),
        addresses=tuple(order.sample(record.addresses, len(record.addresses))),
    )

    assert blocking_keys(other) == blocking_keys(record)


@given(RECORDS)
def test_h3_names_that_changed_places_make_the_same_keys(record: Record) -> None:
    swapped = replace(record, first_name=record.last_name, last_name=record.first_name)

    assert blocking_keys(swapped) == blocking_keys(record)


def test_h3_a_usual_record_has_all_classes_and_18_keys() -> None:
    keys = blocking_keys(OLENA)

    assert letters(OLENA, OLENA) == CLASSES
    assert len(keys) == 18


PLACEHOLDER_RECORDS = [
    Record("unknown", "n/a", PartialDate(1900, 1, 1), national_id="0000000000"),
    Record("-", None, None, tax_id="1.23E+09", phones=("+380000000000",)),
    Record("NULL", "NULL", None, documents=(Document("PASSPORT", "n/a"),)),
    Record(None, None, None, addresses=(Address("UA", None, "unknown", "-", "?", None, "n/a"),)),
]


@pytest.mark.parametrize("record", PLACEHOLDER_RECORDS)
def test_h3_a_placeholder_makes_no_key(record: Record) -> None:
    assert blocking_keys(record) == frozenset()


@pytest.mark.parametrize("placeholder", ["NULL", "n/a", "unknown", "-", "[null]"])
@given(RECORDS)
def test_h3_a_record_with_placeholders_has_the_keys_of_one_without_the_values(
    placeholder: str, record: Record
) -> None:
    without = replace(record, first_name=None, national_id=None, documents=(), addresses=())
    filled = replace(
        without,
        first_name=placeholder,
        national_id=placeholder,
        documents=(Document("PASSPORT", placeholder),),
        addresses=(Address("UA", None, *[placeholder] * 5),),
    )

    assert blocking_keys(filled) == blocking_keys(without)


def test_h3_what_a_model_calls_a_placeholder_makes_no_key_either() -> None:
    placeholders = PLACEHOLDERS.with_more(
        values=["1234567890", "Olena", "+380441234567", "79005"], days=[date(1984, 2, 3)]
    )

    found = {text[0] for text in key_texts(OLENA, placeholders)}

    assert found == {"z", "b"}


@pytest.mark.parametrize(
    ("other", "common"),
    [
        (Record("Olena", "Shcherbak", None, national_id="1234567890"), "i"),
        (Record("Iryna", None, None, phones=("044 123 45 67",)), "p"),
        (Record("Оксана", "Щербак", PartialDate(1984, 2, 3)), "dmw"),
        (Record("Олена", None, PartialDate(1984, 2, 3)), "dmw"),
        (Record("Olena", "Shcherbak", PartialDate(1984)), "ny"),
        (Record("Shcherbak", "Olena", PartialDate(1984, 3, 2)), "wny"),
        (Record("Olena", "Ivanko", PartialDate(1989, 2, 3)), "m"),
        (Record("Іра", "Щербак", None, addresses=(replace(HOME, street=None),)), "z"),
        (Record("Ira", "Bo", PartialDate(1984), addresses=(replace(HOME, building="07"),)), "c"),
    ],
)
def test_h3_records_have_the_keys_in_common_that_their_values_make(
    other: Record, common: str
) -> None:
    assert letters(OLENA, other) == common
