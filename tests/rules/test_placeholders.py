"""Which values are no evidence, and that they agree with nothing (N3)."""

from datetime import date
from typing import Any

import pytest
from jellyfish import damerau_levenshtein_distance, metaphone

from rules.comparison import Address, Agreement, Document, Measures, Record, compare
from rules.declarations import Birth, Death, Individual, Informant
from rules.event_duplicates import has_name, match_profile
from rules.partial_dates import PartialDate
from rules.placeholders import NATIONAL_IDS, PLACEHOLDERS

MEASURES = Measures(damerau_levenshtein_distance, metaphone)
ANYTHING = [
    "NULL",
    "n/a",
    "N / A",
    "UNKNOWN",
    "-",
    "--",
    "?",
    "#N/A",
    "not known",
    "none",
    "невідомо",
    "(unknown)",
    "[NULL]",
    "<n/a>",
    "Unknown.",
    "'null'",
    "Not-Known",
    "not_stated",
    "No data",
    "ＮＵＬＬ",  # noqa: RUF001
    "Ｎ／Ａ",  # noqa: RUF001
    "un\u00adknown",
    "nu\u200bll",
    "“unknown”",
    "«Невідомо»",
    "не вказано",
    "Дані відсутні",
    "غير معروف",
    "\u200fلا يوجد",  # noqa: RUF001
]
NO_NUMBERS = [
    "0000000000",
    "0",
    "000-000",
    "9999999999",
    "1111",
    "11 11 11",
    "1.23457E+09",
    "1,2E+12",
]
NO_NUMBERS += ["1E+09", "1.2e-07", "XXXX", "nan", "", "1.23457E9", "1,2e12", "-1.2E+09", "N-A"]
NO_NUMBERS += ["１.２３E＋09"]  # noqa: RUF001
NUMBERS = ["1234567890", "1234567891", "7", "111", "AB123456", "1E123", "12E45678", "٣٣٢", "NA 7"]
NUMBERS += ["1E10", "1.23457", "(044) 12-34", "NA-7"]
NO_NAMES = ["null", "FNU", "lnu", "N.N.", "no name", "xx", "X", "12345", "\u200b", "unnamed"]
NO_NAMES += ["Без прізвища", "بدون اسم"]
NAMES = ["Null", "Na", "Nan", "Nil", "Ng", "O", "Lee", "Олена", "Xi", "Xx-ander", "Noname-Smith"]
NAMES += ["N-A", "Na.", "(Nan)"]
NO_EMAILS = ["noreply@example.org", "no-reply@clinic.example", "none@none.org", "-@-", "nan", "@"]
NO_EMAILS += ["do_not_reply@example.org", "no.mail@example.org", "no-reply+7@example.org"]
EMAILS = [
    "d.o.reply@example.org",
    "ann+noreply@example.org",
    "nan@example.org",
    "info@example.org",
    "ann.lee@example.org",
    "null.lee@example.org",
]


def test_n3_placeholders_of_every_kind_are_known() -> None:
    for text in ANYTHING:
        assert PLACEHOLDERS.has_value(text)
        assert PLACEHOLDERS.has_name(text)
        assert PLACEHOLDERS.has_number(text)
        assert PLACEHOLDERS.has_email(text)
    assert all(map(PLACEHOLDERS.has_number, [*NO_NUMBERS, *NATIONAL_IDS]))
    assert all(map(PLACEHOLDERS.has_name, NO_NAMES))
    assert all(map(PLACEHOLDERS.has_email, NO_EMAILS))
    assert all(map(PLACEHOLDERS.has_phone, ["0000000000", "+380000000000", "n/a", "7777777"]))


def test_n3_what_people_are_called_and_hold_is_evidence() -> None:
    assert not any(map(PLACEHOLDERS.has_number, NUMBERS))
    assert not any(map(PLACEHOLDERS.has_name, NAMES))
    assert not any(map(PLACEHOLDERS.has_email, EMAILS))
    assert not any(map(PLACEHOLDERS.has_phone, ["+380501234567", "0441234567", "+380507777778"]))
    assert not PLACEHOLDERS.has_date(PartialDate(1970, 1, 1))


def test_n3_a_model_may_add_to_the_list() -> None:
    more = PLACEHOLDERS.with_more(
        values=["To Follow"], names=["Baby"], mailboxes=["Post"], days=[date(1970, 1, 1)]
    )

    assert more.has_number("TO FOLLOW")
    assert more.has_name("baby")
    assert more.has_email("post@example.org")
    assert more.has_date(PartialDate(1970, 1, 1))
    assert more.has_date(PartialDate(1900, 1, 1))
    assert not PLACEHOLDERS.has_name("baby")


AGREEING: list[tuple[str, Any, Any]] = [
    ("firstName", {"first_name": "UNKNOWN"}, "UNKNOWN"),
    ("lastName", {"last_name": "-"}, "-"),
    ("secondName", {"second_name": "n/a"}, "n/a"),
    ("birthDate", {"birth_date": PartialDate(1900, 1, 1)}, "1900-01-01"),
    ("deathDate", {"death_date": PartialDate(1, 1, 1)}, "0001-01-01"),
    ("taxId", {"tax_id": "NULL"}, "NULL"),
    ("nationalId", {"national_id": "1.23457E+09"}, "1.23457E+09"),
    ("nationalId", {"national_id": "9999999999"}, "9999999999"),
    ("email", {"email": "noreply@example.org"}, "noreply@example.org"),
    ("phones", {"phones": ("0000000000",)}, "0000000000"),
    ("documents", {"documents": (Document("PASSPORT", "UNKNOWN"),)}, "PASSPORT UNKNOWN"),
    ("addresses", {"addresses": (Address("UNKNOWN", street="n/a"),)}, "n/a, UNKNOWN"),
]


@pytest.mark.parametrize(("field", "values", "shown"), AGREEING)
def test_n3_two_equal_placeholders_are_missing_and_still_shown(
    field: str, values: dict[str, Any], shown: str
) -> None:
    one = Record(**{"first_name": "Ann", "last_name": "Lee", "birth_date": None} | values)

    (compared,) = [it for it in compare(one, one, MEASURES) if it.field == field]

    assert compared == (field, shown, shown, Agreement.MISSING, False)


def test_n3_a_placeholder_beside_a_number_does_not_hide_it() -> None:
    one = Record("Ann", "Lee", None, phones=("n/a", "+380501234567"))
    other = Record("Ann", "Lee", None, phones=("0501234567", "n/a"))

    agreements = {it.field: it.agreement for it in compare(one, other, MEASURES)}

    assert agreements["phones"] == Agreement.EXACT


def test_n3_a_declaration_is_not_looked_for_by_placeholders() -> None:
    informant = Informant("MOTHER")
    child = Individual("John", "Smith", birth_date=PartialDate(2026, 5, 1))
    mother = Individual("Mary", "Smith", None, PartialDate(1900, 1, 1), None, "0000000000")
    nobody = Individual("UNKNOWN", "UNKNOWN")

    profile = match_profile(Birth(child, informant, "Kyiv", mother))

    unnamed = match_profile(Birth(child, informant, "Kyiv", nobody))

    assert profile is not None
    assert profile.principal is not None
    assert (profile.principal.birth_date, profile.principal.national_id) == (None, None)
    assert unnamed is not None
    assert not has_name(unnamed.principal)
    assert match_profile(Death(nobody, PartialDate(2026, 5, 2), informant, "Lviv")) is None


def test_n3_a_placeholder_beside_a_name_leaves_a_single_name() -> None:
    one, other = Individual("UNKNOWN", "Petrenko"), Individual(None, "Petrenko")
    died, informant = PartialDate(2026, 5, 2), Informant("SON")

    profiles = [match_profile(Death(it, died, informant, "Lviv")) for it in (one, other)]

    assert profiles[0] == profiles[1]
