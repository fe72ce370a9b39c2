"""What a row of a file must hold to become a person on record, or a pair of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from rules.persons import Gender
from rules.texts import NAME_LIMIT, is_unfit_line

FIELD_LIMIT = 255
UNKNOWN = "UNKNOWN"
"""What a document's type and an address's country are where the file does not say."""

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
NEEDED_PERSON_FIELDS = ("external_id", "first_name", "last_name", "birth_date")
PLACE_FIELDS = ("country", "area", "settlement", "street", "building", "apartment", "zip")

NEEDED_PAIR_FIELDS = ("person_external_id", "master_external_id")
PAIR_FIELDS = (*NEEDED_PAIR_FIELDS, "score")

SCORE_DIGITS = 30
LIMITS = {"first_name": NAME_LIMIT, "last_name": NAME_LIMIT, "second_name": NAME_LIMIT}
GENDERS = {short: gender for gender in Gender for short in (gender.value, gender.value[0])}
DAY = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class IncomingPair:
    """Two persons of files that may be one, with the score of whoever paired them."""

    person_external_id: str
    master_external_id: str
    score: Decimal | None = None


def read_person(row: Mapping[str, str], today: date) -> IncomingPerson | list[str]:
    """Return the person of a row, or all that is wrong with its fields. Rule C3."""
    texts, faults = _texts(row)
    faults += [
        f"no {_words(field)}"
        for field in ("external_id", "first_name", "last_name")
        if texts[field] is None
    ]
    birth_date = _birth_date(texts.get("birth_date"), today)
    if isinstance(birth_date, str):
        faults.append(birth_date)
    gender = GENDERS.get((texts.get("gender") or UNKNOWN).upper())
    if gender is None:
        faults.append(f"gender '{texts['gender']}' is none of {', '.join(Gender)}")
    if faults:
        return faults
    if texts.get("document_number") is None:
        texts["document_type"] = None
    elif texts.get("document_type") is None:
        texts["document_type"] = UNKNOWN
    if texts.get("country") is None and any(texts.get(part) for part in PLACE_FIELDS):
        texts["country"] = UNKNOWN
    return IncomingPerson(**texts | {"birth_date": birth_date, "gender": gender})  # type: ignore[arg-type]


def read_pair(row: Mapping[str, str]) -> IncomingPair | list[str]:
    """Return the pair of a row, or all that is wrong with its fields. Rule C2."""
    texts, faults = _texts(row)
    faults += [f"no {field}" for field in NEEDED_PAIR_FIELDS if texts[field] is None]
    score = texts.get("score")
    number = None if score is None else _decimal(score)
    if score is not None and number is None:
        faults.append(f"score '{score}' is not a number")
    if faults:
        return faults
    return IncomingPair(
        person_external_id=texts["person_external_id"] or "",
        master_external_id=texts["master_external_id"] or "",
        score=number,
    )


def _texts(row: Mapping[str, str]) -> tuple[dict[str, str | None], list[str]]:
    """Return the trimmed fields, empty ones as None, and what is wrong with them."""
    texts: dict[str, str | None] = {}
    faults = []
    for field, text in row.items():
        trimmed = text.strip()
        texts[field] = trimmed or None
        limit = LIMITS.get(field, FIELD_LIMIT)
        if len(trimmed) > limit:
            faults.append(f"{_words(field)} is longer than {limit} characters")
        if is_unfit_line(trimmed):
            faults.append(f"{_words(field)} has control characters")
    return texts, faults


def _birth_date(text: str | None, today: date) -> date | str:
    if text is None:
        return "birth date is missing"
    matched = DAY.fullmatch(text)
    if matched is None:
        return "birth date is neither YYYY-MM-DD nor YYYYMMDD"
    try:
        birth_date = date(int(matched[1]), int(matched[3]), int(matched[4]))
    except ValueError:
        return f"birth date {text} does not exist"
    if birth_date > today:
        return f"birth date {text} is after today"
    return birth_date


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or len(text) > SCORE_DIGITS or abs(number.adjusted()) > SCORE_DIGITS:
        return None
    return number


def _words(field: str) -> str:
    return field if field in PAIR_FIELDS else field.replace("_", " ")
