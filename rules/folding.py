# ruff: noqa: RUF001 - letters stand as what they are
"""How names are folded, so that they are found and compared as people type them (rule N4).

`db/rules/folding.sql` folds alike, by the same table and the same sequences.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rules import folding_table

APOSTROPHES = frozenset(
    "'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02ee\u055a\u05f3\u07f4"
    "\u07f5\u1fbd\u1fbf\u1fef\u1ffd\u1ffe\u2018\u2019\u201b\u2032\u2035\ua78b\ua78c\uff07\uff40"
)
"""Names are written with any of these, or without; some of them count as letters elsewhere."""

HYPHENS = frozenset(
    "-\u00b7\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2027\u2043\u2212\u2e17"
    "\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d\U00010ead"
)
"""A hyphen both joins and parts: a double name is found whole and by each of its parts."""


def _points(ranges: str) -> Iterator[int]:
    for written in ranges.split():
        first, _, last = written.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _entries(written: str) -> Iterator[tuple[str, str]]:
    for entry in written.split(";")[:-1]:
        key, _, ranges = entry.strip().partition("=")
        yield key, ranges


def _changes() -> dict[int, str]:
    found = {
        point: text.replace("_", " ")
        for text, ranges in _entries(folding_table.LETTERS)
        for point in _points(ranges)
    }
    for distance, ranges in _entries(folding_table.SHIFTED):
        found.update((point, chr(point + int(distance))) for point in _points(ranges))
    return found


CHANGES: Mapping[int, str] = MappingProxyType(_changes())
"""What a character becomes, by its code point; those that are not in it stay."""

SEQUENCES = (
    ("и\u0306", "y"),  # й, as it is written with two characters
    ("и", "i"),
    ("\u0306", ""),
    ("oυ", "ou"),
    ("aυ", "av"),
    ("eυ", "ev"),
    ("υ", "y"),
    ("γγ", "ng"),
    ("γ", "g"),
)
"""What is replaced afterwards, one after the other: letters that depend on their neighbours."""

_ASCII = {point: text for point, text in CHANGES.items() if point < 128}
_ALL = dict(CHANGES)


def fold(text: str) -> str:
    """Return the letters and digits of a text as they are compared, parted by spaces and hyphens.

    Case, accents and apostrophes go; Cyrillic, Greek, Arabic and Hebrew letters become Latin ones;
    other scripts stay. Rule N4.
    """
    if text.isascii():
        return text.translate(_ASCII)
    folded = text.translate(_ALL)
    for sequence, replacement in SEQUENCES:
        folded = folded.replace(sequence, replacement)
    return folded


def search_words(text: str) -> list[tuple[str, ...]]:
    """Return the words of what somebody looks for, each followed by its parts where it has any.

    A name has the word when one begins with it, or others begin with each of its parts.
    """
    # Names are stored composed, and some scripts are not taken apart by the table.
    words = fold(unicodedata.normalize("NFC", text)).split()
    return [
        (word.replace("-", ""), *(parts if len(parts) > 1 else ()))
        for word in words
        if (parts := [part for part in word.split("-") if part])
    ]


def letters_of(text: str) -> str:
    """Return the folded letters and digits of a name or a number, with nothing between them."""
    return fold(text).replace(" ", "").replace("-", "")


def phone_key(number: str) -> str:
    """Return the digits of a phone number from the first that is not zero."""
    return "".join(digit for digit in fold(number) if digit in "0123456789").lstrip("0")
