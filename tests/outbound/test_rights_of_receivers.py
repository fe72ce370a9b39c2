"""What waits for a webhook is sent to who may read it then, and with the secret of then."""

import json
from typing import Any
from uuid import UUID

import pytest

from rules.access import machine_scopes
from rules.messages import WHY_NOT_READ, WHY_UNOPENED
from tests.consents import answered, do, hospital, offered
from tests.event_feed import page
from tests.hooks import happen, messages, operator, portal, webhook
from tests.organisations import bound_machine, organisation
from tests.outbound.attempts import REDELIVER, TEST, attempted, deliveries, hook_of
from tests.people import id_of, key_of, person
from tests.serving import Registry
from workflows import messages as workflow
from workflows.messages import Outcome

MEMBER = """
insert into consents (person_id, organisation_id, permissions, status)
values ($1, $2, '{VIEW}', 'ACCEPTED')
"""
MERGED = "update persons set status = 'INACTIVE', master_person_id = $2 where id = $1"
NEEDS = "query ($id: ID!) { node(id: $id) { ... on Webhook { needsNewSecret } } }"


async def test_c9_f5a_what_a_machine_may_not_read_any_more_is_not_sent_again(
    hooked: Registry,
) -> None:
    machine, delivery = hooked.users["machine"], await attempted(hooked)
    scopes = sorted(machine_scopes - {"vital_event:read"})
    async with hooked.acting("client.created"):
        await hooked.owner.execute("update clients set scopes = $1", scopes)

    again = await hooked.ask(machine, REDELIVER, {"id": delivery}, scope="webhook:write")
    tested = await hooked.ask(machine, TEST, {"id": hook_of(hooked)}, scope="webhook:write")

    assert again.refusal == ("CONFLICT", "Client may not read the record any more")
    assert not tested.errors


async def test_c9_f2_what_a_machine_may_not_read_any_more_is_not_sent_though_it_waited(
    hooked: Registry,
) -> None:
    machine, worker = hooked.users["machine"], UUID(int=1)
    rights = "update clients set scopes = $1 where kind = 'SYSTEM'"
    async with hooked.acting("client.updated") as owner:
        await owner.execute(rights, sorted(machine_scopes - {"vital_event:read"}))

    claimed = await workflow.claim(hooked.owner, worker, 100, {})

    (delivery,) = await deliveries(hooked, machine, hook_of(hooked))
    assert (claimed, delivery["status"], delivery["attemptsMade"]) == ([], "FAILED", [])
    (trail,) = await hooked.owner.fetch(
        "select action, changeset ->> 'status' from audit_log"
        " where resource = 'message' order by id desc limit 1"
    )
    assert tuple(trail) == ("message.settled", "FAILED")

    async with hooked.acting("client.updated") as owner:
        await owner.execute(rights, sorted(machine_scopes))
    await hooked.ask(machine, REDELIVER, {"id": delivery["id"]})

    (again,) = await workflow.claim(hooked.owner, worker, 100, {})
    assert str(again.id) == key_of(delivery["id"])


@pytest.mark.parametrize(
    ("kind", "status", "scope"),
    [
        ("birth", "REGISTERED", "vital_event:read"),
        ("person", "DEACTIVATED", "person:read"),
        ("organisation", "ERASED", "organisation:read"),
    ],
)
async def test_f2_each_kind_of_event_waits_for_the_scope_that_reads_it(
    quiet: Registry, kind: str, status: str, scope: str
) -> None:
    machine = await portal(quiet)
    await webhook(quiet, machine, "https://receiver.example", [f"{kind}_{status}".upper()])
    await happen(quiet, status=status, kind=kind)
    await workflow.make(quiet.owner, 100)
    async with quiet.acting("client.updated") as owner:
        rights = "update clients set scopes = array_remove(scopes, $1) where id = $2"
        await owner.execute(rights, scope, machine)

    claimed = await workflow.claim(quiet.owner, UUID(int=1), 100, {})

    states = await quiet.owner.fetch("select status, last_error from messages")
    assert claimed == []
    assert [tuple(it) for it in states] == [("FAILED", WHY_NOT_READ)]


async def test_f5a_an_attempt_with_a_new_secret_does_not_ask_for_another(hooked: Registry) -> None:
    machine, worker = hooked.users["machine"], UUID(int=1)
    claimed = await workflow.claim(hooked.owner, worker, 100, {})
    outcomes = [Outcome(message, WHY_UNOPENED) for message in claimed]
    await workflow.settle(hooked.owner, worker, outcomes, [0])
    needs_one = await hooked.ask(machine, NEEDS, {"id": hook_of(hooked)})

    async with hooked.acting("webhook.secret_rotated") as owner:
        await owner.execute("update webhooks set sealed_secret = 'another'")
    under_way = await workflow.claim(hooked.owner, worker, 100, {})

    has_one = await hooked.ask(machine, NEEDS, {"id": hook_of(hooked)})
    assert len(under_way) == 1
    assert needs_one.data["node"] == {"needsNewSecret": True}
    assert has_one.data["node"] == {"needsNewSecret": False}


@pytest.mark.parametrize("noun", ["vital_event", "person", "explanation_request", "consent"])
async def test_f4_a_message_about_no_record_holds_up_no_other(hooked: Registry, noun: str) -> None:
    async with hooked.acting("message.enqueued") as owner:
        await owner.execute(
            "insert into messages (kind, lane, webhook_id, record, position, payload,"
            " correlation_id, next_attempt_at)"
            " select kind, lane, webhook_id, $1 || ':by-hand', 0, payload, correlation_id, now()"
            " from messages",
            noun,
        )

    claimed = await workflow.claim(hooked.owner, UUID(int=1), 100, {})

    assert len(claimed) == 1
    states = await hooked.owner.fetch("select status, last_error from messages order by position")
    assert [tuple(it) for it in states] == [("FAILED", WHY_NOT_READ), ("PROCESSING", None)]


@pytest.mark.parametrize("place", ["by-hand", "Ym9ndXM=", "//8=", None])
async def test_f1_an_event_about_no_record_holds_up_no_other(
    quiet: Registry, place: str | None
) -> None:
    machine = await bound_machine(quiet, await organisation(quiet, "Parish"))
    await webhook(quiet, machine, "https://receiver.example")
    admin = await operator(quiet)
    await webhook(quiet, admin, "https://console.example")
    for noun in ("vital_event", "person", "message"):
        await quiet.owner.execute(
            "insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)"
            " values ($1, 'by-hand', 'birth.registered', jsonb_build_object('data',"
            " jsonb_build_object('organisationId', $2::text, 'personId', $2::text)), uuidv7())",
            noun,
            place,
        )

    made = await workflow.make(quiet.owner, 100)

    assert made == 3
    assert len(await messages(quiet, admin)) == 3
    assert (await page(quiet, machine))["events"] == []


async def test_r3_a_bound_machine_is_named_nobody_out_of_its_reach(quiet: Registry) -> None:
    at = await hospital(quiet)
    bound = await bound_machine(quiet, at.hospital)
    consents = [f"CONSENT_{it}" for it in ("OFFERED", "ACCEPTED", "WITHDRAWN")]
    await webhook(quiet, bound, "https://receiver.example", [*consents, "PERSON_DEACTIVATED"])
    follower = await webhook(quiet, await portal(quiet), "https://all.example", consents)

    offer = await offered(quiet, at)
    sent = [await _sent(quiet)]
    accepted = answered(await do(quiet, "sam", "acceptConsent", offer))
    sent += [await _sent(quiet)]
    await do(quiet, "ada", "withdrawConsent", accepted)
    sent += [await _sent(quiet)]

    ada = id_of("Person", at.person)
    named = [{of["url"]: of["data"]["personId"] for of in batch} for batch in sent]
    assert [it["https://receiver.example"] for it in named] == [None, ada, None]
    assert [it[follower["url"]] for it in named] == [ada, ada, ada]


async def test_r3_a_bound_machine_is_not_named_the_master_out_of_its_reach(
    quiet: Registry,
) -> None:
    place = await organisation(quiet, "Hospital")
    bound = await bound_machine(quiet, place)
    await webhook(quiet, bound, "https://receiver.example", ["PERSON_DEACTIVATED"])
    in_reach, out = await person(quiet), await person(quiet, "Ida")
    async with quiet.acting("person.merged") as owner:
        await owner.execute(MEMBER, in_reach, place)
        await owner.execute(MERGED, in_reach, out)

    (sent,) = await _sent(quiet)

    assert sent["data"]["id"] == id_of("Person", in_reach)
    assert sent["data"]["masterPersonId"] is None


async def test_r3_what_waits_is_not_sent_once_the_consent_is_withdrawn(quiet: Registry) -> None:
    at = await hospital(quiet)
    bound = await bound_machine(quiet, at.hospital)
    await webhook(quiet, bound, "https://receiver.example", ["PERSON_DEACTIVATED"])
    accepted = answered(await do(quiet, "sam", "acceptConsent", await offered(quiet, at)))
    await happen(quiet, at.person, "DEACTIVATED", "person")
    await workflow.make(quiet.owner, 100)
    assert (await do(quiet, "ada", "withdrawConsent", accepted)).errors == []

    sent = await _sent(quiet)

    states = await quiet.owner.fetch("select status, last_error from messages where kind ~ '^web'")
    assert sent == []
    assert [tuple(it) for it in states] == [("FAILED", WHY_NOT_READ)]


@pytest.mark.parametrize("facts", ["[]", "{}", "1", "null", '{"personId": "Ada"}'])
async def test_f4_an_event_that_says_nothing_to_a_bound_machine_is_sent(
    quiet: Registry, facts: str
) -> None:
    place = await organisation(quiet, "Hospital")
    bound = await bound_machine(quiet, place)
    await webhook(quiet, bound, "https://receiver.example", ["ORGANISATION_ERASED"])
    await quiet.owner.execute(
        "insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id) values"
        " ('organisation', $1, 'organisation.erased',"
        "  jsonb_build_object('data', $2::jsonb), uuidv7())",
        str(place),
        facts,
    )

    (sent,) = await _sent(quiet)

    assert sent["data"] == (json.loads(facts.replace('"Ada"', "null")))


async def _sent(registry: Registry) -> list[dict[str, Any]]:
    """Let what happened be sent; return what it says, and where it went."""
    worker = UUID(int=1)
    await workflow.make(registry.owner, 100)
    claimed = await workflow.claim(registry.owner, worker, 100, {})
    await workflow.settle(registry.owner, worker, [Outcome(it, None) for it in claimed], [0])
    return [json.loads(it.payload) | {"url": it.url} for it in claimed]
