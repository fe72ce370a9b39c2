"""How two records compare, field by field, so that a reviewer sees at once where they differ."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from rules import similarity
from rules.frozen import frozen
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.placeholders import PLACEHOLDERS, Placeholders
from rules.similarity import Agreement, Measures

__all__ = ["Address", "Agreement", "Document", "FieldComparison", "Measures", "Record", "compare"]


@frozen
class Document:
    """A document as far as it is compared."""

    type: str
    number: str


@frozen
class Address:
    """Where a person lives."""

    country: str
    area: str | None = None
    settlement: str | None = None
    street: str | None = None
    building: str | None = None
    apartment: str | None = None
    zip: str | None = None

    def __str__(self) -> str:
        """Return the address on one line, from the door outwards."""
        door = " ".join(part for part in (self.street, self.building, self.apartment) if part)
        place = " ".join(part for part in (self.zip, self.settlement) if part)
        return ", ".join(part for part in (door, place, self.area, self.country) if part)


@frozen
class Record:
    """What is compared of a person."""

    first_name: str | None
    last_name: str | None
    birth_date: PartialDate | None
    second_name: str | None = None
    gender: str = Gender.UNKNOWN
    tax_id: str | None = None
    national_id: str | None = None
    email: str | None = None
    death_date: PartialDate | None = None
    documents: tuple[Document, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()


class FieldComparison(NamedTuple):
    """One field of both records as text, and how they agree."""

    field: str
    person: str | None
    master_person: str | None
    agreement: Agreement
    is_swapped: bool = False
    """Whether it is one of two names that changed places."""


Compared = tuple[str, str | None, str | None, Agreement]
"""The same before the names are known to be swapped or not."""


def compare(
    person: Record,
    master: Record,
    measures: Measures,
    placeholders: Placeholders = PLACEHOLDERS,
) -> list[FieldComparison]:
    """Compare two records field by field, always the same fields in the same order.

    A field is MISSING where one of the two has no value; an unknown gender is none, nor is a
    placeholder (rule N3), to which a model may add. No agreement depends on the order of the two.
    """
    known, other = evidence(person, placeholders), evidence(master, placeholders)
    first, last, are_swapped = _names(known, other, measures)
    compared: list[Compared] = [
        ("firstName", person.first_name, master.first_name, first),
        ("lastName", person.last_name, master.last_name, last),
        (
            "secondName",
            person.second_name,
            master.second_name,
            similarity.compare_names(known.second_name, other.second_name, measures),
        ),
        (
            "birthDate",
            _text(person.birth_date),
            _text(master.birth_date),
            similarity.compare_dates(known.birth_date, other.birth_date),
        ),
        _gender(person, master),
        ("taxId", person.tax_id, master.tax_id, _number(known.tax_id, other.tax_id, measures)),
        (
            "nationalId",
            person.national_id,
            master.national_id,
            _number(known.national_id, other.national_id, measures),
        ),
        (
            "email",
            person.email,
            master.email,
            similarity.compare_emails(known.email, other.email, measures),
        ),
        (
            "deathDate",
            _text(person.death_date),
            _text(master.death_date),
            similarity.compare_dates(known.death_date, other.death_date),
        ),
        _documents(person, master, known, other, measures),
        (
            "phones",
            _listed(person.phones),
            _listed(master.phones),
            similarity.compare_numbers(known.phones, other.phones, measures, are_phones=True),
        ),
        _addresses(person, master, known, other, measures),
    ]
    return [
        FieldComparison(field, a or None, b or None, how, are_swapped and field in NAMES)
        for field, a, b, how in compared
    ]


NAMES = ("firstName", "lastName")
"""Compared as one: names of two records would make a person whom nobody is."""
BEST_FIRST = (Agreement.EXACT, Agreement.CLOSE, Agreement.DIFFERENT, Agreement.MISSING)


def compare_with_merged(
    persons: Sequence[Record],
    masters: Sequence[Record],
    measures: Measures,
    placeholders: Placeholders = PLACEHOLDERS,
) -> list[FieldComparison]:
    """Compare two records with what those say that were merged into either (rule N6).

    The record itself comes first on each side. Each field is the one that agrees best, and the
    record's own where no other agrees better; both names are of one record.
    """
    own, other = persons[0], masters[0]
    if len(persons) == len(masters) == 1:
        return compare(own, other, measures, placeholders)
    compared = [
        {it.field: it for it in compare(person, master, measures, placeholders)}
        for person, master in [
            (own, other),
            *((own, merged) for merged in masters[1:]),
            *((merged, other) for merged in persons[1:]),
        ]
    ]
    named = min(compared, key=lambda fields: sum(_rank(fields[name]) for name in NAMES))
    return [
        named[field] if field in NAMES else min((fields[field] for fields in compared), key=_rank)
        for field in compared[0]
    ]


def _rank(compared: FieldComparison) -> int:
    return BEST_FIRST.index(compared.agreement)


@lru_cache(maxsize=1024)
def evidence(record: Record, placeholders: Placeholders = PLACEHOLDERS) -> Record:
    """Return a record without its placeholders. Rule N3."""
    none = placeholders
    return replace(
        record,
        first_name=none.unless(none.has_name, record.first_name),
        last_name=none.unless(none.has_name, record.last_name),
        second_name=none.unless(none.has_name, record.second_name),
        birth_date=none.unless(none.has_date, record.birth_date),
        tax_id=none.unless(none.has_number, record.tax_id),
        national_id=none.unless(none.has_number, record.national_id),
        email=none.unless(none.has_email, record.email),
        death_date=none.unless(none.has_date, record.death_date),
        documents=tuple(it for it in record.documents if not none.has_number(it.number)),
        phones=tuple(number for number in record.phones if not none.has_phone(number)),
        addresses=tuple(_known_parts(address, none) for address in record.addresses),
    )


def _known_parts(address: Address, placeholders: Placeholders) -> Address:
    parts = (getattr(address, name) for name in Address.__match_args__)
    return Address(*(part and ("" if placeholders.has_value(part) else part) for part in parts))


def _names(person: Record, master: Record, measures: Measures) -> tuple[Agreement, Agreement, bool]:
    """Compare first and last names; those that are swapped are close, and called so."""
    first = similarity.compare_names(person.first_name, master.first_name, measures)
    last = similarity.compare_names(person.last_name, master.last_name, measures)
    if Agreement.DIFFERENT not in (first, last) or Agreement.MISSING in (first, last):
        return first, last, False
    crossed = {
        similarity.compare_names(person.first_name, master.last_name, measures),
        similarity.compare_names(person.last_name, master.first_name, measures),
    }
    if crossed <= {Agreement.EXACT, Agreement.CLOSE}:
        return Agreement.CLOSE, Agreement.CLOSE, True
    return first, last, False


def _gender(person: Record, master: Record) -> Compared:
    gender = None if person.gender == Gender.UNKNOWN else person.gender
    other = None if master.gender == Gender.UNKNOWN else master.gender
    if gender is None or other is None:
        agreement = Agreement.MISSING
    else:
        agreement = Agreement.EXACT if gender == other else Agreement.DIFFERENT
    return ("gender", gender, other, agreement)


def _number(number: str | None, other: str | None, measures: Measures) -> Agreement:
    if not number or not other:
        return Agreement.MISSING
    return similarity.compare_numbers((number,), (other,), measures)


def _documents(
    person: Record, master: Record, known: Record, other: Record, measures: Measures
) -> Compared:
    return (
        "documents",
        _listed(f"{document.type} {document.number}" for document in person.documents),
        _listed(f"{document.type} {document.number}" for document in master.documents),
        similarity.compare_numbers(
            [document.number for document in known.documents],
            [document.number for document in other.documents],
            measures,
        ),
    )


def _addresses(
    person: Record, master: Record, known: Record, other: Record, measures: Measures
) -> Compared:
    return (
        "addresses",
        _listed(map(str, person.addresses)),
        _listed(map(str, master.addresses)),
        similarity.compare_addresses(
            [text for address in known.addresses if (text := str(address))],
            [text for address in other.addresses if (text := str(address))],
            measures,
        ),
    )


def _text(known: PartialDate | None) -> str | None:
    return None if known is None else str(known)


def _listed(values: Iterable[str]) -> str | None:
    return "; ".join(value for value in values if value) or None
