# ruff: noqa: RUF001 - names are written in their own script
"""The demo's vital events, one in every status."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from rules.alerts import VitalEventAlert
from rules.certificate_templates import STANDARD
from rules.certificates import (
    STANDARD_TERMS,
    CertificateIsRevoked,
    Collector,
    CollectorRelationship,
)
from rules.corrections import CorrectionIsSettled, CorrectionNotFound
from rules.declarations import Birth, Death, Declaration, Individual, Informant, Marriage
from rules.money import PaymentOutcome
from rules.partial_dates import PartialDate
from rules.persons import Gender
from rules.vital_events import ActionIsNotAvailable
from workflows import (
    accounts,
    certificates,
    correction_requests,
    corrections,
    declarations,
    registration,
    revocations,
    seeding,
    vital_events,
)
from workflows.acts import Acting
from workflows.certificates import Payment
from workflows.correction_requests import Asked
from workflows.idempotency import IdempotentCall, digest

Step = str
SETTLED_ALREADY = (
    ActionIsNotAvailable,
    CertificateIsRevoked,
    CorrectionIsSettled,
    CorrectionNotFound,
)
MOTHER = Informant("MOTHER", phone_number="+380 44 123 45 67")
COLLECTOR = Collector(CollectorRelationship.INFORMANT, has_shown_document=True)


def _declarations(today: date) -> list[tuple[Declaration, Sequence[Step]]]:
    """Return what is declared, and what is done with it afterwards.

    No birth is registered: its child would be one person more than was asked for.
    """
    return [
        (_birth("Марія", "Шевченко", "Ганна", today - timedelta(days=9)), ()),
        # The same child again with a typing error: a duplicate candidate for a registrar.
        (_birth("Мария", "Шевченко", "Ганна", today - timedelta(days=8)), ()),
        (_birth("Elif", "Yıldız", "Zeynep", today - timedelta(days=20)), ("reject",)),
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
        # Its paper was lost: whoever shows the first one is told that it is not valid.
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
    ]


async def seed_vital_events(connection: Any) -> int:
    """Declare events as the portal, and bring them to every status as a registrar; return how many.

    Nothing is added where anything was declared before. Rules C1 to C9 hold as for everybody.
    """
    if await seeding.has_vital_events(connection):
        return 0
    portal = await accounts.client_id(connection, "portal")
    console = await accounts.client_id(connection, "console")
    registrars = await accounts.user_ids(connection, ["registrar1", "registrar2"])
    events = _declarations(datetime.now(UTC).date())
    for number, (declaration, steps) in enumerate(events):
        acting = Acting(connection, uuid4(), portal)
        call = IdempotentCall("demo", f"demo-{number}", digest(declaration))
        event_id = (await declarations.declare(acting, declaration, call)).id
        await acting.commit()
        for step in steps:
            second = "registrar2" if step == "approve" else "registrar1"
            acting = Acting(connection, uuid4(), console, registrars[second])
            try:
                await _perform(acting, event_id, step)
                await acting.commit()
            except SETTLED_ALREADY:  # another seed, at the same time, was here first
                await acting.roll_back()
    return len(events)


async def _perform(acting: Acting, event_id: UUID, step: Step) -> None:
    call = IdempotentCall("demo", f"demo-{step}-{event_id}", digest(step))
    match step:
        case "register":
            # The deceased of the demo are none of its persons.
            await registration.register(
                acting, event_id, accepted=[VitalEventAlert.PERSON_NOT_FOUND]
            )
        case "reject":
            await vital_events.reject(
                acting, event_id, "The place of birth is not in this district"
            )
        case "archive":
            await vital_events.archive(acting, event_id, "Declared in another district")
        case "certify" | "certify in Ukrainian":
            language = "uk" if step.endswith("Ukrainian") else None
            await certificates.certify(
                acting,
                event_id,
                STANDARD,
                COLLECTOR,
                call,
                terms=STANDARD_TERMS,
                language=language,
            )
        case "issue":
            paid = Payment(Decimal("12.10"), "EUR", PaymentOutcome.COMPLETED, datetime.now(UTC))
            await certificates.issue(acting, event_id, paid, call, terms=STANDARD_TERMS)
        case "revoke":
            number = await seeding.serial_number_of(acting.connection, event_id)
            await revocations.revoke(acting, number, "The paper was lost, and is replaced")
        case "ask to annul":
            asked = Asked(1, "It was registered in another district already")
            await correction_requests.request(acting, event_id, asked, call)
        case "approve":
            await corrections.approve(
                acting, await seeding.correction_of(acting.connection, event_id)
            )


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
