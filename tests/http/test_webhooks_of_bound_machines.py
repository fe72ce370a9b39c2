"""A machine that is bound to an organisation keeps webhooks of its own, as any machine does."""

from uuid import UUID

import pytest

from tests.hooks import webhook
from tests.organisations import bound_machine, organisation
from tests.people import id_of
from tests.serving import Answer, Registry
from tests.sources import SWITCH, linked, made

ALL = """
{ webhooks(first: 10) { nodes { id url isActive recentDeliveries { topic } } } }
"""
ONE = "query ($id: ID!) { node(id: $id) { ... on Webhook { url } } }"
OFF = "{ webhooks(first: 10) { nodes { switchedOff } } }"
DELIVERIES = """
query ($id: ID!) { webhookDeliveries(webhookId: $id, first: 10) { nodes { topic status } } }
"""
CHANGE = """
mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { isActive } } }
"""
ROTATE = """
mutation ($input: WebhookIdInput!) { rotateWebhookSecret(input: $input) { signingSecret } }
"""
DELETE = """
mutation ($input: WebhookIdInput!) { deleteWebhook(input: $input) { deletedWebhookId } }
"""
HERE, THERE = "https://93.184.215.14/here", "https://93.184.215.14/there"


@pytest.fixture
async def machines(admin: Registry) -> tuple[UUID, UUID]:
    """Two machines, each bound to an organisation."""
    left, right = [await organisation(admin, name) for name in ("Left", "Right")]
    return await bound_machine(admin, left, "left"), await bound_machine(admin, right, "right")


async def test_f2_it_makes_lists_changes_and_deletes_its_own(
    admin: Registry, machines: tuple[UUID, UUID]
) -> None:
    machine, _ = machines

    made = await webhook(admin, machine, HERE, ["CONSENT_OFFERED"])
    listed = await admin.ask(machine, ALL)
    deliveries = await admin.ask(machine, DELIVERIES, {"id": made["id"]})
    changed = await admin.ask(machine, CHANGE, {"input": {"id": made["id"], "isActive": False}})
    rotated = await admin.ask(machine, ROTATE, {"input": {"id": made["id"]}})
    deleted = await admin.ask(machine, DELETE, {"input": {"id": made["id"]}})

    assert made["secret"].startswith("whsec_")
    assert listed.data["webhooks"]["nodes"] == [
        {"id": made["id"], "url": HERE, "isActive": True, "recentDeliveries": []}
    ]
    assert deliveries.data["webhookDeliveries"] == {"nodes": []}
    assert changed.data["updateWebhook"] == {"webhook": {"isActive": False}}
    assert rotated.data["rotateWebhookSecret"]["signingSecret"] != made["secret"]
    assert deleted.data["deleteWebhook"] == {"deletedWebhookId": made["id"]}
    assert await admin.owner.fetchval("select count(*) from webhooks") == 0


async def test_v4_a_webhook_says_what_is_switched_off_for_its_organisation(
    admin: Registry,
) -> None:
    place = await organisation(admin, "Left")
    machine = await bound_machine(admin, place, "left")
    await webhook(admin, machine, HERE, ["CONSENT_OFFERED"])
    link = await linked(admin, await made(admin), place)

    for feature in ("LETTERS", "WEBHOOKS", "EXPLANATIONS"):
        given = {"sourceLinkId": id_of("SourceLink", link), "feature": feature, "isOn": False}
        await admin.ask("admin", SWITCH, {"input": given})
    off = await admin.ask(machine, OFF)
    given["isOn"] = True
    await admin.ask("admin", SWITCH, {"input": given})
    still_off = await admin.ask(machine, OFF)

    assert off.data["webhooks"]["nodes"] == [{"switchedOff": ["EXPLANATIONS", "WEBHOOKS"]}]
    assert still_off.data["webhooks"]["nodes"] == [{"switchedOff": ["WEBHOOKS"]}]


async def test_r3_those_of_others_do_not_exist_for_it(
    admin: Registry, machines: tuple[UUID, UUID]
) -> None:
    machine, other = machines
    theirs = await webhook(admin, other, THERE, ["CONSENT_OFFERED"])

    listed = await admin.ask(machine, ALL)
    found = await admin.ask(machine, ONE, {"id": theirs["id"]})
    deliveries = await admin.ask(machine, DELIVERIES, {"id": theirs["id"]})
    refused: list[Answer] = [
        await admin.ask(machine, text, {"input": {"id": theirs["id"], **more}})
        for text, more in ((CHANGE, {"isActive": False}), (ROTATE, {}), (DELETE, {}))
    ]

    assert listed.data["webhooks"] == {"nodes": []}
    assert found.data["node"] is None
    assert deliveries.data["webhookDeliveries"] == {"nodes": []}
    assert [it.refusal[0] for it in refused] == ["NOT_FOUND"] * 3


@pytest.mark.parametrize(
    ("text", "status"), [("{ __typename }", 200), ("{ nonsense }", 400), ("{ users {", 400)]
)
async def test_a2_it_hears_what_is_invalid_as_others_do(
    admin: Registry, machines: tuple[UUID, UUID], text: str, status: int
) -> None:
    answer = await admin.ask(machines[0], text)

    assert answer.status == status
