"""Reads what PostgreSQL's plugin `pgoutput` writes: which rows a transaction has inserted."""

import struct
from collections.abc import Mapping
from typing import Final, TypeAlias

from rules.frozen import frozen

Row: TypeAlias = Mapping[str, bytes | None]
"""The values of a row by the names of their columns, in PostgreSQL's text form."""


@frozen
class Begun:
    """A transaction begins; what comes up to its end was committed with it."""


@frozen
class Inserted:
    """A row that was inserted."""

    row: Row


@frozen
class Committed:
    """A transaction ends; `end` is the position behind it."""

    end: int


Change: TypeAlias = Begun | Inserted | Committed

COUNT: Final = struct.Struct("!h")
IDENTITY: Final = struct.Struct("!I")
LENGTH: Final = struct.Struct("!i")
END_OF_COMMIT: Final = struct.Struct("!xQQ")
"""Flags, the position of the commit, and that behind it."""
TYPE_AND_MODIFIER: Final = 8


class Decoder:
    """Decodes the messages of one replication connection, which describes each table once."""

    def __init__(self) -> None:
        """Know no table yet."""
        self._columns: dict[int, list[str]] = {}

    def decode(self, message: bytes) -> Change | None:
        """Return what a message says, or None where it is no insertion's."""
        match message[:1]:
            case b"B":
                return Begun()
            case b"C":
                return Committed(END_OF_COMMIT.unpack_from(message, 1)[1])
            case b"I":
                (table,) = IDENTITY.unpack_from(message, 1)
                return Inserted(dict(zip(self._columns[table], _values(message), strict=True)))
            case b"R":
                (table,) = IDENTITY.unpack_from(message, 1)
                self._columns[table] = _names(message)
        return None


def _names(message: bytes) -> list[str]:
    """Read the names of a table's columns, which stand behind its own and its replica identity."""
    rest = message[5:].split(b"\0", 2)[2]
    (count,) = COUNT.unpack_from(rest, 1)
    rest, names = rest[3:], []
    for _ in range(count):
        name, _, rest = rest[1:].partition(b"\0")
        rest = rest[TYPE_AND_MODIFIER:]
        names.append(name.decode())
    return names


def _values(message: bytes) -> list[bytes | None]:
    """Read the values of a new row: an identity of the table and an N stand before their count."""
    (count,) = COUNT.unpack_from(message, 6)
    values: list[bytes | None] = []
    place = 8
    for _ in range(count):
        kind, place = message[place : place + 1], place + 1
        if kind != b"t":
            values.append(None)
            continue
        (length,) = LENGTH.unpack_from(message, place)
        place += LENGTH.size
        values.append(message[place : place + length])
        place += length
    return values
