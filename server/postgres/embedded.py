"""The embedded PostgreSQL: started by the first process that needs it, stopped by the last."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import structlog

from server.postgres import data_directory
from server.postgres import embedded_cluster as clusters
from server.postgres.embedded_binaries import Binaries, EmbeddedPostgresError, binaries_for
from server.postgres.embedded_process import Postmaster, ServerProcess

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

WATCH_SECONDS: Final = 0.25

log = structlog.get_logger()


class EmbeddedPostgres:
    """One process's hold on the PostgreSQL in a data directory.

    Any number of processes may hold it at once. They lock two files: `postgres.lock` while they
    start, attach or leave, so that these never overlap, and `postgres.users`, shared, as long as
    they use the server; whoever gets that one exclusively is the last. The kernel frees both when
    a process is killed. Methods block; use a thread in an event loop.
    """

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.directory = directory.absolute()
        self.cluster = self.directory / "postgres"
        self.log_file = self.directory / "postgres.log"
        self._fast = fast
        self._process = ServerProcess(self.cluster, self.log_file, fast=fast)
        self._users_lock: int | None = None
        self._postmaster: Postmaster | None = None
        self._passwords: dict[str, str] = {}

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; another one only if it was taken while the server was down."""
        if self._postmaster is None:
            raise EmbeddedPostgresError("The embedded PostgreSQL is not started.")
        return self._postmaster.port

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
        if self._users_lock is not None:
            return self
        try:
            data_directory.make(self.directory, is_embedded=True)
            with self._locked():
                lock = self._open("postgres.users")
                try:
                    fcntl.flock(lock, fcntl.LOCK_SH)
                    self._postmaster = self._ensure_running()
                except BaseException:
                    os.close(lock)
                    raise
                self._users_lock = lock
        except OSError as error:
            raise EmbeddedPostgresError(
                f"The embedded PostgreSQL cannot use {error.filename or self.directory}: "
                f"{error.strerror}."
            ) from error
        return self

    def stop(self) -> None:
        """Leave the server; the last to leave stops it."""
        if self._users_lock is None:
            return
        with self._locked():
            lock, self._users_lock, self._postmaster = self._users_lock, None, None
            try:
                # Giving up a shared lock for an exclusive one is not atomic, but whoever wanted to
                # slip in between would need the lock that we hold.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._process.disown()
            else:
                self._process.stop()
            finally:
                os.close(lock)

    async def watch(self) -> None:
        """Start the server again whenever it dies, until cancelled."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if self._postmaster is None or self._process.is_running(self._postmaster):
                continue
            log.warning("embedded_postgres.died", pid=self._postmaster.pid)
            try:
                await asyncio.to_thread(self._restart)
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
    def _locked(self) -> Iterator[None]:
        descriptor = self._open("postgres.lock")
        os.set_inheritable(descriptor, True)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _restart(self) -> None:
        with self._locked():
            if self._users_lock is None:
                return  # left while we waited
            self._postmaster = self._ensure_running()
        log.warning(
            "embedded_postgres.restarted", pid=self._postmaster.pid, port=self._postmaster.port
        )

    def _ensure_running(self) -> Postmaster:
        """Return the server that is ready on our cluster, after starting it if nobody did."""
        port = self._postmaster.port if self._postmaster else None
        return self._process.ensure_running(self._prepare(), port)

    def _prepare(self) -> Binaries:
        """Make the cluster unless it exists, and return the programs that can serve it."""
        if self.cluster.is_symlink() and not self.cluster.exists():
            raise EmbeddedPostgresError(
                f"{self.cluster} points to {self.cluster.readlink()}, which is gone; "
                f"restore it, or remove the link to start anew."
            )
        binaries = binaries_for(self.cluster)
        exists = self.cluster.exists()
        owner_password = self.directory / f"{clusters.OWNER}.password"
        if exists and not owner_password.exists():
            raise EmbeddedPostgresError(f"The database's password is missing: {owner_password}.")
        for role in (clusters.OWNER, clusters.APPLICATION):
            self._passwords[role] = clusters.password_of(role, self.directory)
        if not exists:
            clusters.make(self.cluster, binaries, self._passwords[clusters.OWNER], fast=self._fast)
        clusters.check_version(self.cluster)
        return binaries
