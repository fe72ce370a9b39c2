"""The directory of a Spark on this machine, which nobody leaves behind, killed or not."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import gettempdir, mkdtemp

from rules.frozen import frozen

PREFIX = "selfsame-spark-"
IN_THE_MAKING = "selfsame-new-spark-"
"""What has this name and no lock is being made just now, or was left by who was killed at it."""
MAKING_SECONDS = 60.0
TIDYING_SECONDS = 10.0

TIDY = """
import fcntl, os, shutil, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""
"""Waits until all that hold the lock have ended, in whichever way, and removes the directory."""


@frozen
class SparkDirectory:
    """A directory, and the descriptor that it is locked by, for Java to hold it too."""

    path: Path
    lock: int


@contextmanager
def spark_directory() -> Iterator[SparkDirectory]:
    """Make a directory that only its owner may read, and remove those that killed runs left."""
    remove_abandoned()
    new = Path(mkdtemp(prefix=IN_THE_MAKING))
    lock = os.open(new, os.O_RDONLY | os.O_DIRECTORY)
    tidying = None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # It has its name once it is locked: whoever finds one unlocked may remove it.
        path = new.rename(new.with_name(PREFIX + new.name.removeprefix(IN_THE_MAKING)))
        tidying = _tidying(path)
        try:
            yield SparkDirectory(path, lock)
        finally:
            rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)
        if tidying is not None:
            with suppress(TimeoutExpired):
                tidying.wait(TIDYING_SECONDS)


def _tidying(path: Path) -> "Popen[bytes]":
    """Start what removes a directory even where this process is killed."""
    environment = {it: os.environ[it] for it in os.environ if not it.startswith("SELFSAME_")}
    return Popen(
        [sys.executable, "-I", "-S", "-c", TIDY, str(path)],
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        env=environment,
        # Who interrupts a run on its terminal does not interrupt this.
        start_new_session=True,
    )


def remove_abandoned() -> None:
    """Remove the directories of runs that were killed: nobody holds their locks."""
    temporary = Path(gettempdir())
    for directory in temporary.glob(f"{PREFIX}*"):
        _remove(directory, 0.0)
    for directory in temporary.glob(f"{IN_THE_MAKING}*"):
        _remove(directory, MAKING_SECONDS)


def _remove(directory: Path, seconds: float) -> None:
    """Remove a directory of ours that is so old, unless it is locked."""
    with suppress(OSError):
        found = directory.lstat()
        if found.st_uid != os.getuid() or time.time() - found.st_mtime < seconds:
            return
        lock = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            rmtree(directory, ignore_errors=True)
        finally:
            os.close(lock)
