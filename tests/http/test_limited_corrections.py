"""Rule R3: who is limited asks for corrections, and learns nothing of what is elsewhere."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.corrections import ask, changed, requested, try_request
from tests.events import attempt, birth, death, declared, done, today
from tests.limited_grants import Tree, tree_of
from tests.organisations import limit
from tests.people import id_of, person
from tests.serving import Registry

ADA = {
    "firstName": "Ada",
    "lastName": "Veces",
    "birthDate": "1950-03-04",
    "nationalId": "8600000003",
}
NO_CORRECTION = ("NOT_FOUND", "Correction not found")
ALERTS = "query ($id: ID!) { correction(id: $id) { alerts } }"


@pytest.fixture
async def tree(registry: Registry) -> Tree:
    await registry.user("all", Role.REGISTRAR)
    found = await tree_of(registry)
    for name, place in (("leaf", found.leaf), ("colleague", found.leaf), ("right", found.right)):
        await registry.user(name)
        await limit(registry, name, "REGISTRAR", place)
    return found


async def in_leaf(registry: Registry, given: dict[str, Any], kind: str = "Birth") -> str:
    """Register something in the leaf, and return the record."""
    record: str = (await declared(registry, "leaf", given, kind))["id"]
    accepted = ["PERSON_NOT_FOUND"] if kind == "Death" else []
    await done(registry, "leaf", "register", record, acceptedAlerts=accepted)
    return record


async def test_r3_a_correction_is_asked_for_where_the_record_is_and_approved_by_who_sees_all(
    registry: Registry, tree: Tree
) -> None:
    given = birth()
    record = await in_leaf(registry, given)
    wanted = given | {"placeOfBirth": "Paris"}

    elsewhere = await try_request(registry, "right", record, wanted)
    asked = await requested(registry, "leaf", record, wanted)
    own = await ask(registry, "leaf", "rejectCorrection", id=asked["id"], reason="No")
    unseen = await ask(registry, "right", "rejectCorrection", id=asked["id"], reason="No")
    approving = await ask(registry, "colleague", "approveCorrection", id=asked["id"])
    approved = await ask(registry, "all", "approveCorrection", id=asked["id"])

    assert elsewhere.refusal == ("NOT_FOUND", "Vital event not found")
    assert own.refusal == ("CONFLICT", "Second person is needed")
    assert unseen.refusal == NO_CORRECTION
    assert approving.refusal == ("FORBIDDEN", "User doesn't have required role")
    assert approved.errors == []


async def test_r3_an_old_key_shows_nobody_the_correction_of_others(
    registry: Registry, tree: Tree
) -> None:
    given = birth()
    record = await in_leaf(registry, given)
    await requested(registry, "leaf", record, None, idempotencyKey="once")

    again = await try_request(registry, "right", record, None, idempotencyKey="once")

    assert again.refusal == ("NOT_FOUND", "Vital event not found")


async def test_r3_a_correction_is_rejected_and_withdrawn_within_reach(
    registry: Registry, tree: Tree
) -> None:
    record = await in_leaf(registry, birth())
    asked = await requested(registry, "leaf", record)

    unseen = await ask(registry, "right", "withdrawCorrection", id=asked["id"])
    unknown = await ask(
        registry, "right", "withdrawCorrection", id=id_of("Correction", UUID(int=7))
    )
    others = await ask(registry, "colleague", "withdrawCorrection", id=asked["id"])
    withdrawn = await ask(registry, "leaf", "withdrawCorrection", id=asked["id"])
    again = await requested(registry, "leaf", record)
    rejected = await ask(registry, "colleague", "rejectCorrection", id=again["id"], reason="No")

    assert unseen.refusal == unknown.refusal == NO_CORRECTION
    assert others.refusal == ("CONFLICT", "Only who asked for a correction may withdraw it")
    assert withdrawn.errors == []
    assert rejected.errors == []


async def test_r3_what_a_correction_means_for_others_is_for_who_approves_it(
    registry: Registry, tree: Tree
) -> None:
    born = today() - timedelta(days=30)
    await person(registry, "Otra", "Novia", birth_date=born, national_id=ADA["nationalId"])
    record = await in_leaf(registry, given := birth())
    wanted = changed(given, child={"nationalId": ADA["nationalId"]})

    by_all = await try_request(registry, "all", record, wanted)
    asked = await requested(registry, "leaf", record, wanted)
    seen = await registry.ask("all", ALERTS, {"id": asked["id"]})

    assert by_all.refusal == ("CONFLICT", "Alerts need an answer")
    assert asked["alerts"] == []
    assert seen.data["correction"]["alerts"] == ["NUMBER_IS_HELD_BY_ANOTHER"]


async def test_r3_who_is_marked_elsewhere_refuses_no_correction(
    registry: Registry, tree: Tree
) -> None:
    """The person of a death was born after the corrected day, which is for others to see."""
    late = today() - timedelta(days=40)
    await person(registry, "Ada", "Veces", birth_date=late, national_id=ADA["nationalId"])
    deceased = {key: value for key, value in ADA.items() if key != "birthDate"}
    given = death(deceased=deceased)
    record = await in_leaf(registry, given, "Death")
    wanted = given | {"dateOfDeath": str(late - timedelta(days=10)), "lateRegistrationReason": "x"}

    by_all = await try_request(registry, "all", record, wanted, "Death")
    asked = await try_request(registry, "leaf", record, wanted, "Death")

    assert [it["code"] for it in (e["extensions"] for e in by_all.errors)] == [
        "UNPROCESSABLE_ENTITY"
    ]
    assert asked.errors == []


async def test_r3_what_a_corrected_record_would_resemble_elsewhere_is_no_hint(
    registry: Registry, tree: Tree
) -> None:
    mother = {"firstName": "Mia", "lastName": "Moss", "birthDate": "1990-02-03"}
    await declared(registry, "right", birth(mother=mother))
    record = await in_leaf(registry, given := birth())

    asked = await requested(registry, "leaf", record, given | {"mother": mother})
    refused = await ask(registry, "all", "approveCorrection", id=asked["id"])
    settling = await attempt(registry, "leaf", "markAsNotDuplicate", record)

    assert "MARK_AS_NOT_DUPLICATE" not in asked["vitalEvent"]["availableActions"]
    assert settling.refusal == ("CONFLICT", "Action is not available in this status")
    doubt = "A registrar must first say whether it is a duplicate"
    assert refused.refusal == ("CONFLICT", doubt)


async def test_r3_a_correction_that_is_given_up_leaves_what_was_left_to_others(
    registry: Registry, tree: Tree
) -> None:
    mother = {"firstName": "Mia", "lastName": "Moss", "birthDate": "1990-02-03"}
    await declared(registry, "right", birth(mother=mother))
    record = await in_leaf(registry, birth(mother=mother))
    asked = await requested(registry, "leaf", record)

    await ask(registry, "colleague", "rejectCorrection", id=asked["id"], reason="No")

    assert (await attempt(registry, "all", "markAsNotDuplicate", record)).errors == []
