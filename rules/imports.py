"""What a row of a file must hold to become a person on record, or a pair of them (rule N2)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import starmap
from typing import Any, NamedTuple

from rules.contacts import email_address, phone_number
from rules.declaration_checks import NATIONAL_ID
from rules.frozen import frozen
from rules.import_dates import DateOrder, read_date
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.placeholders import PLACEHOLDERS, SCIENTIFIC
from rules.texts import NAME_LIMIT, cleaned, is_unfit_line, shows_letter, with_plain_digits

FIELD_LIMIT = 255
UNKNOWN = "UNKNOWN"
"""What a document's type and an address's country are where the file does not say."""

NAMES = ("first_name", "last_name", "second_name")
PERSON_FIELDS = (
    "external_id",
    "first_name",
    "last_name",
    "second_name",
    "birth_date",
    "gender",
    "tax_id",
    "national_id",
    "email",
    "phone",
    "document_type",
    "document_number",
    "country",
    "area",
    "settlement",
    "street",
    "building",
    "apartment",
    "zip",
)
NEEDED_PERSON_FIELDS = (("external_id",), ("first_name", "last_name"))
"""Of each group a file has one at least."""
PLACE_FIELDS = ("country", "area", "settlement", "street", "building", "apartment", "zip")

NEEDED_PAIR_FIELDS = ("person_external_id", "master_external_id")
PAIR_FIELDS = (*NEEDED_PAIR_FIELDS, "score")

SCORE_DIGITS = 30
GENDERS = {short: gender for gender in Gender for short in (gender.value, gender.value[0])}


@frozen
class IncomingPerson:
    """A person as a row of a file describes them; None is what the file leaves out."""

    external_id: str
    first_name: str | None
    last_name: str | None
    birth_date: date | None
    second_name: str | None = None
    gender: str = Gender.UNKNOWN
    tax_id: str | None = None
    national_id: str | None = None
    email: str | None = None
    phone: str | None = None
    document_type: str | None = None
    document_number: str | None = None
    country: str | None = None
    area: str | None = None
    settlement: str | None = None
    street: str | None = None
    building: str | None = None
    apartment: str | None = None
    zip: str | None = None
    partial_birth_date: str | None = None
    """The year or the month, where the day is not known."""


@frozen
class IncomingPair:
    """Two persons of files that may be one, with the score of whoever paired them."""

    person_external_id: str
    master_external_id: str
    score: Decimal | None = None


class LeftOut(NamedTuple):
    """A field of a row that cannot be taken; the reason does not repeat its value."""

    field: str
    reason: str


class Accepted(NamedTuple):
    """What a row describes, and what was left out of it."""

    incoming: Any
    left_out: tuple[LeftOut, ...] = ()
    kept: frozenset[str] = frozenset()
    """The fields that stay as they are on record: those left out, and what goes with them."""


def read_person(
    row: Mapping[str, str], today: date, order: DateOrder = DateOrder.YMD
) -> Accepted | list[str]:
    """Return the person of a row and what is left out of it, or why there is none. Rule N2."""
    values: dict[str, Any] = {}
    left_out: list[LeftOut] = []
    for field, text in row.items():
        values[field] = None
        if not (written := cleaned(text)):
            continue
        read = _READERS.get(field, _text)
        try:
            if field == "birth_date":
                value = read_date(with_plain_digits(written), order, today)
            else:
                value = read(written)
            values[field] = value
        except ValueError as fault:
            left_out.append(LeftOut(field, str(fault)))
    if faults := _faults(values, left_out):
        return faults
    kept = _kept(values, {field for field, _ in left_out})
    return Accepted(_person(values), tuple(left_out), kept)


def _faults(values: Mapping[str, Any], left_out: list[LeftOut]) -> list[str]:
    """Return why a row is nobody: it has no external id, or no name at all."""
    reasons = dict(left_out)
    faults = []
    if values["external_id"] is None:
        faults.append(_missing("external_id", reasons))
    if values.get("first_name") is None and values.get("last_name") is None:
        names = [_missing(field, reasons) for field in ("first_name", "last_name")]
        faults += names if reasons.keys() & {"first_name", "last_name"} else ["no name"]
    return faults


def _kept(values: Mapping[str, Any], left_out: set[str]) -> frozenset[str]:
    """Return which fields stay as they are on record: a part that is left out keeps its whole."""
    kept = set(left_out)
    if "document_number" in kept:
        kept.add("document_type")
    if kept.intersection(PLACE_FIELDS) and values.get("country") is None:
        kept.add("country")
    return frozenset(kept)


def _missing(field: str, reasons: Mapping[str, str]) -> str:
    words = field.replace("_", " ")
    return f"{words}: {reasons[field]}" if field in reasons else f"no {words}"


def _person(values: dict[str, Any]) -> IncomingPerson:
    born: PartialDate | None = values.get("birth_date")
    if values.get("document_number") is None:
        values["document_type"] = None
    elif values.get("document_type") is None:
        values["document_type"] = UNKNOWN
    if values.get("country") is None and any(values.get(part) for part in PLACE_FIELDS):
        values["country"] = UNKNOWN
    known = {
        "first_name": values.get("first_name"),
        "last_name": values.get("last_name"),
        "birth_date": None if born is None else born.exact,
        "partial_birth_date": None if born is None else born.partial,
        "gender": values.get("gender") or Gender.UNKNOWN,
    }
    return IncomingPerson(**values | known)


def read_pair(row: Mapping[str, str]) -> Accepted | list[str]:
    """Return the pair of a row and what is left out of it, or why there is none. Rule N2."""
    values: dict[str, Any] = dict.fromkeys(PAIR_FIELDS)
    reasons: dict[str, str] = {}
    for field, text in row.items():
        if written := cleaned(text):
            try:
                values[field] = _PAIR_READERS[field](written)
            except ValueError as fault:
                reasons[field] = str(fault)
    faults = [
        f"{field}: {reasons[field]}" if field in reasons else f"no {field}"
        for field in NEEDED_PAIR_FIELDS
        if values[field] is None
    ]
    return faults or Accepted(IncomingPair(**values), tuple(starmap(LeftOut, reasons.items())))


def _text(text: str, limit: int = FIELD_LIMIT) -> str:
    if len(text) > limit:
        raise ValueError(f"it is longer than {limit} characters")
    if is_unfit_line(text):
        raise ValueError("it has control characters")
    return text


def _external_id(text: str) -> str:
    """Return what a person is known by there: by a placeholder anybody would be the same one."""
    external_id = _text(text)
    if PLACEHOLDERS.has_value(external_id) or SCIENTIFIC.fullmatch(external_id):
        raise ValueError("it stands for no id, or is a number that was shortened")
    return external_id


def _name(text: str) -> str:
    name = _text(text, NAME_LIMIT)
    if not shows_letter(name):
        raise ValueError("it shows no letter")
    return name


def _national_id(text: str) -> str:
    number = with_plain_digits(text)
    if NATIONAL_ID.fullmatch(number) is None:
        raise ValueError("it is not ten digits")
    return number


def _gender(text: str) -> Gender:
    gender = GENDERS.get(text.upper())
    if gender is None:
        raise ValueError(f"it is none of {', '.join(Gender)}")
    return gender


def _form(text: str, form: Callable[[str], str | None], name: str) -> str:
    kept = form(text)
    if kept is None:
        raise ValueError(f"it is no {name}")
    return kept


def _score(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("it is not a number") from None
    if not number.is_finite() or len(text) > SCORE_DIGITS or abs(number.adjusted()) > SCORE_DIGITS:
        raise ValueError("it is not a number")
    return number


_READERS: Mapping[str, Callable[[str], Any]] = {
    "external_id": _external_id,
    **dict.fromkeys(NAMES, _name),
    "gender": _gender,
    "national_id": _national_id,
    "email": partial(_form, form=email_address, name="e-mail address"),
    "phone": partial(_form, form=phone_number, name="phone number"),
}
_PAIR_READERS: Mapping[str, Callable[[str], Any]] = {
    "external_id": _external_id,
    **dict.fromkeys(NEEDED_PAIR_FIELDS, _text),
    "score": _score,
}
