# ruff: noqa: RUF001 - letters stand as what they are
"""What is left of a name however it is spelled or romanised: its consonants, by their kinds."""

import re
from functools import lru_cache

from rules.folding import fold

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
OTHER_SCRIPT = re.compile(
    "[\u0370-\u1cff\u1f00-\u1fff\u2c80-\ua6ff\uaa00-\uab2f\uabc0-\ufaff\ufb13-\ufefc]"
)
"""A letter that is not Latin."""

ARTICLES = frozenset({"al", "el"})
ARABIC_ARTICLE = re.compile(r"\bال(?=\w\w)")

SOUNDS = (
    *(("shch", "S"), ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "j"), ("sh", "S")),
    *(("ch", "C"), ("zh", "Z"), ("kh", "g"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d")),
    *(("dj", "j"), ("ck", "k"), ("ts", "T"), ("tz", "T"), ("x", "ks")),
)
"""Letters that stand for one sound, the longest first; a capital is a sound without its letter."""

FIRST_J = re.compile("^[yi](?=[aeou])")
"""Ю, Я and Є begin with Y, J or I, as the table and the decade had it."""
LATER_J = re.compile("(?<=[^aeou])j|j$")
LAST_H = re.compile("(?<=[aeiou])h$")
SOFT_C = re.compile("c(?=[eiy])")
KINDS = str.maketrans({"c": "k", "h": "g", "w": "v", "q": "k"})
"""G and H are one: Г and Х are written with either."""
VOWELS = re.compile("[aeiouy]")
DOUBLES = re.compile(r"(.)\1+")


def is_in_another_script(text: str) -> bool:
    """Return whether a text has a letter that is not Latin."""
    return not text.isascii() and OTHER_SCRIPT.search(text) is not None


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """Return the consonants of a name in small letters, and a capital for each sound of several.

    Spellings of one name have the same in most scripts and tables, and so have some names that are
    not alike. A name without consonants is its folded letters. Rule H3.
    """
    is_arabic = not name.isascii() and ARABIC.search(name) is not None
    if is_arabic:
        name = ARABIC_ARTICLE.sub("", name)
    words = fold(name).replace("-", " ").split()
    if len(words) > 1 and words[0] in ARTICLES:
        del words[0]
    consonants = "".join(_consonants(word, is_arabic=is_arabic) for word in words)
    return DOUBLES.sub(r"\1", consonants) or "".join(words)


def _consonants(word: str, *, is_arabic: bool) -> str:
    if is_arabic:
        word = _without_long_vowels(word)
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    word = FIRST_J.sub("j", word)
    if not is_arabic:
        word = word[:1] + LATER_J.sub("", word[1:])
    word = SOFT_C.sub("s", LAST_H.sub("", word))
    return VOWELS.sub("", word.translate(KINDS))


def _without_long_vowels(word: str) -> str:
    """Leave out what Arabic writes for vowels: W and Y within a word, and an H that ends it."""
    first, rest = word[:1], word[1:].replace("w", "").replace("y", "")
    return first.replace("y", "j") + (rest.removesuffix("h") if len(rest) > 1 else rest)
