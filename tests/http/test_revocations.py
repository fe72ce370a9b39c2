"""Serial numbers of certificates, and how certificates are revoked (rule C16)."""

import asyncio
from collections import Counter
from typing import Any

import asyncpg
import pytest

from tests.corrections import registered, requested
from tests.events import attempt, birth, brought_to, declared, done, office
from tests.people import key_of
from tests.serving import Answer, Registry

REVOKE = """
mutation ($input: RevokeCertificateInput!) {
  revokeCertificate(input: $input) {
    certificate { id serialNumber revokedAt revocationReason }
  }
}
"""
READ = """
query ($id: ID!) { vitalEvent(id: $id) {
  status registrationNumber availableActions payments { id }
  certificates { serialNumber revokedAt revocationReason issuedAt }
} }
"""


async def revoke(
    registry: Registry, who: Any, serial_number: str, reason: str = "Misprinted"
) -> Answer:
    given = {"serialNumber": serial_number, "reason": reason}
    return await registry.ask(who, REVOKE, {"input": given})


async def read(registry: Registry, who: Any, event: str) -> Any:
    return (await registry.ask(who, READ, {"id": event})).data["vitalEvent"]


async def serials(registry: Registry, who: Any, event: str) -> list[str]:
    return [it["serialNumber"] for it in (await read(registry, who, event))["certificates"]]


async def test_c16_each_certificate_has_a_number_of_its_own(registry: Registry) -> None:
    registrar, portal = await office(registry)
    events = [await brought_to(registry, registrar, portal, "REGISTERED") for _ in range(12)]

    made = await asyncio.gather(*(done(registry, portal, "certify", event) for event in events))

    numbers = {it["certificates"][0]["serialNumber"] for it in made}
    assert len(numbers) == 12
    assert all(number.startswith("C-20") and len(number) == 14 for number in numbers)


@pytest.mark.parametrize("status", ["CERTIFIED", "ISSUED"])
async def test_c16_a_record_whose_current_certificate_is_revoked_is_registered_again(
    registry: Registry, status: str
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, status)
    before = await read(registry, registrar, event)
    (serial,) = await serials(registry, registrar, event)

    answer = await revoke(registry, registrar, f" {serial.lower()} ")

    revoked = answer.data["revokeCertificate"]["certificate"]
    assert (revoked["serialNumber"], revoked["revocationReason"]) == (serial, "Misprinted")
    after = await read(registry, registrar, event)
    assert after["status"] == "REGISTERED"
    assert "CERTIFY" in after["availableActions"]
    assert after["payments"] == before["payments"]
    assert after["registrationNumber"] == before["registrationNumber"]
    assert after["certificates"][0]["revokedAt"] == revoked["revokedAt"] is not None


async def test_c16_the_record_stays_when_an_earlier_certificate_is_revoked(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "ISSUED")
    await done(registry, portal, "certify", event)
    earlier, current = await serials(registry, registrar, event)

    await revoke(registry, registrar, earlier)
    kept = (await read(registry, registrar, event))["status"]
    await revoke(registry, registrar, current)
    await done(registry, portal, "certify", event)
    issued = await done(registry, portal, "issue", event)

    assert kept == "CERTIFIED"
    assert [bool(it["issuedAt"]) for it in issued["certificates"]] == [True, False, True]


async def test_c16_people_read_who_revoked_a_certificate(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "ISSUED")
    await done(registry, portal, "certify", event)
    earlier, current = await serials(registry, registrar, event)
    who = "query ($id: ID!) { vitalEvent(id: $id) { certificates { revokerName } } }"

    await revoke(registry, registrar, earlier)
    await revoke(registry, registrar, current)

    seen = (await registry.ask(registrar, who, {"id": event})).data["vitalEvent"]
    by_machine = (await registry.ask(portal, who, {"id": event})).data["vitalEvent"]
    name = (await registry.ask(registrar, "{ viewer { user { displayName } } }")).data
    revoker = name["viewer"]["user"]["displayName"]
    assert [it["revokerName"] for it in seen["certificates"]] == [revoker] * 2
    assert [it["revokerName"] for it in by_machine["certificates"]] == [None] * 2


async def test_c16_what_cannot_be_revoked_is_refused(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")
    (serial,) = await serials(registry, registrar, event)

    unknown = await revoke(registry, registrar, "C-2026-9999999")
    blank = await revoke(registry, registrar, serial, " ")
    by_machine = await revoke(registry, portal, serial)
    first = await revoke(registry, registrar, serial)
    second = await revoke(registry, registrar, serial)

    assert unknown.refusal == ("NOT_FOUND", "Certificate not found")
    for odd in ("", "C-2026-1", serial + "0\u0661"):
        answer = await revoke(registry, registrar, odd)
        assert answer.refusal == ("NOT_FOUND", "Certificate not found"), odd
    assert blank.errors[0]["extensions"]["violations"][0]["path"] == ["reason"]
    assert by_machine.errors[0]["extensions"]["code"] == "FORBIDDEN"
    assert first.errors == []
    assert second.refusal == ("CONFLICT", "Certificate is revoked already")


async def test_c16_of_revocations_and_issues_at_once_the_record_says_the_outcome(
    registry: Registry,
) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")
    (serial,) = await serials(registry, registrar, event)

    answers = await asyncio.gather(
        *(revoke(registry, registrar, serial) for _ in range(16)),
        *(attempt(registry, portal, "issue", event) for _ in range(16)),
    )

    outcomes = Counter(it.refusal if it.errors else "DONE" for it in answers[:16])
    assert outcomes == {"DONE": 1, ("CONFLICT", "Certificate is revoked already"): 15}
    record = await read(registry, registrar, event)
    assert record["status"] == "REGISTERED"
    assert len(record["payments"]) == sum(not it.errors for it in answers[16:]) <= 1


async def test_d1_f1_a_revocation_is_one_act_and_one_event(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "ISSUED")
    (serial,) = await serials(registry, registrar, event)

    answer = await revoke(registry, registrar, serial, "Lost by Ada")

    correlation = answer.headers["x-correlation-id"]
    rows = await registry.owner.fetch(
        "select * from audit_log where correlation_id::text = $1", correlation
    )
    assert {(it["action"], it["resource"]) for it in rows} == {
        ("certificate.revoked", "vital_event"),
        ("certificate.revoked", "certificate"),
    }
    assert "Ada" not in str(rows)
    (written,) = await registry.owner.fetch(
        "select type, aggregateid, payload::jsonb -> 'data' ->> 'status' as status,"
        " payload::jsonb -> 'data' ->> 'serialNumber' as serial"
        " from outbox where correlation_id::text = $1",
        correlation,
    )
    assert tuple(written) == ("certificate.revoked", key_of(event), "REGISTERED", serial)


async def test_c16_a_certificate_typed_by_hand_stays_what_it_is(registry: Registry) -> None:
    registrar, portal = await office(registry)
    event = await brought_to(registry, registrar, portal, "CERTIFIED")
    (serial,) = await serials(registry, registrar, event)
    await revoke(registry, registrar, serial)

    for change in ("revoked_at = null, revocation_reason = null", "serial_number = 'C-1'"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            async with registry.acting("certificate.forged") as connection:
                await connection.execute(
                    f"update certificates set {change} where serial_number = $1", serial
                )
        assert refused.value.constraint_name == "a_revoked_certificate_stays_revoked"


async def test_c16_the_certificate_of_a_flagged_record_is_revoked(registry: Registry) -> None:
    """A correction that would make it similar to another is open: that hinders no revocation."""
    registrar, portal = await office(registry)
    other, given = birth(), birth()
    await declared(registry, portal, other)
    event = await registered(registry, registrar, portal, given, "Birth", "certify")
    await requested(registry, registrar, event, given | {"mother": other["mother"]})
    (number,) = await serials(registry, registrar, event)

    answer = await revoke(registry, registrar, number)

    assert answer.errors == []
    record = await read(registry, registrar, event)
    assert record["status"] == "REGISTERED"
    assert "MARK_AS_NOT_DUPLICATE" in record["availableActions"]
