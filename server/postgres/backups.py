"""A backup: the folder that it is, what stands in its manifest, and the programs that fill it."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

import orjson

from rules.frozen import frozen
from server.postgres.embedded_binaries import installation

FORM: Final = 1
KEPT_TOO: Final = (
    *("audit-checkpoints", "audit-cosigned"),
    *("selfsame_owner.password", "selfsame_app.password"),
)
"""What of the data directory goes with database and keys; the list of erasures stays out (T5)."""


BEGUN: Final = "begun.json"
"""What is in the folder of a backup until its copy is whole."""

DRAFT: Final = ".begun.draft"
LOCK: Final = "archiving.lock"

END_SECONDS: Final = 20.0
"""How long it may take to take leave of a database, which may hang."""

END_WITH_PARENT: Final = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGINT)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
"""Asks the kernel for a signal when the parent ends, and becomes the program named next."""


class BackupUnusable(Exception):
    """A folder holds no backup that can be used; the sentence says why."""


@frozen
class Manifest:
    """What a backup is: of which cluster, when its copy was whole, and its files with digests."""

    form: int
    system: str
    slot: str
    ended_at: str
    files: dict[str, str]
    is_slot_ours: bool = True
    """Whether we made the slot; one that was there is left to whoever made it."""

    is_embedded: bool = True
    """Whether it is of the embedded server, which alone another embedded one can be made of."""


@frozen
class Slot:
    """By which PostgreSQL keeps what is not archived yet."""

    name: str
    is_ours: bool


class Backup:
    """The folder of one backup."""

    def __init__(self, directory: Path) -> None:
        """Take the folder, which need not exist."""
        self.directory = directory.absolute()
        self.base = self.directory / "base"
        self.archive = self.directory / "wal"
        self.kept = self.directory / "data"

    @property
    def is_whole(self) -> bool:
        """Whether the copy in it is whole."""
        return (self.directory / "manifest.json").exists()

    @property
    def can_be_made(self) -> bool:
        """Whether there is nothing in it, or a backup that did not get far."""
        if not self.directory.exists():
            return True
        names = {it.name for it in self.directory.iterdir()}
        return names <= {LOCK, DRAFT} or BEGUN in names

    def take(self) -> None:
        """Make the folder for its owner alone."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.chmod(0o700)

    def make(self, system: str, slot: Slot) -> None:
        """Begin, and write down by which slot of which database."""
        draft = self.directory / DRAFT
        draft.write_bytes(orjson.dumps({"system": system, **asdict(slot)}))
        draft.rename(self.directory / BEGUN)
        self.archive.mkdir(mode=0o700)

    def begun(self) -> tuple[str, Slot] | None:
        """Return of which database and by which slot a backup was begun that is not whole."""
        if not (self.directory / BEGUN).exists():
            return None
        read = orjson.loads((self.directory / BEGUN).read_bytes())
        return read.pop("system"), Slot(**read)

    def clear(self) -> None:
        """Delete all that is in the folder, and last what says that it was begun."""
        for path in sorted(self.directory.iterdir(), key=lambda it: it.name == BEGUN):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def keep(self, data_directory: Path, keys_directory: Path, keys: Iterable[str]) -> None:
        """Copy the keys of these names, and what belongs to them; mounted keys go before."""
        self.kept.mkdir(mode=0o700)
        for name in (*keys, *KEPT_TOO):
            for directory in dict.fromkeys((data_directory, keys_directory)):
                if (directory / name).exists():
                    _copy(directory / name, self.kept / name)

    def put_back(self, data_directory: Path) -> None:
        """Copy the keys into a data directory, whose own rights stay."""
        for source in self.kept.iterdir():
            _copy(source, data_directory / source.name)

    def complete(self, system: str, slot: Slot, ended_at: str, *, is_embedded: bool) -> None:
        """Write the manifest, by which the backup is whole."""
        files = _digests(self.kept)
        manifest = Manifest(FORM, system, slot.name, ended_at, files, slot.is_ours, is_embedded)
        draft = self.directory / ".manifest.draft"
        draft.write_bytes(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        os.sync()
        draft.rename(self.directory / "manifest.json")
        (self.directory / BEGUN).unlink()

    def manifest(self) -> Manifest:
        """Read the manifest. Raises BackupUnusable."""
        try:
            read = orjson.loads((self.directory / "manifest.json").read_bytes())
            manifest = Manifest(**read)
        except OSError:
            raise BackupUnusable(f"{self.directory} holds no whole backup.") from None
        except (ValueError, TypeError):
            raise BackupUnusable(f"The manifest of {self.directory} cannot be read.") from None
        if manifest.form != FORM:
            raise BackupUnusable(f"{self.directory} was made by another version of Selfsame.")
        return manifest

    def check(self) -> Manifest:
        """Compare every file with the manifests. Raises BackupUnusable."""
        manifest = self.manifest()
        found = _digests(self.kept)
        differing = sorted(
            name
            for name in manifest.files.keys() | found.keys()
            if manifest.files.get(name) != found.get(name)
        )
        if differing:
            raise BackupUnusable(f"Of the keys in {self.kept} differ: {', '.join(differing)}.")
        _check_base(self.base)
        return manifest

    def size(self) -> int:
        """Return how many bytes it holds; what is archived meanwhile may be missing."""
        found = 0
        for path in self.directory.rglob("*"):
            with suppress(FileNotFoundError):
                found += path.stat().st_size if path.is_file() else 0
        return found

    def archived(self) -> Iterator[tuple[Path, str]]:
        """Return the files of the archive with their names; the one that was cut off, too."""
        for path in sorted(self.archive.iterdir()):
            name = path.name.removesuffix(".partial")
            if path.name == name or not (self.archive / name).exists():
                yield path, name

    @contextmanager
    def archiving(self) -> Iterator[bool]:
        """Hold what one process archives under; false where another does."""
        descriptor = os.open(self.directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def _check_base(base: Path) -> None:
    """Compare the copy with PostgreSQL's own manifest of it.

    Not by pg_verifybackup: the one of the embedded PostgreSQL crashes, with any arguments.
    """
    try:
        written = (base / "backup_manifest").read_bytes()
        listed = orjson.loads(written)
        body = written.rpartition(b'"Manifest-Checksum"')[0]
        if hashlib.sha256(body).hexdigest() != listed["Manifest-Checksum"]:
            raise BackupUnusable(f"The copy in {base} is not whole: its manifest was changed.")
        for file in listed["Files"]:
            if _digest(base / file["Path"]) != file["Checksum"]:
                raise BackupUnusable(f"The copy in {base} is not whole: {file['Path']} differs.")
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupUnusable(f"The copy in {base} is not whole: files are missing.") from None


def copying(url: str, base: Path) -> subprocess.Popen[bytes]:
    """Start the program that copies a running cluster; it ends when we are killed."""
    return subprocess.Popen(
        [
            *(sys.executable, "-c", END_WITH_PARENT, str(os.getpid())),
            *(installation() / "bin" / "pg_basebackup", "--no-password", "--checkpoint=fast"),
            *("--wal-method=stream", "--manifest-checksums=SHA256"),
            *(f"--dbname={url}", f"--pgdata={base}"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        umask=0o077,
    )


def receiving(url: str, slot: str, archive: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start the program that archives what is written; it connects again by itself.

    It ends when we are killed: the database lets nobody else go on meanwhile.
    """
    return subprocess.Popen(
        [
            *(sys.executable, "-c", END_WITH_PARENT, str(os.getpid())),
            *(installation() / "bin" / "pg_receivewal", "--no-password", "--synchronous"),
            *(f"--dbname={url}", f"--slot={slot}", f"--directory={archive}", *options),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        umask=0o077,
    )


def end(receiver: subprocess.Popen[bytes]) -> None:
    """Let it write down what it has, and end; what it has is on the disk where it cannot."""
    if receiver.poll() is None:
        receiver.send_signal(signal.SIGINT)
        try:
            receiver.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            receiver.kill()
            receiver.wait()


def _digests(directory: Path) -> dict[str, str]:
    return {
        str(path.relative_to(directory)): _digest(path)
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
