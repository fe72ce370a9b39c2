"""Arguments of statements in the text format of PostgreSQL's protocol."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

SHORT_LIST: Final = 12
"""So many texts in their format are remembered."""


def encoded(arguments: Sequence[Any]) -> list[bytes | None] | None:
    """Return arguments in PostgreSQL's text format; None where one is of another type."""
    values: list[bytes | None] = []
    for value in arguments:
        if value is None:
            values.append(None)
            continue
        # By the type itself, which is quicker than to ask for one class after the other.
        write = _WRITERS.get(type(value), _other)
        text = write(value)
        if text is None:
            return None
        values.append(text)
    return values


def _string(value: str) -> bytes | None:
    return None if _is_unfit(value) else value.encode()


def _uuid(value: UUID) -> bytes:
    return b"%032x" % value.int


def _time(value: datetime) -> bytes | None:
    return None if value.tzinfo is None else value.isoformat().encode()


def _list(value: Sequence[Any]) -> bytes | None:
    # Most lists are roles, the same ones again and again.
    return _short_list(tuple(value)) if len(value) <= SHORT_LIST else _long_list(value)


def _long_list(value: Sequence[Any]) -> bytes | None:
    if not all(isinstance(it, str) and not _is_unfit(it) for it in value):
        return None
    return b"{" + b",".join(map(_quoted, value)) + b"}"


_short_list = lru_cache(maxsize=256)(_long_list)


def _other(value: Any) -> bytes | None:
    """Write a value of a derived class, as asyncpg's UUIDs and the members of our enums are."""
    writers = (write for type_, write in _WRITERS.items() if isinstance(value, type_))
    write = next(writers, None)
    return None if write is None else write(value)


_WRITERS: Final[Mapping[type, Callable[[Any], bytes | None]]] = {
    str: _string,
    bool: lambda value: b"t" if value else b"f",
    int: lambda value: b"%d" % value,
    UUID: _uuid,
    datetime: _time,
    date: lambda value: value.isoformat().encode(),
    list: _list,
    tuple: _list,
}


def _is_unfit(text: str) -> bool:
    """Return whether it cannot be sent: a lone surrogate has no UTF-8, and a NUL would end it."""
    return "\0" in text or (not text.isascii() and any("\ud800" <= it <= "\udfff" for it in text))


def _quoted(text: str) -> bytes:
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
