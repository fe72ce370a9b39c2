"""Mutations that declare births, deaths and marriages, and their inputs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import input_type, object_type, root_field
from resolvers.nodes import MutationContext, read_logged_by_id
from resolvers.vital_events import DeclareVitalEventPayload
from rules import declarations
from rules.declarations import Declaration
from rules.persons import Gender
from workflows import declarations as workflow
from workflows.idempotency import Request, digest


@input_type
class IndividualInput:
    """Somebody whom a declaration names; names have 1 to 64 characters."""

    first_name: str
    last_name: str
    second_name: str | None = None
    birth_date: date | None = None
    gender: Gender | None = None
    national_id: str | None = strawberry.field(default=None, description="Ten digits.")


@input_type
class InformantInput:
    """Who tells of the event."""

    relationship: str
    individual: IndividualInput | None = None
    email: str | None = None
    phone_number: str | None = None


def _key() -> Any:
    return strawberry.field(
        description="The caller's own key: the same key and body again gives the same answer and"
        " no second record."
    )


def _amends() -> Any:
    return strawberry.field(
        default=None,
        description="Amends a REJECTED declaration of the caller's instead of making a new one.",
    )


def _late() -> Any:
    return strawberry.field(default=None, description="Needed more than 365 days after the event.")


@input_type
class DeclareBirthInput:
    """A birth; the child's birth date and gender are needed."""

    idempotency_key: str = _key()
    child: IndividualInput
    informant: InformantInput
    place_of_birth: str
    amends: strawberry.ID | None = _amends()
    mother: IndividualInput | None = None
    father: IndividualInput | None = None
    late_registration_reason: str | None = _late()


@input_type
class DeclareDeathInput:
    """A death."""

    idempotency_key: str = _key()
    deceased: IndividualInput
    date_of_death: date
    place_of_death: str
    informant: InformantInput
    amends: strawberry.ID | None = _amends()
    cause_of_death: str | None = None
    late_registration_reason: str | None = _late()


@input_type
class DeclareMarriageInput:
    """A marriage: two spouses, and witnesses."""

    idempotency_key: str = _key()
    spouses: list[IndividualInput]
    date_of_marriage: date
    place_of_marriage: str
    witnesses: list[IndividualInput]
    informant: InformantInput
    amends: strawberry.ID | None = _amends()


def individual(input: IndividualInput) -> declarations.Individual:
    """Convert the input of somebody whom a declaration names."""
    return declarations.Individual(
        input.first_name,
        input.last_name,
        input.second_name,
        input.birth_date,
        input.gender,
        input.national_id,
    )


def _maybe(input: IndividualInput | None) -> declarations.Individual | None:
    return None if input is None else individual(input)


def _informant(input: InformantInput) -> declarations.Informant:
    return declarations.Informant(
        input.relationship, _maybe(input.individual), input.email, input.phone_number
    )


def _birth(input: DeclareBirthInput) -> Declaration:
    return declarations.Birth(
        child=individual(input.child),
        mother=_maybe(input.mother),
        father=_maybe(input.father),
        informant=_informant(input.informant),
        place_of_birth=input.place_of_birth,
        late_registration_reason=input.late_registration_reason,
    )


def _death(input: DeclareDeathInput) -> Declaration:
    return declarations.Death(
        deceased=individual(input.deceased),
        date_of_death=input.date_of_death,
        place_of_death=input.place_of_death,
        cause_of_death=input.cause_of_death,
        informant=_informant(input.informant),
        late_registration_reason=input.late_registration_reason,
    )


def _marriage(input: DeclareMarriageInput) -> Declaration:
    return declarations.Marriage(
        spouses=tuple(individual(each) for each in input.spouses),
        date_of_marriage=input.date_of_marriage,
        place_of_marriage=input.place_of_marriage,
        witnesses=tuple(individual(each) for each in input.witnesses),
        informant=_informant(input.informant),
    )


async def _declared(
    context: MutationContext, input: Any, operation: str, read: Callable[[Any], Declaration]
) -> RowQuery | None:
    declaration = read(input)
    request = Request(operation, input.idempotency_key, digest(declaration, input.amends))
    if input.amends is None:
        event_id = await workflow.declare(context.acting, declaration, request)
    else:
        amended = ids.key(input.amends, "VitalEvent")
        event_id = await workflow.amend(context.acting, amended, declaration, request)
    return read_logged_by_id("DeclareVitalEventPayload", event_id)


@object_type()
class DeclarationMutations:
    """What a portal or a registrar declares."""

    @root_field(DeclareVitalEventPayload | None, Scoped("birth:declare"))
    async def declare_birth(
        context: strawberry.Parent[MutationContext],
        input: DeclareBirthInput,
    ) -> RowQuery | None:
        """Declare a birth, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareBirth", _birth)

    @root_field(DeclareVitalEventPayload | None, Scoped("death:declare"))
    async def declare_death(
        context: strawberry.Parent[MutationContext],
        input: DeclareDeathInput,
    ) -> RowQuery | None:
        """Declare a death, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareDeath", _death)

    @root_field(DeclareVitalEventPayload | None, Scoped("marriage:declare"))
    async def declare_marriage(
        context: strawberry.Parent[MutationContext],
        input: DeclareMarriageInput,
    ) -> RowQuery | None:
        """Declare a marriage, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareMarriage", _marriage)
