"""The embedded database cluster on disk: how it is made, its settings, its roles' passwords."""

import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from server.postgres.embedded_binaries import (
    MAJOR,
    Binaries,
    EmbeddedPostgresError,
    system_directory,
)

OWNER: Final = "selfsame_owner"
APPLICATION: Final = "selfsame_app"
DATABASE: Final = "selfsame"
NO_SPACE: Final = os.strerror(errno.ENOSPC)

SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "logical",
    # After a checkpoint each page is written whole once: fewer of them, and imports write less.
    "max_wal_size": "8GB",
    "jit": "off",
    "random_page_cost": "1.1",  # solid-state disks, and most of it in memory
    "timezone": "UTC",
    "client_connection_check_interval": "1s",  # frees the backends of a server that was killed
    "scram_iterations": "1",  # 256 random bits need no stretching
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    # Personal data never reaches a log: `log` is above ERROR, whose messages quote values.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
# Only for tests: a power cut loses the database.
FAST_SETTINGS: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "128MB",
}


def arguments_for(cluster: Path, port: int, *, fast: bool) -> Iterator[str]:
    """Return the arguments with which `postgres` serves a cluster."""
    yield from ("-D", str(cluster), "-p", str(port))
    for name, value in (SETTINGS | (FAST_SETTINGS if fast else {})).items():
        yield from ("-c", f"{name}={value}")


def password_of(role: str, directory: Path) -> str:
    """Return a role's password, from a file of the data directory that is made where missing."""
    path = directory / f"{role}.password"
    if not path.exists():
        unfinished = directory / f"{role}.password.making"
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(descriptor)
        unfinished.rename(path)
    return path.read_text()


def make(location: Path, binaries: Binaries, password: str, *, fast: bool) -> None:
    """Make the cluster at `location`, whole or not at all."""
    with placing(location, binaries) as workspace:
        _initialise(workspace, binaries, password, fast=fast)


@contextmanager
def placing(location: Path, binaries: Binaries) -> Iterator[Path]:
    """Give a directory in which `cluster` is made; at the end that is the cluster at `location`.

    Where root's PostgreSQL cannot reach the location (below a private directory), the cluster is
    made in the system's directory and the location is a symbolic link to it: the permissions of
    directories that are not ours stay as they are.
    """
    account = binaries.account
    parent, target = location.parent, location
    if account is not None and not account.reaches(parent):
        parent = system_directory(account)
        target = parent / secrets.token_hex(8)
    # Named after its data directory: others may be making theirs in the same parent.
    prefix = f"making-{location.parent.stat().st_ino}-"
    for unfinished in parent.glob(f"{prefix}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    workspace = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        if account is not None:
            os.chown(workspace, account.user, account.group)
        yield workspace
        (workspace / "cluster").rename(target)
    finally:
        shutil.rmtree(workspace, ignore_errors=True)
    if target != location:
        location.symlink_to(target)
    _sync(parent)
    _sync(location.parent)


def check_version(cluster: Path) -> None:
    """Refuse a cluster that another major version of PostgreSQL wrote."""
    try:
        major = (cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise EmbeddedPostgresError(
            f"{cluster} holds no PostgreSQL database; restore it, or move it away to start anew."
        ) from None
    if major != str(MAJOR):
        raise EmbeddedPostgresError(
            f"The database in {cluster} was written by PostgreSQL {major}; "
            f"this version of selfsame embeds PostgreSQL {MAJOR}."
        )


def reason_in(output: str) -> str:
    """Return the one line of PostgreSQL's output that says why it gave up."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # A full disk makes it panic about what follows.
    full = [line for line in lines if NO_SPACE in line]
    for mark in ("PANIC:", "FATAL:", "ERROR:", "error:"):
        for line in full or lines:
            if mark in line:
                return line.partition(mark)[2].strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "it gave no reason"


def _initialise(workspace: Path, binaries: Binaries, password: str, *, fast: bool) -> None:
    cluster = workspace / "cluster"
    password_file = workspace / "password"
    descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    if binaries.account is not None:
        os.chown(password_file, binaries.account.user, binaries.account.group)
    # The builtin locale needs nothing of the operating system and never changes its order.
    status, output = binaries.run(
        "initdb", f"--pgdata={cluster}", f"--username={OWNER}", f"--pwfile={password_file}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--set=scram_iterations=1", *(["--no-sync"] if fast else []),
    )  # fmt: skip
    if status == 0:
        # Alone on the cluster, without a port: nobody ever sees it without its database.
        single = ("--single", "-D", str(cluster), "-c", "log_min_messages=error", "postgres")
        status, output = binaries.run("postgres", *single, stdin=f"CREATE DATABASE {DATABASE}\n")
        status = status or int("ERROR:" in output)
    if status != 0:
        raise EmbeddedPostgresError(f"PostgreSQL could not make its database: {reason_in(output)}.")


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
