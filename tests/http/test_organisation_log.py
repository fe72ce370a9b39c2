"""The log of an organisation: a steward's own messages, and no others (rules V8 to V10)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.messages import MessageFault
from tests.hooks import happen, messages, operator, portal, webhook
from tests.limited_grants import Tree, tree_of
from tests.organisations import limit, steward
from tests.people import id_of
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Outcome

NOT_FOUND = ("NOT_FOUND", "Message not found")
LOG = """
query ($filter: MessageFilter) {
  messages(first: 50, filter: $filter) {
    nodes {
      id kind status attempts lastError errorCode fault waitsFor environment subjectId
      organisation { name }
      attemptsMade { success errorCode errorMessage milliseconds }
    }
  }
}
"""
RECEIVER = "{ messages { nodes { webhook { url } delivery { topic } } } }"
WEBHOOK = "query ($id: ID!) { node(id: $id) { ... on Webhook { url } } }"
BY_ID = "query ($id: ID!) { node(id: $id) { ... on Message { kind } } }"
DO = "mutation ($input: MessageIdInput!) { %s(input: $input) { message { status } } }"
RUN = """
insert into runs (kind, organisation_id, parameters, correlation_id)
values ('TRANSFER', $1, '{}', uuidv7()) returning id
"""
AGE = "update messages set next_attempt_at = now() - interval '2 minutes' where id = $1"


@dataclass
class Logs:
    """A registry with a run in each of four organisations, a message to a machine, and stewards."""

    registry: Registry
    tree: Tree
    runs: dict[str, UUID]


@pytest.fixture
async def logs(registry: Registry) -> Logs:
    """Messages of the organisations of a tree, and one of nobody."""
    admin = await operator(registry)
    tree = await tree_of(registry)
    for name, place in (("left", tree.left), ("leaf", tree.leaf), ("right", tree.right)):
        await steward(registry, name, place)
    runs = {}
    async with registry.acting("run.requested") as owner:
        for name, place in (("left", tree.left), ("leaf", tree.leaf), ("right", tree.right)):
            runs[name] = await owner.fetchval(RUN, place)
    await webhook(registry, admin, "https://registry.example/hook")
    await happen(registry)
    await workflow.make(registry.owner, 100)
    return Logs(registry, tree, runs)


async def log(logs: Logs, who: str, **narrowed: Any) -> list[dict[str, Any]]:
    """Return the log as somebody reads it."""
    answer = await logs.registry.ask(who, LOG, {"filter": narrowed})
    nodes: list[dict[str, Any]] = answer.data["messages"]["nodes"]
    return nodes


async def fail(logs: Logs, name: str, error: str, **more: Any) -> None:
    """Let the one attempt of a run's message come to nothing for good."""
    claimed = await workflow.claim(logs.registry.owner, worker := uuid4(), 100, {})
    mine = [it for it in claimed if str(logs.runs[name]) in it.payload]
    outcomes = [Outcome(it, error, is_final=True, **more) for it in mine]
    assert await workflow.settle(logs.registry.owner, worker, outcomes, [0]) == 1
    await workflow.release(logs.registry.owner, worker)


async def test_v8_a_steward_sees_the_messages_of_their_organisations_and_no_others(
    logs: Logs,
) -> None:
    seen = {who: await log(logs, who) for who in ("left", "leaf", "right", "operator")}

    places = {who: sorted(it["organisation"]["name"] for it in seen[who]) for who in logs.runs}
    assert places == {"left": ["Leaf", "Left"], "leaf": ["Leaf"], "right": ["Right"]}
    assert len(seen["operator"]) == 4
    assert seen["leaf"][0]["subjectId"] == id_of("Run", logs.runs["leaf"])


async def test_v8_what_is_others_is_found_by_no_id_and_no_filter(logs: Logs) -> None:
    others = next(it for it in await log(logs, "right"))
    asked = {
        "organisationId": id_of("Organisation", logs.tree.right),
        "subjectId": others["subjectId"],
    }

    by_id = await logs.registry.ask("left", BY_ID, {"id": others["id"]})
    by_filter = [await log(logs, "left", **{name: value}) for name, value in asked.items()]
    acts = [
        await logs.registry.ask("left", DO % name, {"input": {"id": others["id"]}})
        for name in ("retryMessage", "discardMessage")
    ]

    assert by_id.data == {"node": None}
    assert by_filter == [[], []]
    assert [it.refusal for it in acts] == [NOT_FOUND, NOT_FOUND]
    assert len(await log(logs, "right", **asked)) == 1


async def test_v8_what_a_message_is_about_is_named_and_not_shown(logs: Logs) -> None:
    about = "{ messages { nodes { subject { %s } } } }"

    named = await logs.registry.ask("leaf", about % "__typename id")
    asked = [
        await logs.registry.ask(who, about % "id ... on Run { status }")
        for who in ("leaf", "operator")
    ]

    run = {"__typename": "Run", "id": id_of("Run", logs.runs["leaf"])}
    assert named.data["messages"]["nodes"] == [{"subject": run}]
    why = "subject has no more than id: ask node for the rest"
    assert [it.refusal for it in asked] == [("BAD_REQUEST", why)] * 2


@pytest.mark.parametrize(
    "asked",
    [
        "{ messageQueueOverview { failed } }",
        "mutation { retryMessages(input: {}) { retried } }",
    ],
)
async def test_v8_what_is_of_the_whole_registry_is_closed_to_a_steward(
    logs: Logs, asked: str
) -> None:
    answer = await logs.registry.ask("left", asked)

    assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_v8_a_grant_that_has_ended_shows_nothing(logs: Logs) -> None:
    await logs.registry.user("former")
    await limit(logs.registry, "former", "STEWARD", logs.tree.left, "-1 second")

    answer = await logs.registry.ask("former", LOG)

    assert answer.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_v8_a_steward_reads_why_a_message_failed_and_retries_it(logs: Logs) -> None:
    await fail(logs, "leaf", "Answered 403", status_code=403)
    (failed,) = await log(logs, "left", status=["FAILED"])

    answer = await logs.registry.ask("left", DO % "retryMessage", {"input": {"id": failed["id"]}})

    assert (failed["lastError"], failed["errorCode"], failed["fault"]) == (
        "Answered 403",
        403,
        "THEIRS",
    )
    (attempt,) = failed["attemptsMade"]
    assert (attempt["success"], attempt["errorCode"]) == (False, 403)
    assert attempt["errorMessage"] == "Answered 403"
    assert answer.data["retryMessage"]["message"] == {"status": "ENQUEUED"}


async def test_v9_faults_of_ours_and_of_theirs_are_told_apart(logs: Logs) -> None:
    await fail(logs, "left", "It could not be sent (KeyError)", fault=MessageFault.OURS)
    await fail(logs, "right", "No connection")

    found = {
        fault: [it["organisation"]["name"] for it in await log(logs, "operator", fault=fault)]
        for fault in ("OURS", "THEIRS")
    }

    assert found == {"OURS": ["Left"], "THEIRS": ["Right"]}


async def test_v8_a_message_to_a_bound_machine_is_in_the_log_of_its_organisation(
    logs: Logs,
) -> None:
    machine = await portal(logs.registry)
    made = await webhook(logs.registry, machine, "https://clinic.example/hook")
    async with logs.registry.acting("client.updated") as owner:
        await owner.execute(
            "update clients set organisation_id = $2 where id = $1", machine, logs.tree.leaf
        )
    test = "mutation ($id: ID!) { sendTestEvent(input: {id: $id}) { webhookDelivery { id } } }"
    await logs.registry.ask("operator", test, {"id": made["id"]})

    (found,) = await log(logs, "leaf", kind="webhook.test")

    shown = await logs.registry.ask("leaf", RECEIVER)
    assert found["organisation"] == {"name": "Leaf"}
    assert {"webhook": None, "delivery": None} in shown.data["messages"]["nodes"]
    assert await log(logs, "right", kind="webhook.test") == []


async def test_v8_a_steward_reads_no_webhook_of_the_client_that_they_use_either(
    logs: Logs,
) -> None:
    made = await webhook(logs.registry, "operator", "https://console.example/hook")
    test = "mutation ($id: ID!) { sendTestEvent(input: {id: $id}) { webhookDelivery { id } } }"
    await logs.registry.ask("operator", test, {"id": made["id"]})
    async with logs.registry.acting("message.aged") as owner:
        await owner.execute(
            "update messages set organisation_id = $1 where kind = 'webhook.test'", logs.tree.leaf
        )

    found = (await logs.registry.ask("leaf", RECEIVER)).data["messages"]["nodes"]
    by_id = await logs.registry.ask("leaf", WEBHOOK, {"id": made["id"]})

    assert found == [{"webhook": None, "delivery": None}] * 2
    assert by_id.refusal == ("FORBIDDEN", "User doesn't have required role")


async def test_v10_what_is_past_its_time_is_counted_unless_something_holds_it_up(
    logs: Logs,
) -> None:
    first, second = await happen(logs.registry), await happen(logs.registry)
    for status in ("REGISTERED", "ISSUED"):
        await happen(logs.registry, first, status)
    await workflow.make(logs.registry.owner, 100)
    assert await overdue(logs) == 0

    async with logs.registry.acting("message.aged") as owner:
        for key in await owner.fetch(
            "select id from messages where record = any ($1)",
            [f"vital_event:{first}", f"vital_event:{second}"],
        ):
            await owner.execute(AGE, key["id"])
    late = await overdue(logs)
    waits = [it["waitsFor"] for it in await log(logs, "operator", kind="webhook.birth.issued")]

    assert late == 2
    assert waits == ["EARLIER_MESSAGE"]
    await workflow.claim(logs.registry.owner, uuid4(), 100, {})
    assert await overdue(logs) == 0
    async with logs.registry.acting("message.aged") as owner:
        await owner.execute(
            "update messages set claimed_at = now() - interval '11 minutes'"
            " where record = $1 and status = 'PROCESSING'",
            f"vital_event:{second}",
        )
    assert await overdue(logs) == 1


async def overdue(logs: Logs) -> int:
    """Return how many messages are overdue, as an operator sees it."""
    answer = await logs.registry.ask("operator", "{ messageQueueOverview { overdue } }")
    found: int = answer.data["messageQueueOverview"]["overdue"]
    return found


async def test_v8_the_log_of_an_organisation_is_had_as_csv(logs: Logs) -> None:
    assert len(await messages(logs.registry, "operator")) == 4
    answer = await logs.registry.http.post(
        f"{logs.registry.url}/exports/messages",
        json={},
        headers={"authorization": f"Bearer {logs.registry.token('left')}"},
    )

    lines = answer.text.strip().splitlines()
    assert (answer.status_code, len(lines)) == (200, 3)
    assert all("run.transfer" in line for line in lines[1:])
