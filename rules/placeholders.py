"""Which values stand where somebody did not know one, and so are no evidence of anything (N3)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar
from unicodedata import category, normalize

from rules.folding import letters_of, phone_key
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.texts import shows_letter

Value = TypeVar("Value")

_HAS_SIGN = re.compile(r"[^\W_]")
_NO_SIGN = re.compile(r"[\W_]+")
_PARTING = re.compile(r"\+.*|[-_.]")
"""What people put into a mailbox without making it another: `do_not_reply`, `no-reply+1`."""

SCIENTIFIC = re.compile(r"[+-]?[0-9](?:[.,][0-9]+[Ee][+-]?|[Ee][+-])[0-9]{1,4}")
"""What programs make of a long number: 1.23457E+09, or 1.23457E9 without the sign.

Without sign and fraction it may be the number of a document: 12E345, 1E10.
"""

_AROUND = "()[]{}<>\"'.:;*?!-_“”„‟«»‹›‘’‚–—،؛؟"  # noqa: RUF001
"""What people put around a word that stands for nothing."""

FEWEST_REPEATED = 4
"""So many digits that are all the same are nobody's number; of zeros, any count."""
PHONE_DIGITS = 7
"""A phone number that ends with so many zeros is nobody's, whatever prefix stands before them."""

NO_NUMBERS = frozenset({"nil", "nan", "na", "unk"})
"""What stands for no number, though people are called so."""

# Persons are called so, and only a machine writes it in small or in capital letters alone.
NULL = "Null"


@frozen
class Placeholders:
    """Lists of placeholders, written without case and spaces; what has none of them is added.

    What shows neither letter nor digit, or in a name no letter, is one without a list.
    """

    values: frozenset[str]
    """Of any field."""
    names: frozenset[str]
    """Of names alone, besides."""
    mailboxes: frozenset[str]
    """What stands before the @ of an address that is nobody's own."""
    days: frozenset[date]
    """The first days of calendars and of programs, on which nobody living was born."""
    numbers: frozenset[str] = frozenset()
    """Of identifiers, as letters and digits alone, and of phones, without leading zeros."""

    def with_more(
        self,
        *,
        values: Iterable[str] = (),
        names: Iterable[str] = (),
        mailboxes: Iterable[str] = (),
        days: Iterable[date] = (),
        numbers: Iterable[str] = (),
    ) -> "Placeholders":
        """Return these and more, such as what a model finds too often to be anybody's."""
        return replace(
            self,
            values=self.values | set(map(_folded, values)),
            names=self.names | set(map(_folded, names)),
            mailboxes=self.mailboxes | set(map(_folded, mailboxes)),
            days=self.days | set(days),
            numbers=self.numbers | set(map(letters_of, numbers)),
        )

    def has_value(self, text: str) -> bool:
        """Return whether a text of whatever field is none."""
        folded = _folded(text)
        return _is_listed(folded, self.values) or _HAS_SIGN.search(folded) is None

    def has_name(self, name: str) -> bool:
        """Return whether a name is none: `Null` as a person writes it is one."""
        if not shows_letter(name):
            return True
        if name.strip() == NULL:
            return False
        folded = _folded(name)
        return _is_listed(folded, self.values, self.names) or not folded.strip("x")

    def has_number(self, number: str) -> bool:
        """Return whether an identifier is none: a national or tax id, a document's number."""
        folded = _folded(number)
        if _is_listed(folded, self.values, NO_NUMBERS) or SCIENTIFIC.fullmatch(folded):
            return True
        if letters_of(number) in self.numbers:
            return True
        signs = _NO_SIGN.sub("", folded)
        if signs.strip(signs[:1]):
            return False
        return signs[:1] in "0x" or (signs.isdecimal() and len(signs) >= FEWEST_REPEATED)

    def has_phone(self, number: str) -> bool:
        """Return whether a phone number is none."""
        digits = _NO_SIGN.sub("", number)
        if digits.endswith("0" * PHONE_DIGITS) or phone_key(number) in self.numbers:
            return True
        return self.has_number(number)

    def has_email(self, address: str) -> bool:
        """Return whether an e-mail address is none, or that of a machine that reads no mail."""
        folded = _folded(address)
        mailbox, at, _ = folded.partition("@")
        if folded in self.values or _HAS_SIGN.search(mailbox) is None:
            return True
        if _is_listed(mailbox, self.values):
            return True
        if not at:
            return mailbox in NO_NUMBERS
        return mailbox in self.mailboxes or _PARTING.sub("", mailbox) in self.mailboxes

    def has_date(self, known: PartialDate) -> bool:
        """Return whether a date is none, which is known to the day then."""
        return known.exact in self.days

    @staticmethod
    def unless(is_placeholder: Callable[[Value], bool], value: Value | None) -> Value | None:
        """Return a value unless it is a placeholder, by the function that knows its kind."""
        return None if value is None or is_placeholder(value) else value


def _is_listed(folded: str, *lists: frozenset[str]) -> bool:
    """Return whether a folded text is in one of the lists, also in brackets or with a stop."""
    bare = folded.strip(_AROUND).replace("-", "").replace("_", "")
    return any(folded in values or bare in values for values in lists)


def _folded(text: str) -> str:
    """Return a text without case, spaces and what shows nothing, its wide letters as plain ones."""
    if not text.isascii():
        text = "".join(it for it in normalize("NFKC", text) if category(it) != "Cf")
    return "".join(text.casefold().split())


PLACEHOLDERS = Placeholders(
    values=frozenset(
        {
            *("null", "(null)", "<null>", "\\n", "none", "undefined", "missing", "empty"),
            *("n/a", "n.a.", "n.a", "#n/a", "#null!", "#value!", "#ref!", "n/k", "n/s"),
            *("tbd", "tba", "unknown", "notknown", "notstated", "notgiven", "notavailable"),
            *("notapplicable", "notprovided", "norecord", "nodata", "notrecorded"),
            *("notspecified", "unspecified"),
            *("невідомо", "невідомий", "невідома", "немає", "відсутній", "відсутня"),
            *("невказано", "незазначено", "невстановлено", "невизначено", "немаєданих"),
            *("данівідсутні", "відсутнє", "відсутні", "б/н", "н/д"),  # noqa: RUF001
            *("غيرمعروف", "غيرمعروفة", "مجهول", "مجهولة", "لايوجد", "لاتوجد"),
            *("غيرمتوفر", "غيرمتوفرة", "غيرمحدد", "غيرمحددة", "غيرمسجل", "غيرمتاح"),
        }
    ),
    names=frozenset(
        {
            *("n.n.", "fnu", "lnu", "nmn", "noname", "nofirstname", "nolastname"),
            *("nomiddlename", "unnamed", "nameless", "безімені"),
            *("безпрізвища", "безпобатькові", "بدوناسم", "بلااسم"),
        }
    ),
    mailboxes=frozenset(
        {
            *("noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply"),
            *("nomail", "noemail", "no-email", "no.email"),
        }
    ),
    days=frozenset(
        {
            *(date(1, 1, 1), date(1601, 1, 1), date(1753, 1, 1), date(1800, 1, 1)),
            *(date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(9999, 12, 31)),
        }
    ),
)
"""The one list.

Left out on purpose is what some people really are or hold: 1970-01-01, the first names Nan and
Nil, 1234567890, and the mailbox `info`.
"""

NATIONAL_ID_DIGITS = 10
NATIONAL_IDS = tuple(digit * NATIONAL_ID_DIGITS for digit in "0123456789")
"""The national ids that are well formed and placeholders: what SQL knows of them."""
