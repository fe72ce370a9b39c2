"""Delivers messages: as a command of its own, and in a process next to the server (rule F4a)."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final

from server.commands.outstanding import refuse_outstanding
from server.observability import logs, tracing
from server.parents import end_with_parent
from server.postgres import data_directory
from server.postgres.database import Database
from server.settings import Settings

if TYPE_CHECKING:
    from server.observability.metrics import Metrics
    from server.postgres.pool import Pool

CONNECTIONS: Final = 5
"""Four for deliveries; those who are matched next to them take one at a time."""
MEASURE_SECONDS: Final = 5.0
STOP_SIGNALS: Final = frozenset({signal.SIGTERM, signal.SIGINT})
NICENESS: Final = 10
"""How far deliveries stand back where the API wants the same core."""

RESTART_SECONDS: Final = 1.0
STOP_SECONDS: Final = 20.0
"""How long a process may finish what is in flight, which takes half of that at most."""


def work(settings: Settings, metrics_port: int | None = None) -> None:
    """Deliver messages until SIGTERM or SIGINT; what is in flight by then is finished first."""
    import uvloop

    logs.configure()
    with Database(settings) as database:
        data_directory.warn_if_open(settings.data_dir)
        asyncio.run(_prepare(database))
        uvloop.run(_deliver(settings, database, metrics_port, is_announced=True))


async def _prepare(database: Database) -> None:
    from server.commands.given_models import activate_given

    await database.prepare()
    await refuse_outstanding(database)
    await activate_given(database)


class DeliveryProcess:
    """A process that delivers next to the server; it is started again whenever it dies.

    The work that deliveries cost is the receivers' to choose. Here it takes no time of the loop
    that answers requests, and gives way to it on a machine that is busy.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)

    def start(self) -> None:
        """Start the process, and watch over it."""
        self._supervisor.start()

    def __enter__(self) -> "DeliveryProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        if self._supervisor.is_alive():
            self._supervisor.join()

    def _supervise(self) -> None:
        context = multiprocessing.get_context("spawn")
        while not self._stopping.is_set():
            child = context.Process(target=_work_next_to_the_server, args=(self._settings,))
            child.start()
            while child.is_alive() and not self._stopping.is_set():
                self._stopping.wait(RESTART_SECONDS)
            if self._stopping.is_set():
                child.terminate()
                child.join(STOP_SECONDS)
                if child.is_alive():
                    child.kill()
            child.join()


def _work_next_to_the_server(settings: Settings) -> None:
    import uvloop

    os.nice(NICENESS)
    logs.configure()
    with Database(settings) as database:
        uvloop.run(_deliver(settings, database, None, is_announced=False))


async def _deliver(
    settings: Settings, database: Database, metrics_port: int | None, *, is_announced: bool
) -> None:
    from prometheus_client import start_http_server

    from server.delivery.process import delivering
    from server.observability.metrics import Metrics
    from server.postgres.pool import Pool

    tracing.start()
    stopped = asyncio.Event()
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    end_with_parent()
    metrics = Metrics()
    if metrics_port is not None:
        start_http_server(metrics_port, settings.host, metrics.registry_of_deliveries())
    pool = Pool(lambda: database.app_url, CONNECTIONS)
    await pool.open()
    tasks = [asyncio.create_task(_measure(metrics, pool, with_queue=metrics_port is not None))]
    if database.postgres is not None:
        tasks.append(asyncio.create_task(database.postgres.watch()))
    try:
        async with delivering(settings, pool, metrics):
            if is_announced:
                print("delivering messages", flush=True)
            await stopped.wait()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await pool.close()
        await asyncio.to_thread(tracing.stop)


async def _measure(metrics: "Metrics", pool: "Pool", *, with_queue: bool) -> None:
    """Carry over what the pool counts, and the queue where no server next to it does."""
    import asyncpg

    from server.postgres.pool import Unavailable
    from workflows.explanations import count_overdue
    from workflows.messages import queue_of, unplaced_seconds

    while True:
        metrics.set_connections(open_now=pool.size, idle=pool.idle, waiting=pool.waiting)
        metrics.raise_totals(statements=pool.statements)
        metrics.raise_labelled(metrics.spans_lost, tracing.lost())
        if with_queue:
            with contextlib.suppress(Unavailable, asyncpg.PostgresError):
                async with pool.connection() as connection:
                    metrics.set_messages(*await queue_of(connection))
                    metrics.oldest_event.set(await unplaced_seconds(connection))
                    metrics.overdue_explanations.set(await count_overdue(connection))
        await asyncio.sleep(MEASURE_SECONDS)
