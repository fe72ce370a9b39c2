"""The documents that clients name by SHA-256 instead of sending them. Rule X3."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from rules.refusals import BadRequest

PREFIX = "sha256:"
_APOLLO = "apollo-persisted-query-manifest"


class DocumentNotKnown(BadRequest):
    """A document is not among those that are listed here, or nothing listed has its SHA-256."""

    def __init__(self) -> None:
        super().__init__("Document is not known")


class DocumentListIsFaulty(ValueError):
    """A list of documents cannot be used; the text says why."""


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a document's text in UTF-8, in hexadecimal."""
    # JSON can hold half of a surrogate pair, which UTF-8 cannot: no document has it.
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def documents_of(content: str) -> tuple[str, ...]:
    """Read a list as JSON: texts by their SHA-256, or the manifest that Apollo's tools write.

    Raises DocumentListIsFaulty, also where a text has another SHA-256 than the list has for it.
    """
    try:
        read = json.loads(content)
        texts = _by_id(read)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DocumentListIsFaulty("It is no list of documents by SHA-256") from None
    for identifier, text in texts.items():
        if identifier.removeprefix(PREFIX) != sha256_of(text):
            raise DocumentListIsFaulty("A document has another SHA-256 than it is listed by")
    return tuple(texts.values())


def _by_id(read: Any) -> Mapping[str, str]:
    if type(read) is dict and read.get("format") == _APOLLO:
        read = {it["id"]: it["body"] for it in read["operations"]}
    if type(read) is not dict or not all(type(it) is str for it in read.values()):
        raise TypeError
    return read


class PersistedDocuments:
    """The listed documents, and whether any other is executed."""

    def __init__(self, texts: Iterable[str] = (), *, alone: bool = False) -> None:
        """Take the texts; `alone` refuses all others."""
        self.alone = alone
        self._texts = frozenset(texts)
        self._by_sha256 = {sha256_of(text): text for text in self._texts}

    def text_of(self, name: str) -> str:
        """Return the text of a SHA-256, with or without its prefix. Raises DocumentNotKnown."""
        text = self._by_sha256.get(name.removeprefix(PREFIX).lower())
        if text is None:
            raise DocumentNotKnown
        return text

    def check(self, text: str) -> None:
        """Refuse a text that is not listed, where those alone are executed."""
        if self.alone and text not in self._texts:
            raise DocumentNotKnown
