"""Values that stand for no value neither bring records together nor tell them apart (N3)."""

from typing import Any

from tests.events import birth, declared, office
from tests.serving import Registry

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


async def test_n3_a_placeholder_tells_no_two_mothers_apart(registry: Registry) -> None:
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
