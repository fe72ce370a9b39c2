"""Rules V3 to V5: what other systems ask and are sent about reasons, and what is switched off."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from tests.databases import Database
from tests.events import brought_to
from tests.explanations import answered, by_hand, do, listed, requested, seen
from tests.hooks import webhook
from tests.inbound import switch
from tests.institutions import Institution, institution
from tests.people import id_of
from tests.serving import Registry
from workflows import messages as workflow
from workflows.explanations import show_due

TOPICS = ["EXPLANATION_REQUESTED", "EXPLANATION_SHOWN"]


@pytest.fixture
async def at(database: Database, tmp_path: Path) -> AsyncIterator[Institution]:
    async with institution(database, tmp_path) as made:
        yield made


async def test_v5_what_a_system_calls_a_request_is_asked_once(at: Institution) -> None:
    first, second = await at.rejected(), await at.rejected()

    await at.ask_for(first, "17")
    await at.ask_for(first, "17")
    await at.ask_for(second, "17")
    await at.ask_for(second, "x" * 256)
    await at.ask_for(second, 18)
    await at.ask_for("\x00", "18")
    await at.work()

    (request,) = await listed(at.registry, at.machine)
    assert (await seen(at.registry, at.machine, request))["externalId"] == "17"
    assert [(it["lastError"], it["fault"]) for it in await at.log()] == [
        ("Inbound message is incomplete", "THEIRS"),
        ("Inbound message is incomplete", "THEIRS"),
        ("Input is invalid", "THEIRS"),
        ("External id was used for another request", "THEIRS"),
        (None, None),
        (None, None),
    ]


async def test_f2_who_asked_is_sent_that_it_may_be_read_and_nothing_before(
    at: Institution,
) -> None:
    registry = at.registry
    other = await registry.client("another machine")
    await hooked(at, TOPICS)
    for name, who in (("others", other), ("everybodys", "admin")):
        await webhook(registry, who, f"https://{name}.example/hook", TOPICS)
    tracking_id = await at.rejected()
    await at.ask_for(tracking_id, "17")
    await at.work()
    (request,) = await listed(registry, "one")
    await answered(registry, "one", request)
    await by_hand(registry, "update explanation_requests set decided_at = now() + interval '1 day'")
    await do(registry, "other", "showExplanation", id=request)
    while_it_waits = await messages_of(registry, "theirs")
    await by_hand(registry, "update explanation_requests set shows_at = now()")
    await show_due(registry.owner, 10)

    sent = await messages_of(registry, "theirs")

    assert [it["type"] for it in while_it_waits] == ["explanation.requested"]
    assert [it["type"] for it in sent] == ["explanation.requested", "explanation.shown"]
    assert [set(it["data"]) for it in sent] == [
        {"id", "databaseId", "vitalEventId", "status", "dueOn"}
    ] * 2
    assert {it["data"]["id"] for it in sent} == {request}
    assert [it["data"]["status"] for it in sent] == ["REQUESTED", "SHOWN"]
    assert await messages_of(registry, "everybodys") == sent
    assert await messages_of(registry, "others") == []
    assert {it["subjectId"] for it in await at.log() if "explanation." in it["kind"]} == {
        request,
        id_of("SourceLink", at.link.id),
    }


async def hooked(at: Institution, topics: list[str]) -> None:
    """Let the machine have a webhook, which it makes before it is bound."""
    bind = "update clients set organisation_id = $2 where id = $1"
    for place in (None, at.tree.left):
        async with at.registry.acting("client.updated") as owner:
            await owner.execute(bind, at.machine, place)
        if place is None:
            await webhook(at.registry, at.machine, "https://theirs.example/hook", topics)


async def messages_of(registry: Registry, host: str) -> list[dict[str, Any]]:
    """Return the payloads that are made for a webhook at a host, in their order."""
    await workflow.make(registry.owner, 1000)
    found = await registry.owner.fetch(
        "select payload::text from messages join webhooks on webhooks.id = webhook_id"
        " where url = $1 order by position",
        f"https://{host}.example/hook",
    )
    return [orjson.loads(it[0]) for it in found]


async def test_f2_a_machine_without_the_scope_receives_nothing(at: Institution) -> None:
    async with at.registry.acting("client.updated") as owner:
        await owner.execute(
            "update clients set scopes = array_remove(scopes, 'explanation:read') where id = $1",
            at.machine,
        )
    await hooked(at, TOPICS)
    tracking_id = await at.rejected()
    await at.ask_for(tracking_id)
    await at.work()

    assert await messages_of(at.registry, "theirs") == []


async def test_v4_what_is_about_reasons_is_parked_by_a_switch_of_its_own(at: Institution) -> None:
    registry = at.registry
    await hooked(at, [*TOPICS, "BIRTH_REJECTED"])
    by_api, first, second = [await at.rejected() for _ in range(3)]
    await switch(registry, "left", at.link.id, "EXPLANATIONS", False)
    record = (
        await registry.ask(
            at.machine, f'{{ vitalEventByTrackingId(trackingId: "{by_api}") {{ id }} }}'
        )
    ).data["vitalEventByTrackingId"]["id"]

    await requested(registry, at.machine, record)
    await at.ask_for(first)
    await at.link.send({"type": "group.renamed"})
    await at.ask_for(second)
    await workflow.make(registry.owner, 1000)
    meanwhile = await workflow.claim(registry.owner, uuid4(), 100, {})
    parked = {it["kind"] for it in await at.log() if it["waitsFor"] == "SWITCH"}
    await switch(registry, "left", at.link.id, "EXPLANATIONS", True)
    gone_on = await workflow.claim(registry.owner, uuid4(), 100, {})

    assert {it.kind for it in meanwhile} == {"webhook.birth.rejected", "inbound.unknown"}
    assert parked == {"webhook.explanation.requested", "inbound.explanation.requested"}
    kinds = [it.kind for it in gone_on]
    assert sorted(kinds) == ["inbound.explanation.requested", "webhook.explanation.requested"]


async def test_v4_on_again_they_go_in_the_order_in_which_they_came(at: Institution) -> None:
    asked = [await at.rejected() for _ in range(3)]
    await switch(at.registry, "left", at.link.id, "EXPLANATIONS", False)
    for number, tracking_id in enumerate(asked):
        await at.ask_for(tracking_id, f"{number}")
    parked = await at.work()
    await switch(at.registry, "left", at.link.id, "EXPLANATIONS", True)
    await switch(at.registry, "left", at.link.id, "INBOUND", False)
    still_parked = await at.work()
    await switch(at.registry, "left", at.link.id, "INBOUND", True)
    await at.work()

    assert (parked, still_parked) == ([], [])
    found = await at.registry.owner.fetch(
        "select external_id from explanation_requests order by id"
    )
    assert [it[0] for it in found] == ["0", "1", "2"]


async def test_v4_of_a_record_that_nobody_rejected_the_log_has_why(at: Institution) -> None:
    await brought_to(at.registry, "rejecting", at.machine, "DECLARED")
    tracking_id = await at.registry.owner.fetchval("select tracking_id from vital_events")

    await at.ask_for(tracking_id)
    await at.work()

    (entry,) = await at.log()
    assert (entry["lastError"], entry["fault"]) == (
        *("Action is not available in this status", "THEIRS"),
    )
