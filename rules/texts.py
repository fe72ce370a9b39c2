"""What no text may hold, what a text or a name must show, and how they are kept (rule N5)."""

import re
import unicodedata

NAME_LIMIT = 64
"""Characters of a person's first, second or last name."""

TEXT_LIMIT = 500
"""Characters of a place, a cause, a reason, or the name of a template (rule C3)."""

MOST_CODES = 5
"""Characters that a fault names by their codes."""

LONGEST_NORMALIZED = 10_000
"""A longer text is refused everywhere, and NFC takes quadratic time over marks in a row."""

# Halves of surrogate pairs, noncharacters, and the overrides that show letters in another order.
_NO_TEXT = "\ud800-\udfff\ufdd0-\ufdef\u202d\u202e" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_UNFIT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_NO_TEXT}]")
_UNFIT_IN_A_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_NO_TEXT}]")

FORMAT = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202c\u2060-\u206f\ufeff\U000e0001\U000e0020-\U000e007f"
)
"""Characters that show nothing of their own: joiners, marks of direction, tags (a set for `re`)."""

BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs by their category that show nothing: Hangul fillers, Braille without dots."""

JOINED_TO_ANOTHER = (
    "\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode lets a program ignore besides: selectors of variants, as names in Japanese have."""

_HAS_FORMAT = re.compile(f"[{FORMAT}]")
_HAS_INVISIBLE = re.compile(rf"[{FORMAT}{BLANKS}{JOINED_TO_ANOTHER}]|[^\S ]|  ")
_SHOWS_NOTHING = re.compile(rf"[\s{FORMAT}{BLANKS}]+")
_HAS_VISIBLE_ASCII = re.compile("[!-~]")
_HAS_ASCII_LETTER = re.compile("[A-Za-z]")
_PLAIN_NAME = re.compile("[A-Za-z\u0400-\u045f](?:[A-Za-z\u0400-\u045f' -]*[A-Za-z\u0400-\u045f])?")
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
_VISIBLE = frozenset("LNPS")


def is_unfit(text: str) -> bool:
    """Return whether a text holds what no text may.

    That is a control other than tab and line ends, half of a surrogate pair, a noncharacter, or an
    override of the direction of writing. Rule N5.
    """
    return _UNFIT.search(text) is not None


def is_unfit_line(text: str) -> bool:
    """Return whether a text of one line holds what none may, or any control or line end."""
    return _UNFIT_IN_A_LINE.search(text) is not None


def codes_of_unfit(text: str) -> str:
    """Return which characters a line holds that it may not, by their codes: nobody can see them."""
    found = sorted(set(_UNFIT_IN_A_LINE.findall(text)))
    shown = ", ".join(f"U+{ord(character):04X}" for character in found[:MOST_CODES])
    return shown if len(found) <= MOST_CODES else f"{shown}, …"


def has_format(text: str) -> bool:
    """Return whether a text holds characters that show nothing and are no spaces."""
    return _HAS_FORMAT.search(text) is not None


def has_invisible(text: str) -> bool:
    """Return whether another text may look the same for what this one does not show.

    Among that are spaces other than a single plain one: a page shows all of them as that.
    """
    return _HAS_INVISIBLE.search(text) is not None


def cleaned(text: str) -> str:
    """Return a text as it is kept: in the form NFC, its ends without spaces and what shows nothing.

    What stands inside stays as it was typed, such as the joiners of Persian and of Indic scripts.
    Rule N5.
    """
    if text.isascii():
        return text.strip()
    if len(text) > LONGEST_NORMALIZED:
        return text.strip()
    return _stripped(unicodedata.normalize("NFC", text))


def _stripped(text: str) -> str:
    start, end = 0, len(text)
    if leading := _SHOWS_NOTHING.match(text):
        start = leading.end()
    while end > start and _SHOWS_NOTHING.match(text[end - 1]):
        end -= 1
    return text[start:end]


def is_plain_name(name: str) -> bool:
    """Return whether a name is of Latin or Cyrillic letters alone, as nearly all are.

    Whatever may be wrong with one, but for its length, is not looked for then.
    """
    return _PLAIN_NAME.fullmatch(name) is not None


def shows_something(text: str) -> bool:
    """Return whether anybody who reads a text sees a character of it."""
    if text.isascii():
        return _HAS_VISIBLE_ASCII.search(text) is not None
    return any(
        unicodedata.category(character)[0] in _VISIBLE and character not in BLANKS
        for character in text
    )


def shows_letter(text: str) -> bool:
    """Return whether a text shows a letter: what shows none is no name. Rule N5."""
    if text.isascii():
        return _HAS_ASCII_LETTER.search(text) is not None
    return any(
        unicodedata.category(character) in _LETTERS and character not in BLANKS
        for character in text
    )


def with_plain_digits(text: str) -> str:
    """Return a date or a number with digits of any script as 0 to 9, and its hyphens as one sign.

    So many write them where letters go from right to left, and so do phones (rule N5).
    """
    if text.isascii():
        return text
    return "".join(
        "-" if unicodedata.category(it) == "Pd" else str(unicodedata.decimal(it, it)) for it in text
    )
