"""What other systems send: signed, once, sealed, and parked where it is switched off (V1 to V4)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role
from rules.inbound import MOST_BYTES
from server.postgres.pool import Pool
from tests.databases import Database
from tests.events import brought_to
from tests.hooks import webhook
from tests.inbound import Link, rotate, seal_of, switch, work
from tests.limited_grants import Tree, tree_of
from tests.organisations import steward
from tests.serving import Registry, served
from tests.sources import linked, made
from workflows import messages as workflow

SOMETHING = {"type": "group.renamed", "timestamp": "2026-11-28T08:00:00Z", "data": {"who": "Zoë"}}
LOG = """
{ messages(first: 100) {
    nodes { kind status environment fault lastError waitsFor organisation { name } } } }
"""
OVERVIEW = "{ messageQueueOverview { enqueued parked overdue oldestEnqueuedAt } }"
NO_LINK = ("NOT_FOUND", "Source link not found")


@dataclass
class Outside:
    """A registry with a link of one organisation, its steward, and what works on what comes."""

    registry: Registry
    tree: Tree
    link: Link
    pool: Pool
    directory: Path

    async def work(self) -> list[Any]:
        """Work on what has come."""
        return await work(self.registry, self.pool, seal_of(self.directory))

    async def log(self, who: str = "left") -> list[dict[str, Any]]:
        """Return the log as somebody reads it."""
        nodes: list[dict[str, Any]] = (await self.registry.ask(who, LOG)).data["messages"]["nodes"]
        return nodes


@pytest.fixture
async def outside(database: Database, tmp_path: Path) -> AsyncIterator[Outside]:
    """Let the left branch be linked with a source, which has its secret."""
    async with served(database, tmp_path) as registry:
        await registry.user("admin", Role.ADMIN)
        tree = await tree_of(registry)
        for name, place in (("left", tree.left), ("right", tree.right)):
            await steward(registry, name, place)
        link_id = await linked(registry, await made(registry), tree.left)
        answer = await rotate(registry, "left", link_id)
        secret = answer.data["rotateInboundSecret"]["signingSecret"]
        pool = Pool(lambda: database.app_url, 4)
        await pool.open()
        yield Outside(registry, tree, Link(registry, link_id, secret), pool, tmp_path)
        await pool.close()


async def test_v1_what_is_signed_is_committed_and_answered_with_its_message(
    outside: Outside,
) -> None:
    correlation = str(uuid4())

    answer = await outside.link.send(SOMETHING, headers={"x-correlation-id": correlation})

    (found,) = await outside.registry.owner.fetch("select * from messages")
    assert (answer.status_code, answer.json()) == (202, {"messageId": str(found["id"])})
    assert answer.headers["x-correlation-id"] == correlation == str(found["correlation_id"])
    (seen,) = await outside.log()
    assert (seen["kind"], seen["environment"]) == ("inbound.unknown", "PRODUCTION")
    assert seen["organisation"] == {"name": "Left"}
    assert await outside.log("right") == []


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("unsigned", 401),
        ("of another secret", 401),
        ("old", 401),
        ("of the future", 401),
        ("of no link", 401),
        ("of a signature that is none", 401),
        ("of a body that was changed", 401),
        ("too large", 413),
        ("a form", 415),
        ("no object", 400),
    ],
)
async def test_v1_what_is_not_as_it_should_be_is_refused_without_a_reason(
    outside: Outside, what: str, status: int
) -> None:
    link, now = outside.link, datetime.now(UTC)
    body = b'{"type": "x"}'
    match what:
        case "unsigned":
            answer = await link.post(body, {"content-type": "application/json"})
        case "of another secret":
            answer = await link.send(body, secret="whsec_" + "A" * 43 + "=")
        case "old":
            answer = await link.send(body, moment=now - timedelta(minutes=6))
        case "of the future":
            answer = await link.send(body, moment=now + timedelta(minutes=6))
        case "of no link":
            answer = await Link(outside.registry, uuid4(), link.secret).send(body)
        case "of a signature that is none":
            answer = await link.send(body, headers={"webhook-signature": "v1"})
        case "of a body that was changed":
            answer = await link.post(b'{"type": "y"}', link.signed(body))
        case "too large":
            answer = await link.send(b'"' + b"x" * MOST_BYTES + b'"')
        case "a form":
            answer = await link.send(body, headers={"content-type": "text/plain"})
        case _:
            answer = await link.send(b"[]")

    assert (answer.status_code, answer.content) == (status, b"")
    assert await outside.registry.owner.fetchval("select count(*) from messages") == 0


async def test_v1_too_much_that_nobody_signed_keeps_out_nothing_that_is_signed(
    outside: Outside,
) -> None:
    unsigned = [
        await outside.link.post(b"{}", {"content-type": "application/json"}) for _ in range(12)
    ]
    signed = await outside.link.send(SOMETHING)

    assert {(it.status_code, it.content) for it in unsigned} == {(401, b""), (429, b"")}
    assert [it.status_code for it in unsigned[:9]] == [401] * 9
    assert int(unsigned[-1].headers["retry-after"]) > 0
    assert signed.status_code == 202


async def test_v2_the_same_id_brings_the_same_message_and_no_other_body(outside: Outside) -> None:
    first = await outside.link.send(SOMETHING, "one")
    again = await outside.link.send(SOMETHING, "one")
    changed = await outside.link.send(SOMETHING | {"type": "other"}, "one")

    assert (first.status_code, again.status_code, changed.status_code) == (202, 202, 409)
    assert first.json() == again.json()
    assert len(await outside.log()) == 1


async def test_v2_of_64_equal_ones_at_once_comes_one_message(outside: Outside) -> None:
    answers = await asyncio.gather(*(outside.link.send(SOMETHING, "same") for _ in range(64)))

    assert {it.status_code for it in answers} == {202}
    assert len({it.json()["messageId"] for it in answers}) == 1
    assert len(await outside.log()) == 1


async def test_v1_a_secret_that_was_rotated_verifies_once_more_and_no_longer(
    outside: Outside,
) -> None:
    former = outside.link.secret
    await rotate(outside.registry, "left", outside.link.id)
    still = await outside.link.send(SOMETHING, secret=former)
    await rotate(outside.registry, "left", outside.link.id)
    gone = await outside.link.send(SOMETHING, secret=former)

    assert (still.status_code, gone.status_code) == (202, 401)


async def test_v3_a_body_is_sealed_and_goes_when_it_was_worked_on(outside: Outside) -> None:
    await outside.link.send(SOMETHING)
    sealed = await outside.registry.owner.fetchval("select sealed from inbound_bodies")
    payload = await outside.registry.owner.fetchval("select payload::text from messages")

    assert "Zoë" in seal_of(outside.directory).open(sealed)
    assert payload == "{}"
    assert "Zoë".encode() not in sealed
    assert [it.kind for it in await outside.work()] == ["inbound.unknown"]
    assert [it["status"] for it in await outside.log()] == ["PROCESSED"]
    assert await outside.registry.owner.fetchval("select count(*) from inbound_bodies") == 0


async def rejected(outside: Outside, place: UUID) -> str:
    """Let a machine of an organisation declare what is rejected; return its tracking id."""
    registry = outside.registry
    await registry.user("rejecting", Role.REGISTRAR)
    machine = await registry.client(f"machine of {place}")
    await brought_to(registry, "rejecting", machine, "REJECTED")
    async with registry.acting("client.updated") as owner:
        await owner.execute("update clients set organisation_id = $2 where id = $1", machine, place)
    found: str = await registry.owner.fetchval(
        "select tracking_id from vital_events where declared_by_client_id = $1", machine
    )
    return found


async def test_v3_reasons_are_asked_for_from_outside(outside: Outside) -> None:
    tracking_id = await rejected(outside, outside.tree.left)
    asked = {"type": "explanation.requested", "data": {"trackingId": tracking_id}}

    await outside.link.send(asked)
    await outside.work()

    assert [(it["status"], it["lastError"]) for it in await outside.log()] == [("PROCESSED", None)]
    status = await outside.registry.owner.fetchval("select status from explanation_requests")
    assert status == "REQUESTED"


async def test_v3_what_another_organisation_declared_does_not_exist_for_a_link(
    outside: Outside,
) -> None:
    tracking_id = await rejected(outside, outside.tree.right)
    asked = {"type": "explanation.requested", "data": {"trackingId": tracking_id}}

    await outside.link.send(asked)
    await outside.link.send({"type": "explanation.requested"})
    await outside.work()

    failed = [(it["lastError"], it["fault"]) for it in await outside.log()]
    assert failed == [
        ("Inbound message is incomplete", "THEIRS"),
        ("Vital event not found", "THEIRS"),
    ]
    assert await outside.registry.owner.fetchval("select count(*) from explanation_requests") == 0


async def test_v4_what_is_switched_off_is_parked_and_goes_in_order_when_it_is_on_again(
    outside: Outside,
) -> None:
    await switch(outside.registry, "left", outside.link.id, "INBOUND", False)
    sent = [(await outside.link.send(SOMETHING, f"id{n}")).json()["messageId"] for n in range(20)]
    async with outside.registry.acting("message.aged") as owner:
        await owner.execute("update messages set next_attempt_at = now() - interval '1 hour'")

    parked = await outside.work()
    overview = (await outside.registry.ask("admin", OVERVIEW)).data["messageQueueOverview"]
    waits = {it["waitsFor"] for it in await outside.log()}
    back = await switch(outside.registry, "left", outside.link.id, "INBOUND", True)

    assert (parked, waits) == ([], {"SWITCH"})
    assert overview == {"enqueued": 20, "parked": 20, "overdue": 0, "oldestEnqueuedAt": None}
    switches = back.data["setSwitch"]["sourceLink"]["switches"]
    assert {it["isOn"] for it in switches} == {True}
    assert [str(it.id) for it in await outside.work()] == sent


async def test_v4_deliveries_to_an_organisations_machines_are_parked_and_no_others(
    outside: Outside,
) -> None:
    registry = outside.registry
    for name in ("theirs", "others"):
        machine = await registry.client(name)
        await webhook(registry, machine, f"https://{name}.example/hook")
        if name == "theirs":
            async with registry.acting("client.updated") as owner:
                await owner.execute(
                    "update clients set organisation_id = $2 where id = $1",
                    machine,
                    outside.tree.left,
                )
    test = """
    mutation ($id: ID!) { sendTestEvent(input: {id: $id}) { webhookDelivery { topic } } }
    """
    hooks = (await registry.ask("admin", "{ webhooks { nodes { id url } } }")).data["webhooks"]
    await switch(registry, "left", outside.link.id, "WEBHOOKS", False)
    for hook in hooks["nodes"]:
        await registry.ask("admin", test, {"id": hook["id"]})

    claimed = [it.url for it in await workflow.claim(registry.owner, uuid4(), 100, {})]
    await switch(registry, "left", outside.link.id, "WEBHOOKS", True)
    later = [it.url for it in await workflow.claim(registry.owner, uuid4(), 100, {})]

    assert claimed == ["https://others.example/hook"]
    assert later == ["https://theirs.example/hook"]


async def test_v4_whoever_looks_after_another_organisation_finds_no_link(outside: Outside) -> None:
    answers = [
        await rotate(outside.registry, "right", outside.link.id),
        await switch(outside.registry, "right", outside.link.id, "INBOUND", False),
    ]

    assert [it.refusal for it in answers] == [NO_LINK, NO_LINK]
