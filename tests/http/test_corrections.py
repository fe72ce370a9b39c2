"""How registered records are corrected (rules C2, C3, C4, C8a and C10)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.corrections import (
    KINDS,
    ask,
    changed,
    read,
    registered,
    requested,
    settled,
    try_request,
    two_registrars,
)
from tests.events import MADE, attempt, birth, declared, done, today
from tests.people import key_of, row
from tests.serving import Registry

OPEN = ("CONFLICT", "A correction is open")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ["REGISTERED", "CERTIFIED", "ISSUED"])
async def test_c10_an_approved_correction_changes_the_record(
    registry: Registry, kind: str, status: str
) -> None:
    one, other, portal = await two_registrars(registry)
    given = MADE[kind]()
    acts = {"REGISTERED": (), "CERTIFIED": ("certify",), "ISSUED": ("certify", "issue")}[status]
    event = await registered(registry, one, portal, given, kind, *acts)
    before = await read(registry, one, event)

    asked = await requested(registry, one, event, given | {f"placeOf{kind}": "Paris"}, kind)
    while_open = await read(registry, one, event)
    approved = await settled(registry, other, "approve", asked["id"])

    assert (asked["status"], asked["kind"]) == ("REQUESTED", "DETAILS")
    assert asked["changedFields"] == [f"placeOf{kind}"]
    assert while_open["details"] == asked["before"] == before["details"]
    assert while_open["status"] == status
    assert "REQUEST_CORRECTION" not in while_open["availableActions"]
    after = await read(registry, one, event)
    assert approved["status"] == "APPROVED"
    assert (after["status"], after["version"]) == ("REGISTERED", 2)
    assert after["details"] == asked["after"]
    assert [it["details"] for it in after["versions"]] == [asked["before"], asked["after"]]
    assert after["registrationNumber"] == before["registrationNumber"]
    assert after["payments"] == before["payments"]
    assert all(it["revokedAt"] for it in after["certificates"])
    assert len(after["certificates"]) == bool(acts)
    assert after["person"] == before["person"]


async def test_c10_a_corrected_birth_changes_its_person(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    wanted = changed(given, child={"firstName": "Joan", "gender": "FEMALE"})

    asked = await requested(registry, portal, event, wanted)
    await settled(registry, other, "approve", asked["id"])

    assert sorted(asked["changedFields"]) == ["child.firstName", "child.gender"]
    person = (await read(registry, one, event))["person"]["databaseId"]
    found = await row(registry, "persons", person)
    assert (found["first_name"], found["last_name"], found["gender"]) == ("Joan", "Smith", "FEMALE")


async def test_c10_certifying_and_issuing_wait_for_a_correction(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    certified_given = birth()
    certified = await registered(registry, one, portal, certified_given, "Birth", "certify")
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})
    await requested(registry, one, certified)

    certify = await attempt(registry, portal, "certify", event)
    issue = await attempt(registry, portal, "issue", certified)
    again = await try_request(registry, one, event, given | {"placeOfBirth": "Rome"})
    annul = await try_request(registry, portal, event)

    for refused in (certify, issue, again, annul):
        assert refused.refusal == OPEN
        assert refused.errors[0]["extensions"]["availableActions"] == []
    await settled(registry, other, "reject", asked["id"], reason="It is right")
    assert (await done(registry, portal, "certify", event))["status"] == "CERTIFIED"


async def test_c10_a_second_person_approves_and_rejects(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})

    approve = await ask(registry, one, "approveCorrection", id=asked["id"])
    reject = await ask(registry, one, "rejectCorrection", id=asked["id"], reason="No")
    by_another = await ask(registry, other, "withdrawCorrection", id=asked["id"])
    by_machine = await ask(registry, portal, "withdrawCorrection", id=asked["id"])
    withdrawn = await settled(registry, one, "withdraw", asked["id"])
    late = await ask(registry, other, "approveCorrection", id=asked["id"])

    assert approve.refusal == reject.refusal == ("CONFLICT", "Second person is needed")
    words = ("CONFLICT", "Only who asked for a correction may withdraw it")
    assert by_another.refusal == by_machine.refusal == words
    assert withdrawn["status"] == "WITHDRAWN"
    assert late.refusal == ("CONFLICT", "Correction is settled already")
    record = await read(registry, one, event)
    assert (record["version"], record["details"]) == (1, asked["before"])
    assert "CERTIFY" in record["availableActions"]


async def test_c10_a_correction_is_of_the_version_that_was_read(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    asked = await requested(registry, one, event, given | {"placeOfBirth": "Paris"})
    await settled(registry, other, "approve", asked["id"])

    stale = await try_request(registry, one, event, given | {"placeOfBirth": "Rome"})
    ahead = await try_request(registry, one, event, given, version=3)
    annul = await try_request(registry, one, event)
    fresh = await requested(registry, one, event, given | {"placeOfBirth": "Rome"}, version=2)
    await settled(registry, other, "approve", fresh["id"])

    for refused in (stale, ahead, annul):
        assert refused.refusal == ("CONFLICT", "Record has changed since it was read")
    record = await read(registry, one, event)
    assert [it["version"] for it in record["versions"]] == [1, 2, 3]


@pytest.mark.parametrize("kind", KINDS)
async def test_c10_a_correction_changes_something(registry: Registry, kind: str) -> None:
    one, _, portal = await two_registrars(registry)
    given = MADE[kind]()
    event = await registered(registry, one, portal, given, kind)

    same = await try_request(registry, one, event, given, kind)

    assert _violations(same) == [([], "unchanged")]
    assert (await read(registry, one, event))["corrections"] == []


async def test_c2_c3_all_that_is_wrong_with_a_correction_comes_at_once(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    wrong = changed(given, child={"firstName": " "}, mother={"birthDate": str(today())})

    answer = await try_request(registry, one, event, wrong, reason=" ", version=9)

    paths = [path for path, _ in _violations(answer)]
    assert sorted(paths, key=str) == [["child", "firstName"], ["mother", "birthDate"], ["reason"]]


async def test_c3_a_correction_is_as_late_as_its_declaration_was(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    born = today() - timedelta(days=360)
    given = changed(birth(), child={"birthDate": str(born)})
    event = await registered(registry, one, portal, given)
    async with registry.acting("birth.aged") as connection:
        await connection.execute(
            "update vital_events set inserted_at = inserted_at - interval '30 days'"
            " where id::text = $1",
            key_of(event),
        )

    sooner = changed(given, child={"birthDate": str(born - timedelta(days=20))})
    later = changed(given, child={"birthDate": str(born - timedelta(days=40))})
    asked = await try_request(registry, one, event, later)
    taken = await try_request(registry, one, event, sooner)

    assert [path for path, _ in _violations(asked)] == [["lateRegistrationReason"]]
    assert taken.errors == []


async def test_c4_a_request_that_is_sent_again_is_one(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given)
    wanted = given | {"placeOfBirth": "Paris"}

    first = await requested(registry, portal, event, wanted, idempotencyKey="once")
    second = await requested(registry, portal, event, wanted, idempotencyKey="once")
    another = await try_request(
        registry, portal, event, given | {"placeOfBirth": "Rome"}, idempotencyKey="once"
    )
    await settled(registry, other, "approve", first["id"])
    afterwards = await requested(registry, portal, event, wanted, idempotencyKey="once")

    assert first["id"] == second["id"] == afterwards["id"]
    assert afterwards["status"] == "APPROVED"
    words = "Idempotency key was used with a different request"
    assert another.refusal == ("CONFLICT", words)


async def test_c9_corrections_of_others_records_do_not_exist_for_a_machine(
    registry: Registry,
) -> None:
    one, _, portal = await two_registrars(registry)
    stranger = await registry.client("another portal")
    given = birth()
    event = await registered(registry, one, portal, given)
    refused = await try_request(registry, stranger, event, given | {"placeOfBirth": "Rome"})
    asked = await requested(registry, portal, event, given | {"placeOfBirth": "Paris"})

    query = (
        "query ($id: ID!) { correction(id: $id) { id } node(id: $id) { id }"
        " corrections { nodes { id } } }"
    )
    own = (await registry.ask(portal, query, {"id": asked["id"]})).data
    others = (await registry.ask(stranger, query, {"id": asked["id"]})).data
    withdraw = await ask(registry, stranger, "withdrawCorrection", id=asked["id"])

    assert refused.refusal == ("NOT_FOUND", "Vital event not found")
    assert own["correction"] == own["node"] == {"id": asked["id"]}
    assert own["corrections"]["nodes"] == [{"id": asked["id"]}]
    assert others == {"correction": None, "node": None, "corrections": {"nodes": []}}
    assert withdraw.refusal == ("NOT_FOUND", "Correction not found")
    assert (await read(registry, stranger, event))["corrections"] == []
    read_rows = await registry.owner.fetch(
        "select distinct vital_event_id::text from vital_event_reads where client_id = $1", portal
    )
    assert [it[0] for it in read_rows] == [key_of(event)]


async def test_c10_corrections_are_listed_and_filtered(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    made = {}
    for kind in KINDS:
        given = MADE[kind]()
        event = await registered(registry, one, portal, given, kind)
        made[kind] = (event, (await requested(registry, one, event))["id"])
    await settled(registry, other, "reject", made["Death"][1], reason="It is so")
    query = (
        "query ($filter: CorrectionFilter) { corrections(filter: $filter)"
        " { nodes { id rejectionReason } } }"
    )

    async def found(**narrowed: Any) -> list[str]:
        answer = await registry.ask(other, query, {"filter": narrowed})
        return [it["id"] for it in answer.data["corrections"]["nodes"]]

    assert await found() == [made[kind][1] for kind in reversed(KINDS)]
    assert await found(status=["REJECTED"]) == [made["Death"][1]]
    assert await found(kind="BIRTH") == [made["Birth"][1]]
    assert await found(vitalEventId=made["Marriage"][0]) == [made["Marriage"][1]]
    assert await found(vitalEventId="nothing") == []


async def test_c10_what_cannot_be_corrected_is_refused(registry: Registry) -> None:
    one, _, portal = await two_registrars(registry)
    given = birth()
    event = (await declared(registry, portal, given))["id"]

    early = await try_request(registry, portal, event, given | {"placeOfBirth": "Rome"})
    unknown = await try_request(registry, one, "nothing", given)
    await done(registry, one, "register", event)
    death = MADE["Death"]()
    other_kind = await try_request(registry, one, event, death, "Death")
    missing = await ask(registry, one, "approveCorrection", id="nothing")

    assert early.refusal == ("CONFLICT", "Action is not available in this status")
    assert unknown.refusal == ("NOT_FOUND", "Vital event not found")
    assert (["id"], "same_kind") in _violations(other_kind)
    assert missing.refusal == ("NOT_FOUND", "Correction not found")


def _violations(answer: Any) -> list[tuple[list[Any], str]]:
    (error,) = answer.errors
    assert error["extensions"]["code"] == "UNPROCESSABLE_ENTITY", error
    return [(it["path"], it["rule"]) for it in error["extensions"]["violations"]]
