"""Records whose last certificate was revoked: they wait to be certified anew (C16)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.corrections import changed, registered, requested, settled, two_registrars
from tests.events import birth, brought_to, done
from tests.http.test_registrar_queues import found
from tests.people import key_of
from tests.serving import Registry

QUEUES = "{ registrarQueues { kind status waiting corrections oldestAt } }"
CERTIFICATES = "query ($id: ID!) { vitalEvent(id: $id) { certificates { serialNumber } } }"
REVOKE = """mutation ($input: RevokeCertificateInput!) {
  revokeCertificate(input: $input) { certificate { revokedAt } } }"""


async def waiting(registry: Registry, who: str) -> dict[str, tuple[int, int]]:
    """Read of each status how many births wait, and how many of those for their correction."""
    rows = (await registry.ask(who, QUEUES)).data["registrarQueues"]
    return {
        it["status"]: (it["waiting"], it["corrections"])
        for it in rows
        if it["kind"] == "BIRTH" and it["waiting"]
    }


async def revoke_last(registry: Registry, who: str, event: str) -> None:
    """Revoke the last certificate of a record."""
    rows = (await registry.ask(who, CERTIFICATES, {"id": event})).data["vitalEvent"]
    number = rows["certificates"][-1]["serialNumber"]
    answer = await registry.ask(
        who, REVOKE, {"input": {"serialNumber": number, "reason": "The ink ran"}}
    )
    assert answer.data["revokeCertificate"]["certificate"]["revokedAt"]


async def corrected(
    registry: Registry, one: str, other: str, event: str, given: dict[str, Any]
) -> None:
    """Let a record say something else."""
    asked = await requested(registry, one, event, changed(given, placeOfBirth="Another place"))
    await settled(registry, other, "approve", asked["id"])


@pytest.mark.parametrize("acts", [("certify",), ("certify", "issue")])
async def test_c16_what_was_certified_and_is_corrected_waits_to_be_certified_anew(
    registry: Registry, acts: tuple[str, ...]
) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    event = await registered(registry, one, portal, given, "Birth", *acts)
    await registered(registry, one, portal, birth())

    await corrected(registry, one, other, event, given)

    assert await waiting(registry, one) == {"REGISTERED": (1, 0)}
    assert await found(registry, one, isUncertified=True) == [event]
    assert event not in await found(registry, one, isUncertified=False)

    await done(registry, one, "certify", event)

    assert await waiting(registry, one) == {"CERTIFIED": (1, 0)}
    assert await found(registry, one, isUncertified=True) == []


async def test_c16_what_was_revoked_waits_and_what_was_never_certified_does_not(
    registry: Registry,
) -> None:
    one, other, portal = await two_registrars(registry)
    given = birth()
    never = await registered(registry, one, portal, given)
    await corrected(registry, one, other, never, given)
    issued = await brought_to(registry, one, portal, "ISSUED")
    await revoke_last(registry, one, issued)

    rows = (await registry.ask(one, QUEUES)).data["registrarQueues"]

    (oldest,) = [it["oldestAt"] for it in rows if it["waiting"]]
    assert datetime.now(UTC) - datetime.fromisoformat(oldest) < timedelta(minutes=5)
    assert await found(registry, one, isUncertified=True) == [issued]


@pytest.mark.parametrize("was_issued", [True, False])
async def test_c16_a_second_certificate_waits_since_the_first_was_revoked_or_it_was_made(
    registry: Registry, was_issued: bool
) -> None:
    one, _, portal = await two_registrars(registry)
    event = await brought_to(registry, one, portal, "ISSUED" if was_issued else "CERTIFIED")
    await _age(registry, event)
    first = await _waits_since(registry, one, event)
    if not was_issued:
        await revoke_last(registry, one, event)
        revoked = await _waits_since(registry, one, event)

    await done(registry, one, "certify", event)

    since = await _waits_since(registry, one, event)
    assert since is not None
    assert datetime.now(UTC) - datetime.fromisoformat(since) < timedelta(minutes=5)
    rows = (await registry.ask(one, QUEUES)).data["registrarQueues"]
    assert [it["oldestAt"] for it in rows if it["waiting"]] == [since]
    if was_issued:
        assert first is None
    else:
        assert first is not None
        assert datetime.now(UTC) - datetime.fromisoformat(first) > timedelta(days=39)
        assert since == revoked
    assert await _waits_since(registry, portal, event) is None

    await done(registry, one, "issue", event)

    assert await _waits_since(registry, one, event) is None


async def _waits_since(registry: Registry, who: str | UUID, event: str) -> str | None:
    answer = await registry.ask(
        who, "query ($id: ID!) { vitalEvent(id: $id) { waitsSince } }", {"id": event}
    )
    since: str | None = answer.data["vitalEvent"]["waitsSince"]
    return since


async def test_c11_what_is_annulled_waits_for_no_certificate(registry: Registry) -> None:
    one, other, portal = await two_registrars(registry)
    event = await brought_to(registry, one, portal, "ISSUED")
    await revoke_last(registry, one, event)

    asked = await requested(registry, one, event)
    await settled(registry, other, "approve", asked["id"])

    assert await waiting(registry, one) == {}
    assert await found(registry, one, isUncertified=True) == []


@pytest.mark.parametrize("status", ["REGISTERED", "CERTIFIED", "ISSUED"])
async def test_c16_a_record_with_an_open_correction_waits_for_that_alone(
    registry: Registry, status: str
) -> None:
    one, other, portal = await two_registrars(registry)
    event = await brought_to(registry, one, portal, "CERTIFIED")
    if status == "REGISTERED":
        await revoke_last(registry, one, event)
    if status == "ISSUED":
        await done(registry, one, "issue", event)
    await _age(registry, event)

    asked = await requested(registry, one, event)

    rows = (await registry.ask(one, QUEUES)).data["registrarQueues"]
    assert await waiting(registry, other) == {status: (1, 1)}
    (since,) = [it["oldestAt"] for it in rows if it["waiting"]]
    assert datetime.now(UTC) - datetime.fromisoformat(since) < timedelta(days=1)
    assert await _waits_since(registry, other, event) == since
    assert await found(registry, one, hasOpenCorrection=True, status=[status]) == [event]

    await settled(registry, other, "reject", asked["id"], reason="It is right as it is")

    expected = {} if status == "ISSUED" else {status: (1, 0)}
    assert await waiting(registry, other) == expected


async def _age(registry: Registry, event: str | UUID) -> None:
    async with registry.owner.transaction():
        await registry.owner.execute("set local session_replication_role = replica")
        await registry.owner.execute(
            "update vital_events set inserted_at = now() - interval '40 days',"
            " uncertified_since = uncertified_since - interval '40 days' where id::text = $1",
            key_of(str(event)),
        )
