"""Mutations that declare births, deaths and marriages, and their inputs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import input_type, object_type, optional, required, root_field
from resolvers.nodes import MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.vital_events import DeclareVitalEventPayload
from rules import declarations
from rules.declarations import Declaration
from rules.partial_dates import PartialDate, given_once
from rules.persons import Gender
from rules.violations import Violations
from workflows import declarations as workflow
from workflows.declarations import Place
from workflows.idempotency import IdempotentCall, digest


@input_type
class IndividualInput:
    """Somebody whom a declaration names: by a first name, a last name or both."""

    first_name: str | None = optional(
        "The given name: 1 to 64 characters, or null where there is a last name only."
    )
    last_name: str | None = optional(
        "The family name: 1 to 64 characters, or null where there is a first name only."
    )
    second_name: str | None = optional(
        "A middle name or patronymic: 1 to 64 characters, or null where there is none."
    )
    birth_date: date | None = optional("Not after today; the child of a birth needs it.")
    birth_date_known: PartialDate | None = optional(
        "The date of birth as far as it is known, instead of `birthDate`; not after today."
    )
    gender: Gender | None = optional("The sex; the child of a birth needs it.")
    national_id: str | None = optional("Ten digits, which nobody else of the declaration has.")


@input_type
class InformantInput:
    """Who reports the event."""

    relationship: str = required("What they are to the people of the record: 1 to 64 characters.")
    individual: IndividualInput | None = optional(
        "Who they are; may be somebody whom the declaration names elsewhere."
    )
    email: str | None = optional("One address with nothing around it, of at most 254 characters.")
    phone_number: str | None = optional(
        "7 to 15 digits, kept with a leading + alone; spaces, brackets, slashes, dots and hyphens"
        " are fine."
    )


def idempotency_key() -> Any:
    """Declare the field for the key by which a call is known when it comes again. Rule C4."""
    return required(
        "The caller's own key, of at most 255 characters. The same key and body again gives the"
        " same answer and no second effect; another body is refused."
    )


def _amends() -> Any:
    return optional("Amends a REJECTED declaration of the caller's instead of making a new one.")


def _late() -> Any:
    return optional("Needed more than 365 days after the event.")


def _organisation() -> Any:
    return optional(
        "For which ACTIVE one it is declared: who works for organisations names one of theirs, or"
        " leaves it out where they work for one alone. An amendment stays where it was."
    )


def _text() -> Any:
    return required("1 to 500 characters, e.g. a building and its town.")


@input_type
class MultipleBirthInput:
    """One of several children born together; each is declared by itself."""

    of: int = required("How many were born together: 2 to 9.")
    order: int = required("Which of them this child is; the first is 1.")


@input_type
class DeclareBirthInput:
    """A birth; the child's birth date and gender are needed."""

    idempotency_key: str = idempotency_key()
    child: IndividualInput = required("Who was born.")
    informant: InformantInput = required("Who reports it.")
    place_of_birth: str = _text()
    amends: strawberry.ID | None = _amends()
    mother: IndividualInput | None = optional(
        "At least 12 years older than the child; left out where she is not known."
    )
    father: IndividualInput | None = optional(
        "At least 12 years older than the child; left out where he is not known."
    )
    late_registration_reason: str | None = _late()
    multiple_birth: MultipleBirthInput | None = optional(
        "Of twins and more; left out where the child was born alone."
    )
    organisation_id: strawberry.ID | None = _organisation()


@input_type
class DeclareDeathInput:
    """Who died, when and where; of `dateOfDeath` and `dateOfDeathKnown` one is given."""

    idempotency_key: str = idempotency_key()
    deceased: IndividualInput = required("Who died; born on the day of death or before.")
    place_of_death: str = _text()
    informant: InformantInput = required("Who reports it.")
    amends: strawberry.ID | None = _amends()
    date_of_death: date | None = optional("Not after today; needed unless `dateOfDeathKnown` is.")
    date_of_death_known: PartialDate | None = optional(
        "The date of death as far as it is known, instead of `dateOfDeath`; not after today."
    )
    cause_of_death: str | None = optional("1 to 500 characters; left out where it is not known.")
    late_registration_reason: str | None = _late()
    organisation_id: strawberry.ID | None = _organisation()


@input_type
class DeclareMarriageInput:
    """A marriage: two spouses, and witnesses."""

    idempotency_key: str = idempotency_key()
    spouses: list[IndividualInput] = required(
        "Exactly two different people, each at least 16 years old at the marriage."
    )
    date_of_marriage: date = required("Not after today.")
    place_of_marriage: str = _text()
    witnesses: list[IndividualInput] = required("Two or more.")
    informant: InformantInput = required("Who reports it.")
    amends: strawberry.ID | None = _amends()
    organisation_id: strawberry.ID | None = _organisation()


def individual(
    input: IndividualInput, violations: Violations, *path: str | int
) -> declarations.Individual:
    """Convert the input of somebody whom a declaration names, and note a date given twice."""
    return declarations.Individual(
        input.first_name,
        input.last_name,
        input.second_name,
        given_once(violations, [*path, "birthDate"], input.birth_date, input.birth_date_known),
        input.gender,
        input.national_id,
    )


def _maybe(
    input: IndividualInput | None, violations: Violations, *path: str
) -> declarations.Individual | None:
    return None if input is None else individual(input, violations, *path)


def _informant(input: InformantInput, violations: Violations) -> declarations.Informant:
    return declarations.Informant(
        input.relationship,
        _maybe(input.individual, violations, "informant", "individual"),
        input.email,
        input.phone_number,
    )


def _people(
    input: list[IndividualInput], violations: Violations, name: str
) -> tuple[declarations.Individual, ...]:
    return tuple(individual(each, violations, name, at) for at, each in enumerate(input))


def birth(input: Any, violations: Violations) -> Declaration:
    """Convert the input of a declaration, or a correction, of a birth."""
    siblings = input.multiple_birth
    return declarations.Birth(
        child=individual(input.child, violations, "child"),
        mother=_maybe(input.mother, violations, "mother"),
        father=_maybe(input.father, violations, "father"),
        informant=_informant(input.informant, violations),
        place_of_birth=input.place_of_birth,
        late_registration_reason=input.late_registration_reason,
        multiple_birth=None
        if siblings is None
        else declarations.MultipleBirth(siblings.of, siblings.order),
    )


def death(input: Any, violations: Violations) -> Declaration:
    """Convert the input of a declaration, or a correction, of a death."""
    return declarations.Death(
        deceased=individual(input.deceased, violations, "deceased"),
        date_of_death=given_once(
            violations, ["dateOfDeath"], input.date_of_death, input.date_of_death_known
        ),
        place_of_death=input.place_of_death,
        cause_of_death=input.cause_of_death,
        informant=_informant(input.informant, violations),
        late_registration_reason=input.late_registration_reason,
    )


def marriage(input: Any, violations: Violations) -> Declaration:
    """Convert the input of a declaration, or a correction, of a marriage."""
    return declarations.Marriage(
        spouses=_people(input.spouses, violations, "spouses"),
        date_of_marriage=input.date_of_marriage,
        place_of_marriage=input.place_of_marriage,
        witnesses=_people(input.witnesses, violations, "witnesses"),
        informant=_informant(input.informant, violations),
    )


async def _declared(
    context: MutationContext,
    input: Any,
    operation: str,
    read: Callable[[Any, Violations], Declaration],
) -> RowQuery | None:
    violations = Violations()
    declaration = read(input, violations)
    # What is given twice makes another body than the same given once.
    named = () if input.organisation_id is None else (input.organisation_id,)
    body = digest(declaration, input.amends, *violations.noted, *named)
    call = IdempotentCall(operation, input.idempotency_key, body)
    if input.amends is None:
        place = Place(ids.key(input.organisation_id, "Organisation")) if named else None
        declared = await workflow.declare(context.acting, declaration, call, violations, place)
        return by_id("DeclareVitalEventPayload", declared.id, declared.row)
    if named:
        violations.add(["organisationId"], "amendment", "An amendment stays where it was declared")
    amended = ids.key(input.amends, "VitalEvent")
    event_id = await workflow.amend(context.acting, amended, declaration, call, violations)
    return by_id("DeclareVitalEventPayload", event_id)


@object_type()
class DeclarationMutations:
    """What a portal or a registrar declares."""

    @root_field(DeclareVitalEventPayload | None, Scoped("birth:declare", limited=True))
    async def declare_birth(
        context: strawberry.Parent[MutationContext],
        input: Input[DeclareBirthInput],
    ) -> RowQuery | None:
        """Declare a birth, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareBirth", birth)

    @root_field(DeclareVitalEventPayload | None, Scoped("death:declare", limited=True))
    async def declare_death(
        context: strawberry.Parent[MutationContext],
        input: Input[DeclareDeathInput],
    ) -> RowQuery | None:
        """Declare a death, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareDeath", death)

    @root_field(DeclareVitalEventPayload | None, Scoped("marriage:declare", limited=True))
    async def declare_marriage(
        context: strawberry.Parent[MutationContext],
        input: Input[DeclareMarriageInput],
    ) -> RowQuery | None:
        """Declare a marriage, or amend the declaration of one that was rejected."""
        return await _declared(context, input, "declareMarriage", marriage)
