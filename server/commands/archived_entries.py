"""Entries of the trail that were taken out of the database, read from CSV files (rule Y3)."""

import csv
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rules.audit_tree import ENTRY_COLUMNS
from server.commands import CommandFailed
from workflows.kept_acts import Archive

LONGEST: Final = 1 << 30
"""Characters of a value: PostgreSQL has none that is longer."""

COLUMNS: Final = ", ".join(f'"{name}"' for name in ENTRY_COLUMNS)
MAKE: Final = f"create table entries ({COLUMNS}, primary key (id)) without rowid"
ADD: Final = f"insert or replace into entries values ({', '.join('?' * len(ENTRY_COLUMNS))})"
FIND: Final = "select * from entries where id = ?"


@contextmanager
def archived(files: Sequence[Path]) -> Iterator[Archive]:
    """Give what finds an entry of the files by its id.

    They may be larger than memory, and are not in the order of the leaves: so they go into a
    database beside, which ends with the command. Raises CommandFailed.
    """
    if not files:
        yield lambda _: None
        return
    with tempfile.TemporaryDirectory(prefix="selfsame-") as directory:
        entries = sqlite3.connect(Path(directory) / "entries")
        try:
            entries.execute("pragma journal_mode = off")
            entries.execute(MAKE)
            for file in _files(files):
                entries.executemany(ADD, _rows(file))
            yield lambda entry_id: entries.execute(FIND, (entry_id,)).fetchone()
        finally:
            entries.close()


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and those of each folder. Raises CommandFailed where a folder has none."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.glob("*.csv"))
        if not found:
            raise CommandFailed(f"{path} has no file that ends in .csv.", 2)
        yield from found


def _rows(file: Path) -> Iterator[list[str | None]]:
    csv.field_size_limit(LONGEST)
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            if set(reader.fieldnames or ()) != set(ENTRY_COLUMNS):
                raise CommandFailed(f"{file} has other columns than {', '.join(ENTRY_COLUMNS)}.", 2)
            for row in reader:
                if not row["id"]:
                    raise CommandFailed(f"{file} has an entry without an id.", 2)
                # No column of an entry is an empty text: that is null, as PostgreSQL writes it.
                yield [row[name] or None for name in ENTRY_COLUMNS]
    except OSError as error:
        raise CommandFailed(f"{file} cannot be read: {error.strerror}.", 2) from None
    except (csv.Error, UnicodeDecodeError):
        raise CommandFailed(f"{file} is not CSV in UTF-8.", 2) from None
