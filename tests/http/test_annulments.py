"""How registrations that should not be are annulled (rules C9 and C11)."""

import pytest

from tests.corrections import (
    KINDS,
    ask,
    read,
    registered,
    requested,
    settled,
    try_request,
    two_registrars,
)
from tests.events import MADE, attempt, birth, declared, done
from tests.people import key_of, row
from tests.serving import Registry


@pytest.mark.parametrize("kind", KINDS)
async def test_c11_an_annulled_record_is_void_for_ever(registry: Registry, kind: str) -> None:
    one, other, portal = await two_registrars(registry)
    given = MADE[kind]()
    event = await registered(registry, one, portal, given, kind, "certify", "issue")
    before = await read(registry, one, event)

    asked = await requested(registry, one, event)
    approved = await settled(registry, other, "approve", asked["id"])

    assert (asked["kind"], asked["after"], asked["changedFields"]) == ("ANNULMENT", None, [])
    assert approved["vitalEvent"]["status"] == "ANNULLED"
    after = await read(registry, one, event)
    assert (after["status"], after["availableActions"], after["version"]) == ("ANNULLED", [], 1)
    assert after["registrationNumber"] == before["registrationNumber"]
    assert after["payments"] == before["payments"]
    assert all(it["revokedAt"] for it in after["certificates"])
    for act in ("register", "reject", "archive", "reinstate", "certify", "issue"):
        refused = await attempt(registry, one, act, event)
        assert refused.refusal == ("CONFLICT", "Action is not available in this status")
    again = await try_request(registry, one, event)
    assert again.refusal == ("CONFLICT", "Action is not available in this status")


async def test_c11_the_person_of_an_annulled_birth_is_inactive(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, birth())
    person = (await read(registry, one, event))["person"]["databaseId"]

    asked = await requested(registry, portal, event)
    await settled(registry, other, "approve", asked["id"])

    assert (await row(registry, "persons", person))["status"] == "INACTIVE"


async def test_c11_a_person_on_another_record_hinders_the_annulment(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = await registered(registry, one, portal, birth())
    person = (await registry.ask(one, PERSON, {"id": event})).data["vitalEvent"]["person"]["id"]
    death = (await declared(registry, portal, kind="Death"))["id"]
    await done(registry, one, "register", death, personId=person)
    asked = await requested(registry, one, event)

    refused = await ask(registry, other, "approveCorrection", id=asked["id"])
    of_death = await requested(registry, one, death)
    await settled(registry, other, "approve", of_death["id"])
    approved = await settled(registry, other, "approve", asked["id"])

    assert refused.refusal == ("CONFLICT", "Person is on other records")
    assert approved["vitalEvent"]["status"] == "ANNULLED"


async def test_c9_machines_see_annulled_records_as_they_saw_them_registered(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    stranger = await registry.client("another portal")
    event = await registered(registry, one, portal, birth())
    asked = await requested(registry, one, event)
    await settled(registry, other, "approve", asked["id"])

    seen = await read(registry, stranger, event)

    assert (seen["status"], seen["corrections"]) == ("ANNULLED", [])


async def test_c11_an_annulled_record_is_no_duplicate_and_its_number_is_not_used_again(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    number = (await read(registry, one, event))["registrationNumber"]
    asked = await requested(registry, one, event)
    await settled(registry, other, "approve", asked["id"])

    again = await declared(registry, portal, given | {"idempotencyKey": "another"})
    registered_again = await done(registry, one, "register", again["id"])

    assert again["isPotentialDuplicate"] is False
    assert registered_again["registrationNumber"] > number


async def test_d1_f1_each_settlement_is_one_act_and_its_event(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given, "Birth", "certify")
    wanted = given | {"placeOfBirth": "Paris"}
    for how in ("reject", "withdraw", "approve"):
        asked = await requested(registry, one, event, wanted)
        who = one if how == "withdraw" else other
        more = {"reason": "No"} if how == "reject" else {}
        await settled(registry, who, how, asked["id"], **more)
    annulled = await requested(registry, one, event, version=2)
    await settled(registry, other, "approve", annulled["id"])

    actions = await registry.owner.fetch(
        "select action from audit_log where resource = 'vital_event' and resource_id::text = $1"
        " order by id",
        key_of(event),
    )
    assert [it["action"] for it in actions] == [
        *["birth.declared", "birth.registered", "birth.certified"],
        *["birth.correction_requested", "birth.correction_rejected"],
        *["birth.correction_requested", "birth.correction_withdrawn"],
        *["birth.correction_requested", "birth.corrected"],
        *["birth.annulment_requested", "birth.annulled"],
    ]
    events = await registry.owner.fetch(
        "select type, payload::text from outbox where aggregateid = $1 order by inserted_at, id",
        key_of(event),
    )
    assert [it["type"] for it in events] == [
        *["birth.declared", "birth.registered", "birth.certified"],
        *["birth.corrected", "certificate.revoked", "birth.annulled"],
    ]
    assert "Paris" not in str(events)
    trail = await registry.owner.fetch("select changeset::text, previous::text from audit_log")
    assert "Paris" not in str(trail)


PERSON = "query ($id: ID!) { vitalEvent(id: $id) { person { id } } }"
