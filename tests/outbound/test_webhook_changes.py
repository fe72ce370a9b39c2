"""A webhook's address, topics and whether it is switched on are changed by its owner (F5a, F3)."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.messages import WHY_OFF_BY_OWNER
from tests.hooks import CREATE, happen, messages, operator, portal, webhook
from tests.name_servers import name_server
from tests.outbound.attempts import REDELIVER, changed, delivered, deliveries
from tests.people import id_of
from tests.receivers import Received, Receiver, listening
from tests.serving import Registry, until_it_waits
from workflows import messages as workflow
from workflows.messages import Outcome

ENDS = "https://93.184.216.34/hook"
IN_TRANSACTION = """
select count(*) from pg_stat_activity
 where datname = current_database() and state = 'idle in transaction'
"""


def violations(answer: Any) -> list[list[str]]:
    (error,) = answer.errors
    assert error["message"] == "Webhook cannot be changed"
    return [violation["path"] for violation in error["extensions"]["violations"]]


@pytest.fixture
async def hooked(quiet: Registry) -> Registry:
    """A server without a worker, with one webhook of a machine."""
    machine = await portal(quiet)
    hook = await webhook(quiet, machine, ENDS)
    quiet.users |= {"machine": machine, "hook": UUID(hook["databaseId"])}
    await operator(quiet)
    return quiet


async def change(registry: Registry, **changes: Any) -> Any:
    hook = id_of("Webhook", registry.users["hook"])
    return await changed(registry, registry.users["machine"], hook, **changes)


async def attempted(registry: Registry, **outcome: Any) -> int:
    """Let what is due fail; return how much it was."""
    await workflow.make(registry.owner, 100)
    worker = uuid4()
    claimed = await workflow.claim(registry.owner, worker, 100, {})
    failed = [Outcome(message, "Answered 500", **outcome) for message in claimed]
    await workflow.settle(registry.owner, worker, failed, [0])
    return len(claimed)


async def test_f5a_what_is_given_changes_and_the_rest_stays(hooked: Registry) -> None:
    moved = await change(hooked, url=f"{ENDS}/new", topics=None)
    narrowed = await change(hooked, topics=["DEATH_ISSUED", "BIRTH_ISSUED", "DEATH_ISSUED"])
    off = await change(hooked, isActive=False)

    assert moved.data["updateWebhook"]["webhook"]["url"] == f"{ENDS}/new"
    assert len(moved.data["updateWebhook"]["webhook"]["topics"]) == 7
    assert narrowed.data["updateWebhook"]["webhook"]["topics"] == ["BIRTH_ISSUED", "DEATH_ISSUED"]
    assert off.data["updateWebhook"]["webhook"] == {
        "id": id_of("Webhook", hooked.users["hook"]),
        "url": f"{ENDS}/new",
        "topics": ["BIRTH_ISSUED", "DEATH_ISSUED"],
        "isActive": False,
    }


async def test_d1_d4_f5a_a_change_is_in_the_trail_without_the_address(hooked: Registry) -> None:
    await change(hooked, url=f"{ENDS}/token", isActive=False)
    await change(hooked, url=f"{ENDS}/token", isActive=False)
    await change(hooked)

    trail = await hooked.owner.fetch(
        "select actor_id, changeset::text from audit_log where action = 'webhook.updated'"
    )
    assert [tuple(row) for row in trail] == [
        (hooked.users["machine"], '{"url": "[personal data]", "is_active": false}')
    ]


async def test_f3_f5a_a_new_address_is_held_to_what_a_first_one_is(
    hooked: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    literal = await change(hooked, url="https://10.0.0.1/", topics=[])
    async with name_server({"inside.example": [["93.184.216.34", "10.0.0.1"]]}) as server:
        monkeypatch.setattr("outbound.names.SYSTEMS", (server.at,))
        named = await change(hooked, url="https://inside.example/", topics=[])
        unknown = await change(hooked, url="https://unknown.example/")

    assert violations(literal) == violations(named) == [["url"], ["topics"]]
    assert not unknown.errors


async def test_f4a_f5a_no_connection_is_held_while_a_name_is_looked_up(
    hooked: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outbound.names.LOOK_UP_SECONDS", 60.0)
    machine = hooked.users["machine"]
    async with name_server() as silent:
        monkeypatch.setattr("outbound.names.SYSTEMS", (silent.at,))
        made = {"url": "https://one.example/", "topics": ["BIRTH_ISSUED"]}
        making = asyncio.create_task(hooked.ask(machine, CREATE, made))
        changing = asyncio.create_task(change(hooked, url="https://two.example/"))
        async with asyncio.timeout(120):
            while len(set(silent.asked)) < 2:
                await asyncio.sleep(0.01)

        held = await hooked.owner.fetchval(IN_TRANSACTION)

        silent.names = {}
        answers = await asyncio.gather(making, changing)
    assert held == 0
    assert not any(answer.errors for answer in answers)


async def test_a3_f5a_nothing_is_looked_up_for_who_may_not_act(
    hooked: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = hooked.users["machine"]
    async with hooked.acting("client.blocked"):
        await hooked.owner.execute("update clients set is_blocked = true where id = $1", machine)

    async with name_server({}) as server:
        monkeypatch.setattr("outbound.names.SYSTEMS", (server.at,))
        answer = await change(hooked, url="https://two.example/")

    assert (answer.status, answer.refusal) == (403, ("FORBIDDEN", "Client is blocked"))
    assert server.asked == []


async def test_f5a_what_waits_for_one_that_is_switched_off_has_failed_and_is_sent_when_on(
    hooked: Registry,
) -> None:
    machine = hooked.users["machine"]
    await happen(hooked, status="REGISTERED")
    await workflow.make(hooked.owner, 100)

    await change(hooked, isActive=False)
    await happen(hooked, status="REGISTERED")
    claimed_while_off = await attempted(hooked)
    (message,) = await messages(hooked, "operator")
    await change(hooked, isActive=True)
    (delivery,) = await deliveries(hooked, machine, id_of("Webhook", hooked.users["hook"]))
    again = await hooked.ask(machine, REDELIVER, {"id": delivery["id"]})

    assert claimed_while_off == 0
    assert (message["status"], message["lastError"]) == ("FAILED", WHY_OFF_BY_OWNER)
    assert not again.errors
    assert await attempted(hooked) == 1


async def test_f5a_an_attempt_under_way_is_the_last_of_one_that_is_switched_off(
    hooked: Registry,
) -> None:
    for _ in range(2):
        await happen(hooked, status="REGISTERED")
    await workflow.make(hooked.owner, 100)
    worker = uuid4()
    ended, lost = await workflow.claim(hooked.owner, worker, 100, {})

    await change(hooked, isActive=False)
    await workflow.settle(hooked.owner, worker, [Outcome(ended, "Answered 503", 60.0)], [0])
    await workflow.rescue_lost(hooked.owner)

    left = await messages(hooked, "operator")
    assert {it["databaseId"]: it["status"] for it in left} == {
        str(ended.id): "FAILED",
        str(lost.id): "FAILED",
    }


@pytest.mark.parametrize("changes", [{"isActive": True}, {"url": f"{ENDS}/new", "isActive": True}])
async def test_f4a_f5a_one_that_410_switched_off_is_switched_on_again(
    hooked: Registry, changes: dict[str, Any]
) -> None:
    await happen(hooked, status="REGISTERED")
    await attempted(hooked)
    await hooked.owner.execute(
        "update webhook_failures set failing_since = now() - interval '6 days'"
    )
    await attempted(hooked, is_final=True, is_gone=True)
    was_off = not await hooked.owner.fetchval("select is_active from webhooks")

    on = await change(hooked, **changes)
    await happen(hooked, status="REGISTERED")
    tried = [await attempted(hooked), await attempted(hooked)]

    assert was_off
    assert on.data["updateWebhook"]["webhook"]["isActive"]
    assert tried == [1, 1]
    assert await hooked.owner.fetchval("select is_active from webhooks")


async def test_f5a_what_is_just_made_for_one_that_is_switched_off_has_failed(
    hooked: Registry,
) -> None:
    await happen(hooked, status="REGISTERED")
    maker = await asyncpg.connect(hooked.database.app_url)
    making = maker.transaction()
    await making.start()
    made = await workflow.make(maker, 100)

    switching = asyncio.create_task(change(hooked, isActive=False))
    await until_it_waits(hooked.owner, switching)
    await making.commit()
    off = await switching

    await maker.close()
    (message,) = await messages(hooked, "operator")
    assert (made, off.errors) == (1, [])
    assert (message["status"], message["lastError"]) == ("FAILED", WHY_OFF_BY_OWNER)


async def test_f5a_nothing_is_left_waiting_for_one_that_is_switched_off_while_events_come(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    hook = await webhook(delivering, admin, receiver.url)

    async def events() -> None:
        for _ in range(60):
            await happen(delivering)

    async def switch() -> None:
        for number in range(11):
            await changed(delivering, admin, hook["id"], isActive=number % 2 == 1)

    await asyncio.gather(events(), switch())
    async with asyncio.timeout(120):
        while await delivering.owner.fetchval(
            "select exists (select from undispatched_events)"
            " or exists (select from messages where status = 'PROCESSING')"
        ):
            await asyncio.sleep(0.01)

    statuses = {it["status"] for it in await messages(delivering, admin)}
    assert statuses <= {"PROCESSED", "FAILED"}


async def test_f5a_what_waits_goes_to_the_new_address(
    delivering: Registry, admin: str, receiver: Receiver
) -> None:
    refused = asyncio.Event()

    async def refuse(_: Received) -> int:
        refused.set()
        return 500

    async with listening(Receiver(refuse)) as old:
        hook = await webhook(delivering, admin, old.url)
        await happen(delivering)
        await refused.wait()

        await changed(delivering, admin, hook["id"], url=receiver.url)
        failed = await delivered(delivering, admin, hook["id"])
        if failed["status"] == "FAILED":
            await delivering.ask(admin, REDELIVER, {"id": failed["id"]})

        (delivery,) = await receiver.has_accepted(1)
    assert delivery.id in {it.id for it in old.received}
    assert delivery.is_signed_with(hook["secret"])
