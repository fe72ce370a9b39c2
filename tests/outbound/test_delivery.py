"""Deliveries reach their receivers: signed, in order, tried again until they do (F2 to F4)."""

import asyncio
from uuid import uuid4

import pytest

from outbound import webhooks
from rules.messages import ROOM_OF_WEBHOOK, WHY_UNOPENED
from tests.hooks import happen, messages, webhook
from tests.receivers import TIMEOUT_SECONDS, Received, Receiver, listening
from tests.serving import Registry

NEEDS = "query ($id: ID!) { node(id: $id) { ... on Webhook { needsNewSecret } } }"
ROTATE = """
mutation ($id: ID!, $overlap: Int) {
  rotateWebhookSecret(input: {id: $id}, overlapSeconds: $overlap) { signingSecret }
}
"""


async def refuse(_: Received) -> int:
    return 500


async def until(registry: Registry, who: str, **wanted: str) -> dict[str, object]:
    """Wait until a message is as it should be."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            for message in await messages(registry, who):
                if all(message[name] == value for name, value in wanted.items()):
                    return message
            await asyncio.sleep(0.01)


async def put_off(registry: Registry) -> None:
    """Have a message wait for an hour, once the attempt that may just be made of it is over."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        put = "UPDATE 0"
        while put == "UPDATE 0":
            async with registry.acting("message.settled") as owner:
                put = await owner.execute(
                    "update messages set next_attempt_at = now() + interval '1 hour'"
                    " where status = 'ENQUEUED'"
                )


async def test_f2_an_event_reaches_a_webhook_signed_and_small(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)

    record = await happen(delivering)

    (delivery,) = await receiver.has_accepted(1)
    assert delivery.is_signed_with(hook["secret"])
    assert not delivery.is_signed_with("whsec_" + "A" * 43 + "=")
    assert (delivery.type, delivery.record) == ("birth.declared", str(record))
    assert delivery.payload.keys() == {"type", "timestamp", "data"}


async def test_f2_a_webhook_receives_its_topics_only(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    await webhook(delivering, admin, receiver.url, ["DEATH_ISSUED", "PERSON_DEACTIVATED"])

    for kind, status in (("birth", "ISSUED"), ("death", "ISSUED"), ("person", "DEACTIVATED")):
        await happen(delivering, kind=kind, status=status)

    accepted = await receiver.has_accepted(2)
    assert {delivery.type for delivery in accepted} == {"death.issued", "person.deactivated"}


async def test_f1_a_webhook_receives_nothing_that_happened_before_it_was_made(
    quiet: Registry, receiver: Receiver
) -> None:
    admin = await quiet.user("operator", "ADMIN")  # type: ignore[arg-type]
    await happen(quiet)
    await webhook(quiet, admin, receiver.url)

    await quiet.owner.fetchval("select make_messages(100)")

    assert await messages(quiet, admin) == []


async def test_f2_events_of_a_record_come_in_order_although_one_fails_first(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    failed = set()

    async def fail_once(delivery: Received) -> int:
        if delivery.id in failed:
            return 200
        failed.add(delivery.id)
        return 503

    receiver.answer = fail_once
    await webhook(delivering, admin, receiver.url)
    records = [await happen(delivering) for _ in range(10)]

    for status in ("REGISTERED", "CERTIFIED", "ISSUED"):
        for record in records:
            await happen(delivering, record, status)

    accepted = await receiver.has_accepted(40)
    for record in records:
        assert [delivery.type for delivery in accepted if delivery.record == str(record)] == [
            *["birth.declared", "birth.registered", "birth.certified", "birth.issued"]
        ]
    assert len({delivery.id for delivery in receiver.received}) == 40


async def test_f4_a_message_is_tried_five_times_with_one_id_and_then_failed(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    receiver.answer = refuse
    await webhook(delivering, admin, receiver.url)

    await happen(delivering)

    message = await until(delivering, admin, status="FAILED")
    assert (message["attempts"], message["lastError"]) == (5, "Answered 500")
    assert {delivery.id for delivery in receiver.received} == {message["databaseId"]}
    assert len(receiver.received) == 5


async def test_f4_a_message_that_failed_lets_the_next_of_its_record_pass(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    async def refuse_declarations(delivery: Received) -> int:
        return 500 if delivery.type == "birth.declared" else 200

    receiver.answer = refuse_declarations
    await webhook(delivering, admin, receiver.url)

    await happen(delivering, await happen(delivering), "REGISTERED")

    assert [delivery.type for delivery in await receiver.has_accepted(1)] == ["birth.registered"]
    assert [delivery.type for delivery in receiver.received].count("birth.declared") == 5


async def test_f3_a_redirect_is_not_followed(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    async def redirect(_: Received) -> int:
        return 307

    async with listening(Receiver(redirect)) as leading:
        leading.location = receiver.url
        await webhook(delivering, admin, leading.url)

        await happen(delivering)

        message = await until(delivering, admin, status="FAILED")
    assert message["lastError"] == "Answered 307"
    assert receiver.received == []


async def test_f4_a_slow_receiver_delays_no_other(
    delivering: Registry, admin: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: Received) -> int:
        return await asyncio.Future()

    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", TIMEOUT_SECONDS)
    async with listening(Receiver(hang)) as slow:
        await webhook(delivering, admin, slow.url)
        await webhook(delivering, admin, receiver.url)

        for _ in range(100):
            await happen(delivering)

        await receiver.has_accepted(100)
        concurrent = len(await slow.has_received(ROOM_OF_WEBHOOK))
    assert concurrent == ROOM_OF_WEBHOOK == 8


async def test_f2_both_secrets_sign_while_they_overlap(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)
    variables = {"id": hook["id"], "overlap": 60}
    answer = await delivering.ask(admin, ROTATE, variables)
    fresh = answer.data["rotateWebhookSecret"]["signingSecret"]

    await happen(delivering)

    (delivery,) = await receiver.has_accepted(1)
    assert delivery.is_signed_with(fresh)
    assert delivery.is_signed_with(hook["secret"])


async def test_f2_without_an_overlap_the_old_secret_signs_no_more(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)
    answer = await delivering.ask(admin, ROTATE, {"id": hook["id"], "overlap": 0})
    fresh = answer.data["rotateWebhookSecret"]["signingSecret"]

    await happen(delivering)

    (delivery,) = await receiver.has_accepted(1)
    assert delivery.is_signed_with(fresh)
    assert not delivery.is_signed_with(hook["secret"])


async def test_f2_a_new_secret_cures_a_webhook_whose_secret_cannot_be_opened(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)
    async with delivering.acting("webhook.secret_rotated") as owner:
        await owner.execute("update webhooks set sealed_secret = 'sealed elsewhere'")
    await happen(delivering)
    await until(delivering, admin, status="ENQUEUED", lastError=WHY_UNOPENED)
    await put_off(delivering)
    needs_one = await delivering.ask(admin, NEEDS, {"id": hook["id"]})

    answer = await delivering.ask(admin, ROTATE, {"id": hook["id"], "overlap": 86_400})

    has_one = await delivering.ask(admin, NEEDS, {"id": hook["id"]})
    assert needs_one.data["node"] == {"needsNewSecret": True}
    assert has_one.data["node"] == {"needsNewSecret": False}
    (delivery,) = await receiver.has_accepted(1)
    assert delivery.is_signed_with(answer.data["rotateWebhookSecret"]["signingSecret"])


async def test_f6_one_correlation_id_from_the_event_to_the_delivery(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    correlation = uuid4()
    await webhook(delivering, admin, receiver.url)

    await happen(delivering, correlation=correlation)

    (delivery,) = await receiver.has_accepted(1)
    message = await until(delivering, admin, status="PROCESSED")
    assert delivery.headers["x-correlation-id"] == str(correlation)
    assert message["correlationId"] == str(correlation)
    trail = await delivering.owner.fetch(
        "select action from audit_log where correlation_id = $1 order by id", correlation
    )
    attempts = await delivering.owner.fetch("select correlation_id from message_attempts")
    assert [row[0] for row in trail] == ["message.enqueued", "message.settled"]
    assert [row[0] for row in attempts] == [correlation]
