"""The embedded PostgreSQL: started by the first process that needs it, stopped by the last."""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import structlog

from server.postgres import embedded_cluster as clusters
from server.postgres.embedded_binaries import Binaries, EmbeddedPostgresError, binaries_for

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

log = structlog.get_logger()

START_SECONDS: Final = 60.0  # recovery after a crash included
STOP_SECONDS: Final = 30.0
LOOK_SECONDS: Final = 0.02
WATCH_SECONDS: Final = 0.25
LOG_BYTES: Final = 10 * 1024 * 1024
PORT_TAKEN: Final = "Address already in use"
# What a start meets when another one is a moment ahead, or a killed server's backends still end.
PASSING: Final = ('"postmaster.pid" already exists', "pre-existing shared memory block")
PASSING_SECONDS: Final = 0.2


class EmbeddedPostgres:
    """One process's hold on the PostgreSQL in a data directory.

    Any number of processes may hold it at once. Two files keep them apart: `postgres.lock` is
    held by whoever is starting, attaching or leaving, so that these never overlap, and
    `postgres.users` is shared by all who use the server; who can have that one alone is the last.
    The kernel frees both when a process is killed. Methods block; use a thread in an event loop.
    """

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.directory = directory.absolute()
        self.cluster = self.directory / "postgres"
        self.log_file = self.directory / "postgres.log"
        self._fast = fast
        self._users: int | None = None
        self._server: clusters.Postmaster | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._passwords: dict[str, str] = {}

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; another one only if it was taken while the server was down."""
        if self._server is None:
            raise EmbeddedPostgresError("The embedded PostgreSQL is not started.")
        return self._server.port

    @property
    def owner_url(self) -> str:
        """The address for migrations: the superuser, who owns the tables."""
        return self._url(clusters.OWNER)

    @property
    def app_url(self) -> str:
        """The address the application works under; migrating makes the role."""
        return self._url(clusters.APPLICATION)

    def start(self) -> Self:
        """Attach to the running server, or make and start it; return when it answers."""
        if self._users is not None:
            return self
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with self._alone():
                users = self._open("postgres.users")
                try:
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._server = self._running()
                except BaseException:
                    os.close(users)
                    raise
                self._users = users
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL cannot use {error.filename or self.directory}: "
                f"{error.strerror}."
            ) from error
        return self

    def stop(self) -> None:
        """Leave the server; the last to leave stops it."""
        if self._users is None:
            return
        with self._alone():
            users, self._users, self._server = self._users, None, None
            try:
                # Giving up a shared lock for an exclusive one is not atomic, but whoever wanted to
                # slip in between would need the lock that we hold.
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._child is not None:
                    self._child.returncode = 0  # it lives on, and is no longer ours to wait for
            else:
                self._stop_server()
            finally:
                os.close(users)

    async def watch(self) -> None:
        """Start the server again whenever it dies, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if self._server is None or self._lives(self._server):
                continue
            log.warning("embedded_postgres.died", pid=self._server.pid)
            try:
                await asyncio.to_thread(self._revive)
            except (EmbeddedPostgresError, OSError) as error:
                log.error("embedded_postgres.not_restarted", reason=str(error))

    def remove(self) -> None:
        """Delete the database, wherever it lies; for tests, when nobody uses it any more."""
        shutil.rmtree(self.cluster.resolve())
        if self.cluster.is_symlink():
            self.cluster.unlink()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _url(self, role: str) -> str:
        return (
            f"postgresql://{role}:{self._passwords[role]}@127.0.0.1:{self.port}/{clusters.DATABASE}"
        )

    def _open(self, name: str) -> int:
        return os.open(self.directory / name, os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        descriptor = self._open("postgres.lock")
        os.set_inheritable(descriptor, True)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _lives(self, server: clusters.Postmaster) -> bool:
        lives = clusters.is_postmaster(server.pid, self.cluster)
        if self._child is not None:
            # Afterwards, or a child that ends in between would stay in the process table.
            self._child.poll()
        return lives

    def _revive(self) -> None:
        with self._alone():
            if self._users is None:
                return  # left while we waited
            self._server = self._running()
        log.warning("embedded_postgres.restarted", pid=self._server.pid, port=self._server.port)

    def _prepared(self) -> Binaries:
        """Make the cluster unless it exists, and see that it can be served."""
        if self.cluster.is_symlink() and not self.cluster.exists():
            raise EmbeddedPostgresError(
                f"{self.cluster} points to {self.cluster.readlink()}, which is gone; "
                f"restore it, or remove the link to start anew."
            )
        binaries = binaries_for(self.cluster)
        made = self.cluster.exists()
        owner_password = self.directory / f"{clusters.OWNER}.password"
        if made and not owner_password.exists():
            raise EmbeddedPostgresError(f"The database's password is missing: {owner_password}.")
        for role in (clusters.OWNER, clusters.APPLICATION):
            self._passwords[role] = clusters.password_of(role, self.directory)
        if not made:
            clusters.make(self.cluster, binaries, self._passwords[clusters.OWNER], fast=self._fast)
        clusters.check_version(self.cluster)
        return binaries

    def _running(self) -> clusters.Postmaster:
        """Give the server that is ready on our cluster, after starting it if nobody did.

        That a port answers proves nothing, since it may be another server's: what counts is the
        word in `postmaster.pid` of a process that lives.
        """
        binaries = self._prepared()
        port = self._server.port if self._server else _free_port()
        said_from: int | None = None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = clusters.postmaster_of(self.cluster)
            if found is not None and found.status == "ready":
                return found
            if found is None and (self._child is None or self._child.poll() is not None):
                if said_from is not None:
                    port = self._port_after_failure(port, said_from)
                said_from = self._spawn(binaries, port)
            time.sleep(LOOK_SECONDS)
        raise EmbeddedPostgresError(f"PostgreSQL did not get ready; see {self.log_file}.")

    def _spawn(self, binaries: Binaries, port: int) -> int:
        """Start the server; give where in the log its words begin."""
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        with self.log_file.open("ab") as opened:
            said_from = opened.tell()
            arguments = [*clusters.arguments_for(self.cluster.resolve(), port, fast=self._fast)]
            self._child = binaries.spawn("postgres", arguments, opened)
        return said_from

    def _port_after_failure(self, port: int, said_from: int) -> int:
        """Choose the port of the next attempt, or raise where another attempt would not help."""
        with self.log_file.open("rb") as opened:
            opened.seek(said_from)
            said = opened.read().decode(errors="replace")
        if PORT_TAKEN in said:
            return _free_port()
        if not any(passing in said for passing in PASSING):
            raise EmbeddedPostgresError(f"PostgreSQL could not start: {clusters.reason_in(said)}.")
        time.sleep(PASSING_SECONDS)
        return port

    def _stop_server(self) -> None:
        server = clusters.postmaster_of(self.cluster)
        if server is None:
            return
        for sent in (signal.SIGINT, signal.SIGQUIT):  # roll back and stop; then stop at once
            deadline = time.monotonic() + STOP_SECONDS
            with suppress(ProcessLookupError):
                os.kill(server.pid, sent)
            while time.monotonic() < deadline:
                if not self._lives(server):
                    return
                time.sleep(LOOK_SECONDS)
        raise EmbeddedPostgresError(f"PostgreSQL (process {server.pid}) did not stop.")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
