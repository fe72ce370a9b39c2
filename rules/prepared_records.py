"""What is compared of a record, made ready once for comparisons that are written in SQL.

Each part holds what `rules.similarity` works out of a value before it compares, so that what is
left to do is the same arithmetic in either language; a part of a field that is MISSING is None.
"""

from collections.abc import Collection
from datetime import date
from typing import TypedDict

from rules import similarity
from rules.comparison import Record, evidence
from rules.name_skeletons import is_in_another_script
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import SOUND_LETTERS, VALUES, Measures


class PreparedName(TypedDict):
    """A name, as `similarity.compare_names` compares it."""

    text: str
    key: str
    parts: list[str]
    folded: str
    sound: str | None
    """None where it is no evidence."""
    skeleton: str
    is_latin: bool


class PreparedDate(TypedDict):
    """A date as far as it is known; `digits` where that is to the day."""

    year: int
    month: int | None
    day: int | None
    exact: date | None
    digits: str | None


class PreparedNumbers(TypedDict):
    """The numbers of a record, and those of them that are compared digit by digit."""

    keys: list[str]
    measured: list[str]


class PreparedEmail(TypedDict):
    """An e-mail address."""

    key: str
    mailbox: str


class PreparedAddress(TypedDict):
    """An address that is compared letter by letter."""

    key: str
    words: list[str]


class PreparedAddresses(TypedDict):
    """The addresses of a record, and those of them that are compared letter by letter."""

    keys: list[str]
    measured: list[PreparedAddress]


class PreparedRecord(TypedDict):
    """A record without its placeholders, by the fields of a comparison."""

    first_name: PreparedName | None
    last_name: PreparedName | None
    second_name: PreparedName | None
    birth_date: PreparedDate | None
    gender: str | None
    tax_id: PreparedNumbers | None
    national_id: PreparedNumbers | None
    email: PreparedEmail | None
    death_date: PreparedDate | None
    documents: PreparedNumbers | None
    phones: PreparedNumbers | None
    addresses: PreparedAddresses | None


def prepare(
    record: Record, measures: Measures, placeholders: Placeholders = PLACEHOLDERS
) -> PreparedRecord:
    """Prepare a record for comparisons. Rule N3."""
    known = evidence(record, placeholders)
    return PreparedRecord(
        first_name=_name(known.first_name, measures),
        last_name=_name(known.last_name, measures),
        second_name=_name(known.second_name, measures),
        birth_date=_date(known.birth_date),
        gender=None if known.gender == Gender.UNKNOWN else known.gender,
        tax_id=_numbers([known.tax_id or ""]),
        national_id=_numbers([known.national_id or ""]),
        email=_email(known.email),
        death_date=_date(known.death_date),
        documents=_numbers([document.number for document in known.documents]),
        phones=_numbers(known.phones, are_phones=True),
        addresses=_addresses([text for address in known.addresses if (text := str(address))]),
    )


def _name(name: str | None, measures: Measures) -> PreparedName | None:
    if not name:
        return None
    key = similarity.name_key(name)
    folded = similarity.folded_key(name) or key
    sound = measures.sound(folded) if folded.isascii() and folded.isalpha() else ""
    return PreparedName(
        text=similarity.whole_letters(name),
        key=key,
        parts=sorted(similarity.folded_words(name)),
        folded=folded,
        sound=sound if len(sound) >= SOUND_LETTERS else None,
        skeleton=similarity.name_skeleton(name),
        is_latin=not is_in_another_script(name),
    )


def _date(known: PartialDate | None) -> PreparedDate | None:
    if known is None:
        return None
    exact = known.exact
    return PreparedDate(
        year=known.year,
        month=known.month,
        day=known.day,
        exact=exact,
        digits=None if exact is None else similarity.digits(exact),
    )


def _numbers(numbers: Collection[str], *, are_phones: bool = False) -> PreparedNumbers | None:
    keys = sorted(similarity.number_keys(numbers, are_phones=are_phones))
    return PreparedNumbers(keys=keys, measured=keys[:VALUES]) if keys else None


def _email(email: str | None) -> PreparedEmail | None:
    if not email:
        return None
    key = similarity.email_key(email)
    return PreparedEmail(key=key, mailbox=key.partition("@")[0])


def _addresses(addresses: Collection[str]) -> PreparedAddresses | None:
    keys = sorted(similarity.address_keys(addresses))
    measured = [
        PreparedAddress(key=key, words=sorted(set(key.split())))
        for key in similarity.measured_addresses(keys)
    ]
    return PreparedAddresses(keys=keys, measured=measured) if keys else None
