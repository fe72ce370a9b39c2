"""Who said that a record is no duplicate, when and why, is kept with it (rule C5)."""

import asyncio
from typing import Any

from tests.events import attempt, birth, declared, done, office
from tests.serving import Registry

SETTLED = """query ($id: ID!) { vitalEvent(id: $id) {
    notDuplicateReasons history { action actorName } } }"""


def _birth(first: str = "John") -> dict[str, Any]:
    mother = {"firstName": "Mary", "lastName": "Smith", "birthDate": "1990-06-15"}
    child = {"firstName": first, "lastName": "Smith", "birthDate": "2024-05-10", "gender": "MALE"}
    return birth(child=child, mother=mother, lateRegistrationReason="Far away")


async def _flagged(registry: Registry, portal: Any) -> str:
    await declared(registry, portal, _birth())
    second = await declared(registry, portal, _birth("Jonh"))
    assert second["isPotentialDuplicate"]
    identity: str = second["id"]
    return identity


async def test_c5_who_said_that_it_is_no_duplicate_is_a_step_of_its_history(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    flagged = await _flagged(registry, portal)
    await done(registry, registrar, "markAsNotDuplicate", flagged, reason=" Twins\n")
    await done(registry, registrar, "reject", flagged)
    await declared(registry, portal, _birth("Jon") | {"amends": flagged})

    await done(registry, registrar, "markAsNotDuplicate", flagged)
    by_user = (await registry.ask(registrar, SETTLED, {"id": flagged})).data["vitalEvent"]
    by_machine = (await registry.ask(portal, SETTLED, {"id": flagged})).data["vitalEvent"]

    said = [it for it in by_user["history"] if it["action"] == "birth.marked_as_not_duplicate"]
    assert len(said) == 2
    assert {it["actorName"] for it in said} == {by_user["history"][-1]["actorName"]} != {None}
    assert by_user["notDuplicateReasons"] == ["Twins", ""]
    assert by_machine["notDuplicateReasons"] == []
    kept = await registry.owner.fetch(
        "select changeset::text from audit_log where action = 'birth.marked_as_not_duplicate'"
    )
    assert not any("Twins" in it["changeset"] for it in kept), "the trail has no words of people"


async def test_c5_a_reason_why_it_is_no_duplicate_is_fit_to_be_read(registry: Registry) -> None:
    registrar, portal = await office(registry)
    flagged = await _flagged(registry, portal)

    for reason, rule in ((" ", "not_blank"), ("x" * 501, "max_length")):
        answer = await attempt(registry, registrar, "markAsNotDuplicate", flagged, reason=reason)
        (violation,) = answer.errors[0]["extensions"]["violations"]
        assert (violation["path"], violation["rule"]) == (["reason"], rule)

    registering = await attempt(registry, registrar, "register", flagged)
    assert registering.refusal[0] == "CONFLICT"


async def test_c5_of_two_at_once_one_says_that_it_is_no_duplicate(registry: Registry) -> None:
    registrar, portal = await office(registry)
    flagged = await _flagged(registry, portal)

    answers = await asyncio.gather(
        *(
            attempt(registry, registrar, "markAsNotDuplicate", flagged, reason=f"Reason {number}")
            for number in range(4)
        )
    )

    refused = [it.refusal[0] for it in answers if it.errors]
    assert refused == ["CONFLICT"] * 3
    kept = (await registry.ask(registrar, SETTLED, {"id": flagged})).data["vitalEvent"]
    assert len(kept["notDuplicateReasons"]) == 1
