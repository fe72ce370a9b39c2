"""What an e-mail address and a phone number are, and how a phone number is kept (rule N5)."""

import re
import unicodedata

from rules.texts import cleaned, is_unfit_line

EMAIL_LIMIT = 254
MAILBOX_LIMIT = 64
LABEL_LIMIT = 63

_ATOM = r"[^\s@.<>()\[\]\\,;:\"]+"
_LABEL = r"[^\x00-,./:-@\[-`{-\x7f-](?:[^\x00-,./:-@\[-`{-\x7f]*[^\x00-,./:-@\[-`{-\x7f-])?"
_EMAIL = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@({_LABEL}(?:\.{_LABEL})+)")
_EMAIL_CATEGORIES = frozenset("LMNPS")

FEWEST_DIGITS, MOST_DIGITS = 7, 15
PHONE_LIMIT = 64
"""Characters of a phone number with all that people write between its digits."""

_PLUS = "+\uff0b"
_BETWEEN_DIGITS = frozenset("()[]/.\u2212\uff08\uff09\uff0f\uff0e")
_BETWEEN_DIGITS_CATEGORIES = frozenset({"Zs", "Pd", "Cf"})
"""Any space, any hyphen or dash, and what shows nothing."""


def email_address(text: str) -> str | None:
    """Return an e-mail address as it is kept; None where it is not one, with nothing around it.

    No name, no angle brackets, no `mailto:`; it may be of any script (RFC 6531). Rule N5.
    """
    address = cleaned(text)
    if len(address) > EMAIL_LIMIT:
        return None
    matched = _EMAIL.fullmatch(address)
    if matched is None or len(matched[1]) > MAILBOX_LIMIT:
        return None
    if any(len(label) > LABEL_LIMIT for label in matched[2].split(".")):
        return None
    if address.isascii():
        return address if address.isprintable() else None
    if all(unicodedata.category(character)[0] in _EMAIL_CATEGORIES for character in address):
        return address
    return None


def phone_number(text: str) -> str | None:
    """Return a phone number as it is kept, its digits after a leading +; None where it is none.

    Brackets, slashes, dots, any space and any hyphen may stand between 7 to 15 digits of any
    script, and brackets round a + and the first of them. Rule N5.
    """
    number = cleaned(text)
    if not number or len(number) > PHONE_LIMIT or is_unfit_line(number):
        return None
    plain = number
    while plain and _may_stand_between(plain[0]):
        plain = plain[1:]
    plus = "+" if plain[:1] in tuple(_PLUS) else ""
    plain = plain[len(plus) :]
    if not (plain.isascii() and plain.isdigit()):
        plain = _digits(plain)
    return plus + plain if FEWEST_DIGITS <= len(plain) <= MOST_DIGITS else None


def _digits(number: str) -> str:
    """Return the digits of a number, none where anything else stands between them."""
    digits = []
    for character in number:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            digits.append(str(digit))
        elif not _may_stand_between(character):
            return ""
    return "".join(digits)


def _may_stand_between(character: str) -> bool:
    return (
        character in _BETWEEN_DIGITS
        or unicodedata.category(character) in _BETWEEN_DIGITS_CATEGORIES
    )
