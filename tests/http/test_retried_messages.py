"""Rule F4: failed messages are tried again, a batch at a time."""

import asyncio
from typing import Any

import pytest

from rules.access import Role
from tests.http.administering import opaque
from tests.serving import Registry

RETRY = """
mutation ($input: RetryMessagesInput!) { retryMessages(input: $input) { retried remaining } }
"""
FILL = """
insert into messages (kind, status, lane, webhook_id, record, position, payload, attempts,
                      last_error, correlation_id)
select $1, $2, coalesce($3, '00000000-0000-0000-0000-000000000001'::uuid), $3, 'vital_event:' || n,
       1, '{}', 5, 'HTTP 500', uuidv7()
  from generate_series(1, $4) n
"""
STATES = "select status::text, count(*) from messages group by status"


async def webhook(registry: Registry, *, is_active: bool = True) -> Any:
    async with registry.acting("webhook.created") as owner:
        return await owner.fetchval(
            "insert into webhooks (client_id, url, topics, sealed_secret, is_active)"
            " values ($1, 'https://one.example', '{BIRTH_DECLARED}', $2, $3) returning id",
            registry.console_id,
            b"x",
            is_active,
        )


async def fill(
    registry: Registry, to: Any, count: int, *, kind: str = "birth", status: str = "FAILED"
) -> None:
    async with registry.acting("message.failed") as owner:
        await owner.execute(FILL, f"webhook.{kind}.declared", status, to, count)


async def retry(registry: Registry, who: str = "admin", **given: Any) -> tuple[int, int]:
    answer = await registry.ask(who, RETRY, {"input": given})
    payload = answer.data["retryMessages"]
    return payload["retried"], payload["remaining"]


async def states(registry: Registry) -> dict[str, int]:
    return dict(map(tuple, await registry.owner.fetch(STATES)))


@pytest.fixture
async def office(registry: Registry) -> Registry:
    """A registry with an admin."""
    await registry.user("admin", Role.ADMIN)
    return registry


async def test_f4_a_batch_is_a_hundred_the_oldest_first_and_says_what_is_left(
    office: Registry,
) -> None:
    await fill(office, await webhook(office), 250)
    oldest = [it[0] for it in await office.owner.fetch("select id from messages order by id")]

    first = await retry(office)
    waiting = await office.owner.fetch("select id from messages where status = 'ENQUEUED'")
    others = [await retry(office) for _ in range(3)]

    assert first == (100, 150)
    assert {it[0] for it in waiting} == set(oldest[:100])
    assert others == [(100, 50), (50, 0), (0, 0)]
    acts = await office.owner.fetchval(
        "select count(distinct act_id) from audit_log where action = 'message.retried'"
    )
    assert acts == 3


async def test_f4_only_what_fits_and_failed_is_retried_from_its_first_attempt(
    office: Registry,
) -> None:
    one, other = await webhook(office), await webhook(office)
    await fill(office, one, 3)
    await fill(office, one, 2, kind="death")
    await fill(office, other, 4)
    await fill(office, one, 5, status="DISCARDED")

    by_kind = await retry(office, kind="webhook.death.declared")
    by_webhook = await retry(office, webhookId=opaque("Webhook", one))
    nowhere = await retry(office, webhookId="nothing")

    assert (by_kind, by_webhook, nowhere) == ((2, 0), (3, 0), (0, 0))
    assert await states(office) == {"ENQUEUED": 5, "FAILED": 4, "DISCARDED": 5}
    attempts = "select distinct attempts from messages where status = 'ENQUEUED'"
    assert [it[0] for it in await office.owner.fetch(attempts)] == [0]


async def test_f4_what_nobody_would_receive_stays_failed(office: Registry) -> None:
    await fill(office, await webhook(office, is_active=False), 2)

    assert await retry(office) == (0, 0)
    assert await states(office) == {"FAILED": 2}


async def test_f4_of_many_who_retry_at_once_each_message_is_retried_by_one(
    office: Registry,
) -> None:
    await fill(office, await webhook(office), 300)

    batches = await asyncio.gather(*(retry(office) for _ in range(6)))

    assert sum(retried for retried, _ in batches) == 300
    entries = await office.owner.fetchval(
        "select count(*) from audit_log where action = 'message.retried'"
    )
    assert entries == 300


async def test_f4_who_may_not_write_messages_retries_none(office: Registry) -> None:
    await office.user("rita", Role.REGISTRAR)
    await fill(office, await webhook(office), 1)

    answer = await office.ask("rita", RETRY, {"input": {}})

    assert answer.errors[0]["message"] == "User doesn't have required role"
    assert await states(office) == {"FAILED": 1}
