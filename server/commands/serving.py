"""The command that serves the API: its socket, its processes, and the deliveries next to it."""

import asyncio
import contextlib
import functools
import gc
import importlib
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from server.commands import CommandFailed
from server.commands.delivering import STOP_SIGNALS, DeliveryProcess
from server.commands.outstanding import refuse_outstanding
from server.observability import logs
from server.observability.sharing import shared_metrics
from server.postgres import data_directory
from server.postgres.database import Database
from server.settings import Settings, host_and_port

if TYPE_CHECKING:
    from uvicorn import Config

BACKLOG: Final = 2048
SHUTDOWN_SECONDS: Final = 20
KEEP_ALIVE_SECONDS: Final = 75
"""An idle connection stays open longer than proxies and clients keep theirs, commonly a minute: who
sends on one at the moment when it is closed gets no answer."""

HEALTHCHECK_SECONDS: Final = 30
"""After so long without an answer a server process is replaced; on a busy machine 5 are too few."""

POLL_SECONDS: Final = 0.01
WILDCARDS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}

COLLECTION_THRESHOLDS: Final = (1_000, 10, 10)
"""How many objects may come before the youngest are looked at, and how many such looks before the
older ones are. With 5,000, cycles that wait to be found take a megabyte more."""

Announce = Callable[[str], None]


def serve(
    settings: Settings,
    workers: int,
    announce: Announce | None = None,
    *,
    with_worker: bool = True,
    sandbox_since: datetime | None = None,
) -> None:
    """Serve the API until SIGTERM or SIGINT; requests that run by then are finished first.

    `announce` is called with the address once the server answers there. Then a process next to it
    begins to deliver messages, unless `with_worker` is false. `sandbox_since` is when a sandbox was
    made.
    """
    logs.configure()
    listener = listen(settings.host, settings.port)
    settings = settings.model_copy(update={"port": listener.getsockname()[1]})
    with contextlib.ExitStack() as stack:
        if with_worker or workers > 1:
            stack.enter_context(shared_metrics())
        importing = threading.Thread(target=_import_ahead, daemon=True)
        if workers == 1:
            # The schema is built while the database starts, which makes the start faster.
            importing.start()
        database = stack.enter_context(Database(settings))
        data_directory.warn_if_open(settings.data_dir)
        asyncio.run(prepare(database, importing if workers == 1 else None))
        delivery = stack.enter_context(DeliveryProcess(settings)) if with_worker else None

        def announce_ready(url: str) -> None:
            (announce or print_address)(url)
            if delivery is not None:
                delivery.start()

        waiting = functools.partial(_announce_when_ready, listener, settings.host, announce_ready)
        threading.Thread(target=waiting, daemon=True).start()
        if workers == 1:
            _run_in_this_process(settings, listener, sandbox_since)
        else:
            _run_in_processes(settings, listener, workers)


async def prepare(database: Database, importing: threading.Thread | None) -> None:
    """Bring the database to this version and region, and activate the model of the settings.

    Either means to import SQLAlchemy, and of two threads that import it at once one sees half of
    it: what is imported ahead is waited for.
    """
    settings = database.settings
    has_to_look = settings.region is not None or settings.detection_model is not None
    if await database.is_current() and not has_to_look:
        await refuse_outstanding(database)
        return
    if importing is not None:
        importing.join()
    await database.prepare()
    await refuse_outstanding(database)
    from server.commands.given_models import activate_given

    await activate_given(database)


def listen(host: str, port: int) -> socket.socket:
    """Bind the address before anything slow begins; return the socket. Raises CommandFailed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandFailed(f"Cannot listen on {host_and_port(host, port)}: {reason}.") from None
    return listener


def print_address(url: str) -> None:
    """Print the address that is served, for people and for the programs that started us."""
    print(f"listening on {url}", flush=True)


def _announce_when_ready(listener: socket.socket, host: str, announce: Announce) -> None:
    # The socket is bound but refuses connections until a process listens, once it is ready.
    bound, port = listener.getsockname()[:2]
    while True:
        try:
            socket.create_connection((WILDCARDS.get(bound, bound), port), timeout=1).close()
        except OSError:
            time.sleep(POLL_SECONDS)
        else:
            announce(f"http://{host_and_port(host, port)}")
            return


def _config(settings: Settings, workers: int, sandbox_since: datetime | None = None) -> "Config":
    from uvicorn import Config

    from server.http.protocol import GuardedHttpProtocol

    return Config(
        functools.partial(_create, settings, sandbox_since),
        factory=True,
        workers=workers,
        http=GuardedHttpProtocol,
        ws="none",
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
    )


def _import_ahead() -> None:
    _collect_nothing()
    # What fails here fails again, and is reported, where it is needed.
    with contextlib.suppress(Exception):
        importlib.import_module("server.application")


def _create(settings: Settings, sandbox_since: datetime | None) -> Any:
    _collect_nothing()
    from server.application import create

    application = create(settings, sandbox_since=sandbox_since)
    _collect_less()
    return application


def _collect_nothing() -> None:
    """Let no cycles be looked for while the server starts: nearly all that it makes then stays."""
    gc.disable()


def _collect_less() -> None:
    """Let the collector of cycles pass over what lives as long as the process, and run less often.

    What a request leaves dies by its reference counts, nearly all of it.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    gc.enable()


def _run_in_this_process(
    settings: Settings, listener: socket.socket, sandbox_since: datetime | None
) -> None:
    from uvicorn import Server

    # uvicorn raises the signal again once it has stopped; we still have to leave the database.
    _ignore(STOP_SIGNALS)
    try:
        Server(_config(settings, 1, sandbox_since)).run([listener])
    except SystemExit:
        raise CommandFailed("The server could not start; the log says why.") from None


def _run_in_processes(settings: Settings, listener: socket.socket, workers: int) -> None:
    from uvicorn.supervisors import Multiprocess

    listener.set_inheritable(True)
    Multiprocess(_config(settings, workers), [listener]).run()


def _ignore(signals: Iterable[signal.Signals]) -> None:
    for ignored in signals:
        signal.signal(ignored, lambda *_: None)
