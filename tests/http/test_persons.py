"""How persons are found, and what is returned of them."""

from datetime import date
from typing import Any

import pytest

from rules.access import Role
from tests.people import id_of, insert, person
from tests.serving import Registry

SEARCH = """
query ($filter: PersonFilter!) { persons(filter: $filter) { nodes { id firstName lastName } } }
"""
WHOLE = """
query ($id: ID!) {
  person(id: $id) {
    databaseId firstName lastName secondName birthDate gender taxId nationalId email status
    deathDate masterPerson { id firstName masterPerson { id } }
    documents { type number issuedAt issuedBy expirationDate }
    phones { type number }
    addresses { type country area settlement street building apartment zip }
  }
}
"""


@pytest.fixture(scope="module")
async def people(shared_registry: Registry) -> dict[str, str]:
    """A few persons, by their first names."""
    await shared_registry.user("clerk", Role.REGISTRAR)
    rows: list[dict[str, Any]] = [
        {"first": "Ada", "last": "Lovelace", "second_name": "King", "tax_id": "11"},
        {"first": "Adam", "last": "Smith-Jones", "national_id": "22"},
        {"first": "Олена", "last": "Коваленко", "birth_date": date(1985, 5, 5)},
        {"first": "Sinéad", "last": "O'Brien", "status": "INACTIVE"},
        {"first": "Ada", "last": "Smith"},
    ]
    found = {f"{it['first']} {it['last']}": await person(shared_registry, **it) for it in rows}
    ada = found["Ada Lovelace"]
    async with shared_registry.acting("person.imported"):
        for table, columns in (
            ("person_documents", {"type": "PASSPORT", "number": "AB 1"}),
            ("person_phones", {"type": "MOBILE", "number": "+380501"}),
            ("person_addresses", {"type": "RESIDENCE", "country": "UA", "zip": "01001"}),
        ):
            await insert(shared_registry, table, columns | {"person_id": ada})
    return {name: id_of("Person", key) for name, key in found.items()}


@pytest.mark.parametrize(
    ("filter_", "names"),
    [
        ({"name": "ada"}, ["Ada Lovelace", "Adam Smith-Jones", "Ada Smith"]),
        ({"name": "ADA"}, ["Ada Lovelace", "Adam Smith-Jones", "Ada Smith"]),
        ({"name": "lovelace ada"}, ["Ada Lovelace"]),
        ({"name": "king"}, ["Ada Lovelace"]),
        ({"name": "love"}, ["Ada Lovelace"]),
        ({"name": "ovelace"}, []),
        ({"name": "smith"}, ["Adam Smith-Jones", "Ada Smith"]),
        ({"name": "коваль"}, ["Олена Коваленко"]),
        ({"name": "КОВАЛ"}, ["Олена Коваленко"]),
        ({"name": "o'brien"}, ["Sinéad O'Brien"]),
        ({"name": ""}, []),
        ({"name": "!!!"}, []),
        ({"birthDate": "1985-05-05"}, ["Олена Коваленко"]),
        ({"taxId": "11"}, ["Ada Lovelace"]),
        ({"taxId": "1"}, []),
        ({"nationalId": "22"}, ["Adam Smith-Jones"]),
        ({"documentNumber": "AB 1"}, ["Ada Lovelace"]),
        ({"phoneNumber": "+380501"}, ["Ada Lovelace"]),
        ({"status": "INACTIVE"}, ["Sinéad O'Brien"]),
        ({"name": "ada", "taxId": "11"}, ["Ada Lovelace"]),
        ({"name": "ada", "taxId": "22"}, []),
        ({"name": "ada", "status": "INACTIVE"}, []),
        ({"name": "ada", "birthDate": "1990-01-01", "phoneNumber": "+380501"}, ["Ada Lovelace"]),
    ],
    ids=str,
)
async def test_a_search_finds_who_matches_all_that_is_given(
    shared_registry: Registry, people: dict[str, str], filter_: dict[str, str], names: list[str]
) -> None:
    found = (await shared_registry.ask("clerk", SEARCH, {"filter": filter_})).data["persons"][
        "nodes"
    ]

    assert [it["id"] for it in found] == [people[name] for name in names]


async def test_a_person_is_returned_whole(
    shared_registry: Registry, people: dict[str, str]
) -> None:
    returned = (await shared_registry.ask("clerk", WHOLE, {"id": people["Ada Lovelace"]})).data[
        "person"
    ]

    del returned["databaseId"]
    assert returned == {
        "firstName": "Ada", "lastName": "Lovelace", "secondName": "King",
        "birthDate": "1990-01-01", "gender": "UNKNOWN", "taxId": "11", "nationalId": None,
        "email": None, "status": "ACTIVE", "deathDate": None, "masterPerson": None,
        "documents": [{"type": "PASSPORT", "number": "AB 1", "issuedAt": None, "issuedBy": None,
                       "expirationDate": None}],
        "phones": [{"type": "MOBILE", "number": "+380501"}],
        "addresses": [{"type": "RESIDENCE", "country": "UA", "area": None, "settlement": None,
                       "street": None, "building": None, "apartment": None, "zip": "01001"}],
    }  # fmt: skip


async def test_b11_a_merged_person_names_its_master(registry: Registry) -> None:
    await registry.user("clerk", Role.REGISTRAR)
    master = await person(registry, "Augusta")
    duplicate = await person(registry, status="INACTIVE", master_person_id=master)

    returned = await registry.ask("clerk", WHOLE, {"id": id_of("Person", duplicate)})

    assert returned.data["person"]["masterPerson"] == {
        "id": id_of("Person", master),
        "firstName": "Augusta",
        "masterPerson": None,
    }
