"""Values that stand for no value neither bring records together nor keep them apart (N3)."""

from datetime import date
from typing import Any

from rules.access import Role
from tests.events import birth, declared, office
from tests.people import insert, pair, person
from tests.serving import Registry

COMPARED = """
mutation { assignMergeCandidate { mergeRequest { manualMergeCandidate { mergeCandidate {
  comparison { field person masterPerson agreement } } } } } }
"""
NOTHING: dict[str, Any] = {
    "tax_id": "0000000000",
    "national_id": "9999999999",
    "email": "noreply@example.org",
    "birth_date": date(1900, 1, 1),
}

KNOWN = {
    "firstName": "Mary",
    "lastName": "Smith",
    "birthDate": "1990-06-15",
    "nationalId": "1234567890",
}
UNKNOWN = {"firstName": "UNKNOWN", "lastName": "UNKNOWN", "nationalId": "0000000000"}


def _birth(first: str, last: str, mother: dict[str, Any]) -> dict[str, Any]:
    child = {"firstName": first, "lastName": last, "birthDate": "2024-05-10", "gender": "MALE"}
    return birth(child=child, mother=mother, lateRegistrationReason="Far away")


async def test_n3_a_placeholder_distinguishes_no_two_mothers(registry: Registry) -> None:
    _, portal = await office(registry)
    numbered = KNOWN | {"nationalId": "9999999999", "birthDate": "1900-01-01"}
    await declared(registry, portal, _birth("John", "Smith", numbered))

    later = await declared(registry, portal, _birth("Jonh", "Smith", KNOWN))

    assert later["isPotentialDuplicate"] is True


async def test_n3_mothers_who_are_not_known_are_not_one_mother(registry: Registry) -> None:
    _, portal = await office(registry)
    await declared(registry, portal, _birth("Ann", "Alder", UNKNOWN))

    later = await declared(registry, portal, _birth("Zoe", "Birch", UNKNOWN))

    assert later["isPotentialDuplicate"] is False


async def test_n3_a_reviewer_sees_placeholders_and_that_they_are_missing(
    registry: Registry,
) -> None:
    people = [
        await person(registry, *names, **NOTHING)
        for names in (("UNKNOWN", "Lee"), ("UNKNOWN", "Kiss"))
    ]
    async with registry.acting("person.imported"):
        for each in people:
            await insert(
                registry, "person_phones", {"person_id": each, "type": "MOBILE", "number": "n/a"}
            )
            document = {"person_id": each, "type": "PASSPORT", "number": "1.23457E+09"}
            await insert(registry, "person_documents", document)
    await pair(registry, *people)
    reviewer = await registry.user("reviewer", Role.NHS_REVIEWER)

    answer = await registry.ask(reviewer, COMPARED)

    found = answer.data["assignMergeCandidate"]["mergeRequest"]["manualMergeCandidate"]
    compared = {each["field"]: each for each in found["mergeCandidate"]["comparison"]}
    assert compared["nationalId"]["person"] == "9999999999"
    fields = "firstName birthDate taxId nationalId email phones documents"
    assert {compared[field]["agreement"] for field in fields.split()} == {"MISSING"}
