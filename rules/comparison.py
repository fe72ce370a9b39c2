"""How two records compare, field by field, so that a reviewer sees at once where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules import similarity
from rules.persons import Gender
from rules.similarity import Agreement, Measures

__all__ = ["Address", "Agreement", "Document", "FieldComparison", "Measures", "Record", "compare"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as far as it is compared."""

    type: str
    number: str


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Record:
    """What is compared of a person."""

    first_name: str
    last_name: str
    birth_date: date | None
    second_name: str | None = None
    gender: str = Gender.UNKNOWN
    tax_id: str | None = None
    national_id: str | None = None
    email: str | None = None
    death_date: date | None = None
    documents: tuple[Document, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()


class FieldComparison(NamedTuple):
    """One field of both records as text, and how they agree."""

    field: str
    person: str | None
    master_person: str | None
    agreement: Agreement


def compare(person: Record, master: Record, measures: Measures) -> list[FieldComparison]:
    """Compare two records field by field, always the same fields in the same order.

    A field is MISSING where one of the two has no value, and an unknown gender is none. No
    agreement depends on the order of the two records.
    """
    first, last = _names(person, master, measures)
    compared: list[tuple[str, str | None, str | None, Agreement]] = [
        ("firstName", person.first_name, master.first_name, first),
        ("lastName", person.last_name, master.last_name, last),
        (
            "secondName",
            person.second_name,
            master.second_name,
            similarity.compare_names(person.second_name, master.second_name, measures),
        ),
        (
            "birthDate",
            _day(person.birth_date),
            _day(master.birth_date),
            similarity.compare_dates(person.birth_date, master.birth_date),
        ),
        _gender(person, master),
        ("taxId", person.tax_id, master.tax_id, _number(person.tax_id, master.tax_id, measures)),
        (
            "nationalId",
            person.national_id,
            master.national_id,
            _number(person.national_id, master.national_id, measures),
        ),
        (
            "email",
            person.email,
            master.email,
            similarity.compare_emails(person.email, master.email, measures),
        ),
        (
            "deathDate",
            _day(person.death_date),
            _day(master.death_date),
            similarity.compare_dates(person.death_date, master.death_date),
        ),
        _documents(person, master, measures),
        (
            "phones",
            _listed(person.phones),
            _listed(master.phones),
            similarity.compare_numbers(person.phones, master.phones, measures, are_phones=True),
        ),
        _addresses(person, master, measures),
    ]
    return [FieldComparison(field, a or None, b or None, how) for field, a, b, how in compared]


def _names(person: Record, master: Record, measures: Measures) -> tuple[Agreement, Agreement]:
    """Compare first and last names; names that are swapped are close."""
    first = similarity.compare_names(person.first_name, master.first_name, measures)
    last = similarity.compare_names(person.last_name, master.last_name, measures)
    if Agreement.DIFFERENT not in (first, last) or Agreement.MISSING in (first, last):
        return first, last
    crossed = {
        similarity.compare_names(person.first_name, master.last_name, measures),
        similarity.compare_names(person.last_name, master.first_name, measures),
    }
    if crossed <= {Agreement.EXACT, Agreement.CLOSE}:
        return Agreement.CLOSE, Agreement.CLOSE
    return first, last


def _gender(person: Record, master: Record) -> FieldComparison:
    gender = None if person.gender == Gender.UNKNOWN else person.gender
    other = None if master.gender == Gender.UNKNOWN else master.gender
    if gender is None or other is None:
        agreement = Agreement.MISSING
    else:
        agreement = Agreement.EXACT if gender == other else Agreement.DIFFERENT
    return FieldComparison("gender", gender, other, agreement)


def _number(number: str | None, other: str | None, measures: Measures) -> Agreement:
    if not number or not other:
        return Agreement.MISSING
    return similarity.compare_numbers((number,), (other,), measures)


def _documents(person: Record, master: Record, measures: Measures) -> FieldComparison:
    return FieldComparison(
        "documents",
        _listed(f"{document.type} {document.number}" for document in person.documents),
        _listed(f"{document.type} {document.number}" for document in master.documents),
        similarity.compare_numbers(
            [document.number for document in person.documents],
            [document.number for document in master.documents],
            measures,
        ),
    )


def _addresses(person: Record, master: Record, measures: Measures) -> FieldComparison:
    addresses = [str(address) for address in person.addresses]
    others = [str(address) for address in master.addresses]
    agreement = similarity.compare_addresses(addresses, others, measures)
    return FieldComparison("addresses", _listed(addresses), _listed(others), agreement)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _listed(values: Iterable[str]) -> str | None:
    return "; ".join(value for value in values if value) or None
