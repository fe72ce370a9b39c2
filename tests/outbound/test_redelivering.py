"""Owners of webhooks send deliveries again and try them by a test event (rule F5a)."""

import asyncio
from uuid import UUID

import pytest

from tests.hooks import happen, operator, portal, webhook
from tests.outbound.attempts import (
    MISSING,
    NO_DELIVERY,
    REDELIVER,
    SWITCHED_OFF,
    TEST,
    UNDER_WAY,
    attempted,
    changed,
    delivered,
    deliveries,
    hook_of,
    newest,
)
from tests.people import id_of, key_of
from tests.receivers import Received, Receiver
from tests.serving import Registry
from workflows import deliveries as owning
from workflows import messages as workflow

TOO_MANY = ("RATE_LIMITED", "Too many deliveries are asked for")
NODE = (
    "query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { topic attemptsMade { error } } } }"
)


async def test_f5a_a_delivery_is_sent_again_with_its_id_and_payload(
    delivering: Registry, receiver: Receiver
) -> None:
    machine = await portal(delivering)
    hook = await webhook(delivering, machine, receiver.url)
    await happen(delivering, status="REGISTERED")
    first = await delivered(delivering, machine, hook["id"], status="PROCESSED")

    answer = await delivering.ask(machine, REDELIVER, {"id": first["id"]})

    once, again = await receiver.has_accepted(2)
    assert answer.data["redeliver"]["webhookDelivery"]["status"] == "ENQUEUED"
    assert (again.id, again.body) == (once.id, once.body)
    assert once.id == key_of(first["id"])
    assert again.is_signed_with(hook["secret"])
    last = await delivered(delivering, machine, hook["id"], status="PROCESSED")
    assert last["id"] == first["id"]
    assert [it["httpStatus"] for it in last["attemptsMade"]] == [200, 200]


async def test_f5a_what_failed_is_sent_again_with_all_its_attempts(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    answers = iter([500] * 7)

    async def answer(_: Received) -> int:
        return next(answers, 200)

    receiver.answer = answer
    hook = await webhook(delivering, admin, receiver.url)
    await happen(delivering)
    failed = await delivered(delivering, admin, hook["id"], status="FAILED")

    await delivering.ask(admin, REDELIVER, {"id": failed["id"]})

    await receiver.has_accepted(1)
    last = await delivered(delivering, admin, hook["id"], status="PROCESSED")
    assert [it["httpStatus"] for it in last["attemptsMade"]] == [*[500] * 7, 200]


async def test_f5a_a_test_event_is_signed_says_nothing_and_goes_to_one_webhook(
    delivering: Registry, receiver: Receiver
) -> None:
    machine = await portal(delivering)
    other = await webhook(delivering, machine, receiver.url + "/other")
    hook = await webhook(delivering, machine, receiver.url, ["DEATH_ISSUED"])

    answer = await delivering.ask(machine, TEST, {"id": hook["id"]})

    (delivery,) = await receiver.has_accepted(1)
    made = answer.data["sendTestEvent"]["webhookDelivery"]
    assert (made["topic"], made["status"], made["attemptsMade"]) == ("webhook.test", "ENQUEUED", [])
    assert delivery.is_signed_with(hook["secret"])
    assert delivery.id == key_of(made["id"])
    assert delivery.type == "webhook.test"
    assert delivery.payload["data"] == {"id": hook["id"], "databaseId": hook["databaseId"]}
    assert await deliveries(delivering, machine, other["id"]) == []
    assert (await delivered(delivering, machine, hook["id"], status="PROCESSED"))["id"] == made[
        "id"
    ]


async def test_f5a_a_receiver_is_not_flooded_by_who_owns_its_webhook(
    delivering: Registry, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owning, "SENT_A_MINUTE", 3)
    machine = await portal(delivering)
    hook = await webhook(delivering, machine, receiver.url)
    other = await webhook(delivering, machine, receiver.url + "/other")
    made = await delivering.ask(machine, TEST, {"id": hook["id"]})
    await receiver.has_accepted(1)
    last = await delivered(delivering, machine, hook["id"], status="PROCESSED")

    again = await delivering.ask(machine, REDELIVER, {"id": last["id"]})
    answers = await asyncio.gather(
        *(delivering.ask(machine, TEST, {"id": hook["id"]}) for _ in range(5))
    )

    assert made.errors == again.errors == []
    refused = [it for it in answers if it.errors]
    assert {it.refusal for it in refused} == {TOO_MANY}
    assert all(1 <= it.errors[0]["extensions"]["retryAfter"] <= 60 for it in refused)
    assert len(refused) == 4
    assert (await delivering.ask(machine, TEST, {"id": other["id"]})).errors == []


async def test_f5a_what_waits_or_is_under_way_is_not_sent_again(hooked: Registry) -> None:
    waiting = await hooked.ask(hooked.users["machine"], REDELIVER, {"id": await newest(hooked)})
    await workflow.claim(hooked.owner, UUID(int=1), 100, {})
    under_way = await hooked.ask(hooked.users["machine"], REDELIVER, {"id": await newest(hooked)})

    assert (waiting.refusal, under_way.refusal) == (UNDER_WAY, UNDER_WAY)
    assert under_way.errors[0]["extensions"]["status"] == "PROCESSING"


async def test_f5a_nothing_is_sent_to_a_webhook_that_is_switched_off(hooked: Registry) -> None:
    machine, delivery = hooked.users["machine"], await attempted(hooked)
    await changed(hooked, machine, hook_of(hooked), isActive=False)

    again = await hooked.ask(machine, REDELIVER, {"id": delivery})
    tested = await hooked.ask(machine, TEST, {"id": hook_of(hooked)})

    assert (again.refusal, tested.refusal) == (SWITCHED_OFF, SWITCHED_OFF)


async def test_f5a_anothers_webhook_and_its_deliveries_do_not_exist(hooked: Registry) -> None:
    another, delivery = await portal(hooked, "another"), await attempted(hooked)
    hook = hook_of(hooked)

    seen = await deliveries(hooked, another, hook)
    node = await hooked.ask(another, NODE, {"id": delivery})
    update = await changed(hooked, another, hook, isActive=False)
    tested = await hooked.ask(another, TEST, {"id": hook})
    again = await hooked.ask(another, REDELIVER, {"id": delivery})

    assert (seen, node.data) == ([], {"node": None})
    assert (update.refusal, tested.refusal, again.refusal) == (MISSING, MISSING, NO_DELIVERY)
    own = await hooked.ask(hooked.users["machine"], NODE, {"id": delivery})
    assert own.data == {"node": {"topic": "birth.registered", "attemptsMade": [{"error": None}]}}


async def test_f5a_what_is_no_webhook_or_delivery_is_not_found(hooked: Registry) -> None:
    machine = hooked.users["machine"]
    opaque = ["nonsense", id_of("Person", UUID(int=1)), id_of("Message", UUID(int=1))]

    lists = [await deliveries(hooked, machine, it) for it in opaque]
    tested = {(await hooked.ask(machine, TEST, {"id": it})).refusal for it in opaque}
    again = {(await hooked.ask(machine, REDELIVER, {"id": it})).refusal for it in opaque}

    assert lists == [[], [], []]
    assert (tested, again) == ({MISSING}, {NO_DELIVERY})


async def test_f5a_a5_an_admin_acts_on_any_webhook_and_no_other_user_does(
    hooked: Registry,
) -> None:
    admin, registrar = await operator(hooked), await hooked.user("registrar")
    delivery = await attempted(hooked)

    refused = await hooked.ask(registrar, REDELIVER, {"id": delivery})
    again = await hooked.ask(admin, REDELIVER, {"id": delivery})
    tested = await hooked.ask(admin, TEST, {"id": hook_of(hooked)})

    assert (refused.status, refused.refusal[0]) == (403, "FORBIDDEN")
    assert not again.errors + tested.errors
    trail = await hooked.owner.fetch(
        "select action, actor_id, changeset ->> 'status' from audit_log"
        " where resource = 'message' order by id desc limit 2"
    )
    actor = hooked.users[admin]
    assert [tuple(row) for row in trail] == [
        *[("webhook.tested", actor, "ENQUEUED"), ("message.redelivered", actor, "ENQUEUED")]
    ]


async def test_f5a_of_two_who_send_a_delivery_again_at_once_one_does(hooked: Registry) -> None:
    machine = hooked.users["machine"]

    for _ in range(10):
        delivery = await attempted(hooked)
        answers = await asyncio.gather(
            *(hooked.ask(machine, REDELIVER, {"id": delivery}) for _ in range(4))
        )
        assert [it.refusal for it in answers if it.errors] == [UNDER_WAY] * 3

    await attempted(hooked)
    assert await hooked.owner.fetchval("select count(*) from message_attempts") == 11


async def test_f5a_what_is_sent_again_while_a_worker_works_arrives_as_often_as_promised(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)
    await happen(delivering)
    delivery = await delivered(delivering, admin, hook["id"], status="PROCESSED")
    promised = 0

    async def ask() -> None:
        nonlocal promised
        for _ in range(15):
            answer = await delivering.ask(admin, REDELIVER, {"id": delivery["id"]})
            assert not answer.errors or answer.refusal == UNDER_WAY
            promised += not answer.errors

    await asyncio.gather(*(ask() for _ in range(4)))

    await receiver.has_accepted(1 + promised)
    last = await delivered(delivering, admin, hook["id"], status="PROCESSED")
    assert promised > 0
    assert len(receiver.received) == len(last["attemptsMade"]) == 1 + promised
