"""Corrections that tests are about: how they are asked for and settled, and what they say."""

from typing import Any
from uuid import UUID

from rules.access import Role
from tests.events import EVENT, declared, done, unique_key
from tests.serving import Answer, Registry

KINDS = ("Birth", "Death", "Marriage")
PEOPLE = "firstName lastName birthDate gender nationalId"
DETAILS = f"""
... on Birth {{ child {{ {PEOPLE} }} mother {{ {PEOPLE} }} placeOfBirth }}
... on Death {{ deceased {{ {PEOPLE} }} dateOfDeath placeOfDeath }}
... on Marriage {{ spouses {{ {PEOPLE} }} placeOfMarriage }}
"""
CORRECTION = f"""
id kind status reason changedFields rejectionReason alerts
before {{ {DETAILS} }} after {{ {DETAILS} }}
vitalEvent {{ {EVENT} version person {{ databaseId }} }}
"""
FIELDS = {f"request{kind}Correction": f"Request{kind}CorrectionInput" for kind in KINDS} | {
    "requestAnnulment": "RequestAnnulmentInput",
    "approveCorrection": "CorrectionIdInput",
    "rejectCorrection": "RejectCorrectionInput",
    "withdrawCorrection": "CorrectionIdInput",
}
READ = f"""
query ($id: ID!) {{ vitalEvent(id: $id) {{
  {EVENT} version details {{ {DETAILS} }} versions {{ version details {{ {DETAILS} }} }}
  certificates {{ serialNumber revokedAt }} payments {{ id }} person {{ databaseId }}
  corrections {{ id status kind }} potentialDuplicates {{ id }}
}} }}
"""


def mutation(field: str) -> str:
    """Write the mutation of a correction."""
    return (
        f"mutation ($input: {FIELDS[field]}!) {{ {field}(input: $input)"
        f" {{ correction {{ {CORRECTION} }} }} }}"
    )


async def ask(registry: Registry, who: str | UUID, field: str, **given: Any) -> Answer:
    """Send a mutation of a correction."""
    return await registry.ask(who, mutation(field), {"input": given})


def said(event: str, given: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """What a request needs to be said with."""
    usual = {"id": event, "version": 1, "reason": "A typing error", "idempotencyKey": unique_key()}
    return (given or {}) | usual | more


async def try_request(
    registry: Registry,
    who: str | UUID,
    event: str,
    given: dict[str, Any] | None = None,
    kind: str = "Birth",
    **more: Any,
) -> Answer:
    """Ask for a correction, or for an annulment where nothing is given."""
    field = "requestAnnulment" if given is None else f"request{kind}Correction"
    return await ask(registry, who, field, **said(event, given, **more))


async def requested(
    registry: Registry,
    who: str | UUID,
    event: str,
    given: dict[str, Any] | None = None,
    kind: str = "Birth",
    **more: Any,
) -> dict[str, Any]:
    """Ask for a correction, which must not be refused, and return it."""
    answer = await try_request(registry, who, event, given, kind, **more)
    (payload,) = answer.data.values()
    correction: dict[str, Any] = payload["correction"]
    return correction


async def settled(
    registry: Registry, who: str | UUID, how: str, correction: str, **more: Any
) -> dict[str, Any]:
    """Settle a correction, which must not be refused, and return it."""
    answer = await ask(registry, who, f"{how}Correction", id=correction, **more)
    found: dict[str, Any] = answer.data[f"{how}Correction"]["correction"]
    return found


async def read(registry: Registry, who: str | UUID, event: str) -> Any:
    """Read a record with its versions, certificates and corrections."""
    return (await registry.ask(who, READ, {"id": event})).data["vitalEvent"]


async def two_registrars(registry: Registry) -> tuple[str, str, UUID]:
    """Make two registrars and a portal."""
    one = await registry.user("registrar", Role.REGISTRAR)
    other = await registry.user("another registrar", Role.REGISTRAR)
    return one, other, await registry.client("portal")


async def registered(
    registry: Registry,
    registrar: str,
    portal: UUID,
    given: dict[str, Any],
    kind: str = "Birth",
    *acts: str,
) -> str:
    """Register a declaration, do what follows with it, and return its id."""
    event: str = (await declared(registry, portal, given, kind))["id"]
    for act in ("register", *acts):
        await done(registry, registrar, act, event)
    return event


def changed(given: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a declaration with other values; those of an individual are added to what it says."""
    merged = {
        name: given[name] | value if isinstance(value, dict) else value
        for name, value in more.items()
    }
    return given | merged
