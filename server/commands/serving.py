"""The commands that run until stopped: the API server, and the worker."""

import asyncio
import contextlib
import functools
import importlib
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from server.commands import CommandFailed
from server.observability import logs
from server.postgres import data_directory
from server.postgres.database import Database
from server.settings import Settings

if TYPE_CHECKING:
    from uvicorn import Config

BACKLOG: Final = 2048
SHUTDOWN_SECONDS: Final = 20
WORKER_CONNECTIONS: Final = 4
POLL_SECONDS: Final = 0.01
STOP_SIGNALS: Final = frozenset({signal.SIGTERM, signal.SIGINT})
WILDCARDS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}

Announce = Callable[[str], None]


def serve(
    settings: Settings,
    workers: int,
    announce: Announce | None = None,
    *,
    with_worker: bool = True,
) -> None:
    """Serve the API until SIGTERM or SIGINT; requests that run by then are finished first.

    `announce` is called with the address once the server answers there. Each process delivers
    messages too, unless `with_worker` is false.
    """
    logs.configure()
    listener = listen(settings.host, settings.port)
    if workers == 1:
        # The schema is built while the database starts, which makes the start faster.
        threading.Thread(target=_import_ahead, daemon=True).start()
    with Database(settings) as database:
        _warn_of_open_directory(settings.data_dir)
        asyncio.run(database.prepare())
        announce_ready = functools.partial(
            _announce_when_ready, listener, settings.host, announce or print_address
        )
        threading.Thread(target=announce_ready, daemon=True).start()
        if workers == 1:
            _run_in_this_process(settings, listener, with_worker)
        else:
            _run_in_processes(settings, listener, workers, with_worker)


def work(settings: Settings, metrics_port: int | None = None) -> None:
    """Deliver messages until SIGTERM or SIGINT; what is in flight by then is finished first."""
    import uvloop

    logs.configure()
    with Database(settings) as database:
        _warn_of_open_directory(settings.data_dir)
        asyncio.run(database.prepare())
        uvloop.run(_deliver(settings, database, metrics_port))


def _warn_of_open_directory(directory: Path) -> None:
    if data_directory.is_open_to_others(directory):
        mode = f"{directory.stat().st_mode & 0o777:03o}"
        structlog.get_logger().warning("data_directory.open_to_others", mode=mode)


async def _deliver(settings: Settings, database: Database, metrics_port: int | None) -> None:
    from prometheus_client import start_http_server

    from server.delivery.process import delivering
    from server.observability.metrics import Metrics
    from server.postgres.pool import Pool

    stopped = asyncio.Event()
    for stop_signal in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    metrics = Metrics()
    if metrics_port is not None:
        start_http_server(metrics_port, settings.host, metrics.registry)
    pool = Pool(lambda: database.app_url, WORKER_CONNECTIONS)
    await pool.open()
    watching = None if database.postgres is None else asyncio.create_task(database.postgres.watch())
    try:
        async with delivering(settings, pool, metrics):
            print("delivering messages", flush=True)
            await stopped.wait()
    finally:
        if watching is not None:
            watching.cancel()
        await pool.close()


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
        raise CommandFailed(f"Cannot listen on {_address(host, port)}: {reason}.") from None
    return listener


def print_address(url: str) -> None:
    """Print the address that is served, for people and for the programs that started us."""
    print(f"listening on {url}", flush=True)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _announce_when_ready(listener: socket.socket, host: str, announce: Announce) -> None:
    # The socket is bound but refuses connections until a process listens, once it is ready.
    bound, port = listener.getsockname()[:2]
    while True:
        try:
            socket.create_connection((WILDCARDS.get(bound, bound), port), timeout=1).close()
        except OSError:
            time.sleep(POLL_SECONDS)
        else:
            announce(f"http://{_address(host, port)}")
            return


def _config(settings: Settings, workers: int, with_worker: bool) -> "Config":
    from uvicorn import Config

    from server.http.protocol import GuardedHttpProtocol

    return Config(
        functools.partial(_create, settings, with_worker),
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
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def _import_ahead() -> None:
    # What fails here fails again, and is reported, where it is needed.
    with contextlib.suppress(Exception):
        importlib.import_module("server.application")


def _create(settings: Settings, with_worker: bool) -> Any:
    from server.application import create

    return create(settings, with_worker=with_worker)


def _run_in_this_process(settings: Settings, listener: socket.socket, with_worker: bool) -> None:
    from uvicorn import Server

    # uvicorn raises the signal again once it has stopped; we still have to leave the database.
    _ignore(STOP_SIGNALS)
    try:
        Server(_config(settings, 1, with_worker)).run([listener])
    except SystemExit:
        raise CommandFailed("The server could not start; the log says why.") from None


def _run_in_processes(
    settings: Settings, listener: socket.socket, workers: int, with_worker: bool
) -> None:
    from uvicorn.supervisors import Multiprocess

    from server.observability.metrics import share_directory

    metrics_directory = Path(tempfile.mkdtemp(prefix="selfsame-metrics-"))
    share_directory(metrics_directory)
    listener.set_inheritable(True)
    try:
        Multiprocess(_config(settings, workers, with_worker), [listener]).run()
    finally:
        shutil.rmtree(metrics_directory, ignore_errors=True)


def _ignore(signals: Iterable[signal.Signals]) -> None:
    for ignored in signals:
        signal.signal(ignored, lambda *_: None)
