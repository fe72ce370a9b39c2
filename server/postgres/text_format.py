"""Arguments of statements in the text format of PostgreSQL's protocol."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID


def encoded(arguments: Sequence[Any]) -> list[bytes | None] | None:
    """Return arguments in PostgreSQL's text format; None where one is of another type."""
    values: list[bytes | None] = []
    for value in arguments:
        if value is None:
            values.append(None)
            continue
        text = _text(value)
        if text is None:
            return None
        values.append(text)
    return values


def _text(value: Any) -> bytes | None:
    match value:
        case str():
            return None if _is_unfit(value) else value.encode()
        case bool():
            return b"t" if value else b"f"
        case UUID() | int():
            return str(value).encode()
        case datetime():
            return None if value.tzinfo is None else value.isoformat().encode()
        case date():
            return value.isoformat().encode()
        case list() | tuple() if all(isinstance(it, str) and not _is_unfit(it) for it in value):
            return b"{" + b",".join(map(_quoted, value)) + b"}"
    return None


def _is_unfit(text: str) -> bool:
    """Return whether it cannot be sent: a lone surrogate has no UTF-8, and a NUL would end it."""
    return "\0" in text or (not text.isascii() and any("\ud800" <= it <= "\udfff" for it in text))


def _quoted(text: str) -> bytes:
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
