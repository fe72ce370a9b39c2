"""The data directory: made for its owner alone, and closed where it was left open to others."""

import errno
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import Final

import structlog

OWNERS_ALONE: Final = 0o700
WITH_POSTGRESQL: Final = 0o710
"""Where root runs PostgreSQL as another account, whose group passes through and sees no names."""

OURS: Final = re.compile(
    r"postgres(\.lock|\.users|\.log|\.log\.1)?|\w+\.password(\.making)?|\w+\.pgpass|making-.+"
    r"|keys|(webhooks|second_factors|sources)\.key|audit-keys|audit-(checkpoints|cosigned)(\.before-\w+)?"
    r"|witness|erasures\.log|\..+\.draft"
)
"""The names of what we make in it."""


def make(directory: Path, *, is_embedded: bool) -> None:
    """Make the data directory for its owner alone; close one that holds nothing but ours.

    One that somebody else made, or that holds something of theirs too, stays as it is.
    """
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        # It gets its name once it is closed: others of us may start at the same moment.
        made = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        _close(made, directory, is_embedded=is_embedded)
        try:
            made.rename(directory)
        except OSError:
            made.rmdir()
            if not directory.is_dir():
                raise
    elif not directory.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(directory))
    elif is_open_to_others(directory) and _is_ours(directory):
        _close(directory, directory, is_embedded=is_embedded)


def is_open_to_others(directory: Path) -> bool:
    """Return whether others than the owner may list it, write to it or, strangers, enter it."""
    return bool(stat.S_IMODE(directory.stat().st_mode) & ~WITH_POSTGRESQL & 0o777)


def warn_if_open(directory: Path) -> None:
    """Write a warning into the log where others than the owner may look into the directory."""
    if is_open_to_others(directory):
        mode = f"{directory.stat().st_mode & 0o777:03o}"
        structlog.get_logger().warning("data_directory.open_to_others", mode=mode)


def write_secret(path: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.rename(path)


def _is_ours(directory: Path) -> bool:
    is_owner = directory.stat().st_uid == os.geteuid()
    return is_owner and all(OURS.fullmatch(path.name) for path in directory.iterdir())


def _close(directory: Path, final: Path, *, is_embedded: bool) -> None:
    """Close a directory, which may have another name for now, to all but who works in it."""
    group = _group_that_passes(final, is_embedded=is_embedded)
    if group is not None:
        os.chown(directory, -1, group)
    directory.chmod(OWNERS_ALONE if group is None else WITH_POSTGRESQL)


def _group_that_passes(directory: Path, *, is_embedded: bool) -> int | None:
    """Return the group of the account that runs PostgreSQL for root in it, if one does."""
    cluster = directory / "postgres"
    if os.geteuid() != 0 or not (is_embedded or cluster.exists()):
        return None
    from server.postgres.embedded_binaries import account_of

    account = account_of(cluster)
    if account is None or not account.reaches(directory.parent):
        return None
    return account.group
