"""By what two records are found for comparison: short keys, which both have in common (H3)."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from rules.comparison import Address, Record, evidence
from rules.folding import letters_of, phone_key
from rules.name_skeletons import skeleton
from rules.partial_dates import PartialDate
from rules.placeholders import PLACEHOLDERS, Placeholders

RECIPE = 1
"""Counts how keys were made: who changes a key adds one, and all keys are made again."""

CLASSES = "ipdmwnyzabc"
"""What keys are made of, a letter each; the order is part of the recipe.

i   a tax id, a national id or the number of a document
p   the last digits of a phone number
d   the birth date, and how either name begins
m   day and month of birth, and either name
w   the year, day and month added up, and either name: days and months that changed places
n   both names in any order, and the decade; once more with decades that begin five years later
y   the year, and how both names begin
z   the zip code and either name; the settlement and either name
a   zip code, street, building and apartment
b   settlement, street and building
c   the zip code and the year
"""
STRONG = frozenset("ipd")
"""One key of these in common is enough to be compared; of the others it takes two (rule H2)."""

FEWEST_SIGNS = 4
"""A shorter number is nobody's alone."""
PHONE_DIGITS = 7
STREET_LETTERS = 6
NAME_LETTERS = 2

_CLASS_BITS = 4
_CLASS_MASK = (1 << _CLASS_BITS) - 1


def blocking_keys(record: Record, placeholders: Placeholders = PLACEHOLDERS) -> frozenset[int]:
    """Return the blocking keys of a record, signed numbers of 64 bits.

    The lowest bit says whether a key is strong, the four above it its class; the rest is a hash.
    No key is made of a placeholder. Rule H3.
    """
    return frozenset(_hashed(text) for text in key_texts(record, placeholders))


def key_texts(record: Record, placeholders: Placeholders = PLACEHOLDERS) -> frozenset[str]:
    """Return the keys as what they are made of, each after the letter of its class."""
    known = evidence(record, placeholders)
    names = sorted({skeleton(name) for name in (known.first_name, known.last_name) if name} - {""})
    return frozenset(
        (
            *_numbers(known),
            *_births(known.birth_date, names),
            *_pairs_of_names(known.birth_date, names),
            *(
                key
                for address in known.addresses
                for key in _homes(address, known.birth_date, names)
            ),
        )
    )


def class_of(key: int) -> str:
    """Return the letter of a key's class."""
    return CLASSES[key >> 1 & _CLASS_MASK]


def is_strong(key: int) -> bool:
    """Return whether one such key in common is enough to be compared."""
    return bool(key & 1)


def classes_in_common(keys: Iterable[int], others: Iterable[int]) -> list[str]:
    """Return the classes of the keys that two records have in common, each once."""
    return sorted({class_of(key) for key in {*keys} & {*others}}, key=CLASSES.index)


def _hashed(text: str) -> int:
    hashed = int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest())
    kind = CLASSES.index(text[0]) << 1 | (text[0] in STRONG)
    key = hashed >> (_CLASS_BITS + 1) << (_CLASS_BITS + 1) | kind
    return key - (1 << 64) if key >> 63 else key


def _numbers(known: Record) -> Iterator[str]:
    for number in (known.tax_id, known.national_id, *(it.number for it in known.documents)):
        signs = letters_of(number) if number else ""
        if len(signs) >= FEWEST_SIGNS:
            yield f"i{signs}"
    for phone in known.phones:
        digits = phone_key(phone)[-PHONE_DIGITS:]
        if len(digits) == PHONE_DIGITS:
            yield f"p{digits}"


def _births(born: PartialDate | None, names: list[str]) -> Iterator[str]:
    if born is None or born.month is None or born.day is None:
        return
    for name in names:
        yield f"d{born}|{name[:1]}"
        yield f"m{born.month}-{born.day}|{name}"
        yield f"w{born.year}|{born.month + born.day}|{name}"


def _pairs_of_names(born: PartialDate | None, names: list[str]) -> Iterator[str]:
    both = "|".join(names)
    if born is None:
        if len(names) > 1:
            yield f"n{both}"
        return
    if len(names) > 1:
        yield f"n{both}|{born.year // 10}"
        yield f"n{both}|{(born.year + 5) // 10}+"
    if names:
        begun = "|".join(name[:NAME_LETTERS] for name in names)
        yield f"y{born.year}|{begun}"


def _homes(address: Address, born: PartialDate | None, names: list[str]) -> Iterator[str]:
    zip_code, settlement = letters_of(address.zip or ""), skeleton(address.settlement or "")
    street = letters_of(address.street or "")[:STREET_LETTERS]
    building, apartment = letters_of(address.building or ""), letters_of(address.apartment or "")
    for place in {zip_code, settlement} - {""}:
        for name in names:
            yield f"z{place}|{name}"
    if street and building:
        if zip_code:
            yield f"a{zip_code}|{street}|{building}|{apartment}"
        if settlement:
            yield f"b{settlement}|{street}|{building}"
    if zip_code and born is not None:
        yield f"c{zip_code}|{born.year}"
