"""When two values of a field agree: exactly, closely, not at all, or one of them is missing."""

import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum

from rules.folding import APOSTROPHES, fold, letters_of
from rules.frozen import frozen
from rules.name_skeletons import is_in_another_script, skeleton
from rules.partial_dates import PartialDate


class Agreement(StrEnum):
    """How the values of one field compare."""

    EXACT = "EXACT"
    CLOSE = "CLOSE"
    DIFFERENT = "DIFFERENT"
    MISSING = "MISSING"


@frozen
class Measures:
    """How far apart two texts are: measures that a library outside of the rules provides.

    `edits` counts the letters put in, left out, replaced or swapped with a neighbour; `sound`
    codes what an English reader hears, and is only called with the letters a to z.
    """

    edits: Callable[[str, str], int]
    sound: Callable[[str], str]


NAME_EDITS = ((3, 0), (6, 1))
"""Up to so many letters of the longer name, so many edits leave two names alike (rule C5)."""
LONGER_NAME_EDITS = 2
SOUND_LETTERS = 2
"""A shorter code is no evidence: Lee, Lou and Al would be alike."""
SOUND_EDITS_SHARE = 0.5
"""Names that sound alike are close while no more than this share of their letters differs."""
SKELETON_LETTERS = 2
LONG_SKELETON_LETTERS = 4
"""Across scripts names are close by such a skeleton in common, or a longer one but for a letter."""
NUMBER_LENGTH = 4
"""Of a shorter number one slip is not a small part."""
PHONE_LENGTH = 7
"""So many digits in common at the end are one phone, whatever prefix stands before them."""
MAILBOX_EDITS = 2
TEXT_EDITS_SHARE = 0.2
WORDS_SHARE = 0.6
"""An address is close with this share of words in common, or with so few letters different."""
VALUES = 10
"""So many values of a field at most are compared letter by letter."""
LONGEST = 200
"""What lies beyond so many letters is not measured: the measures take quadratic time."""

WORD_CATEGORIES = frozenset("LMN")
"""Letters, marks and numbers are in words; whatever else parts them."""

ASCII = {
    point: None if chr(point) in APOSTROPHES else " "
    for point in range(128)
    if not chr(point).isalnum()
}


def words(text: str) -> list[str]:
    """Return the words of a text: letters, their marks and digits, without case."""
    if text.isascii():
        return text.lower().translate(ASCII).split()
    folded = unicodedata.normalize("NFKC", text).casefold()
    characters = (_folded(character) for character in unicodedata.normalize("NFC", folded))
    return "".join(characters).split()


def _folded(character: str) -> str:
    if character in APOSTROPHES:
        return ""
    if unicodedata.category(character)[0] not in WORD_CATEGORIES:
        return " "
    return str(unicodedata.decimal(character, character))


def compare_names(name: str | None, other: str | None, measures: Measures) -> Agreement:
    """Compare two names: case, spaces, hyphens and apostrophes count for nothing.

    Close is a matter of accents or of the script, in which names are folded (rule N4), of a few
    letters, of sound, of an initial for the whole, or of one part of a double name. A name and
    another in Latin letters are close where their skeletons are.
    """
    if not name or not other:
        return Agreement.MISSING
    if name == other:
        return Agreement.EXACT
    key, other_key = name_key(name), name_key(other)
    if not key or not other_key:
        return Agreement.DIFFERENT
    if key == other_key:
        return Agreement.EXACT
    parts, other_parts = folded_words(name), folded_words(other)
    if parts and other_parts and (parts <= other_parts or other_parts <= parts):
        return Agreement.CLOSE
    key, other_key = folded_key(name) or key, folded_key(other) or other_key
    if key[:1] == other_key[:1] and 1 in (len(key), len(other_key)):
        return Agreement.CLOSE
    edits = measures.edits(key, other_key)
    allowed = name_edits(max(len(key), len(other_key)))
    if edits <= allowed or _sounds_alike(key, other_key, edits, measures):
        return Agreement.CLOSE
    if is_in_another_script(name) != is_in_another_script(other):
        return _compare_across_scripts(name_skeleton(name), name_skeleton(other), measures)
    return Agreement.DIFFERENT


def _compare_across_scripts(skeleton: str, other: str, measures: Measures) -> Agreement:
    """Compare what is left of a name and of its romanisation: each table has its own vowels."""
    shorter = min(len(skeleton), len(other))
    if skeleton == other and shorter >= SKELETON_LETTERS:
        return Agreement.CLOSE
    if shorter >= LONG_SKELETON_LETTERS and measures.edits(skeleton, other) <= 1:
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def name_skeleton(name: str) -> str:
    """Return the skeleton of a name. Rule H3."""
    return whole_letters(skeleton(name))[:LONGEST]


def folded_words(name: str) -> set[str]:
    """Return the words of a name as they are looked for, a double name in its parts. Rule N4."""
    return set(whole_letters(fold(name)).replace("-", " ").split())


def name_key(name: str) -> str:
    """Return a name without case, spaces, hyphens and apostrophes."""
    return "".join(words(name))[:LONGEST]


def folded_key(name: str) -> str:
    """Return the folded letters of a name. Rule N4."""
    return whole_letters(letters_of(name))[:LONGEST]


def name_edits(letters: int) -> int:
    """Return how many edits leave names alike of which the longer one has so many letters."""
    return next((edits for upto, edits in NAME_EDITS if letters <= upto), LONGER_NAME_EDITS)


def _sounds_alike(key: str, other: str, edits: int, measures: Measures) -> bool:
    # Both in the letters that the measure codes: others it leaves out, or codes all the same.
    if not (key.isascii() and key.isalpha() and other.isascii() and other.isalpha()):
        return False
    if edits > SOUND_EDITS_SHARE * max(len(key), len(other)):
        return False
    code = measures.sound(key)
    return len(code) >= SOUND_LETTERS and code == measures.sound(other)


def compare_dates(known: PartialDate | None, other_known: PartialDate | None) -> Agreement:
    """Compare two dates: close is day and month swapped, one slip of the digits, or a day apart.

    Where one is not known to the day, they are close if they agree as far as both go. Rule N1.
    """
    if known is None or other_known is None:
        return Agreement.MISSING
    day, other = known.exact, other_known.exact
    if day is None or other is None:
        return Agreement.CLOSE if known.agrees_with(other_known) else Agreement.DIFFERENT
    if day == other:
        return Agreement.EXACT
    if day.year == other.year and (day.month, day.day) == (other.day, other.month):
        return Agreement.CLOSE
    if abs((day - other).days) == 1 or _is_one_slip(digits(day), digits(other)):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def digits(day: date) -> str:
    """Return the eight digits of a date."""
    return day.isoformat().replace("-", "")


def _is_one_slip(known: str, other: str) -> bool:
    """Return whether one digit differs, or two neighbours are swapped."""
    apart = [place for place, (a, b) in enumerate(zip(known, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    if len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    first, second = apart
    return known[first] == other[second] and known[second] == other[first]


def compare_numbers(
    numbers: Collection[str],
    others: Collection[str],
    measures: Measures,
    *,
    are_phones: bool = False,
) -> Agreement:
    """Compare the numbers of two records: one in common is enough, one slip away is close."""
    keys = number_keys(numbers, are_phones=are_phones)
    other_keys = number_keys(others, are_phones=are_phones)
    if not keys or not other_keys:
        return Agreement.MISSING
    if keys & other_keys:
        return Agreement.EXACT
    pairs = [(a, b) for a in sorted(keys)[:VALUES] for b in sorted(other_keys)[:VALUES]]
    if are_phones and any(_are_one_phone(a, b) for a, b in pairs):
        return Agreement.EXACT
    if any(min(len(a), len(b)) >= NUMBER_LENGTH and measures.edits(a, b) <= 1 for a, b in pairs):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def number_keys(numbers: Collection[str], *, are_phones: bool = False) -> set[str]:
    """Return what is compared of numbers: their letters and digits; of phones, the digits."""
    return {key for number in numbers if (key := _number_key(number, is_phone=are_phones))}


def _number_key(number: str, *, is_phone: bool) -> str:
    key = "".join(words(number))[:LONGEST]
    if is_phone:
        key = "".join(digit for digit in key if digit.isdecimal()).lstrip("0")
    return key or whole_letters(number.strip())


def _are_one_phone(number: str, other: str) -> bool:
    shorter, longer = sorted((number, other), key=len)
    return len(shorter) >= PHONE_LENGTH and longer.endswith(shorter)


def compare_emails(email: str | None, other: str | None, measures: Measures) -> Agreement:
    """Compare two e-mail addresses: close is a slip, or the same name at another host."""
    if not email or not other:
        return Agreement.MISSING
    key, other_key = email_key(email), email_key(other)
    if key == other_key:
        return Agreement.EXACT
    mailbox, other_mailbox = key.partition("@")[0], other_key.partition("@")[0]
    if mailbox == other_mailbox and len(mailbox) >= NUMBER_LENGTH:
        return Agreement.CLOSE
    if measures.edits(key, other_key) <= MAILBOX_EDITS:
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def email_key(email: str) -> str:
    """Return an e-mail address without case and the spaces around it."""
    return whole_letters(email.strip().casefold()[:LONGEST])


def whole_letters(text: str) -> str:
    """Return a text that measures written in other languages take: halves of pairs are none."""
    return text.encode(errors="replace").decode()


def compare_addresses(
    addresses: Collection[str], others: Collection[str], measures: Measures
) -> Agreement:
    """Compare the addresses of two records by the pair that agrees best.

    Close is a matter of accents or of the script, of a few letters, or of most of the words.
    """
    keys, other_keys = address_keys(addresses), address_keys(others)
    if not keys or not other_keys:
        return Agreement.MISSING
    if keys & other_keys:
        return Agreement.EXACT
    pairs = ((a, b) for a in measured_addresses(keys) for b in measured_addresses(other_keys))
    if any(_may_be_one_place(a, b, measures) for a, b in pairs):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def measured_addresses(keys: Collection[str]) -> list[str]:
    """Return those addresses that are compared letter by letter, in folded letters. Rule N4."""
    return [" ".join(fold(key).split())[:LONGEST] or key for key in sorted(keys)[:VALUES]]


def address_keys(addresses: Collection[str]) -> set[str]:
    """Return what is compared of addresses: their words."""
    return {key for address in addresses if (key := _address_key(address))}


def _address_key(address: str) -> str:
    return " ".join(words(address))[:LONGEST] or whole_letters(address)


def _may_be_one_place(address: str, other: str, measures: Measures) -> bool:
    parts, other_parts = set(address.split()), set(other.split())
    if 2 * len(parts & other_parts) >= WORDS_SHARE * (len(parts) + len(other_parts)):
        return True
    return measures.edits(address, other) <= TEXT_EDITS_SHARE * max(len(address), len(other))
