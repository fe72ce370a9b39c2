"""The vital events that tests are about: declarations to start from, and what is done with them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from rules.access import Role
from rules.alerts import VitalEventAlert
from tests.people import key_of
from tests.serving import Answer, Registry

EVENT = "id databaseId kind status trackingId registrationNumber reason availableActions"
DECLARED = f"{{ isPotentialDuplicate vitalEvent {{ {EVENT} }} }}"
DECLARE = {
    kind: f"mutation ($input: Declare{kind}Input!) {{ declare{kind}(input: $input) {DECLARED} }}"
    for kind in ("Birth", "Death", "Marriage")
}
CERTIFICATES = (
    "certificates { id serialNumber template certifiedAt issuedAt revokedAt revocationReason"
    " collector { relationship } }"
)
PAYMENTS = "payments { id amount currency outcome paidAt receiptNumber }"
ACTS = (
    "register",
    "reject",
    "archive",
    "reinstate",
    "certify",
    "issue",
    "markAsDuplicate",
    "markAsNotDuplicate",
)
FIELDS = {
    act: act.replace("mark", "markVitalEvent") if act.startswith("mark") else f"{act}VitalEvent"
    for act in ACTS
}
ACT = {
    act: f"mutation ($input: {field[0].upper() + field[1:]}Input!) {{ {field}(input: $input)"
    f" {{ vitalEvent {{ {EVENT} {CERTIFICATES} {PAYMENTS} potentialDuplicates {{ id }} }} }} }}"
    for act, field in FIELDS.items()
}
ANNUL = """mutation ($input: RequestAnnulmentInput!) {
  requestAnnulment(input: $input) { correction { id } } }"""
APPROVE = """mutation ($input: CorrectionIdInput!) {
  approveCorrection(input: $input) { correction { id } } }"""
NUMBERS = count(1_000_000_000)


def today() -> date:
    """Today, as the server counts it."""
    return datetime.now(UTC).date()


def unique_key() -> str:
    """A key that no other request of the tests has."""
    return f"key-{next(NUMBERS)}"


def lettered(number: int) -> str:
    """Write a number as a name that is like no other number's."""
    letters = ""
    while number:
        number, digit = divmod(number, 26)
        letters += chr(97 + digit) * 3
    return letters.title()


def birth(**more: Any) -> dict[str, Any]:
    """Declare the birth of a child whose mother is similar to nobody else's."""
    number = next(NUMBERS)
    return {
        "idempotencyKey": unique_key(),
        "child": {
            "firstName": "John",
            "lastName": "Smith",
            "birthDate": str(today() - timedelta(days=30)),
            "gender": "MALE",
        },
        "mother": {
            "firstName": lettered(number),
            "lastName": lettered(number * 7),
            "birthDate": "1994-05-06",
            "nationalId": str(number),
        },
        "informant": {"relationship": "MOTHER"},
        "placeOfBirth": "Kyiv",
    } | more


def death(**more: Any) -> dict[str, Any]:
    """Declare the death of somebody who is similar to nobody else."""
    number = next(NUMBERS)
    return {
        "idempotencyKey": unique_key(),
        "deceased": {
            "firstName": lettered(number),
            "lastName": lettered(number * 7),
            "birthDate": "1940-02-03",
        },
        "dateOfDeath": str(today() - timedelta(days=3)),
        "placeOfDeath": "Lviv",
        "informant": {"relationship": "SON", "phoneNumber": "+380 44 123-45-67"},
    } | more


def marriage(**more: Any) -> dict[str, Any]:
    """Declare a marriage."""
    return {
        "idempotencyKey": unique_key(),
        "spouses": [_born("Anna", "Koval", "1990-01-01"), _born("Ivan", "Bondar", "1989-01-01")],
        "dateOfMarriage": str(today()),
        "placeOfMarriage": "Odesa",
        "witnesses": [_born("Olha", "Lysenko", None), _born("Petro", "Moroz", None)],
        "informant": {"relationship": "SPOUSE", "email": "anna@example.org"},
    } | more


MADE = {"Birth": birth, "Death": death, "Marriage": marriage}


def _born(first: str, last: str, on: str | None) -> dict[str, Any]:
    return {"firstName": first, "lastName": last, "birthDate": on}


async def office(registry: Registry) -> tuple[str, UUID]:
    """Make a registrar and a portal."""
    return await registry.user("registrar", Role.REGISTRAR), await registry.client("portal")


async def try_declare(
    registry: Registry, who: str | UUID, given: dict[str, Any], kind: str = "Birth"
) -> Answer:
    """Send a declaration."""
    return await registry.ask(who, DECLARE[kind], {"input": given})


async def declared(
    registry: Registry, who: str | UUID, given: dict[str, Any] | None = None, kind: str = "Birth"
) -> dict[str, Any]:
    """Declare something and return what was answered; it must not be refused."""
    answer = await try_declare(registry, who, MADE[kind]() if given is None else given, kind)
    payload: dict[str, Any] = answer.data[f"declare{kind}"]
    event: dict[str, Any] = payload["vitalEvent"]
    return event | {"isPotentialDuplicate": payload["isPotentialDuplicate"]}


def said(act: str, event: str, **more: Any) -> dict[str, Any]:
    """What an act needs to be said with; whoever registers accepts all alerts."""
    given: dict[str, Any] = {"id": event}
    if act == "register":
        given["acceptedAlerts"] = list(VitalEventAlert)
    if act in ("reject", "archive", "markAsDuplicate"):
        given["reason"] = "For a reason"
    if act == "markAsDuplicate":
        given["duplicateOf"] = event
    if act in ("certify", "issue"):
        given["idempotencyKey"] = unique_key()
    if act == "certify":
        given["template"] = "standard"
        given["collector"] = {"relationship": "INFORMANT", "hasShownDocument": True}
    if act == "issue":
        given["payment"] = {
            "amount": "12.1",
            "currency": "EUR",
            "outcome": "COMPLETED",
            "paidAt": datetime.now(UTC).isoformat(),
        }
    return given | more


async def attempt(registry: Registry, who: str | UUID, act: str, event: str, **more: Any) -> Answer:
    """Try to do something with a record."""
    return await registry.ask(who, ACT[act], {"input": said(act, event, **more)})


async def done(
    registry: Registry, who: str | UUID, act: str, event: str, **more: Any
) -> dict[str, Any]:
    """Do something with a record and return it; it must not be refused."""
    answer = await attempt(registry, who, act, event, **more)
    record: dict[str, Any] = answer.data[FIELDS[act]]["vitalEvent"]
    return record


async def brought_to(registry: Registry, registrar: str, client: UUID, status: str) -> str:
    """Make a record of this status and return its id."""
    event: str = (await declared(registry, client))["id"]
    acts = {
        "DECLARED": (),
        "REJECTED": ("reject",),
        "ARCHIVED": ("archive",),
        "REGISTERED": ("register",),
        "CERTIFIED": ("register", "certify"),
        "ISSUED": ("register", "certify", "issue"),
        "ANNULLED": ("register",),
    }
    for act in acts[status]:
        await done(registry, registrar, act, event)
    if status == "ANNULLED":
        await _annul(registry, registrar, client, event)
    return event


async def _annul(registry: Registry, registrar: str, client: UUID, event: str) -> None:
    asked = {"id": event, "version": 1, "reason": "Twice", "idempotencyKey": unique_key()}
    answer = await registry.ask(client, ANNUL, {"input": asked})
    correction = answer.data["requestAnnulment"]["correction"]["id"]
    assert (await registry.ask(registrar, APPROVE, {"input": {"id": correction}})).errors == []


async def audited(registry: Registry, event: str) -> list[str]:
    """The acts that changed a record, in their order."""
    rows = await registry.owner.fetch(
        "select action from audit_log where resource = 'vital_event' and resource_id::text = $1"
        " order by id",
        key_of(event),
    )
    return [row["action"] for row in rows]
