# ruff: noqa: RUF001 - names are written in their own script
"""What the demo declares, and what is done with it: each thing that a registrar meets, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rules.declarations import (
    Birth,
    Death,
    Declaration,
    Individual,
    Informant,
    Marriage,
    MultipleBirth,
)
from rules.partial_dates import PartialDate
from rules.persons import Gender

Step = str
MOTHER = Informant("MOTHER", phone_number="+380 44 123 45 67")


def made_up(today: date) -> list[tuple[Declaration, Sequence[Step]]]:
    """Return what is declared, and what is done with it afterwards.

    No birth is registered: its child would be one person more than was asked for.
    """
    return [
        (_birth("Марія", "Шевченко", "Ганна", today - timedelta(days=9)), ()),
        # The same child again with a typing error: a duplicate candidate for a registrar.
        (_birth("Мария", "Шевченко", "Ганна", today - timedelta(days=8)), ()),
        (_birth("Elif", "Yıldız", "Zeynep", today - timedelta(days=20)), ("reject", "ask why")),
        (_birth("Noah", "Holloway", "Grace", today - timedelta(days=40)), ("archive",)),
        (
            _death(
                "Jan", "Nowak", PartialDate(1941, 3, 2), PartialDate.of(today - timedelta(days=4))
            ),
            (),
        ),
        (
            _death(
                "Тарас",
                "Мороз",
                PartialDate(1938, 11, 5),
                PartialDate.of(today - timedelta(days=6)),
            ),
            ("register",),
        ),
        # A single name, and a month of which nobody knows the day.
        (_death(None, "Suryani", PartialDate(1944), _month(today - timedelta(days=50))), ()),
        (_marriage("Olha", "Lysenko", "Thomas", "Wright", today), ("register", "certify")),
        (
            _marriage("Agata", "Wójcik", "Piotr", "Zieliński", today - timedelta(days=70)),
            ("register", "certify", "issue"),
        ),
        (
            _marriage("Marta", "Kravets", "Oskar", "Lindqvist", today - timedelta(days=30)),
            ("register", "ask to annul", "approve"),
        ),
        # Its paper was lost: whoever shows the first one learns that it is not valid.
        (
            _marriage("Solomiia", "Danyliuk", "Henrik", "Aalto", today - timedelta(days=55)),
            ("register", "certify", "issue", "revoke", "certify in Ukrainian"),
        ),
        (
            _death(
                "Оксана",
                "Гнатюк",
                PartialDate(1946, 7, 19),
                PartialDate.of(today - timedelta(days=12)),
            ),
            ("register", "certify in Ukrainian", "issue"),
        ),
        # It ended a marriage above.
        (
            _death(
                "Henrik",
                "Aalto",
                PartialDate(1991, 9, 30),
                PartialDate.of(today - timedelta(days=18)),
            ),
            ("register",),
        ),
        # What another registrar has to look at.
        (
            _marriage("Kateryna", "Savchuk", "Jonas", "Lindgren", today - timedelta(days=12)),
            ("register", "certify", "ask to correct"),
        ),
        # Two versions, a certificate that was revoked, and the one that is valid.
        (
            _marriage("Iryna", "Tkach", "Anders", "Solberg", today - timedelta(days=90)),
            ("register", "certify", "issue", "ask to correct", "approve", "certify again"),
        ),
        # She is married already: an alert before it is registered.
        (_marriage("Agata", "Wójcik", "Lars", "Bergman", today - timedelta(days=2)), ()),
        *(
            (
                replace(
                    _birth(first, "Ковальчук", "Людмила", today - timedelta(days=5)),
                    multiple_birth=MultipleBirth(of=2, order=order),
                ),
                ("take",) if order == 1 else (),
            )
            for order, first in enumerate(("Соломія", "Віра"), start=1)
        ),
    ]


def _birth(first: str, last: str, mother: str, born: date) -> Birth:
    return Birth(
        child=Individual(first, last, birth_date=PartialDate.of(born), gender=Gender.FEMALE),
        mother=Individual(mother, last, birth_date=PartialDate(born.year - 29, 5, 17)),
        informant=MOTHER,
        place_of_birth="City hospital 3",
    )


def _month(day: date) -> PartialDate:
    return PartialDate(day.year, day.month)


def _death(first: str | None, last: str, born: PartialDate, died: PartialDate) -> Death:
    return Death(
        deceased=Individual(first, last, birth_date=born, gender=Gender.MALE),
        date_of_death=died,
        place_of_death="At home",
        informant=Informant("DAUGHTER", email="daughter@example.org"),
    )


def _marriage(first: str, last: str, other_first: str, other_last: str, day: date) -> Marriage:
    return Marriage(
        spouses=(
            Individual(first, last, birth_date=PartialDate(1993, 2, 11)),
            Individual(other_first, other_last, birth_date=PartialDate(1991, 9, 30)),
        ),
        date_of_marriage=day,
        informant=Informant("SPOUSE"),
        place_of_marriage="Town hall",
        witnesses=(Individual("Hanna", "Bondar"), Individual("Marko", "Koval")),
    )
