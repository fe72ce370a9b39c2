"""The public page of certificates, in a real Chromium as wide as a phone (C14)."""

import os

from tests.events import office
from tests.http.test_verification import REVOKE
from tests.papers import certified
from tests.serving import Registry
from tests.ui.stories import NEEDS_A_BROWSER, run_node

pytestmark = NEEDS_A_BROWSER

CHILD = {
    "firstName": "Соломія",
    "lastName": "Коваленко",
    "birthDate": "2026-10-05",
    "gender": "FEMALE",
}


async def test_c14_a_clerk_checks_certificates_with_a_phone(
    registry: Registry, installed: None
) -> None:
    registrar, portal = await office(registry)
    _, valid = await certified(registry, registrar, portal, child=CHILD, language="uk")
    _, revoked = await certified(registry, registrar, portal)
    given = {"serialNumber": revoked["serialNumber"], "reason": "Given to a stranger"}
    await registry.ask(registrar, REVOKE, {"input": given})

    await run_node(
        "verification",
        registry.url,
        {
            "VALID": valid["verificationUrl"],
            "REVOKED": revoked["verificationUrl"],
            "UNKNOWN": f"{registry.url}/verify/C-2020-0000001",
            "PICTURES": os.environ.get("SELFSAME_TEST_PICTURES", ""),
        },
    )
