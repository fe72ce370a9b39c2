"""What a webhook shows at a glance: its last hundred deliveries, the newest first."""

from typing import Any

from rules.access import Role
from tests.hooks import portal, webhook
from tests.serving import Registry

ENDS = "https://receiver.example/hook"
RECENT = "{ webhooks { nodes { id recentDeliveries { id topic status } } } }"
MESSAGES = """
insert into messages (kind, status, lane, webhook_id, record, position, payload,
                      correlation_id)
select 'webhook.birth.issued', case when n % 7 = 0 then 'FAILED' else 'PROCESSED' end, $1, $1,
       'vital_event:' || n, n, jsonb_build_object('type', 'birth.issued.' || n), uuidv7()
  from generate_series(1, 120) n order by n
"""
LAST = "{ webhooks { nodes { recentDeliveries { lastAttemptFailed } } } }"
ONE_MESSAGE = """
insert into messages (kind, lane, webhook_id, record, position, payload, correlation_id,
                      next_attempt_at)
values ('webhook.birth.issued', $1, $1, 'vital_event:1', 1, '{"type": "birth.issued"}', uuidv7(),
        now() + interval '1 day')
"""
CHANGES = (
    "attempts = 0",
    "status = 'FAILED', last_error = 'Answered 503', fault = 'THEIRS', next_attempt_at = null",
    # As a retry leaves it: what it met stays until another attempt has ended.
    "status = 'ENQUEUED', attempts = 0, next_attempt_at = now() + interval '1 day'",
    "status = 'PROCESSED', next_attempt_at = null",
)


async def recent(registry: Registry, who: Any) -> list[Any]:
    nodes = (await registry.ask(who, RECENT)).data["webhooks"]["nodes"]
    return [node["recentDeliveries"] for node in nodes]


async def test_f5a_the_last_hundred_deliveries_of_each_webhook_are_shown_to_its_owner(
    registry: Registry,
) -> None:
    machine, another = await portal(registry), await portal(registry, "another")
    busy, _ = await webhook(registry, machine, ENDS), await webhook(registry, another, ENDS)
    await registry.user("admin", Role.ADMIN)
    async with registry.acting("message.enqueued"):
        await registry.owner.execute(MESSAGES, busy["databaseId"])

    (own,) = await recent(registry, machine)
    everybodys = await recent(registry, "admin")

    assert [it["topic"] for it in own] == [f"birth.issued.{n}" for n in range(120, 20, -1)]
    assert [it["status"] for it in own[:2]] == ["PROCESSED", "FAILED"]
    assert await recent(registry, another) == [[]]
    assert everybodys == [own, []]


async def test_f5a_a_delivery_that_is_tried_again_has_failed_until_it_arrives(
    registry: Registry,
) -> None:
    machine = await portal(registry)
    made = await webhook(registry, machine, ENDS)
    found = []
    async with registry.acting("message.enqueued"):
        await registry.owner.execute(ONE_MESSAGE, made["databaseId"])

    for change in CHANGES:
        async with registry.acting("message.settled"):
            await registry.owner.execute(f"update messages set {change}")
        ((delivery,),) = [
            node["recentDeliveries"]
            for node in (await registry.ask(machine, LAST)).data["webhooks"]["nodes"]
        ]
        found.append(delivery["lastAttemptFailed"])

    assert found == [False, True, True, False]
