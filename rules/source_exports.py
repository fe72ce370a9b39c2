"""Exports that a source makes of its members, and what comes of a part of a file (rule S15)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from rules.frozen import frozen
from rules.source_records import SourceMembership, SourcePerson

LONGEST = timedelta(hours=24)
"""An export that is not made by then ends its run."""

POLL_SECONDS = 60.0
"""After so long a source is asked again that does not say after how long."""

MOST_FILES = 10_000
LONGEST_ADDRESS = 4_000
"""How many files an export has at most, and of how many characters an address of one."""


@frozen
class ExportFile:
    """A file of an export: of members, or of those who are deleted."""

    url: str
    with_token: bool
    is_of_deleted: bool = False
    count: int | None = None
    """So many lines it has; None where the source does not say."""


@frozen
class Export:
    """An export that is made: as of which moment of the source's own clock, and its files."""

    made_at: str
    files: tuple[ExportFile, ...]


@frozen
class ExportPosition:
    """Up to where a file was read, in bytes and lines; `file` counts from 0."""

    file: int = 0
    offset: int = 0
    lines: int = 0

    def written(self) -> Mapping[str, Any]:
        """Return it as the parameters of a run keep it."""
        return {"file": self.file, "offset": self.offset, "lines": self.lines}


@frozen
class ExportPart:
    """What some lines of a file say of the groups that were asked for."""

    memberships: tuple[SourceMembership, ...]
    persons: tuple[SourcePerson, ...]
    deleted: tuple[str, ...]
    after: ExportPosition
    """From where the next part is read; of the next file, where this one is at its end."""
