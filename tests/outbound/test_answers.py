"""What the answer of a receiver means for its webhook and for the message (rules F4 and F4a)."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import UUID, uuid4

import pytest

from outbound.connections import Poster
from outbound.names import Names
from outbound.signatures import Seal
from outbound.webhooks import Deliverer
from rules.messages import WHY_GONE, seconds_until_retry, wait_as_asked
from tests.hooks import claimed_delivery, happen, messages, operator, webhook
from tests.receivers import Received, Receiver
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Claimed, Outcome

NOW = datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)
ENDS = "https://receiver.example/hook"
LIST = "{ webhooks { nodes { databaseId isActive } } }"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 3600 ", 3600),
        ("3601", 3600),
        ("9" * 5000, 3600),
        ("Thu, 26 Nov 2026 12:02:00 GMT", 120),
        ("Thu, 26 Nov 2026 11:00:00 GMT", 0),
        ("Thu, 26 Nov 2026 23:00:00 GMT", 3600),
        ("Thursday, 26-Nov-26 12:02:00 GMT", 120),
        ("Thu Nov 26 12:02:00 2026", 120),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        ("Thu, 99 Nov 2026 12:02:00 GMT", None),
        ("Thu, 26 Nov 99999999 12:02:00 GMT", None),
    ],
)
def test_f4a_retry_after_is_seconds_or_a_date_and_an_hour_at_most(
    text: str, seconds: float | None
) -> None:
    assert seconds_until_retry(text, NOW) == seconds


def test_f4a_a_receiver_is_not_called_again_sooner_than_after_a_failure() -> None:
    assert wait_as_asked(0, [5, 30], 0.5) == 5
    assert wait_as_asked(100, [5, 30], 0) == 100
    assert wait_as_asked(100, [5, 30], 1) == 120


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (200, None, {}),
        (429, "120", {"retry_after": 120.0}),
        (503, "7", {"retry_after": 7.0}),
        (503, None, {}),
        (429, "soon", {}),
        (500, "120", {}),
        (410, None, {"is_final": True, "is_gone": True}),
        (404, None, {}),
    ],
)
async def test_f4a_what_an_answer_means(
    receiver: Receiver,
    tmp_path_factory: pytest.TempPathFactory,
    status: int,
    retry_after: str | None,
    expected: dict[str, object],
) -> None:
    async def answer(_: Received) -> int:
        return status

    receiver.answer, receiver.retry_after = answer, retry_after
    seal = Seal(tmp_path_factory.mktemp("data"))
    deliverer = Deliverer(Poster(Names(1), allows_loopback=True), seal, allows_loopback=True)
    sealed = (seal.seal("whsec_c2VjcmV0"),)
    message = claimed_delivery(receiver.url, sealed)

    outcome = await deliverer.deliver(message)

    error = None if status == 200 else f"Answered {status}"
    assert outcome == Outcome(message, error, status_code=status, **expected)  # type: ignore[arg-type]


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook."""
    quiet.users["hook"] = UUID((await webhook(quiet, await operator(quiet), ENDS))["databaseId"])
    return quiet


async def attempted(registry: Registry, **outcome: object) -> list[Claimed]:
    """Claim what is due and let it fail like this; return what it was."""
    await workflow.make(registry.owner, 100)
    worker = uuid4()
    claimed = await workflow.claim(registry.owner, worker, 100, {})
    outcomes = [Outcome(message, "Answered 503", **outcome) for message in claimed]  # type: ignore[arg-type]
    await workflow.settle(registry.owner, worker, outcomes, [0], lambda: 0.0)
    return claimed


async def test_f4a_a_pause_that_was_asked_for_costs_no_attempt(hooked: Registry) -> None:
    await happen(hooked)

    for _ in range(10):
        (claimed,) = await attempted(hooked, retry_after=0.0)
        assert claimed.attempt == 1

    (message,) = await messages(hooked, "operator")
    assert (message["status"], message["attempts"]) == ("ENQUEUED", 0)
    assert message["lastError"] == "Answered 503"


async def test_f4a_a_pause_is_kept(hooked: Registry) -> None:
    await happen(hooked)
    before = datetime.now(UTC)

    await attempted(hooked, retry_after=1800.0)

    (message,) = await messages(hooked, "operator")
    due = datetime.fromisoformat(message["nextAttemptAt"])
    assert due >= before + timedelta(seconds=1800)
    assert await attempted(hooked) == []


async def test_f4a_the_attempts_before_a_pause_still_count(hooked: Registry) -> None:
    await happen(hooked)
    for _ in range(4):
        await attempted(hooked)

    await attempted(hooked, retry_after=0.0)
    (last,) = await attempted(hooked)

    assert last.attempt == 5
    (message,) = await messages(hooked, "operator")
    assert (message["status"], message["attempts"]) == ("FAILED", 5)


async def test_f4a_a_receiver_that_is_gone_has_its_webhook_switched_off(hooked: Registry) -> None:
    other = await webhook(hooked, "operator", ENDS, ["DEATH_ISSUED"])
    for _ in range(3):
        await happen(hooked)
    await workflow.make(hooked.owner, 100)
    worker = uuid4()
    claimed = await workflow.claim(hooked.owner, worker, 2, {})
    gone = [Outcome(it, "Answered 410", is_final=True, is_gone=True) for it in claimed]

    await workflow.settle(hooked.owner, worker, gone, [0])

    nodes = (await hooked.ask("operator", LIST)).data["webhooks"]["nodes"]
    assert {node["databaseId"]: node["isActive"] for node in nodes} == {
        str(hooked.users["hook"]): False,
        other["databaseId"]: True,
    }
    notice, *rest = await messages(hooked, "operator")
    assert (notice["kind"], notice["status"]) == ("webhook.switched_off", "ENQUEUED")
    assert sorted((it["status"], it["lastError"]) for it in rest) == [
        ("FAILED", "Answered 410"),
        ("FAILED", "Answered 410"),
        ("FAILED", WHY_GONE),
    ]
    actions = await hooked.owner.fetch("select action from audit_log where resource = 'webhook'")
    assert [row[0] for row in actions].count("webhook.switched_off") == 1
    await happen(hooked)
    assert [it.webhook_id for it in await attempted(hooked)] == [UUID(other["databaseId"])]


async def test_f4a_only_who_holds_a_message_switches_its_webhook_off(hooked: Registry) -> None:
    await happen(hooked)
    await workflow.make(hooked.owner, 100)
    (claimed,) = await workflow.claim(hooked.owner, uuid4(), 100, {})

    stale = Outcome(claimed, "Answered 410", is_final=True, is_gone=True)
    settled = await workflow.settle(hooked.owner, uuid4(), [stale], [0])

    assert settled == 0
    nodes = (await hooked.ask("operator", LIST)).data["webhooks"]["nodes"]
    assert [node["isActive"] for node in nodes] == [True]


def test_f4a_a_date_is_written_as_http_does() -> None:
    moment = NOW + timedelta(seconds=30)

    assert seconds_until_retry(format_datetime(moment, usegmt=True), NOW) == 30
