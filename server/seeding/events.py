"""Brings the demo's vital events to every status, and to all that waits for a registrar."""

from dataclasses import replace
from datetime import UTC, datetime
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
from rules.declarations import Birth, Declaration, Marriage
from rules.money import PaymentOutcome
from rules.vital_events import ActionIsNotAvailable
from server.seeding import explanations
from server.seeding.declarations import Step, made_up
from server.seeding.explanations import EXPLAINING
from workflows import (
    accounts,
    assignments,
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

SETTLED_ALREADY = (
    ActionIsNotAvailable,
    CertificateIsRevoked,
    CorrectionIsSettled,
    CorrectionNotFound,
)
BY_ANOTHER: frozenset[Step] = frozenset({"approve", "take"})
"""What another registrar does than the one who does the rest."""
COLLECTOR = Collector(CollectorRelationship.INFORMANT, has_shown_document=True)


async def seed_vital_events(connection: Any) -> int:
    """Declare events as the portal, and bring them to every status as a registrar; return how many.

    Nothing is added where anything was declared before. Rules C1 to C9 hold as for everybody.
    """
    if await seeding.has_vital_events(connection):
        return 0
    return await add_vital_events(connection)


async def add_vital_events(connection: Any) -> int:
    """Declare them, and bring them to every status, whatever was declared before."""
    portal = await accounts.client_id(connection, "portal")
    console = await accounts.client_id(connection, "console")
    registrars = await accounts.user_ids(connection, ["registrar1", "registrar2"])
    events = made_up(datetime.now(UTC).date())
    for number, (declaration, steps) in enumerate(events):
        acting = Acting(connection, uuid4(), portal)
        call = IdempotentCall("demo", f"demo-{number}", digest(declaration))
        event_id = (await declarations.declare(acting, declaration, call)).id
        await acting.commit()
        for step in steps:
            username = "registrar2" if step in BY_ANOTHER else "registrar1"
            acting = Acting(connection, uuid4(), console, registrars[username])
            try:
                await perform(acting, event_id, declaration, step)
                await acting.commit()
            except SETTLED_ALREADY:  # another seed, at the same time, was here first
                await acting.roll_back()
    return len(events)


async def perform(acting: Acting, event_id: UUID, declaration: Declaration, step: Step) -> None:
    """Do one thing with a declaration, as the registrar who acts."""
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
        case "take":
            await assignments.assign(acting, event_id)
        case "certify" | "certify again" | "certify in Ukrainian":
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
        case _ if step in EXPLAINING:
            await explanations.perform(acting, event_id, step)
        case _:
            await _correct(acting, event_id, declaration, step)


async def _correct(acting: Acting, event_id: UUID, declaration: Declaration, step: Step) -> None:
    call = IdempotentCall("demo", f"demo-{step}-{event_id}", digest(step))
    match step:
        case "ask to annul":
            asked = Asked(1, "It was registered in another district already")
            await correction_requests.request(acting, event_id, asked, call)
        case "ask to correct":
            asked = Asked(1, _why(declaration))
            await correction_requests.request(
                acting, event_id, asked, call, _spelt_otherwise(declaration)
            )
        case "approve":
            await corrections.approve(
                acting, await seeding.correction_of(acting.connection, event_id)
            )


def _why(declaration: Declaration) -> str:
    """Return why a record is to be corrected."""
    if isinstance(declaration, Birth):
        return "The child has both family names of the parents"
    return "The passport has another spelling"


def _spelt_otherwise(declaration: Declaration) -> Declaration:
    """Return a marriage with another spelling of the first spouse, a birth with the child's."""
    if isinstance(declaration, Birth):
        child = replace(declaration.child, last_name=f"{declaration.child.last_name}-Danyliuk")
        return replace(declaration, child=child)
    assert isinstance(declaration, Marriage)
    spouse, other = declaration.spouses
    spelt = replace(spouse, last_name=f"{spouse.last_name}-{other.last_name}")
    return replace(declaration, spouses=(spelt, other))
