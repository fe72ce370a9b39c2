"""Traces of OpenTelemetry: one from a request to what is delivered because of it (rule Z11a)."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock
from uuid import UUID, uuid4

import asyncpg
import pytest

from rules.access import machine_scopes
from server import trace_settings
from server.http.whole_requests import WholeRequests
from server.identity.issuer import Issuer
from server.observability import logs, open_telemetry
from server.trace_settings import INSTALLATION
from tests.databases import Database
from tests.hooks import webhook
from tests.otlp import Collector, SpanSeen, collecting
from tests.receivers import Received, Receiver, listening
from tests.server.commands import environment, run_here, serving
from tests.serving import Registry, http_client
from tests.traced import CANARIES, by_name, declare, registry_here

CLIENT, CONSUMER, INTERNAL, PRODUCER, SERVER = 3, 5, 1, 4, 2
DELIVERED = "deliver webhook.birth.declared"


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as it:
        yield it


@pytest.fixture
async def own_receiver() -> AsyncIterator[Receiver]:
    async with listening(Receiver()) as it:
        yield it


@asynccontextmanager
async def registry_of(
    database: Database, directory: Path, **more: str
) -> AsyncIterator[tuple[Registry, UUID, Receiver]]:
    """Run `selfsame serve`, and a receiver of the events of a machine; both for a while."""
    variables = environment(directory, database, SELFSAME_WEBHOOK_ALLOW_LOOPBACK="on", **more)
    owner = await asyncpg.connect(database.owner_url)
    async with (
        serving(variables) as server,
        listening(Receiver()) as receiver,
        http_client(timeout=60) as http,
    ):
        registry = Registry(server.url, database, Issuer(directory), http, owner, UUID(int=0))
        machine = await registry.client("portal", scopes=machine_scopes)
        await webhook(registry, machine, receiver.url, ["BIRTH_DECLARED"])
        yield registry, machine, receiver
        finished = await server.stop()
    await owner.close()
    assert finished.status == 0, finished.err


def operations(spans: list[SpanSeen]) -> set[object]:
    """Of which types the operations of these spans are."""
    return {it.attributes.get("graphql.operation.type") for it in spans}


async def test_z11a_a_declaration_and_its_delivery_are_one_trace_without_personal_data(
    database: Database, tmp_path: Path, collector: Collector
) -> None:
    trace_id, caller, correlation = uuid4().hex, uuid4().hex[:16], str(uuid4())
    sent = {"traceparent": f"00-{trace_id}-{caller}-01", "x-correlation-id": correlation}
    async with registry_of(database, tmp_path, **collector.environment) as (it, machine, receiver):
        record = await declare(it, machine, **sent)
        (delivery,) = await receiver.has_accepted(1)
        untraced = (await declare(it, machine, traceparent=f"00-{uuid4().hex}-{caller}-00"))["id"]
        await receiver.has_accepted(2)
        for name in ("POST /graphql", DELIVERED):
            await collector.has(name, trace_id)

    spans = by_name(collector.spans, trace_id)
    request, act = spans["POST /graphql"], spans["act declareBirth"]
    waited, delivered = spans["outbox webhook.birth.declared"], spans[DELIVERED]
    statement = spans["SELECT declare_plainly"]
    assert (request.kind, request.parent_id) == (SERVER, caller)
    assert (act.kind, act.parent_id) == (INTERNAL, request.span_id)
    assert (statement.kind, statement.parent_id) == (CLIENT, act.span_id)
    assert (waited.kind, waited.parent_id) == (PRODUCER, act.span_id)
    assert (delivered.kind, delivered.parent_id) == (CLIENT, waited.span_id)
    assert delivery.headers["traceparent"] == f"00-{trace_id}-{delivered.span_id}-01"
    assert not any(it.is_failure for it in spans.values())
    assert all(it.service == "selfsame" for it in spans.values())
    assert request.started <= act.started <= statement.started <= waited.started
    assert waited.ended <= delivered.ended
    for seen in (request, act, delivered):
        assert seen.attributes["selfsame.correlation_id"] == correlation
    assert request.attributes["selfsame.root_fields"] == "declareBirth"
    assert request.attributes["http.response.status_code"] == 200
    assert delivered.attributes["http.response.status_code"] == 200
    # Whoever has decided that a trace is not sampled is obeyed, by what is delivered as well.
    assert not [it for it in collector.spans if untraced in str(it.attributes)]
    assert len(collector.named("act declareBirth")) == len(collector.named(DELIVERED)) == 1
    everything = b"".join(collector.bodies)
    secrets = (record["trackingId"], record["databaseId"], str(machine), receiver.url, "eyJ")
    assert not [it for it in (*CANARIES, *secrets) if it.encode() in everything]


async def test_z11a_without_a_trace_of_its_caller_a_request_has_its_own(
    database: Database,
    tmp_path: Path,
    collector: Collector,
    own_receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in collector.environment.items():
        monkeypatch.setenv(name, value)
    async with registry_here(database, tmp_path, own_receiver) as (it, machine):
        await declare(it, machine, traceparent="00-nonsense")
        (delivery,) = await own_receiver.has_accepted(1)
        await it.ask(machine, "query { viewer { __typename } }")
        assert (await it.http.get(f"{it.url}/invitations/canary-token")).status_code
        assert (await it.http.get(f"{it.url}/healthz")).status_code == 200
        await collector.until(lambda spans: "query" in operations(spans))

    (act,) = collector.named("act declareBirth")
    assert delivery.headers["traceparent"].split("-")[1] == act.trace_id
    (made,) = [it for it in collector.named("POST /graphql") if it.span_id == act.parent_id]
    assert made.parent_id == ""
    assert not [it for it in collector.bodies if b"canary" in it or b"healthz" in it]


async def test_z11a_nothing_is_sent_or_noted_where_no_trace_is_sampled(
    database: Database,
    tmp_path: Path,
    collector: Collector,
    own_receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = Mock(side_effect=WholeRequests.begin)
    monkeypatch.setattr(WholeRequests, "begin", lambda *given: begun(*given))
    for name, value in (collector.environment | {"OTEL_TRACES_SAMPLER": "always_off"}).items():
        monkeypatch.setenv(name, value)
    async with registry_here(database, tmp_path, own_receiver) as (it, machine):
        await declare(it, machine, traceparent=f"00-{uuid4().hex}-{uuid4().hex[:16]}-01")
        (delivery,) = await own_receiver.has_accepted(1)
        noted = await it.owner.fetchval("select count(*) from trace_contexts")

    assert "traceparent" not in delivery.headers
    assert noted == 0
    assert collector.receiver.received == []
    # They take the quick way that they take without traces.
    assert begun.call_count > 0


@pytest.mark.parametrize(
    "off",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a:4318", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://a", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_z11a_traces_are_off_where_the_environment_says_so(off: dict[str, str]) -> None:
    assert not trace_settings.are_on(off)
    assert trace_settings.faults(off | {"OTEL_TRACES_SAMPLER": "canary"}) == []


@pytest.mark.parametrize("hangs", [True, False])
async def test_z11a_a_collector_that_is_down_or_hangs_does_no_harm(
    database: Database,
    tmp_path: Path,
    own_receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    hangs: bool,
) -> None:
    lines = BytesIO()
    monkeypatch.setattr(open_telemetry, "STOP_SECONDS", 0.1)
    monkeypatch.setattr(logs, "configure", partial(logs.configure, lines))
    never = asyncio.Event()

    async def answer(_: Received) -> int:
        await never.wait()
        return 503

    async with collecting() as collector:
        collector.receiver.answer = answer
        for name, value in collector.environment.items():
            monkeypatch.setenv(name, value.replace("//", "//user:canary@"))
        if hangs:
            async with registry_here(database, tmp_path, own_receiver) as (it, machine):
                await declare(it, machine)
                await own_receiver.has_accepted(1)
                await collector.receiver.has_received(1)
            return
    async with registry_here(database, tmp_path, own_receiver) as (it, machine):
        await declare(it, machine)
        await own_receiver.has_accepted(1)
    assert b"canary" not in lines.getvalue()


async def test_z11a_what_is_wrong_with_the_settings_is_refused_at_the_start(
    tmp_path: Path,
) -> None:
    wrong = environment(
        tmp_path,
        OTEL_EXPORTER_OTLP_ENDPOINT="collector:4318/canary",
        OTEL_EXPORTER_OTLP_PROTOCOL="grpc",
        OTEL_TRACES_SAMPLER="parentbased_traceidratio",
        OTEL_TRACES_SAMPLER_ARG="5",
        OTEL_BSP_MAX_QUEUE_SIZE="10",
        OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT="canary",
        OTEL_EXPORTER_OTLP_COMPRESSION="canary",
    )

    finished = await run_here(wrong, "serve")

    assert finished.status == 2
    for name in (
        "OTEL_EXPORTER_OTLP_ENDPOINT must be an address",
        "OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf",
        "OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1",
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE must not be above OTEL_BSP_MAX_QUEUE_SIZE",
        "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT must be a whole number",
        "OTEL_EXPORTER_OTLP_COMPRESSION must be gzip, deflate or none",
    ):
        assert name in finished.err
    assert "canary" not in finished.err


def test_z11a_an_endpoint_without_what_sends_to_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)

    found = trace_settings.faults({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"})

    assert found == [f"OTEL_EXPORTER_OTLP_ENDPOINT needs what is not installed: {INSTALLATION}"]
