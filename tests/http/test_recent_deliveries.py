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
