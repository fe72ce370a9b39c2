"""How a page says the values of a certificate: dates and sexes in the words of its language."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from rules.frozen import frozen
from rules.persons import Gender

DATES = (
    *("birthDate", "registrationDate", "certificationDate"),
    *("dateOfDeath", "dateOfMarriage", "paidAt"),
)
PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@frozen
class Words:
    """The words of a language; each form of a date takes day, month and year by their names."""

    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    date: str
    month: str
    year: str
    genders: Mapping[str, str]


ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            ENGLISH_MONTHS,
            ENGLISH_MONTHS,
            "{day} {month} {year}",
            "{month} {year}",
            "{year}",
            {
                Gender.MALE: "male",
                Gender.FEMALE: "female",
                Gender.OTHER: "other",
                Gender.UNKNOWN: "unknown",
            },
        ),
        "uk": Words(
            (
                *("січня", "лютого", "березня", "квітня", "травня", "червня"),
                *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
            ),
            (
                *("січень", "лютий", "березень", "квітень", "травень", "червень"),
                *("липень", "серпень", "вересень", "жовтень", "листопад", "грудень"),
            ),
            "{day} {month} {year} року",
            "{month} {year} року",
            "{year} рік",
            {
                Gender.MALE: "чоловіча",
                Gender.FEMALE: "жіноча",
                Gender.OTHER: "інша",
                Gender.UNKNOWN: "невідома",
            },
        ),
    }
)
ARABIC_MONTHS = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
IN_SENTENCES: Mapping[str, Words] = MappingProxyType(
    {
        **WORDS,
        "ar": Words(
            ARABIC_MONTHS, ARABIC_MONTHS, "{day} {month} {year}", "{month} {year}", "{year}", {}
        ),
    }
)
"""Languages of our own texts beside those of papers: what a paper says once it says always."""
LETTERS: Mapping[str, str] = MappingProxyType(
    {Gender.MALE: "M", Gender.FEMALE: "F", Gender.OTHER: "X", Gender.UNKNOWN: "X"}
)
"""What passports have for sexes (ICAO 9303), for languages of which we have no words."""


def printed(values: Mapping[str, str | None], language: str) -> dict[str, str]:
    """Return what a page in a language has in its fields; none of which nothing is known.

    In a language of which we have no words, dates stay as in ISO 8601. Rule C13.
    """
    words = _words(language)
    return {
        name: _printed(name.rpartition(".")[2], value, words)
        for name, value in values.items()
        if value is not None
    }


def date_in_words(value: str, language: str) -> str:
    """Return a date of ISO 8601 as texts of a language say it."""
    words = IN_SENTENCES.get(_primary(language))
    return value if words is None else _date(value, words)


def _words(language: str) -> Words | None:
    return WORDS.get(_primary(language))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _printed(name: str, value: str, words: Words | None) -> str:
    if name == "gender":
        return (LETTERS if words is None else words.genders).get(value, value)
    if name in DATES and words is not None:
        return _date(value, words)
    return value


def _date(value: str, words: Words) -> str:
    found = PARTIAL_DATE.fullmatch(value)
    if found is None:
        return value
    year, month, day = found.groups()
    if month is None:
        return words.year.format(year=year)
    if day is None:
        return words.month.format(month=words.months_alone[int(month) - 1], year=year)
    return words.date.format(day=int(day), month=words.months[int(month) - 1], year=year)
