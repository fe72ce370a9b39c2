"""What of a declaration is wrong, all of it at once (rules C2, C3)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from rules.dates import is_aged
from rules.declaration_checks import check
from rules.declarations import (
    Birth,
    Death,
    Declaration,
    Individual,
    Informant,
    Marriage,
    MultipleBirth,
    as_kept,
)
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.violations import Violations

NOW = datetime(2026, 5, 20, 11, 0, tzinfo=UTC)
TODAY = NOW.date()
CHILD = Individual("John", "Smith", birth_date=PartialDate(2026, 5, 1), gender=Gender.MALE)
MOTHER = Individual("Mary", "Smith", birth_date=PartialDate(1990, 1, 1), national_id="1234567890")
FATHER = Individual("Carl", "Smith", birth_date=PartialDate(1989, 1, 1), national_id="1234567891")
INFORMANT = Informant("MOTHER")
BIRTH = Birth(CHILD, INFORMANT, "Kyiv", MOTHER, FATHER)
DEATH = Death(
    Individual("Ada", "Byron", birth_date=PartialDate(1940, 1, 1)),
    PartialDate(2026, 5, 2),
    INFORMANT,
    "Lviv",
)
ANNA = Individual("Anna", "Koval", birth_date=PartialDate(1990, 1, 1))
IVAN = Individual("Ivan", "Koval", birth_date=PartialDate(1990, 1, 1))
WITNESSES = (Individual("Olha", "Moroz"), Individual("Petro", "Moroz"))
MARRIAGE = Marriage((ANNA, IVAN), date(2026, 5, 3), INFORMANT, "Odesa", WITNESSES)


def faults(declaration: Declaration, now: datetime = NOW) -> list[tuple[list[Any], str]]:
    violations = Violations()
    check(violations, declaration, now)
    return [(violation["path"], violation["rule"]) for violation in violations.noted]


def _child(**more: Any) -> Birth:
    return replace(BIRTH, child=replace(CHILD, **more))


def _informed(**more: Any) -> Birth:
    return replace(BIRTH, informant=replace(INFORMANT, **more))


@pytest.mark.parametrize("declaration", [BIRTH, DEATH, MARRIAGE])
def test_c3_a_good_declaration_has_no_faults(declaration: Declaration) -> None:
    assert faults(declaration) == []


FAULTS: list[tuple[Declaration, list[Any], str]] = [
    (_child(first_name=" "), ["child", "firstName"], "not_blank"),
    (_child(first_name="x" * 65), ["child", "firstName"], "max_length"),
    (_child(second_name=""), ["child", "secondName"], "not_blank"),
    (_child(last_name="a\x00b"), ["child", "lastName"], "characters"),
    (_child(last_name="a\ud800"), ["child", "lastName"], "characters"),
    (_child(birth_date=PartialDate(2026, 5, 22)), ["child", "birthDate"], "not_in_the_future"),
    (_child(birth_date=None), ["child", "birthDate"], "required"),
    (_child(gender=None), ["child", "gender"], "required"),
    (_child(national_id="123456789"), ["child", "nationalId"], "national_id"),
    (_child(national_id="١٢٣٤٥٦٧٨٩٠"), ["child", "nationalId"], "national_id"),
    (_child(national_id=""), ["child", "nationalId"], "national_id"),
    (_child(national_id=MOTHER.national_id), ["mother", "nationalId"], "different"),
    (
        replace(BIRTH, mother=replace(MOTHER, birth_date=PartialDate(2014, 5, 2))),
        ["mother", "birthDate"],
        "older_than_the_child",
    ),
    (
        replace(BIRTH, father=replace(FATHER, birth_date=PartialDate(2014, 5, 2))),
        ["father", "birthDate"],
        "older_than_the_child",
    ),
    (
        _child(birth_date=PartialDate.of(TODAY - timedelta(days=366))),
        ["lateRegistrationReason"],
        "required",
    ),
    (
        replace(_child(birth_date=PartialDate(2020, 1, 1)), late_registration_reason=" "),
        ["lateRegistrationReason"],
        "not_blank",
    ),
    (
        replace(BIRTH, late_registration_reason="x" * 501),
        ["lateRegistrationReason"],
        "max_length",
    ),
    (replace(BIRTH, place_of_birth=""), ["placeOfBirth"], "not_blank"),
    (_informed(relationship=""), ["informant", "relationship"], "not_blank"),
    (_informed(email="nobody"), ["informant", "email"], "email"),
    (_informed(email="a@b"), ["informant", "email"], "email"),
    (_informed(email="a\x00@b.org"), ["informant", "email"], "email"),
    (_informed(phone_number="12"), ["informant", "phoneNumber"], "phone_number"),
    (_informed(phone_number="call me"), ["informant", "phoneNumber"], "phone_number"),
    (
        _informed(individual=Individual("Else", "Body", national_id="1234567890")),
        ["informant", "individual", "nationalId"],
        "different",
    ),
    (
        replace(DEATH, date_of_death=PartialDate(1939, 12, 31), late_registration_reason="x"),
        ["deceased", "birthDate"],
        "before_the_death",
    ),
    (replace(DEATH, date_of_death=PartialDate(2026, 5, 22)), ["dateOfDeath"], "not_in_the_future"),
    (
        replace(DEATH, date_of_death=PartialDate(2025, 5, 19)),
        ["lateRegistrationReason"],
        "required",
    ),
    (replace(DEATH, cause_of_death=" "), ["causeOfDeath"], "not_blank"),
    (replace(MARRIAGE, spouses=(ANNA,)), ["spouses"], "two"),
    (replace(MARRIAGE, spouses=(ANNA, IVAN, IVAN)), ["spouses"], "two"),
    (replace(MARRIAGE, spouses=(ANNA, replace(ANNA))), ["spouses", 1], "different"),
    (
        replace(MARRIAGE, spouses=(ANNA, replace(IVAN, birth_date=PartialDate(2010, 5, 4)))),
        ["spouses", 1, "birthDate"],
        "old_enough",
    ),
    (replace(MARRIAGE, witnesses=WITNESSES[:1]), ["witnesses"], "two_or_more"),
    (
        replace(MARRIAGE, date_of_marriage=date(2026, 5, 22)),
        ["dateOfMarriage"],
        "not_in_the_future",
    ),
]


@pytest.mark.parametrize(("declaration", "path", "rule"), FAULTS)
def test_c3_a_fault_is_named_with_its_path(
    declaration: Declaration, path: list[Any], rule: str
) -> None:
    assert faults(declaration) == [(path, rule)]


def test_c3_the_bounds_themselves_are_good() -> None:
    assert faults(_child(first_name=f" {'x' * 64} ")) == []
    assert faults(_child(birth_date=PartialDate.of(TODAY - timedelta(days=365)))) == []
    assert faults(replace(BIRTH, mother=replace(MOTHER, birth_date=PartialDate(2014, 5, 1)))) == []
    assert faults(replace(DEATH, deceased=replace(ANNA, birth_date=DEATH.date_of_death))) == []
    old_enough = replace(IVAN, birth_date=PartialDate(2010, 5, 3))
    assert faults(replace(MARRIAGE, spouses=(ANNA, old_enough))) == []


def test_c3_the_callers_day_at_utc_plus_14_is_not_in_the_future() -> None:
    # At 11:00 UTC it is 01:00 of the next day in Kiritimati.
    born = datetime.now(timezone(timedelta(hours=14)))

    assert faults(_child(birth_date=PartialDate(2026, 5, 21))) == []
    assert faults(_child(birth_date=PartialDate(2026, 5, 21)), NOW - timedelta(hours=2)) == [
        (["child", "birthDate"], "not_in_the_future")
    ]
    assert faults(_child(birth_date=PartialDate.of(born.date())), datetime.now(UTC)) == []


@pytest.mark.parametrize("first_name", ["MARY ", "Máry", "Mary\u2019", "Мары", "M\u200dary"])
def test_c3_the_informant_may_be_somebody_on_the_record(first_name: str) -> None:
    assert faults(_informed(individual=replace(MOTHER, first_name=first_name))) == []


@pytest.mark.parametrize(
    ("first", "other"), [("María", "MARIA"), ("A\u02bcisha", "Aisha"), ("李", "李 ")]
)
def test_c3_nobody_marries_themselves_however_they_are_typed(first: str, other: str) -> None:
    spouses = (replace(ANNA, first_name=first), replace(ANNA, first_name=other))

    assert faults(replace(MARRIAGE, spouses=spouses)) == [(["spouses", 1], "different")]


def test_c3_two_without_a_name_lack_it_and_are_not_one_person() -> None:
    nobody = replace(ANNA, first_name=None, last_name=None)

    found = faults(replace(MARRIAGE, spouses=(nobody, nobody)))

    assert [path[:2] for path, _ in found] == [["spouses", 0], ["spouses", 1]]
    assert "different" not in {rule for _, rule in found}


def test_c3_names_without_a_letter_that_is_folded_are_not_all_the_same() -> None:
    spouses = (replace(ANNA, first_name="李"), replace(ANNA, first_name="王"))

    assert faults(replace(MARRIAGE, spouses=spouses)) == []


def test_c2_all_faults_come_at_once() -> None:
    spoilt = Birth(
        child=Individual("", "x" * 65),
        informant=Informant("", email="?", phone_number="?"),
        place_of_birth=" ",
        mother=Individual("Mary", "Smith", national_id="1"),
    )

    assert len(faults(spoilt)) == 9


def test_names_are_of_any_script() -> None:
    for name in ("Ñandú", "Олександра", "李", "محمد", "ಕನ್ನಡ", "O'Neill-Šmit"):
        assert faults(_child(first_name=name)) == []


def test_texts_are_kept_without_the_spaces_around_them() -> None:
    kept = as_kept(replace(_child(first_name=" John "), place_of_birth=" Kyiv\n"))

    assert kept == replace(BIRTH, place_of_birth="Kyiv")


def test_who_is_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    assert not is_aged(date(2004, 2, 29), 16, date(2020, 2, 28))
    assert is_aged(date(2004, 2, 29), 16, date(2020, 2, 29))
    assert not is_aged(date(2004, 2, 29), 17, date(2021, 2, 28))
    assert is_aged(date(2004, 2, 29), 17, date(2021, 3, 1))


@pytest.mark.parametrize(("of", "order"), [(2, 1), (2, 2), (9, 1), (9, 9)])
def test_c15_a_child_is_one_of_two_to_nine(of: int, order: int) -> None:
    assert faults(replace(BIRTH, multiple_birth=MultipleBirth(of, order))) == []


@pytest.mark.parametrize(
    ("of", "order", "wrong"),
    [
        (1, 1, ["of"]),
        (10, 1, ["of"]),
        (2, 0, ["order"]),
        (2, 3, ["order"]),
        (9, 10, ["order"]),
        (0, 0, ["of", "order"]),
        (-1, 5, ["of", "order"]),
    ],
)
def test_c15_a_child_is_none_of_fewer_or_more(of: int, order: int, wrong: list[str]) -> None:
    found = faults(replace(BIRTH, multiple_birth=MultipleBirth(of, order)))

    assert found == [(["multipleBirth", field], "multiple_birth") for field in wrong]
