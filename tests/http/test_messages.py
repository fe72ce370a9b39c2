"""What an operator sees of messages and does with those that are stuck: rules F4 and F6."""

from uuid import UUID, uuid4

import pytest

from tests.hooks import happen, messages, operator, portal, webhook
from tests.people import id_of
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Outcome

ENDS = "https://receiver.example/hook"
RETRY = "mutation ($id: ID!) { retryMessage(input: {id: $id}) { message { status attempts } } }"
DISCARD = "mutation ($id: ID!) { discardMessage(input: {id: $id}) { message { status } } }"
DELETE = "mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { deletedWebhookId } }"
OVERVIEW = """
{ messageQueueOverview { enqueued processing processed failed discarded oldestEnqueuedAt } }
"""
NOT_RETRIED = ("CONFLICT", "Only a failed message can be retried")
NOT_DISCARDED = ("CONFLICT", "Only a failed or waiting message can be discarded")


@pytest.fixture
async def hooked(registry: Registry) -> Registry:
    """A registry with an operator, a webhook, and one message for it."""
    await webhook(registry, await operator(registry), ENDS)
    await happen(registry)
    await workflow.make(registry.owner, 100)
    return registry


async def brought_to(registry: Registry, status: str) -> str:
    """Bring the message to a status as workers do; return its id."""
    (message,) = await messages(registry, "operator")
    worker = uuid4()
    if status in ("PROCESSING", "PROCESSED", "FAILED"):
        claimed = await workflow.claim(registry.owner, worker, 100, {})
        if status != "PROCESSING":
            error = None if status == "PROCESSED" else "Answered 500"
            attempts = [Outcome(it, error) for it in claimed]
            await workflow.settle(registry.owner, worker, attempts, [0])
    if status == "FAILED":
        async with registry.acting("message.aged"):
            await registry.owner.execute(
                "update messages set status = 'FAILED', next_attempt_at = null"
            )
    if status == "DISCARDED":
        await registry.ask("operator", DISCARD, {"id": message["id"]})
    (message,) = await messages(registry, "operator")
    assert message["status"] == status
    found: str = message["id"]
    return found


@pytest.mark.parametrize("status", ["ENQUEUED", "PROCESSING", "PROCESSED", "DISCARDED"])
async def test_f4_only_a_message_that_failed_is_retried(hooked: Registry, status: str) -> None:
    message = await brought_to(hooked, status)

    answer = await hooked.ask("operator", RETRY, {"id": message})

    assert answer.refusal == NOT_RETRIED
    assert answer.errors[0]["extensions"]["status"] == status


async def test_f4_a_retried_message_has_all_its_attempts_again(hooked: Registry) -> None:
    message = await brought_to(hooked, "FAILED")

    answer = await hooked.ask("operator", RETRY, {"id": message})

    assert answer.data["retryMessage"]["message"] == {"status": "ENQUEUED", "attempts": 0}
    assert len(await workflow.claim(hooked.owner, uuid4(), 100, {})) == 1


@pytest.mark.parametrize("status", ["ENQUEUED", "FAILED"])
async def test_f4_a_message_that_waits_or_failed_is_discarded(
    hooked: Registry, status: str
) -> None:
    message = await brought_to(hooked, status)

    answer = await hooked.ask("operator", DISCARD, {"id": message})

    assert answer.data["discardMessage"]["message"] == {"status": "DISCARDED"}
    assert await workflow.claim(hooked.owner, uuid4(), 100, {}) == []


@pytest.mark.parametrize("status", ["PROCESSING", "PROCESSED", "DISCARDED"])
async def test_f4_a_message_that_is_under_way_or_over_is_not_discarded(
    hooked: Registry, status: str
) -> None:
    message = await brought_to(hooked, status)

    answer = await hooked.ask("operator", DISCARD, {"id": message})

    assert answer.refusal == NOT_DISCARDED


async def test_what_is_no_message_is_not_found(hooked: Registry) -> None:
    answers = [
        await hooked.ask("operator", mutation, {"id": opaque})
        for mutation in (RETRY, DISCARD)
        for opaque in ("nonsense", id_of("Message", UUID(int=1)))
    ]

    assert {it.refusal for it in answers} == {("NOT_FOUND", "Message not found")}


async def test_a5_machines_have_no_business_with_messages(hooked: Registry) -> None:
    machine = await portal(hooked)

    answer = await hooked.ask(machine, OVERVIEW, scope="message:read")

    assert (answer.status, answer.refusal[0]) == (403, "FORBIDDEN")


async def test_messages_are_found_by_status_kind_and_correlation_id(hooked: Registry) -> None:
    correlation = uuid4()
    await happen(hooked, status="ISSUED", correlation=correlation)
    await workflow.make(hooked.owner, 100)

    by_kind = await messages(hooked, "operator", kind="webhook.birth.issued")
    by_correlation = await messages(hooked, "operator", correlationId=str(correlation))
    by_status = await messages(hooked, "operator", status=["ENQUEUED"])
    none = await messages(hooked, "operator", status=["FAILED", "DISCARDED"])

    assert [it["kind"] for it in by_kind] == ["webhook.birth.issued"]
    assert by_correlation == by_kind
    assert [it["kind"] for it in by_status] == ["webhook.birth.issued", "webhook.birth.declared"]
    assert none == []


async def test_messages_are_found_by_the_webhook_that_they_are_for(hooked: Registry) -> None:
    other = await webhook(hooked, "operator", f"{ENDS}/other", ["BIRTH_ISSUED", "BIRTH_DECLARED"])
    await happen(hooked, status="ISSUED")
    await workflow.make(hooked.owner, 100)

    everything = await messages(hooked, "operator")
    others = await messages(hooked, "operator", webhookId=other["id"])
    issued = await messages(hooked, "operator", webhookId=other["id"], kind="webhook.birth.issued")
    none = [
        await messages(hooked, "operator", webhookId=opaque)
        for opaque in ("nonsense", id_of("Webhook", UUID(int=0)), everything[0]["id"])
    ]

    assert (len(everything), others, none) == (3, issued, [[], [], []])
    assert [it["kind"] for it in others] == ["webhook.birth.issued"]


async def test_a_message_names_its_webhook_until_that_is_deleted(hooked: Registry) -> None:
    asked = "{ messages { nodes { webhook { id url } } } webhooks { nodes { id url } } }"
    data = (await hooked.ask("operator", asked)).data
    of = data["webhooks"]["nodes"][0]

    await hooked.ask("operator", DELETE, {"id": of["id"]})

    left = await messages(hooked, "operator", webhookId=of["id"])
    assert data["messages"]["nodes"] == [{"webhook": of}]
    assert [it["status"] for it in left] == ["DISCARDED"]
    assert (await hooked.ask("operator", asked)).data["messages"]["nodes"] == [{"webhook": None}]


@pytest.mark.parametrize(
    ("column", "of", "index"),
    [
        ("webhook_id", UUID(int=1), "messages_by_webhook"),
        ("record", f"vital_event:{UUID(int=1)}", "messages_by_record"),
    ],
)
async def test_messages_of_one_thing_are_read_from_an_index(
    hooked: Registry, column: str, of: object, index: str
) -> None:
    async with hooked.owner.transaction():
        await hooked.owner.execute("set local enable_seqscan = off; set local enable_sort = off")
        plan = await hooked.owner.fetch(
            f"explain select id from messages where {column} = $1 order by id desc limit 30", of
        )

    assert index in str(plan)


async def test_the_overview_counts_messages(hooked: Registry) -> None:
    await brought_to(hooked, "PROCESSED")
    await happen(hooked)
    await workflow.make(hooked.owner, 100)

    overview = (await hooked.ask("operator", OVERVIEW)).data["messageQueueOverview"]

    assert overview.pop("oldestEnqueuedAt") is not None
    kept = {name: count for name, count in overview.items() if count}
    assert kept == {"enqueued": 1, "processed": 1}


async def test_the_overview_of_nothing_is_nothing(registry: Registry) -> None:
    admin = await operator(registry)

    overview = (await registry.ask(admin, OVERVIEW)).data["messageQueueOverview"]

    assert set(overview.values()) == {0, None}


async def test_the_metrics_count_what_waits(hooked: Registry) -> None:
    answer = await hooked.http.get(f"{hooked.url}/metrics")

    assert 'selfsame_messages{status="enqueued"} 1.0' in answer.text
    assert "selfsame_oldest_message_seconds" in answer.text


async def test_f4_what_waits_for_a_webhook_goes_with_it(hooked: Registry) -> None:
    (hook,) = (await hooked.ask("operator", "{ webhooks { nodes { id } } }")).data["webhooks"][
        "nodes"
    ]
    delete = "mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { deletedWebhookId } }"

    await hooked.ask("operator", delete, {"id": hook["id"]})

    (message,) = await messages(hooked, "operator")
    assert (message["status"], message["lastError"]) == ("DISCARDED", "The webhook was deleted")


async def test_f4_a_message_whose_webhook_is_gone_is_not_retried(hooked: Registry) -> None:
    message = await brought_to(hooked, "FAILED")
    async with hooked.acting("webhook.deleted"):
        await hooked.owner.execute("delete from webhooks")

    answer = await hooked.ask("operator", RETRY, {"id": message})

    assert answer.refusal == ("CONFLICT", "The webhook of this message was deleted")
