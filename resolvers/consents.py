"""Consents of persons: as they and stewards list them, and what they do with them."""

from typing import Annotated, Any

import strawberry
from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, literal_column, or_

from db.consents import consents
from db.persons import persons
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import SameRow
from resolvers import ids
from resolvers.access import Scoped
from resolvers.declarations import IndividualInput, idempotency_key, individual
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.nodes import Connection, MutationContext, QueryContext, by_id
from resolvers.persons import Consent, Person
from resolvers.root_arguments import After, Before, First, Input, Last
from rules.access import Role
from rules.consents import ConsentStatus, Permission, permissions_are_missing
from rules.violations import Violations
from workflows import consents as workflow
from workflows import custody
from workflows.idempotency import IdempotentCall, digest

STEWARD, PERSON = frozenset({Role.STEWARD}), frozenset({Role.PERSON})
READING = Scoped("consent:read", STEWARD, limited=True, within=PERSON)
WRITING = Scoped("consent:write", STEWARD, limited=True, within=PERSON)
STEWARDS = Scoped("consent:write", STEWARD, limited=True)

OLDEST_FIRST = Order("consents", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, consents)
BY_ORGANISATION = Condition(
    lambda rows: rows.c.organisation_id == bindparam("organisation", type_=Uuid), limited=True
)
BY_STATUS = Condition(
    lambda rows: rows.c.status == any_(bindparam("statuses", type_=ARRAY(Text))), limited=True
)
IS_WAITING = Condition(
    lambda rows: or_(
        rows.c.status == literal_column(f"'{ConsentStatus.OFFERED}'"), rows.c.offered.is_not(None)
    ),
    limited=True,
)

OrganisationId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only those of this organisation; null for all."),
]
Statuses = Annotated[
    list[ConsentStatus] | None,
    strawberry.argument(description="Only those in one of these; null for all."),
]
Waiting = Annotated[
    bool | None,
    strawberry.argument(
        description="True for those alone of which a steward has something to accept: OFFERED, or"
        " ACCEPTED with more on offer."
    ),
]


@input_type
class OfferConsentInput:
    """What a person offers an organisation."""

    person_id: strawberry.ID = required("The caller, or somebody in the caller's custody.")
    organisation_id: strawberry.ID = required("An ACTIVE organisation.")
    permissions: list[Permission] = required("What it may do: VIEW, and perhaps CONTRIBUTE.")


@input_type
class ConsentInput:
    """Which consent the mutation is about, as it was when it was looked at."""

    id: strawberry.ID = required("As `consents` shows it.")
    version: int = required("Its version then; with another the mutation is refused.")
    permissions: list[Permission] | None = optional(
        "All that the organisation may do from now on; for `changeConsent` alone, which needs it."
    )


@input_type
class CreateCustodialPersonInput:
    """A person who comes on record for an organisation to act for them."""

    idempotency_key: str = idempotency_key()
    organisation_id: strawberry.ID = required("An ACTIVE one that the caller is STEWARD of.")
    individual: IndividualInput = required("Names, and what else is known of them.")
    email: str | None = optional("One address, with nothing around it.")


@object_type(consents)
class ConsentPayload:
    """The consent as it is now."""

    consent: Consent = field(SameRow(), "After the mutation.")


@object_type(persons)
class PersonPayload:
    """The person as they are now."""

    person: Person = field(SameRow(), "After the mutation.")


@object_type()
class ConsentQueries:
    """What persons let organisations do."""

    @root_field(Connection[Consent], READING)
    def consents(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        organisation_id: OrganisationId = None,
        status: Statuses = None,
        is_waiting: Waiting = None,
    ) -> RowQuery:
        """The caller's own, and those that are OFFERED or ACCEPTED where the caller is STEWARD."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        conditions: list[Condition] = []
        wanted: dict[str, Any] = {}
        if organisation_id is not None:
            conditions.append(BY_ORGANISATION)
            wanted["organisation"] = ids.key(organisation_id, "Organisation")
        if status is not None:
            conditions.append(BY_STATUS)
            wanted["statuses"] = status
        if is_waiting:
            conditions.append(IS_WAITING)
        parameters = page.parameters() | wanted
        return RowQuery("ConsentConnection", tuple(conditions), parameters, page)


@object_type()
class ConsentMutations:
    """What persons and stewards do about consents."""

    @root_field(ConsentPayload | None, WRITING)
    async def offer_consent(
        context: strawberry.Parent[MutationContext], input: Input[OfferConsentInput]
    ) -> RowQuery | None:
        """Offer an organisation what it may do; nothing until a steward accepts."""
        consent_id = await workflow.offer(
            context.acting,
            ids.key(input.person_id, "Person"),
            ids.key(input.organisation_id, "Organisation"),
            input.permissions,
        )
        return by_id("ConsentPayload", consent_id)

    @root_field(ConsentPayload | None, STEWARDS)
    async def accept_consent(
        context: strawberry.Parent[MutationContext], input: Input[ConsentInput]
    ) -> RowQuery | None:
        """Accept what is offered, also what is offered besides; the person is a member then."""
        consent_id = ids.key(input.id, "Consent")
        await workflow.accept(context.acting, consent_id, input.version)
        return by_id("ConsentPayload", consent_id)

    @root_field(ConsentPayload | None, STEWARDS)
    async def decline_consent(
        context: strawberry.Parent[MutationContext], input: Input[ConsentInput]
    ) -> RowQuery | None:
        """Decline what is offered; of an ACCEPTED one what is offered besides, else all of it."""
        consent_id = ids.key(input.id, "Consent")
        await workflow.decline(context.acting, consent_id, input.version)
        return by_id("ConsentPayload", consent_id)

    @root_field(ConsentPayload | None, WRITING)
    async def change_consent(
        context: strawberry.Parent[MutationContext], input: Input[ConsentInput]
    ) -> RowQuery | None:
        """Say anew what the organisation may do: less at once, more once a steward accepts."""
        consent_id = ids.key(input.id, "Consent")
        if input.permissions is None:
            raise permissions_are_missing()
        await workflow.change(context.acting, consent_id, input.version, input.permissions)
        return by_id("ConsentPayload", consent_id)

    @root_field(ConsentPayload | None, WRITING)
    async def withdraw_consent(
        context: strawberry.Parent[MutationContext], input: Input[ConsentInput]
    ) -> RowQuery | None:
        """Withdraw it: with the next request it opens nothing any more."""
        consent_id = ids.key(input.id, "Consent")
        await workflow.withdraw(context.acting, consent_id, input.version)
        return by_id("ConsentPayload", consent_id)

    @root_field(PersonPayload | None, STEWARDS)
    async def create_custodial_person(
        context: strawberry.Parent[MutationContext], input: Input[CreateCustodialPersonInput]
    ) -> RowQuery | None:
        """Put a person on record for whom the organisation acts until they have a user."""
        violations = Violations()
        somebody = individual(input.individual, violations, "individual")
        call = IdempotentCall(
            "createCustodialPerson",
            input.idempotency_key,
            digest(input.organisation_id, somebody, input.email),
        )
        organisation_id = ids.key(input.organisation_id, "Organisation")
        person_id = await custody.create(
            context.acting, call, organisation_id, somebody, input.email, violations
        )
        return by_id("PersonPayload", person_id)
