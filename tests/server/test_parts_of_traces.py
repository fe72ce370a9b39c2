"""Each part of a trace: refusals, letters, sources, attempts, processes (rule Z11a)."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from rules.access import Role, machine_scopes
from tests.databases import Database
from tests.hooks import webhook
from tests.letters import reachable
from tests.limited_grants import grant
from tests.mail_servers import MailServer, mail_server
from tests.organisations import organisation
from tests.otlp import Collector, SpanSeen, collecting
from tests.outbound.processes import worker
from tests.receivers import Received, Receiver, listening
from tests.runs import until
from tests.serving import served
from tests.sources import sync
from tests.synced import syncable
from tests.traced import CANARIES, by_name, declare, try_declaring

DELIVERED = "deliver webhook.birth.declared"


@pytest.fixture
async def collector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    """A collector, and an environment that names it."""
    async with collecting() as it:
        for name, value in it.environment.items():
            monkeypatch.setenv(name, value)
        yield it


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening(Receiver()) as it:
        yield it


def sampled(trace_id: str) -> str:
    return f"00-{trace_id}-{uuid4().hex[:16]}-01"


def below(span: SpanSeen, root: SpanSeen, spans: list[SpanSeen]) -> bool:
    """Whether a span is below another one, through whatever is between."""
    by_id = {it.span_id: it for it in spans}
    while span.parent_id in by_id:
        span = by_id[span.parent_id]
        if span is root:
            return True
    return False


async def test_z11a_a_refused_act_and_its_request_say_so_by_codes_alone(
    database: Database, tmp_path: Path, collector: Collector
) -> None:
    refused, invalid, unknown = uuid4().hex, uuid4().hex, uuid4().hex
    async with served(database, tmp_path) as it:
        machine = await it.client("portal", scopes=machine_scopes)
        await try_declaring(it, machine, "canary-key")
        answer = await try_declaring(
            it, machine, "canary-key", "Zyxwvutcba", traceparent=sampled(refused)
        )
        await it.ask(machine, "{ canaryField }", traceparent=sampled(invalid))
        await it.ask(uuid4(), "{ viewer { __typename } }", traceparent=sampled(unknown))
        await collector.has("POST /graphql", refused, invalid, unknown)

    code, message = answer.refusal
    spans = by_name(collector.spans, refused)
    act, request = spans["act declareBirth"], spans["POST /graphql"]
    assert code == "CONFLICT"
    assert act.is_failure
    assert act.attributes["error.type"] == "IdempotencyKeyWasUsed"
    assert act.attributes["selfsame.error_code"] == code
    # Of a request a refusal is an answer: what fails it is what we could not do.
    assert not request.is_failure
    assert request.attributes["selfsame.error_code"] == code
    codes = {
        trace_id: by_name(collector.spans, trace_id)["POST /graphql"].attributes[
            "selfsame.error_code"
        ]
        for trace_id in (invalid, unknown)
    }
    assert codes == {invalid: "BAD_REQUEST", unknown: "UNAUTHENTICATED"}
    everything = b"".join(collector.bodies)
    assert not [it for it in (*CANARIES, message, "canaryField") if it.encode() in everything]


async def test_z11a_what_fails_by_an_error_of_ours_is_a_failure_of_its_request(
    database: Database, tmp_path: Path, collector: Collector
) -> None:
    trace_id = uuid4().hex
    async with served(database, tmp_path) as it:
        machine = await it.client("portal", scopes=machine_scopes)
        await it.owner.execute("alter table vital_events rename to canary_events")
        answer = await try_declaring(it, machine, traceparent=sampled(trace_id))
        await collector.has("POST /graphql", trace_id)

    assert answer.errors[0]["extensions"]["code"] == "INTERNAL"
    spans = by_name(collector.spans, trace_id)
    request, statement = spans["POST /graphql"], spans["SELECT declare_plainly"]
    assert (request.is_failure, request.attributes["selfsame.error_code"]) == (True, "INTERNAL")
    assert spans["act declareBirth"].is_failure
    assert (statement.is_failure, statement.attributes["db.response.status_code"]) == (
        True,
        "42P01",
    )
    assert not [it for it in collector.bodies if b"canary_events" in it]


async def test_z11a_letters_and_calls_to_sources_are_parts_of_their_act(
    database: Database, tmp_path: Path, collector: Collector
) -> None:
    async with (
        mail_server(MailServer()) as mail,
        served(
            database,
            tmp_path,
            with_worker=True,
            source_allow_loopback=True,
            smtp_url=f"smtp://127.0.0.1:{mail.port}",
            mail_from="registry@registry.example",
        ) as it,
    ):
        await it.user("admin", Role.ADMIN)
        await it.user("rita")
        await reachable(it, "rita", "canary-key@example.org")
        await grant(it, "admin", "rita", "REGISTRAR", await organisation(it, "Qponmlk"))
        async with syncable(it, tmp_path) as world:
            asked = await sync(it, "kim", world.link)
            run = UUID(asked.data["syncOrganisation"]["run"]["databaseId"])
            await until(it, run, "SUCCEEDED")
        source = world.source
        # The act's own span and the letter's come from two processes.
        awaited = {"act syncOrganisation", "deliver letter.roles_changed"}
        await collector.until(lambda spans: awaited <= {each.name for each in spans})

    (letter,) = collector.named("deliver letter.roles_changed")
    spans = [each for each in collector.spans if each.trace_id == letter.trace_id]
    (request,) = [each for each in spans if each.name == "POST /graphql"]
    (handed_over,) = [each for each in spans if each.name.endswith(" hand_over_letter")]
    assert below(letter, request, spans)
    assert handed_over.parent_id == letter.span_id
    assert not letter.is_failure

    asking = collector.named("source GET")
    (syncing,) = {each.trace_id for each in asking}
    spans = [each for each in collector.spans if each.trace_id == syncing]
    (act,) = [each for each in spans if each.name == "act syncOrganisation"]
    assert all(below(each, act, spans) for each in asking)
    answered = {each.attributes["http.response.status_code"] for each in asking}
    assert answered == {200, 404}, "there is no list of events"
    assert {each.headers["traceparent"].split("-")[2] for each in source.asked} == {
        each.span_id for each in asking
    }
    everything = b"".join(collector.bodies)
    secrets = (*CANARIES, "127.0.0.1", "Ann1", "Lee", "registry.example")
    assert not [it for it in secrets if it.encode() in everything]


async def test_z11a_an_attempt_of_another_process_is_below_what_waited_since_the_act(
    database: Database, tmp_path: Path, collector: Collector, receiver: Receiver
) -> None:
    trace_id = uuid4().hex

    async def answer(_: Received) -> int:
        return 500 if len(receiver.received) == 1 else 200

    receiver.answer = answer
    async with served(database, tmp_path, webhook_allow_loopback=True) as it:
        machine = await it.client("portal", scopes=machine_scopes)
        await webhook(it, machine, receiver.url, ["BIRTH_DECLARED"])
        await declare(it, machine, traceparent=sampled(trace_id))
        await collector.has("POST /graphql", trace_id)
    async with worker(database, tmp_path):
        await receiver.has_accepted(1)
        await collector.has(DELIVERED, trace_id, trace_id)

    spans = [each for each in collector.spans if each.trace_id == trace_id]
    (act,) = [each for each in spans if each.name == "act declareBirth"]
    (waited,) = [each for each in spans if each.name == "outbox webhook.birth.declared"]
    failed, arrived = sorted(
        (each for each in spans if each.name == DELIVERED), key=lambda each: each.started
    )
    assert waited.parent_id == act.span_id
    assert {failed.parent_id, arrived.parent_id} == {waited.span_id}
    assert (failed.is_failure, failed.attributes["http.response.status_code"]) == (True, 500)
    assert (arrived.is_failure, arrived.attributes["http.response.status_code"]) == (False, 200)
    attempts = [each.attributes["selfsame.message.attempt"] for each in (failed, arrived)]
    assert attempts == [1, 2]
    sent = [each.headers["traceparent"] for each in receiver.received]
    assert sent == [f"00-{trace_id}-{each.span_id}-01" for each in (failed, arrived)]
