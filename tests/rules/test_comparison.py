# ruff: noqa: RUF001 - names are written in the letters of their owners
"""How two records compare: cases as reviewers meet them, and what holds whatever the records."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules import similarity
from rules.comparison import Address, Agreement, Document, Record
from rules.partial_dates import PartialDate
from tests.dates import EXACT_DATES, PARTIAL_DATES
from workflows.comparison import compare
from workflows.records import MEASURES

EXACT, CLOSE, DIFFERENT, MISSING = Agreement

FIELDS = [
    "firstName",
    "lastName",
    "secondName",
    "birthDate",
    "gender",
    "taxId",
    "nationalId",
    "email",
    "deathDate",
    "documents",
    "phones",
    "addresses",
]

NAMES = [
    ("Maria", "Maria", EXACT),
    ("Maria", "MARIA", EXACT),
    ("Anne-Marie", "Anne Marie", EXACT),
    ("O'Brien", "OBrien", EXACT),
    ("Мар'яна", "Марʼяна", EXACT),
    ("Мар’яна", "МАР'ЯНА", EXACT),
    ("Straße", "STRASSE", EXACT),
    ("Jose\u0301", "José", EXACT),
    ("José", "Jose", CLOSE),
    ("Anne", "Anne-Marie", CLOSE),
    ("Smith-Jones", "Jones", CLOSE),
    ("J", "John", CLOSE),
    ("J.", "John", CLOSE),
    ("K.", "John", DIFFERENT),
    ("michaela", "micheala", CLOSE),
    ("painter", "paniter", CLOSE),
    ("neumann", "neuman", CLOSE),
    ("elkin", "elk in", EXACT),
    ("Catherine", "Kathryn", CLOSE),
    ("Stephen", "Steven", CLOSE),
    ("Geoff", "Jeff", CLOSE),
    ("Tina", "Dan", DIFFERENT),
    ("Lee", "Lou", DIFFERENT),
    ("Ann", "Amy", DIFFERENT),
    ("Smith", "Taylor", DIFFERENT),
    ("Коваленко", "Коваленка", CLOSE),
    ("Олена", "Олександра", DIFFERENT),
    ("Іван", "Петро", DIFFERENT),
    ("Marія", "Marко", DIFFERENT),
    ("Łucja", "Lucja", CLOSE),
    ("Işık", "ISIK", CLOSE),
    ("Коваленко", "Kovalenko", CLOSE),
    ("Щербак-Ковальчук", "Kovalchuk", CLOSE),
    ("Γιώργος", "Giorgos", CLOSE),
    ("أحمد", "احمد", CLOSE),
    ("Mar\u200dia", "MARIA", EXACT),
    ("王", "李", DIFFERENT),
    ("王小明", "王小明", EXACT),
    ("محمد", "مُحَمَّد", CLOSE),
    ("राम", "सीता", DIFFERENT),
    ("Maria", None, MISSING),
    (None, None, MISSING),
    ("", "Maria", MISSING),
]

BIRTH_DATES = [
    (PartialDate(1984, 2, 3), PartialDate(1984, 2, 3), EXACT),
    (PartialDate(1984, 2, 3), PartialDate(1984, 3, 2), CLOSE),
    (PartialDate(1984, 2, 3), PartialDate(1948, 2, 3), CLOSE),
    (PartialDate(1984, 2, 3), PartialDate(1985, 2, 3), CLOSE),
    (PartialDate(1984, 2, 3), PartialDate(1884, 2, 3), CLOSE),
    (PartialDate(1984, 1, 31), PartialDate(1984, 2, 1), CLOSE),
    (PartialDate(1984, 1, 12), PartialDate(1984, 1, 21), CLOSE),
    (PartialDate(1984, 2, 3), PartialDate(1991, 7, 28), DIFFERENT),
    (PartialDate(1984, 2, 3), PartialDate(1985, 3, 2), DIFFERENT),
    (PartialDate(1984, 2, 3), None, MISSING),
    (PartialDate(1984), PartialDate(1984, 2, 3), CLOSE),
    (PartialDate(1984, 2), PartialDate(1984, 2), CLOSE),
    (PartialDate(1984, 2), PartialDate(1984), CLOSE),
    (PartialDate(1984, 2), PartialDate(1984, 3, 2), DIFFERENT),
    (PartialDate(1984), PartialDate(1985), DIFFERENT),
    (PartialDate(1984), None, MISSING),
]

NATIONAL_IDS = [
    ("1234567890", "1234567890", EXACT),
    ("123-456-78-90", "1234567890", EXACT),
    ("١٢٣٤٥٦٧٨٩٠", "1234567890", EXACT),
    ("1234567890", "1234567891", CLOSE),
    ("1234567890", "1234576890", CLOSE),
    ("1234567890", "123456789", CLOSE),
    ("1234567890", "2134567809", DIFFERENT),
    ("12", "13", DIFFERENT),
    ("1234567890", None, MISSING),
]

PHONES = [
    (["+380501234567"], ["+38 (050) 123-45-67"], EXACT),
    (["+380501234567"], ["0501234567"], EXACT),
    (["00380501234567"], ["+380501234567"], EXACT),
    (["+380501234567", "+380671112233"], ["+380671112233"], EXACT),
    (["+380501234567"], ["+380501234576"], CLOSE),
    (["+380501234567"], ["+380671112233"], DIFFERENT),
    (["+380501234567"], [], MISSING),
]

DOCUMENTS = [
    (["AB123456"], ["ab 123456"], EXACT),
    (["AB123456", "000111222"], ["000111222"], EXACT),
    (["AB123456"], ["AB123465"], CLOSE),
    (["AB123456"], ["CD998877"], DIFFERENT),
    ([], [], MISSING),
]

MAILBOXES = [
    ("Maria@example.org", "maria@example.org", EXACT),
    ("maria@example.org", "maria@example.com", CLOSE),
    ("maria@example.org", "mraia@example.org", CLOSE),
    ("maria@example.org", "john.taylor@example.net", DIFFERENT),
    (None, "maria@example.org", MISSING),
]

HOME = Address("UA", "Київська", "Бровари", "Шевченка", "12", "4", "07400")
ADDRESSES = [
    ([HOME], [HOME], EXACT),
    ([HOME], [Address("UA", "Київська", "Бровари", "ШЕВЧЕНКА", "12", "4", "07400")], EXACT),
    ([HOME], [Address("UA", "Київська", "Бровари", "Шевчнека", "12", None, "07400")], CLOSE),
    ([HOME], [Address("UA", "Київська", "Бровари", "Шевченка", "14", "4", "07400")], CLOSE),
    ([HOME], [Address("UA", "Kyivska", "Brovary", "Shevchenka", "12", "4", "07400")], CLOSE),
    ([HOME], [Address("UA", "Львівська", "Львів", "Зелена", "1", None, "79000")], DIFFERENT),
    ([HOME], [], MISSING),
]


def record(**fields: object) -> Record:
    whole: dict[str, object] = {
        "first_name": "Maria",
        "last_name": "Neumann",
        "birth_date": PartialDate(1984, 2, 3),
    }
    return Record(**(whole | fields))  # type: ignore[arg-type]


def agreements(one: Record, other: Record) -> dict[str, Agreement]:
    return {field.field: field.agreement for field in compare(one, other)}


def test_the_same_fields_come_in_the_same_order() -> None:
    nobody = record(second_name=None)

    compared = compare(nobody, record(documents=(Document("PASSPORT", "AB123456"),)))

    assert [field.field for field in compared] == FIELDS
    assert compared[9] == ("documents", None, "PASSPORT AB123456", MISSING, False)


@pytest.mark.parametrize(("one", "other", "agreement"), NAMES)
def test_names_agree(one: str | None, other: str | None, agreement: Agreement) -> None:
    assert similarity.compare_names(one, other, MEASURES) == agreement
    assert similarity.compare_names(other, one, MEASURES) == agreement


@pytest.mark.parametrize(("one", "other", "agreement"), BIRTH_DATES)
def test_birth_dates_agree(
    one: PartialDate, other: PartialDate | None, agreement: Agreement
) -> None:
    assert agreements(record(birth_date=one), record(birth_date=other))["birthDate"] == agreement
    assert agreements(record(birth_date=other), record(birth_date=one))["birthDate"] == agreement


@pytest.mark.parametrize(("one", "other", "agreement"), NATIONAL_IDS)
def test_numbers_agree(one: str | None, other: str | None, agreement: Agreement) -> None:
    compared = agreements(record(national_id=one, tax_id=other), record(national_id=other))

    assert compared["nationalId"] == agreement
    assert compared["taxId"] == MISSING


@pytest.mark.parametrize(("one", "other", "agreement"), PHONES)
def test_phones_agree(one: list[str], other: list[str], agreement: Agreement) -> None:
    compared = agreements(record(phones=tuple(one)), record(phones=tuple(other)))

    assert compared["phones"] == agreement


@pytest.mark.parametrize(("one", "other", "agreement"), DOCUMENTS)
def test_documents_agree(one: list[str], other: list[str], agreement: Agreement) -> None:
    these = tuple(Document("PASSPORT", number) for number in one)
    those = tuple(Document("UNKNOWN", number) for number in other)

    assert agreements(record(documents=these), record(documents=those))["documents"] == agreement


@pytest.mark.parametrize(("one", "other", "agreement"), MAILBOXES)
def test_mailboxes_agree(one: str | None, other: str | None, agreement: Agreement) -> None:
    assert agreements(record(email=one), record(email=other))["email"] == agreement


@pytest.mark.parametrize(("one", "other", "agreement"), ADDRESSES)
def test_addresses_agree(one: list[Address], other: list[Address], agreement: Agreement) -> None:
    compared = agreements(record(addresses=tuple(one)), record(addresses=tuple(other)))

    assert compared["addresses"] == agreement


def test_first_and_last_name_in_each_others_place_are_close() -> None:
    straight = record(first_name="Maria", last_name="Neumann")
    crossed = record(first_name="Neuman", last_name="María")

    compared = agreements(straight, crossed)

    assert compared["firstName"] == compared["lastName"] == CLOSE


def test_a_gender_that_is_not_known_is_missing() -> None:
    compared = {
        (one, other): agreements(record(gender=one), record(gender=other))["gender"]
        for one, other in [("MALE", "MALE"), ("MALE", "FEMALE"), ("UNKNOWN", "UNKNOWN")]
    }

    assert compared == {
        ("MALE", "MALE"): EXACT,
        ("MALE", "FEMALE"): DIFFERENT,
        ("UNKNOWN", "UNKNOWN"): MISSING,
    }


# Postgres keeps no NUL and no half of a surrogate pair, but the comparison may be asked anyway.
texts = st.text(st.characters(), max_size=80)
records = st.builds(
    Record,
    first_name=st.none() | texts,
    last_name=st.none() | texts,
    birth_date=st.none() | PARTIAL_DATES,
    second_name=st.none() | texts,
    gender=st.sampled_from(["MALE", "FEMALE", "OTHER", "UNKNOWN"]),
    tax_id=st.none() | texts,
    national_id=st.none() | texts,
    email=st.none() | texts,
    death_date=st.none() | PARTIAL_DATES,
    documents=st.lists(st.builds(Document, texts, texts), max_size=3).map(tuple),
    phones=st.lists(texts, max_size=3).map(tuple),
    addresses=st.lists(st.builds(Address, texts, texts, street=texts), max_size=3).map(tuple),
)


@given(records, records)
@example(record(addresses=(Address("", street="0"),)), record(addresses=(Address("\ud800"),)))
@example(record(tax_id="0000"), record(tax_id="\ud800" * 4))
def test_the_order_of_two_records_changes_no_agreement(one: Record, other: Record) -> None:
    assert agreements(one, other) == agreements(other, one)


@given(records, EXACT_DATES)
def test_a_record_agrees_with_itself_in_all_that_it_has(one: Record, day: PartialDate) -> None:
    one = replace(one, birth_date=day, death_date=day)

    assert set(agreements(one, one).values()) <= {EXACT, MISSING}


def test_n1_a_name_that_one_does_not_say_is_missing() -> None:
    single = record(first_name=None, last_name="Maria")

    assert agreements(single, record())["firstName"] == MISSING
    assert agreements(single, record(last_name=None))["lastName"] == MISSING


SWAPPED = [
    (("Maria", "Neumann"), ("Neuman", "Maria"), True),
    (("Петренко", "Іван"), ("Ivan", "Petrenko"), True),
    (("Іван", "Петренко"), ("Ivan", "Petrenko"), False),
    (("Anna", "Hanna"), ("Anna", "Hanna"), False),
    (("Maria", "Neumann"), ("Neumann", None), False),
]


@pytest.mark.parametrize(("names", "others", "are_swapped"), SWAPPED)
def test_names_that_changed_places_are_called_swapped_in_any_script(
    names: tuple[str, str], others: tuple[str, str | None], are_swapped: bool
) -> None:
    one = record(first_name=names[0], last_name=names[1])
    other = record(first_name=others[0], last_name=others[1])

    for compared in (compare(one, other), compare(other, one)):
        swapped = {it.field for it in compared if it.is_swapped}
        assert swapped == ({"firstName", "lastName"} if are_swapped else set())
