"""A webhook says of which of its topics nothing is sent, and why (rules F2 and F5a)."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import machine_scopes
from rules.webhooks import SCOPES_OF_EVENTS, WebhookTopic, scope_of_topic
from tests.hooks import operator, portal, webhook
from tests.organisations import bound_machine, organisation
from tests.serving import Registry

MAY_RECEIVE = "select client_may_receive($1, jsonb_populate_record(null::outbox, $2::jsonb))"
HERE = "https://93.184.215.14/here"
STATE = """
{ webhooks { nodes { topics withheldTopics missingScopes client { name isBlocked } } } }
"""
TOPICS = ["BIRTH_REGISTERED", "CONSENT_OFFERED", "DEATH_REGISTERED", "ROLE_GRANT_GIVEN"]
OWN = {"webhook:write", "vital_event:read"}


async def state(registry: Registry, who: str | UUID) -> dict[str, Any]:
    (found,) = (await registry.ask(who, STATE)).data["webhooks"]["nodes"]
    shown: dict[str, Any] = found
    return shown


async def test_f5a_what_no_scope_of_its_client_opens_is_withheld(registry: Registry) -> None:
    admin = await operator(registry)
    machine = await portal(registry, scopes=OWN)
    await webhook(registry, machine, HERE, TOPICS)

    lacking = await state(registry, admin)
    async with registry.acting("client.updated"):
        await registry.owner.execute(
            "update clients set scopes = scopes || '{person:read}' where id = $1", machine
        )
    given = await state(registry, machine)

    assert lacking["client"] == {"name": "portal", "isBlocked": False}
    assert lacking["withheldTopics"] == ["CONSENT_OFFERED", "ROLE_GRANT_GIVEN"]
    assert lacking["missingScopes"] == ["person:read"]
    assert given["withheldTopics"] == ["ROLE_GRANT_GIVEN"]
    assert given["missingScopes"] == []


async def test_f5a_all_is_withheld_of_whom_is_blocked_and_nothing_of_what_people_use(
    registry: Registry,
) -> None:
    admin = await operator(registry)
    await webhook(registry, admin, HERE, TOPICS)

    open_to_all = await state(registry, admin)
    machine = await portal(registry)
    async with registry.acting("client.blocked"):
        await registry.owner.execute(
            "update webhooks set client_id = $1 where url = $2", machine, HERE
        )
        await registry.owner.execute("update clients set is_blocked = true where id = $1", machine)
    blocked = await state(registry, admin)

    assert (open_to_all["withheldTopics"], open_to_all["missingScopes"]) == ([], [])
    assert (blocked["withheldTopics"], blocked["client"]["isBlocked"]) == (TOPICS, True)


async def test_r3_a_machine_that_is_bound_sees_whose_its_own_is(admin: Registry) -> None:
    machine = await bound_machine(admin, await organisation(admin, "Left"), "left")
    await webhook(admin, machine, HERE, ["CONSENT_OFFERED"])

    shown = await state(admin, machine)

    assert shown["client"]["name"] == "left"
    assert shown["withheldTopics"] == []


@pytest.mark.parametrize("noun", ["person", "consent", "membership", "organisation", "vital_event"])
async def test_f2_a_machine_receives_what_its_scope_opens_and_no_other(
    registry: Registry, noun: str
) -> None:
    needed = SCOPES_OF_EVENTS[noun]
    payload = {"data": {"status": "ISSUED"}}
    event = {"aggregatetype": noun, "aggregateid": str(uuid4()), "payload": payload}
    by_it = await portal(registry, "by it", scopes={needed})
    by_all_others = await portal(registry, "by all others", scopes=machine_scopes - {needed})

    received = [
        await registry.owner.fetchval(MAY_RECEIVE, client, json.dumps(event))
        for client in (by_it, by_all_others)
    ]

    assert received == [True, False]


def test_f2_each_topic_is_of_a_thing_whose_scope_is_known_or_closed_to_machines() -> None:
    closed = {topic for topic in WebhookTopic if scope_of_topic(topic) is None}

    assert closed == {
        WebhookTopic.MERGE_CANDIDATE_PROCESSED,
        WebhookTopic.MERGE_CANDIDATE_REOPENED,
        WebhookTopic.ROLE_GRANT_GIVEN,
        WebhookTopic.ROLE_GRANT_TAKEN,
    }
    assert scope_of_topic(WebhookTopic.CERTIFICATE_REVOKED) == "vital_event:read"
    assert scope_of_topic(WebhookTopic.EXPLANATION_SHOWN) == "explanation:read"
