"""No metric stands still: each changes with the requests and deliveries that it counts."""

import asyncio
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.observability.metrics import Metrics
from tests.databases import Database
from tests.hooks import happen, operator, webhook
from tests.receivers import Receiver, listening
from tests.serving import Registry, served

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]
UNATTEMPTED = "select exists (select from messages where attempts = 0 or status = 'PROCESSING')"
NOBODY_LISTENS = "http://127.0.0.1:9/"


async def scraped(registry: Registry) -> dict[str, Series]:
    """Read all metrics as Prometheus does: by family, then by name and labels."""
    answer = await registry.http.get(f"{registry.url}/metrics")
    return {
        family.name: {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for sample in family.samples
        }
        for family in text_string_to_metric_families(answer.text)
    }


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
        await asyncio.gather(*(registry.ask(admin, "{ viewer { scopes } }") for _ in range(20)))
        after = await scraped(registry)

    families = [family.name for family in Metrics().registry.collect()]
    assert [name for name in families if after[name] == before.get(name)] == []
    hits_and_misses = before["selfsame_documents"].items()
    assert all(after["selfsame_documents"][series] > count for series, count in hits_and_misses)
    assert len(hits_and_misses) == 2
