# ruff: noqa: RUF001 - names are written in the letters of their owners
"""Names and numbers are found as people type them, by one folding in Python and SQL (rule N4)."""

from datetime import timedelta
from typing import Any

import pytest

from rules.access import Role
from tests.events import birth, declared, office, today
from tests.people import insert, person
from tests.serving import Registry

PERSONS = "query ($filter: PersonFilter!) { persons(filter: $filter) { nodes { lastName } } }"
EVENTS = "query ($filter: VitalEventFilter!) { vitalEvents(filter: $filter) { nodes { id } } }"

NAMES = [
    ("Işık", "Demir", ["ışık", "ISIK", "demir Isi"]),
    ("Nicolò", "Rossi", ["nicolo", "NICOLO'", "rossi nico"]),
    ("Tom", "O’Briance", ["O'Briance", "OBriance", "o`bri"]),
    ("Mari\u0301a", "Nfdson", ["María", "Maria"]),
    ("Łucjan", "Żakowskiego", ["lucjan", "zakowskiego"]),
    ("أحمد", "الحسـن", ["احمد", "الحسن", "أحمد", "ahmd"]),
    ("Jürgen", "Große", ["GROSSE", "grosse", "jurgen"]),
    ("Ann\u00a0Marie", "Nbspson", ["Marie Nbspson", "nbsp ann"]),
    ("Олександра", "Щербак-Ковальчук", ["ЩЕРБАК", "oleksandra", "kovalchuk", "Щербакковальчук"]),
    ("Anne-Marie", "Smithjones", ["annemarie", "marie smith", "Anne\u2011Marie", "Smith-Jones"]),
    ("Παύλος", "Παπαδόπουλος", ["pavlos", "ΠΑΠΑΔΟΠΟΥΛΟΣ", "papadopoulos"]),
    ("משה", "כהן", ["משה", "כהן"]),
    ("王", "小明", ["小明", "王"]),
]
CASES = [(last, query) for _, last, queries in NAMES for query in queries]


@pytest.fixture(scope="module")
async def people(shared_registry: Registry) -> Registry:
    """Persons and births of children with these names, which were typed by many hands."""
    await shared_registry.user("clerk", Role.REGISTRAR)
    for first, last, _ in NAMES:
        await person(shared_registry, first, last)
    numbered = await person(
        shared_registry, "Pho", "Nenumber", tax_id=" ta-12 ", national_id="0012345678"
    )
    async with shared_registry.acting("person.imported"):
        for table, number in (
            ("person_phones", "+380 96 599-21-03"),
            ("person_documents", "AB 03/7 55"),
        ):
            columns = {"type": "X", "number": number, "person_id": numbered}
            await insert(shared_registry, table, columns)
    return shared_registry


@pytest.mark.parametrize(("last", "query"), CASES, ids=str)
async def test_n4_a_person_is_found_as_the_name_is_typed(
    people: Registry, last: str, query: str
) -> None:
    found = await people.ask("clerk", PERSONS, {"filter": {"name": query}})

    assert [it["lastName"] for it in found.data["persons"]["nodes"]] == [last]


@pytest.mark.parametrize("query", ["mith", "smith-john", "ovalenko", "!", "-", "ann zakowskiego"])
async def test_n4_what_begins_no_word_finds_nobody(people: Registry, query: str) -> None:
    found = await people.ask("clerk", PERSONS, {"filter": {"name": query}})

    assert found.data["persons"]["nodes"] == []


@pytest.mark.parametrize(
    "filter_",
    [
        {"taxId": "TA12"},
        {"taxId": "ta 12"},
        {"nationalId": " 0012345678 "},
        {"documentNumber": "AB03755"},
        {"documentNumber": "ab 03 755"},
        {"phoneNumber": "+380965992103"},
        {"phoneNumber": "00380 (96) 599 21 03"},
    ],
    ids=str,
)
async def test_n4_numbers_are_found_by_letters_and_digits(
    people: Registry, filter_: dict[str, str]
) -> None:
    found = await people.ask("clerk", PERSONS, {"filter": filter_})

    assert [it["lastName"] for it in found.data["persons"]["nodes"]] == ["Nenumber"]


async def test_n4_a_number_of_nothing_finds_nobody(people: Registry) -> None:
    for name in ("taxId", "nationalId", "documentNumber", "phoneNumber"):
        found = await people.ask("clerk", PERSONS, {"filter": {name: " - "}})
        assert found.data["persons"]["nodes"] == []


async def test_n4_a_record_is_found_as_names_and_numbers_are_typed(registry: Registry) -> None:
    registrar, portal = await office(registry)

    for first, last, queries in NAMES:
        child = {"firstName": first, "lastName": last, "gender": "MALE"}
        given = birth(child=child | {"birthDate": str(today() - timedelta(days=9))})
        event = await declared(registry, portal, given)
        for query in queries:
            found = await registry.ask(registrar, EVENTS, {"filter": {"name": query}})
            assert [it["id"] for it in found.data["vitalEvents"]["nodes"]] == [event["id"]], query
    number = f" {given['mother']['nationalId']} "
    found = await registry.ask(registrar, EVENTS, {"filter": {"nationalId": number}})
    assert [it["id"] for it in found.data["vitalEvents"]["nodes"]] == [event["id"]]


FILTERED = """
{ __schema { queryType { fields { name args { name type { ...Named } } } } } }
fragment Named on __Type { name kind ofType { name kind ofType { name kind } } }
"""
FIELDS_OF = "query ($name: String!) { __type(name: $name) { inputFields { name } } }"


async def test_n4_a_filter_that_is_given_as_null_is_not_given(people: Registry) -> None:
    await people.user("everybody", *Role)
    fields = (await people.ask("everybody", FILTERED)).data["__schema"]["queryType"]["fields"]
    filters = {
        field["name"]: argument["type"]["name"] or argument["type"]["ofType"]["name"]
        for field in fields
        for argument in field["args"]
        if argument["name"] == "filter"
    }
    assert {"persons", "vitalEvents"} <= filters.keys()

    for field, filter_ in filters.items():
        given: dict[str, Any] = {"status": "ACTIVE"} if field == "persons" else {}
        names = (await people.ask("everybody", FIELDS_OF, {"name": filter_})).data["__type"]
        query = f"query ($filter: {filter_}!) {{ {field}(filter: $filter) {{ nodes {{ id }} }} }}"
        without = (await people.ask("everybody", query, {"filter": given})).data
        for name in (it["name"] for it in names["inputFields"]):
            with_null = await people.ask("everybody", query, {"filter": {name: None} | given})
            if field == "auditReadings":  # to read the readings is one more
                del with_null.data[field]["nodes"][0]
            assert with_null.data == without, (field, name)


ALIKE = [
    (("Đorđa", "Łoś"), ("Dorda", "Los")),
    (("Mæ", "Bøe"), ("Mae", "Boe")),
    (("Işı", "Yılmazışık"), ("ISI", "YILMAZIŞIK")),
    (("Олена", "Ковальчук"), ("Olena", "Kovalchuk")),
]


async def test_n4_mothers_are_alike_however_their_names_are_written(registry: Registry) -> None:
    _, portal = await office(registry)

    for names in ALIKE:
        mothers = [
            {"firstName": first, "lastName": last, "birthDate": "1990-05-05"}
            for first, last in names
        ]
        one, other = [await declared(registry, portal, birth(mother=it)) for it in mothers]
        assert (one["isPotentialDuplicate"], other["isPotentialDuplicate"]) == (False, True)
