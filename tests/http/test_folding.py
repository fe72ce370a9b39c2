# ruff: noqa: RUF001 - names are written in the letters of their owners
"""Names and numbers are found as people type them, by one folding in Python and SQL (rule N4)."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql

from db.persons import persons
from db.rule_files import rule_files
from db.vital_events import vital_events
from resolvers.persons import SEARCHES
from resolvers.vital_event_queries import FILTERS
from rules.access import Role
from rules.folding import SEQUENCES, fold, number_key, phone_key
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
            assert with_null.data == without, (field, name)


FOLDED = """
select fold_name(text), translate(fold_name(text), ' -', ''),
       ltrim(regexp_replace(fold_name(text), '[^0-9]', '', 'g'), '0')
  from unnest($1::text[]) with ordinality as given(text, place) order by place
"""
TEXTS = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80)
    | st.text("".join(source for source, _ in SEQUENCES) + "-' aАёÉο\u0301", max_size=12),
    min_size=1,
    max_size=50,
)


async def _are_folded_alike(connection: asyncpg.Connection, texts: list[str]) -> None:
    rows = await connection.fetch(FOLDED, texts)
    expected = [(fold(text), number_key(text), phone_key(text)) for text in texts]
    assert [tuple(row) for row in rows] == expected


async def test_n4_every_character_is_folded_alike_in_sql(registry: Registry) -> None:
    points = [chr(it) for it in range(1, 0x110000) if not 0xD800 <= it < 0xE000]

    await _are_folded_alike(registry.owner, [f"a{it}b" for it in points])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
@example(texts=["ΣΊΣΥΦΟΣ", "İ", "ŉ", "ﬁ", "й", "и\u0323\u0306", "$$", "\\", "'", "𝔐", "\U0010ffff"])
async def test_n4_any_text_is_folded_alike_in_sql(registry: Registry, texts: list[str]) -> None:
    await _are_folded_alike(registry.owner, texts)


@pytest.mark.parametrize(
    ("index", "column", "value"),
    [
        ("persons_by_name", "name", "'zakowsk':* & 'luc':*"),
        ("persons_by_tax_id", "tax_id", "ta12"),
        ("persons_by_folded_national_id", "national_id", "0012345678"),
        ("person_documents_by_number", "document_number", "ab03755"),
        ("person_phones_by_number", "phone_number", "380965992103"),
    ],
)
async def test_n4_an_index_serves_each_search_of_persons(
    registry: Registry, index: str, column: str, value: str
) -> None:
    condition = SEARCHES[column].build(persons)

    assert index in await _plan(registry.owner, select(persons.c.id).where(condition), value)


MANY = """
set session_replication_role = replica;
insert into individuals (vital_event_id, role, first_name, last_name)
select uuidv7(), 'CHILD', 'First' || number, 'Last' from generate_series(1, 3000) number;
reset session_replication_role;
analyze individuals;
"""


async def test_n4_an_index_serves_the_search_of_records_by_name(registry: Registry) -> None:
    condition = FILTERS["name"].build(vital_events)
    wanted = select(vital_events.c.id).where(condition)
    await registry.owner.execute(MANY)

    assert "individuals_by_name" in await _plan(registry.owner, wanted, "'ann':*")


async def _plan(connection: asyncpg.Connection, wanted: Select[Any], value: str) -> str:
    """Return the plan of a statement with one parameter, as if its tables were large."""
    dialect: Any = postgresql.asyncpg.dialect
    text = str(wanted.compile(dialect=dialect()))
    async with connection.transaction():
        for scan in ("seqscan", "indexscan", "indexonlyscan"):  # a small table is scanned whole
            await connection.execute(f"set local enable_{scan} = off")
        rows = await connection.fetch("explain " + text.replace("%%", "%"), value)
    return "\n".join(row[0] for row in rows)


async def test_n4_what_was_folded_otherwise_is_folded_anew(registry: Registry) -> None:
    """An index does not notice that its function changed; whoever applies the rules does."""
    await registry.user("clerk", Role.REGISTRAR)
    await person(registry, "Łucjan", "Żakowski")
    (folding,) = [file.text for file in rule_files() if file.name == "folding.sql"]

    await registry.owner.execute(
        folding.replace('"Ł":"l"', '"Ł":"w"').replace('"ł":"l"', '"ł":"w"')
    )
    otherwise = await registry.ask("clerk", PERSONS, {"filter": {"name": "lucjan"}})
    await registry.owner.execute(folding)
    again = await registry.ask("clerk", PERSONS, {"filter": {"name": "lucjan"}})

    assert otherwise.data["persons"]["nodes"] == []
    assert again.data["persons"]["nodes"] == [{"lastName": "Żakowski"}]
