"""The command that carries the outbox to NATS JetStream (rule Z7)."""

import asyncio
import re
import signal
from datetime import timedelta
from importlib.util import find_spec

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from server.bridge.bridge import Bridge, Place
from server.commands import CommandFailed
from server.observability import logs, tracing
from server.postgres.database import Database
from server.settings import Settings

INSTALLATION = "pip install --require-hashes -r requirements-nats.lock"


class Figures:
    """What Prometheus is given."""

    def __init__(self) -> None:
        """Start at zero."""
        self.registry = CollectorRegistry()
        self._up = Gauge(
            "selfsame_bridge_up", "Whether events are carried now.", registry=self.registry
        )
        self._events = Counter(
            "selfsame_bridge_events", "Events that JetStream has taken.", registry=self.registry
        )
        self._failures = Counter(
            "selfsame_bridge_failures", "How often one of both ends broke.", registry=self.registry
        )

    def note(self, name: str, value: float) -> None:
        """Take a figure by its name."""
        match name:
            case "up":
                self._up.set(value)
            case "events":
                self._events.inc(value)
            case "failures":
                self._failures.inc(value)


def bridge(settings: Settings, slot: str, metrics_port: int | None) -> None:
    """Carry events until SIGTERM or SIGINT; what is in flight by then arrives first."""
    if settings.nats_url is None:
        raise CommandFailed("Give the address of NATS: --url or SELFSAME_NATS_URL.", 2)
    if not re.fullmatch("[a-z0-9_]{1,50}", slot):
        raise CommandFailed("A slot is named by a-z, 0-9 and _, with 50 of them at most.", 2)
    if find_spec("nats") is None:
        raise CommandFailed(f"What speaks to NATS is not installed: {INSTALLATION}.", 2)
    logs.configure()
    tracing.start()
    figures = Figures()
    if metrics_port is not None:
        start_http_server(metrics_port, settings.host, figures.registry)
    with Database(settings) as database:
        keep = timedelta(days=settings.outbox_retention_days)
        place = Place(lambda: database.owner_url, settings.nats_url, slot, keep)
        asyncio.run(_carry(Bridge(place, figures.note), database))


async def _carry(bridge: Bridge, database: Database) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    watching = [asyncio.create_task(_announce(bridge))]
    if database.postgres is not None:
        watching.append(asyncio.create_task(database.postgres.watch()))
    try:
        await bridge.run(stopped)
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await asyncio.to_thread(tracing.stop)


async def _announce(bridge: Bridge) -> None:
    await bridge.is_open.wait()
    print("carrying events", flush=True)
