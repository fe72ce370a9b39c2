"""No metric stands still: each changes with the requests and deliveries that it counts."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.observability.metrics import Metrics
from tests.databases import Database
from tests.hooks import happen, operator, webhook
from tests.outbound.processes import worker
from tests.ports import free_port
from tests.receivers import TIMEOUT_SECONDS, Answer, Received, Receiver, accept, listening
from tests.serving import Registry, served

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]
UNATTEMPTED = "select exists (select from messages where attempts = 0 or status = 'PROCESSING')"
NOBODY_LISTENS = "http://127.0.0.1:9/"


STATES = ("enqueued", "processing", "failed")


async def scraped(registry: Registry, url: str | None = None) -> dict[str, Series]:
    """Read all metrics as Prometheus does: by family, then by name and labels."""
    answer = await registry.http.get(f"{url or registry.url}/metrics")
    return {
        family.name: {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for sample in family.samples
        }
        for family in text_string_to_metric_families(answer.text)
    }


OF_TOUCHED_GUARDS = "selfsame_audit_catalog_differs"
"""It stays at 0 unless somebody touches a guard of the trail: tests/http/test_catalog_watch.py."""

OF_MISSING_PARTITIONS = "selfsame_partitions_missing"
"""It stays at 0 while a worker runs: tests/http/test_catalog_watch.py."""

OF_LOST_SPANS = "selfsame_trace_spans_lost"
"""Without a series unless spans are lost: tests/server/test_exporting.py."""

OF_WHAT_IS_OVERDUE = {
    "selfsame_overdue_messages",
    "selfsame_overdue_explanations",
    "selfsame_oldest_unplaced_event_seconds",
}
"""At 0 unless something is wrong: tests/http/test_organisation_log.py, test_explanations.py,
test_unplaced_events.py."""


async def test_every_metric_moves_with_what_it_counts(database: Database, tmp_path: Path) -> None:
    async with (
        served(
            database,
            tmp_path,
            with_worker=True,
            webhook_allow_loopback=True,
            retry_waits="60,60,60,60",
        ) as registry,
        listening(Receiver()) as receiver,
    ):
        admin = await operator(registry)
        before = await scraped(registry)

        for url in (receiver.url, NOBODY_LISTENS):
            await webhook(registry, admin, url)
        await happen(registry)
        await receiver.has_accepted(1)
        while await registry.owner.fetchval(UNATTEMPTED):
            await asyncio.sleep(0.01)
        # Servers of tests share what they parsed: this document is in no other test.
        asked = "query ForEveryMetric { viewer { scopes } }"
        await asyncio.gather(*(registry.ask(admin, asked) for _ in range(20)))
        after = await scraped(registry)

    others = {family.name for it in Metrics().of_matching for family in it.collect()}
    others |= {OF_TOUCHED_GUARDS, OF_MISSING_PARTITIONS, OF_LOST_SPANS, *OF_WHAT_IS_OVERDUE}
    families = [it.name for it in Metrics().registry.collect() if it.name not in others]
    assert [name for name in families if after[name] == before.get(name)] == []
    hits_and_misses = before["selfsame_documents"].items()
    assert all(after["selfsame_documents"][series] > count for series, count in hits_and_misses)
    assert len(hits_and_misses) == 2


async def refuse(_: Received) -> int:
    return 500


async def be_gone(_: Received) -> int:
    return 410


async def hang(_: Received) -> int:
    return await asyncio.Future()


ANSWERS: tuple[Answer, ...] = (accept, refuse, be_gone, hang)


def totals(family: Series, label: str) -> dict[str, float]:
    """Sum a family by the values of one label."""
    sums: dict[str, float] = {}
    for (_, labels), value in family.items():
        named = dict(labels).get(label, "")
        sums[named] = sums.get(named, 0) + value
    return sums


def has_moved(now: dict[str, Series], names: tuple[str, ...]) -> bool:
    """Whether every series of deliveries is beyond zero."""
    oldest = now["selfsame_oldest_message_seconds"]
    queue = totals(now["selfsame_messages"], "status")
    attempts = totals(now["selfsame_message_attempts"], "arrived")
    return (
        all(value > 0 for value in oldest.values())
        and all(queue.get(state, 0) > 0 for state in STATES)
        and all(attempts.get(name, 0) > 0 for name in names)
    )


async def test_f4a_every_metric_of_deliveries_moves_at_a_worker_alone_and_at_the_server(
    database: Database, tmp_path: Path
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        registry = await stack.enter_async_context(
            served(database, tmp_path, webhook_allow_loopback=True)
        )
        admin = await operator(registry)
        for answer in ANSWERS:
            receiver = await stack.enter_async_context(listening(Receiver(answer)))
            await webhook(registry, admin, receiver.url)
        await stack.enter_async_context(worker(database, tmp_path, "--metrics-port", str(port)))
        before = await scraped(registry, url)

        await happen(registry)

        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not has_moved(now := await scraped(registry, url), ("yes", "no")):
                await happen(registry)
                await asyncio.sleep(0.1)
            while not has_moved(await scraped(registry), ()):
                await asyncio.sleep(0.1)

    statements, connections = "selfsame_statements", totals(now["selfsame_connections"], "state")
    assert totals(now[statements], "")[""] > totals(before[statements], "")[""]
    assert connections["open"] > 0
    assert {name for name in now if not name.endswith("_created")} == {
        *("selfsame_statements", "selfsame_connections", "selfsame_message_attempts"),
        *("selfsame_messages", "selfsame_oldest_message_seconds", *OF_WHAT_IS_OVERDUE),
        OF_LOST_SPANS,
        *(family.name for it in Metrics().of_matching for family in it.collect()),
    }
