"""When two values of one field agree: exactly, closely, not at all, or one is absent."""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Agreement(StrEnum):
    """How the values of one field compare."""

    EXACT = "EXACT"
    CLOSE = "CLOSE"
    DIFFERENT = "DIFFERENT"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Measures:
    """How far apart two texts are, given from outside because good measures are not ours.

    `edits` counts the letters put in, left out, replaced or swapped with a neighbour; `sound`
    writes down what an English reader hears, and is only asked about the letters a to z.
    """

    edits: Callable[[str, str], int]
    sound: Callable[[str], str]


NAME_EDITS = ((3, 0), (6, 1))
"""Up to so many letters of the longer name, so many edits leave two names alike (rule C5)."""
LONGER_NAME_EDITS = 2
SOUND_LETTERS = 2
"""A shorter code says too little: Lee, Lou and Al would be alike."""
SOUND_EDITS_SHARE = 0.5
"""Names that sound alike are close while no more than this share of their letters differs."""
NUMBER_LENGTH = 4
"""Of a shorter number one slip is not a small part."""
PHONE_LENGTH = 7
"""So many digits in common at the end are one phone, whatever prefix stands before them."""
MAILBOX_EDITS = 2
TEXT_EDITS_SHARE = 0.2
WORDS_SHARE = 0.6
"""An address is close with this share of words in common, or with so few letters different."""
LONGEST = 200
"""What lies beyond so many letters is not measured: the measures take quadratic time."""

APOSTROPHES = frozenset("'`\u2018\u2019\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8")
"""Names are written with any of these; some of them count as letters elsewhere."""
KEPT = frozenset("LMN")
ASCII = {
    point: None if chr(point) in APOSTROPHES else " "
    for point in range(128)
    if not chr(point).isalnum()
}


def words(text: str) -> list[str]:
    """Split a text into its words: letters, their marks and digits, whatever their case."""
    if text.isascii():
        return text.lower().translate(ASCII).split()
    folded = unicodedata.normalize("NFKC", text).casefold()
    signs = (_kept(sign) for sign in unicodedata.normalize("NFC", folded))
    return "".join(signs).split()


def _kept(sign: str) -> str:
    if sign in APOSTROPHES:
        return ""
    if unicodedata.category(sign)[0] not in KEPT:
        return " "
    return str(unicodedata.decimal(sign, sign))


def plain(text: str) -> str:
    """Take the accents off; the vowel signs of scripts that write them so stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def names(one: str | None, other: str | None, measures: Measures) -> Agreement:
    """Compare two names: case, spaces, hyphens and apostrophes count for nothing.

    Close is a matter of accents, of a few letters, of sound, of an initial for the whole, or of
    one part of a double name.
    """
    if not one or not other:
        return Agreement.MISSING
    if one == other:
        return Agreement.EXACT
    parts, other_parts = words(one), words(other)
    key, other_key = "".join(parts)[:LONGEST], "".join(other_parts)[:LONGEST]
    if not key or not other_key:
        return Agreement.DIFFERENT
    if key == other_key:
        return Agreement.EXACT
    if set(parts) <= set(other_parts) or set(other_parts) <= set(parts):
        return Agreement.CLOSE
    key, other_key = plain(key), plain(other_key)
    if key[:1] == other_key[:1] and 1 in (len(key), len(other_key)):
        return Agreement.CLOSE
    edits = measures.edits(key, other_key)
    allowed = name_edits(max(len(key), len(other_key)))
    if edits <= allowed or _sounds_alike(key, other_key, edits, measures):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def name_edits(letters: int) -> int:
    """Return how many edits leave names alike of which the longer one has so many letters."""
    return next((edits for upto, edits in NAME_EDITS if letters <= upto), LONGER_NAME_EDITS)


def _sounds_alike(one: str, other: str, edits: int, measures: Measures) -> bool:
    # Both in the letters that the measure knows: of others it makes nothing, or all the same.
    if not (one.isascii() and one.isalpha() and other.isascii() and other.isalpha()):
        return False
    if edits > SOUND_EDITS_SHARE * max(len(one), len(other)):
        return False
    heard = measures.sound(one)
    return len(heard) >= SOUND_LETTERS and heard == measures.sound(other)


def dates(one: date | None, other: date | None) -> Agreement:
    """Compare two dates: close is day and month swapped, one slip of the digits, or a day apart."""
    if one is None or other is None:
        return Agreement.MISSING
    if one == other:
        return Agreement.EXACT
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return Agreement.CLOSE
    if abs((one - other).days) == 1 or _one_slip(_digits(one), _digits(other)):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _one_slip(one: str, other: str) -> bool:
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    if len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    first, second = apart
    return one[first] == other[second] and one[second] == other[first]


def numbers(
    these: Collection[str], those: Collection[str], measures: Measures, *, are_phones: bool = False
) -> Agreement:
    """Compare the numbers of two records: one in common is enough, one slip away is close."""
    keys = {key for text in these if (key := _number(text, is_phone=are_phones))}
    other_keys = {key for text in those if (key := _number(text, is_phone=are_phones))}
    if not keys or not other_keys:
        return Agreement.MISSING
    if keys & other_keys:
        return Agreement.EXACT
    pairs = [(a, b) for a in sorted(keys)[:10] for b in sorted(other_keys)[:10]]
    if are_phones and any(_one_phone(a, b) for a, b in pairs):
        return Agreement.EXACT
    if any(min(len(a), len(b)) >= NUMBER_LENGTH and measures.edits(a, b) <= 1 for a, b in pairs):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def _number(text: str, *, is_phone: bool) -> str:
    key = "".join(words(text))[:LONGEST]
    if is_phone:
        key = "".join(sign for sign in key if sign.isdecimal()).lstrip("0")
    return key or text.strip()


def _one_phone(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= PHONE_LENGTH and longer.endswith(shorter)


def mailboxes(one: str | None, other: str | None, measures: Measures) -> Agreement:
    """Compare two e-mail addresses: close is a slip, or the same name at another host."""
    if not one or not other:
        return Agreement.MISSING
    key, other_key = one.strip().casefold()[:LONGEST], other.strip().casefold()[:LONGEST]
    if key == other_key:
        return Agreement.EXACT
    mailbox, other_mailbox = key.partition("@")[0], other_key.partition("@")[0]
    if mailbox == other_mailbox and len(mailbox) >= NUMBER_LENGTH:
        return Agreement.CLOSE
    if measures.edits(_whole_letters(key), _whole_letters(other_key)) <= MAILBOX_EDITS:
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def _whole_letters(text: str) -> str:
    # A half of a surrogate pair is no letter, and measures written in other languages refuse it.
    return text.encode(errors="replace").decode()


def places(these: Collection[str], those: Collection[str], measures: Measures) -> Agreement:
    """Compare the addresses of two records by the pair that agrees best."""
    keys = {key for text in these if (key := " ".join(words(text))[:LONGEST] or text)}
    other_keys = {key for text in those if (key := " ".join(words(text))[:LONGEST] or text)}
    if not keys or not other_keys:
        return Agreement.MISSING
    if keys & other_keys:
        return Agreement.EXACT
    pairs = ((a, b) for a in sorted(keys)[:10] for b in sorted(other_keys)[:10])
    if any(_one_place(a, b, measures) for a, b in pairs):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def _one_place(one: str, other: str, measures: Measures) -> bool:
    these, those = set(one.split()), set(other.split())
    if 2 * len(these & those) >= WORDS_SHARE * (len(these) + len(those)):
        return True
    return measures.edits(one, other) <= TEXT_EDITS_SHARE * max(len(one), len(other))
