"""What an entry of the trail is about: whom or what it names beside its row (rule D1)."""

from typing import Any
from uuid import UUID

from rules.access import Role
from tests.consents import hospital, offered
from tests.organisations import organisation, steward
from tests.people import id_of
from tests.serving import Registry
from tests.sources import linked, made, switch

ABOUT = """
query ($filter: AuditLogFilter) {
  auditLog(filter: $filter, first: 100, orderBy: INSERTED_AT_ASC) {
    nodes { action resource personId user { username } changedClient { name } source { name }
            organisation { name } webhook { url } }
  }
}
"""
WEBHOOK = """
insert into webhooks (client_id, url, topics, sealed_secret)
values ($1, $2, '{BIRTH_REGISTERED}', '\\x00')
"""


async def about(registry: Registry, **filter_: Any) -> list[dict[str, Any]]:
    answer = await registry.ask("admin", ABOUT, {"filter": filter_})
    return [
        {name: it for name, it in node.items() if it is not None}
        for node in answer.data["auditLog"]["nodes"]
    ]


async def test_d1_what_is_done_with_a_link_names_the_organisation_and_the_source(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    place = await organisation(registry, "Troop")
    source = await made(registry)
    link = await linked(registry, source, place)
    await switch(registry, link, is_on=False)

    [created] = await about(registry, action="source.created")
    [at_link] = await about(registry, action="source.linked")
    [switched] = await about(registry, action="source_link.switched")

    assert created == {
        "action": "source.created",
        "resource": "source",
        "source": {"name": "MiData"},
    }
    assert (at_link["organisation"], at_link["source"]) == ({"name": "Troop"}, {"name": "MiData"})
    assert switched["organisation"] == {"name": "Troop"}


async def test_d1_what_is_done_with_a_user_or_a_client_names_them(registry: Registry) -> None:
    await registry.user("admin", Role.ADMIN)
    place = await organisation(registry, "Troop")
    await steward(registry, "kim", place)
    machine = await registry.client("portal")
    url = "https://portal.example/hooks"
    async with registry.acting("webhook.created") as owner:
        await owner.execute(WEBHOOK, machine, url)
    held = await registry.owner.fetchval(
        "select id from role_grants where user_id = $1", registry.users["kim"]
    )

    granted = await about(registry, resourceId=str(held))
    [account] = await about(registry, resourceId=str(registry.users["kim"]))
    [client] = await about(registry, resourceId=str(machine))
    [webhook] = await about(registry, action="webhook.created")

    assert [(it["user"], it["organisation"]) for it in granted] == [
        ({"username": "kim"}, {"name": "Troop"})
    ]
    assert account["user"] == {"username": "kim"}
    assert client["changedClient"] == {"name": "portal"}
    assert webhook["webhook"] == {"url": url}


async def test_d1_what_is_done_with_a_consent_names_the_person_and_the_organisation(
    registry: Registry,
) -> None:
    await registry.user("admin", Role.ADMIN)
    of = await hospital(registry)
    await offered(registry, of)

    [entry] = await about(registry, action="consent.offered", resource="consent")

    row: UUID = await registry.owner.fetchval("select person_id from consents")
    assert entry["personId"] == id_of("Person", row)
    assert "name" in entry["organisation"]
