"""The server process of a cluster: finds it, starts it, waits until it is ready, stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from rules.frozen import frozen
from server.postgres import embedded_cluster as clusters
from server.postgres.embedded_binaries import Binaries, EmbeddedPostgresError

START_TIMEOUT: Final = 60.0  # recovery after a crash included
STOP_TIMEOUT: Final = 30.0
POLL_SECONDS: Final = 0.02
MAX_LOG_BYTES: Final = 10 * 1024 * 1024
PORT_TAKEN: Final = "Address already in use"
# Another start is a moment ahead, or a killed server's backends are still ending.
TRANSIENT_FAILURES: Final = (
    '"postmaster.pid" already exists',
    "pre-existing shared memory block",
)
RETRY_SECONDS: Final = 0.2


@frozen
class Postmaster:
    """A running server, as its `postmaster.pid` describes it."""

    pid: int
    port: int
    status: str  # starting, ready or stopping


def postmaster_of(cluster: Path) -> Postmaster | None:
    """Return the server that runs on this cluster, or None.

    The file outlives a killed server, and its number may be another process by now; PostgreSQL
    refuses to start while that one lives, so such a file is removed.
    """
    file = cluster / "postmaster.pid"
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
    except FileNotFoundError:
        return None
    if len(lines) < 4 or not lines[0].isdecimal() or not lines[3].isdecimal():
        return None  # being written at this moment
    pid = int(lines[0])
    if not is_postmaster(pid, cluster):
        file.unlink(missing_ok=True)
        return None
    return Postmaster(pid, int(lines[3]), lines[7] if len(lines) > 7 else "starting")


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Return whether this process is a running PostgreSQL that serves this cluster."""
    if sys.platform != "linux":
        listed = subprocess.run(
            ["ps", "-p", str(pid), "-o", "stat=,comm="], capture_output=True, text=True, check=False
        ).stdout.split()
        return bool(listed) and "Z" not in listed[0] and listed[-1].endswith("postgres")
    try:
        name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(") ")
        if name != "postgres" or state[0] in "ZX":
            return False
        return Path(f"/proc/{pid}/cwd").readlink() == cluster.resolve()
    except PermissionError:
        return True  # root without its capabilities cannot look; the name has to do
    except (FileNotFoundError, ProcessLookupError):
        return False


class ServerProcess:
    """The server of one cluster, started by us or by another process."""

    def __init__(self, cluster: Path, log_file: Path, *, fast: bool) -> None:
        self.cluster = cluster
        self.log_file = log_file
        self._fast = fast
        self._child: subprocess.Popen[bytes] | None = None

    def ensure_running(
        self, binaries: Binaries, port: int | None, timeout: float = START_TIMEOUT
    ) -> Postmaster:
        """Return the server once it is ready, started on this port or a free one if need be.

        That a port answers proves nothing, since it may be another server's: what counts is the
        status in `postmaster.pid` of a process that runs.
        """
        port = port or free_port()
        log_offset: int | None = None
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            postmaster = postmaster_of(self.cluster)
            if postmaster is not None and postmaster.status == "ready":
                return postmaster
            if postmaster is None and (self._child is None or self._child.poll() is not None):
                if log_offset is not None:
                    port = self._port_after_failure(port, log_offset)
                log_offset = self._spawn(binaries, port)
            time.sleep(POLL_SECONDS)
        raise EmbeddedPostgresError(f"PostgreSQL did not get ready; see {self.log_file}.")

    def is_running(self, postmaster: Postmaster) -> bool:
        """Return whether this server still runs; a child of ours that ended is waited for."""
        is_running = is_postmaster(postmaster.pid, self.cluster)
        if self._child is not None:
            # Afterwards, or a child that ends in between would stay in the process table.
            self._child.poll()
        return is_running

    def stop(self) -> None:
        """Stop the server, if one runs: a fast shutdown first, an immediate one if that hangs."""
        postmaster = postmaster_of(self.cluster)
        if postmaster is None:
            return
        for shutdown in (signal.SIGINT, signal.SIGQUIT):
            deadline = time.monotonic() + STOP_TIMEOUT
            with suppress(ProcessLookupError):
                os.kill(postmaster.pid, shutdown)
            while time.monotonic() < deadline:
                if not self.is_running(postmaster):
                    if self._child is not None and self._child.pid == postmaster.pid:
                        # It has left its directory, and may take another moment to end.
                        self._child.wait(STOP_TIMEOUT)
                    return
                time.sleep(POLL_SECONDS)
        raise EmbeddedPostgresError(f"PostgreSQL (process {postmaster.pid}) did not stop.")

    def disown(self) -> None:
        """Leave the server to the other processes that use it: it is not ours to wait for."""
        if self._child is not None:
            self._child.returncode = 0

    def _spawn(self, binaries: Binaries, port: int) -> int:
        """Start the server; return where in the log its output begins."""
        if self.log_file.exists() and self.log_file.stat().st_size > MAX_LOG_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        with open(self.log_file, "ab", opener=_open_for_its_owner) as log:
            offset = log.tell()
            arguments = [*clusters.arguments_for(self.cluster.resolve(), port, fast=self._fast)]
            self._child = binaries.spawn("postgres", arguments, log)
        return offset

    def _port_after_failure(self, port: int, log_offset: int) -> int:
        """Choose the port of the next attempt, or raise where another attempt would not help."""
        with self.log_file.open("rb") as log:
            log.seek(log_offset)
            output = log.read().decode(errors="replace")
        if PORT_TAKEN in output:
            return free_port()
        if not any(failure in output for failure in TRANSIENT_FAILURES):
            reason = clusters.reason_in(output)
            raise EmbeddedPostgresError(f"PostgreSQL could not start: {reason}.")
        time.sleep(RETRY_SECONDS)
        return port


def _open_for_its_owner(path: str, flags: int) -> int:
    descriptor = os.open(path, flags, 0o600)
    os.fchmod(descriptor, 0o600)  # it may be from before, when others could read it
    return descriptor


def free_port() -> int:
    """Return a port on which nothing listens on this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
