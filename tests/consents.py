"""What tests do with consents: a person who signs in, a hospital, and its steward."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rules.access import Role
from tests.organisations import organisation, steward
from tests.people import id_of, person
from tests.serving import Answer, Registry

CONSENT = """
consent {
  id databaseId permissions offered status version person { firstName } organisation { name }
}
"""
DO = "mutation ($input: %s!) { %s(input: $input) { %s } }"
LISTED = """
query ($status: [ConsentStatus!]) {
  consents(status: $status) { nodes { status permissions person { firstName } } }
}
"""
MY_DATA = """
{
  viewer {
    roles
    person {
      firstName memberships { organisation { name } startedOn endedOn }
      consents { status permissions organisation { name } }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Hospital:
    """A hospital below a ministry, its steward `sam`, and `ada`, who is a person on record."""

    ministry: UUID
    hospital: UUID
    person: UUID


async def hospital(registry: Registry) -> Hospital:
    """Make all of it."""
    ministry = await organisation(registry, "Ministry")
    place = await organisation(registry, "Hospital", ministry)
    await steward(registry, "sam", place)
    ada = await person(registry)
    await link(registry, "ada", ada)
    return Hospital(ministry, place, ada)


async def link(registry: Registry, name: str, record: UUID) -> None:
    """Make a user who is PERSON and a person on record."""
    await registry.user(name, Role.PERSON)
    async with registry.acting("user.updated") as owner:
        await owner.execute(
            "update users set person_id = $2 where id = $1", registry.users[name], record
        )


async def offer(
    registry: Registry, who: str, of: Hospital, permissions: Sequence[str] = ("VIEW",), **more: Any
) -> Answer:
    """Let somebody offer a consent of ada's."""
    given = {
        "personId": id_of("Person", of.person),
        "organisationId": id_of("Organisation", of.hospital),
        "permissions": list(permissions),
    }
    return await registry.ask(
        who, DO % ("OfferConsentInput", "offerConsent", CONSENT), {"input": given | more}
    )


async def offered(
    registry: Registry, of: Hospital, permissions: Sequence[str] = ("VIEW",)
) -> dict[str, Any]:
    """Let ada offer; return the consent."""
    answer = await offer(registry, "ada", of, permissions)
    found: dict[str, Any] = answer.data["offerConsent"]["consent"]
    return found


async def accepted(
    registry: Registry, of: Hospital, permissions: Sequence[str] = ("VIEW",)
) -> dict[str, Any]:
    """Let ada offer and sam accept; return the consent."""
    return answered(
        await do(registry, "sam", "acceptConsent", await offered(registry, of, permissions))
    )


async def do(
    registry: Registry, who: str, mutation: str, consent: dict[str, Any], **more: Any
) -> Answer:
    """Let somebody do something with a consent as it was."""
    given = {"id": consent["id"], "version": consent["version"]} | more
    return await registry.ask(who, DO % ("ConsentInput", mutation, CONSENT), {"input": given})


def answered(answer: Answer) -> dict[str, Any]:
    """Return the consent that an answer has."""
    (payload,) = answer.data.values()
    consent: dict[str, Any] = payload["consent"]
    return consent


async def listed(registry: Registry, who: str) -> list[tuple[str, str]]:
    """List the consents that somebody sees, with whose they are."""
    nodes = (await registry.ask(who, LISTED)).data["consents"]["nodes"]
    return [(it["status"], it["person"]["firstName"]) for it in nodes]
