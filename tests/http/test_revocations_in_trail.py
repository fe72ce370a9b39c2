"""Which acts revoked a certificate, whatever they are called."""

from typing import Any

import pytest

from tests.corrections import changed, registered, requested, settled, two_registrars
from tests.events import MADE
from tests.http.test_audit_search import trail
from tests.http.test_uncertified_records import revoke_last
from tests.serving import Registry


def made(kind: str, day: int) -> dict[str, Any]:
    """Return a declaration that resembles none of another day."""
    return MADE[kind](**({"dateOfMarriage": f"2025-0{day}-01"} if kind == "Marriage" else {}))


@pytest.mark.parametrize("kind", MADE)
async def test_d1_every_act_that_revoked_a_certificate_is_found_as_such(
    registry: Registry, kind: str
) -> None:
    one, other, portal = await two_registrars(registry)
    noun = kind.lower()
    elsewhere = {f"placeOf{kind}": "Another place"}
    by_itself = await registered(registry, one, portal, made(kind, 1), kind, "certify")
    await revoke_last(registry, one, by_itself)
    for day, acts in ((2, ("certify", "issue")), (3, ())):
        given = made(kind, day)
        event = await registered(registry, one, portal, given, kind, *acts)
        asked = await requested(registry, one, event, changed(given, **elsewhere), kind)
        await settled(registry, other, "approve", asked["id"])
    annulled = await registered(registry, one, portal, made(kind, 4), kind, "certify")
    asked = await requested(registry, one, annulled)
    await settled(registry, other, "approve", asked["id"])

    found = await trail(registry, revokesCertificate=True)

    assert [it["action"] for it in found] == [
        *("certificate.revoked", f"{noun}.corrected", f"{noun}.annulled"),
    ]
    assert {it["resource"] for it in found} == {"certificate"}
    revoking = "select id::text from audit_log where changeset ? 'revoked_at' order by id"
    rows = [row["id"] for row in await registry.owner.fetch(revoking)]
    assert [it["databaseId"] for it in found] == rows
    everything = await trail(registry)
    assert await trail(registry, revokesCertificate=False) == everything
