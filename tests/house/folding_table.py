# ruff: noqa: RUF001 - letters stand as what they are
"""Writes `rules/folding_table.py`: what each character becomes when names are folded.

`.venv/bin/python -m tests.house.folding_table > rules/folding_table.py`
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from textwrap import wrap

from anyascii import anyascii

from rules.folding import APOSTROPHES, HYPHENS

ROMANISED = (
    *("LATIN ", "FULLWIDTH ", "CYRILLIC ", "GREEK ", "ARABIC ", "HEBREW "),
    *("FEMININE ORDINAL", "MASCULINE ORDINAL"),
)
"""How the names of those characters begin that become Latin letters, whatever else they are."""

BREVE = "\u0306"
LATIN_ENDS = 0x250
"""Signs before it stand on keyboards; others, such as emoji, are kept as if they were letters."""

OURS = {
    **{
        letter: letter for letter in ("и", BREVE, "υ", "γ")
    },  # parts of the sequences of rules/folding.py
    "й": "y",
    # Where the library leaves a letter out, or marks it by an apostrophe, names lose too much.
    "ا": "a",
    "ع": "a",
    "א": "a",
    "ע": "a",
    "ש": "sh",
    "ء": "",
    "ى": "y",  # many write it for the letter that it looks like
}
"""What becomes of a character, where it is neither taken apart nor left to the library."""

ACCENTS = (*range(1, 7), *range(10, 37), *range(200, 241))
"""The combining classes of accents, Hebrew points and Arabic vowels; others are letters' parts."""

INVISIBLE = frozenset(map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x3164, 0xFFA0))) | (
    frozenset(map(chr, (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""What Unicode calls default ignorable, besides format characters."""

KEPT = (
    "HANGUL SYLLABLE",
    "CJK COMPATIBILITY",
    "HIRAGANA",
    "KATAKANA",
    "ARABIC LIGATURE",
    "ARABIC MATHEMATICAL",
)
"""What begins so is composed by NFC, in which names are stored, or is in no name: it stays."""


@cache
def folded(character: str) -> str:
    """Return what a character becomes, before the sequences are replaced."""
    if character in OURS:
        return OURS[character]
    if character in HYPHENS:
        return "-"
    if character in APOSTROPHES or character in INVISIBLE or _is_accent_or_format(character):
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    name = unicodedata.name(character, "")
    if name.startswith(KEPT) and not name.startswith("ARABIC LIGATURE LAM WITH ALEF"):
        return character
    lower = character.casefold()
    if lower != character:
        apart = lower
    elif name.startswith(ROMANISED):
        apart = unicodedata.normalize("NFKD", character)
    else:
        apart = unicodedata.normalize("NFD", character)
    if apart != character:
        return "".join(folded(part) for part in apart).replace(BREVE, "")
    kind = unicodedata.category(character)[0]
    if kind in "LM" and name.startswith(ROMANISED):
        return "".join(letter for letter in anyascii(character).lower() if letter.isalnum())
    return " " if _parts_words(character) else character


def _is_accent_or_format(character: str) -> bool:
    return (
        unicodedata.combining(character) in ACCENTS
        or unicodedata.category(character) in ("Cf", "Me")
        or unicodedata.name(character, "") == "ARABIC TATWEEL"
    )


def _parts_words(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "PZ" or kind == "Cc" or (kind[0] == "S" and ord(character) < LATIN_ENDS)


def changes() -> dict[int, str]:
    """Return what becomes of all characters that do not stay as they are."""
    points = (point for point in range(1, 0x110000) if not 0xD800 <= point < 0xE000)
    # Private and unassigned characters stay: another version may know them.
    known = (point for point in points if unicodedata.category(chr(point)) not in ("Co", "Cn"))
    found = {point: folded(chr(point)) for point in known}
    return {point: text for point, text in found.items() if text != chr(point)}


def _runs(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(points)), lambda pair: pair[1] - pair[0]):
        listed = [point for _, point in run]
        yield listed[0], listed[-1]


def _written(first: int, last: int) -> str:
    return f"{first:X}" if first == last else f"{first:X}-{last:X}"


def table() -> str:
    """Return the module."""
    by_text: dict[str, set[int]] = defaultdict(set)
    by_distance: dict[int, set[int]] = defaultdict(set)
    for point, text in changes().items():
        if len(text) == 1 and text not in "и\u0306υγ" and (text.isdigit() or not text.isascii()):
            by_distance[ord(text) - point].add(point)
        else:
            by_text[text.replace(" ", "_")].add(point)
    return (
        '"""What each character becomes when names are folded (rule N4).\n\n'
        "Written by `python -m tests.house.folding_table`, by Unicode"
        f' {unicodedata.unidata_version}; do not edit.\n"""\n\n'
        + _constant("LETTERS", by_text)
        + '"""Texts, `_` for a space, and the characters that become them, in hexadecimal."""\n\n'
        + _constant("SHIFTED", by_distance)
        + '"""Distances in Unicode, and the characters that become those so far from them."""\n'
    )


def _constant(name: str, ranges: Mapping[str, set[int]] | Mapping[int, set[int]]) -> str:
    entries = (
        f"{str(key).encode('unicode_escape').decode()}="
        f"{' '.join(_written(*run) for run in _runs(points))};"
        for key, points in sorted(ranges.items())
    )
    lines = wrap(" ".join(entries), 90, break_on_hyphens=False, break_long_words=False)
    return f"{name} = (\n" + "".join(f'    "{line} "\n' for line in lines) + ")\n"


if __name__ == "__main__":
    print(table(), end="")
