"""Maintenance: the queue is cleaned, failing webhooks are switched off, a digest is made daily."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from outbound.mail import compose
from rules.messages import MessageStatus
from tests.hooks import happen, messages, operator, webhook
from tests.serving import Registry
from workflows import maintenance
from workflows import messages as workflow
from workflows.maintenance import DigestTerms, Retentions
from workflows.messages import Outcome

ENDS = "https://receiver.example/hook"
LIST = "{ webhooks { nodes { id isActive } } }"
DAY = 86_400.0


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook."""
    quiet.users["hook"] = UUID((await webhook(quiet, await operator(quiet), ENDS))["databaseId"])
    return quiet


async def attempted(registry: Registry, error: str | None, count: int = 1) -> None:
    """Let so many events happen and be delivered, or fail."""
    for _ in range(count):
        await happen(registry)
    await workflow.make(registry.owner, 100)
    worker = uuid4()
    claimed = await workflow.claim(registry.owner, worker, 100, {})
    outcomes = [Outcome(message, error) for message in claimed]
    await workflow.settle(registry.owner, worker, outcomes, [0])


async def aged(registry: Registry, seconds: float) -> None:
    """Let all messages be as old as that."""
    await registry.owner.execute("alter table messages disable trigger user")
    await registry.owner.execute(
        "update messages set updated_at = now() - make_interval(secs => $1)", seconds
    )
    await registry.owner.execute("alter table messages enable trigger user")


async def failed(registry: Registry, kind: str) -> None:
    """Let a message of a kind have failed."""
    async with registry.acting("message.failed"):
        await registry.owner.execute(
            "insert into messages (kind, status, record, position, payload, correlation_id,"
            " last_error) values ($1, 'FAILED', 'x', 0, '{}', uuidv7(), 'Answered 500')",
            kind,
        )


async def left(registry: Registry) -> list[str]:
    rows = await registry.owner.fetch("select status from messages order by position")
    return [row[0] for row in rows]


async def test_what_is_over_and_old_is_purged_in_batches(hooked: Registry) -> None:
    await attempted(hooked, None, count=5)
    await aged(hooked, 2 * DAY)

    purged = [await maintenance.purge(hooked.owner, Retentions(DAY, DAY, DAY), 2) for _ in range(4)]

    assert purged == [2, 2, 1, 0]
    assert await left(hooked) == []


async def test_d3_the_application_may_do_all_that_maintenance_does(hooked: Registry) -> None:
    await attempted(hooked, "Answered 500")
    await failed(hooked, "webhook.birth.issued")
    application = await asyncpg.connect(hooked.database.app_url)

    await workflow.rescue_lost(application)
    await maintenance.discard_orphans(application)
    made = await maintenance.make_digest(application, DigestTerms(hooked.users["hook"]), noon())
    purged = await maintenance.purge(application, Retentions(0, 0, DAY), 100)

    await application.close()
    assert (made, purged) == (1, 1)


async def test_what_failed_waits_or_is_young_is_not_purged(hooked: Registry) -> None:
    await attempted(hooked, None)
    await attempted(hooked, "Answered 500")
    await failed(hooked, "webhook.birth.issued")

    await maintenance.purge(hooked.owner, Retentions(DAY, DAY, DAY), 100)

    assert sorted(await left(hooked)) == ["ENQUEUED", "FAILED", "PROCESSED"]


async def test_the_outbox_is_purged_of_what_messages_were_made_of(hooked: Registry) -> None:
    await attempted(hooked, None, count=3)
    await happen(hooked)

    await maintenance.purge(hooked.owner, Retentions(DAY, 0, DAY), 100)

    assert await hooked.owner.fetchval("select count(*) from outbox") == 1
    assert await workflow.make(hooked.owner, 100) == 1


async def test_f4_a_webhook_that_only_failed_for_five_days_is_switched_off(
    hooked: Registry,
) -> None:
    other = await webhook(hooked, "operator", ENDS, ["DEATH_ISSUED"])
    await attempted(hooked, "Answered 500", count=2)
    await hooked.owner.execute(
        "update webhook_failures set failing_since = now() - interval '5 days 1 second'"
    )

    await attempted(hooked, "Answered 500")

    hooks = (await hooked.ask("operator", LIST)).data["webhooks"]["nodes"]
    assert [hook["isActive"] for hook in hooks] == [False, True]
    (notice, *rest) = await messages(hooked, "operator")
    assert notice["kind"] == "webhook.switched_off"
    assert {message["status"] for message in rest} == {"FAILED"}
    (claimed,) = await workflow.claim(hooked.owner, uuid4(), 100, {})
    assert str(claimed.webhook_id) == other["databaseId"]


async def test_without_another_webhook_the_notice_stands_among_what_failed(
    hooked: Registry,
) -> None:
    await attempted(hooked, "Answered 500")
    await hooked.owner.execute(
        "update webhook_failures set failing_since = now() - interval '6 days'"
    )

    await attempted(hooked, "Answered 500")

    notices = await messages(hooked, "operator", kind="webhook.switched_off")
    assert [notice["status"] for notice in notices] == ["FAILED"]


async def test_f4_one_success_begins_the_five_days_anew(hooked: Registry) -> None:
    await attempted(hooked, "Answered 500")
    await hooked.owner.execute(
        "update webhook_failures set failing_since = now() - interval '6 days'"
    )
    await attempted(hooked, None)

    await attempted(hooked, "Answered 500")

    hooks = (await hooked.ask("operator", LIST)).data["webhooks"]["nodes"]
    assert [hook["isActive"] for hook in hooks] == [True]


async def test_orphans_are_discarded(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)
    async with hooked.acting("webhook.deleted"):
        await hooked.owner.execute("delete from webhooks")

    await maintenance.discard_orphans(hooked.owner)

    assert await left(hooked) == [MessageStatus.DISCARDED]


def noon() -> datetime:
    return datetime.now(UTC).replace(hour=12)


async def digests(registry: Registry) -> Sequence[dict[str, object]]:
    rows = await registry.owner.fetch(
        "select payload from messages where kind like 'digest.%' order by id"
    )
    return [orjson.loads(row[0]) for row in rows]


async def test_the_digest_lists_once_a_day_what_failed_and_is_not_muted(hooked: Registry) -> None:
    for kind in ("webhook.birth.issued", "webhook.birth.issued", "webhook.death.issued"):
        await failed(hooked, kind)
    terms, now = DigestTerms(hooked.users["hook"], muted=["webhook.death.*"]), noon()

    made = [await maintenance.make_digest(hooked.owner, terms, now) for _ in range(2)]

    assert made == [1, 0]
    (digest,) = await digests(hooked)
    assert digest["type"] == "message.digest"
    data = digest["data"]
    assert isinstance(data, dict)
    assert [(row["kind"], row["messages"]) for row in data["failed"]] == [
        ("webhook.birth.issued", 2)
    ]


async def test_there_is_no_digest_of_nothing_or_for_nobody(hooked: Registry) -> None:
    to_nobody = await maintenance.make_digest(hooked.owner, DigestTerms(), noon())
    of_nothing = await maintenance.make_digest(hooked.owner, DigestTerms(None, True), noon())

    assert (to_nobody, of_nothing) == (0, 0)


async def test_a_digest_by_mail_is_claimed_by_a_worker(hooked: Registry) -> None:
    await failed(hooked, "webhook.birth.issued")
    await maintenance.make_digest(hooked.owner, DigestTerms(None, True), noon())

    (claimed,) = await workflow.claim(hooked.owner, uuid4(), 100, {})

    assert (claimed.kind, claimed.webhook_id) == ("digest.mail", None)
    email = compose(claimed, "operator@registry.example")
    assert email["To"] == "operator@registry.example"
    assert "webhook.birth.issued" in email.get_content()
