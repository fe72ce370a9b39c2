"""A machine's webhook receives only events of records that the machine may read (rule C9)."""

from uuid import UUID

import pytest

from rules.access import machine_scopes
from tests.events import declared, done, office
from tests.hooks import happen, operator, portal, webhook
from tests.people import key_of
from tests.serving import Registry
from workflows import messages as workflow

ENDS = "https://receiver.example/hook"
KINDS = """
select message.kind from messages message join webhooks webhook on webhook.id = webhook_id
 where webhook.client_id = $1 order by position
"""
WAITS = "select message_waits_for(id) as for from messages"


async def topics_for(registry: Registry, client: UUID) -> list[str]:
    """Make the messages, and return the topics of those for the client's webhooks."""
    await workflow.make(registry.owner, 100)
    return [row[0].removeprefix("webhook.") for row in await registry.owner.fetch(KINDS, client)]


async def test_c9_a_machine_receives_its_own_in_any_status(registry: Registry) -> None:
    registrar, machine = await office(registry)
    await webhook(registry, machine, ENDS)

    record = (await declared(registry, machine))["id"]
    await done(registry, registrar, "reject", record)
    await done(registry, registrar, "archive", record)
    await done(registry, registrar, "reinstate", record)

    assert await topics_for(registry, machine) == [
        *["birth.declared", "birth.rejected", "birth.archived", "birth.reinstated"]
    ]


async def test_c9_a_machine_receives_others_only_from_registered_on(registry: Registry) -> None:
    registrar, machine = await office(registry)
    another = await portal(registry, "another")
    await webhook(registry, another, ENDS)

    record = (await declared(registry, machine))["id"]
    await done(registry, registrar, "reject", record)
    await happen(registry, UUID(key_of(record)), "REGISTERED")

    assert await topics_for(registry, another) == ["birth.registered"]


async def test_c9_a_machine_without_the_scope_receives_nothing(registry: Registry) -> None:
    machine = await portal(registry, scopes=machine_scopes - {"vital_event:read", "person:read"})
    await webhook(registry, machine, ENDS, ["BIRTH_ISSUED", "PERSON_DEACTIVATED"])

    await happen(registry, status="ISSUED")
    await happen(registry, kind="person", status="DEACTIVATED")

    assert await topics_for(registry, machine) == []


async def test_c9_a_machine_receives_persons_but_not_the_review(registry: Registry) -> None:
    machine = await portal(registry)
    await webhook(registry, machine, ENDS, ["PERSON_DEACTIVATED", "MERGE_CANDIDATE_PROCESSED"])

    await happen(registry, kind="person", status="DEACTIVATED")
    await happen(registry, kind="merge_candidate", status="PROCESSED")

    assert await topics_for(registry, machine) == ["person.deactivated"]


async def test_an_admins_webhook_receives_everything(registry: Registry) -> None:
    admin = await operator(registry)
    topics = ["BIRTH_DECLARED", "PERSON_DEACTIVATED", "MERGE_CANDIDATE_PROCESSED"]
    await webhook(registry, admin, ENDS, topics)

    await happen(registry)
    await happen(registry, kind="person", status="DEACTIVATED")
    await happen(registry, kind="merge_candidate", status="PROCESSED")

    assert len(await topics_for(registry, registry.console_id)) == 3


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a3_a_blocked_machine_receives_nothing(registry: Registry, when: str) -> None:
    machine = await portal(registry)
    await webhook(registry, machine, ENDS)
    if when == "after":
        await happen(registry, status="ISSUED")
        await topics_for(registry, machine)

    async with registry.acting("client.blocked"):
        await registry.owner.execute("update clients set is_blocked = true where id = $1", machine)
    await happen(registry, status="ISSUED")
    await topics_for(registry, machine)

    assert await workflow.claim(registry.owner, UUID(int=1), 100, {}) == []
    waits = await registry.owner.fetch(WAITS)
    assert [it["for"] for it in waits] == (["UNBLOCKING"] if when == "after" else [])
