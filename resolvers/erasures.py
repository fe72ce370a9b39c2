"""What erases for good."""

from typing import Annotated

import strawberry
from sqlalchemy import Uuid, bindparam, true

from db.access import clients
from db.erasures import erasure_previews
from planner.row_queries import Condition, RowQuery
from planner.sources import FromJson, JsonMember, ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    column,
    field,
    input_type,
    object_type,
    required,
    root_field,
)
from resolvers.nodes import MutationContext, QueryContext
from resolvers.persons import Person
from resolvers.root_arguments import Input
from resolvers.viewer import THE_CLIENT
from workflows import erasures as workflow

ANONYMISING = Scoped("person:erase")
ERASING = Scoped("organisation:erase", limited=True)


OrganisationId = Annotated[
    strawberry.ID,
    strawberry.argument(description="One that the caller looks after, and that is not ERASED."),
]


@object_type()
class ErasureCount:
    """How many rows of one noun go."""

    noun: str = field(JsonMember(), "What they are, as the trail names its resources.")
    rows: int = field(JsonMember(), "How many of them.")


# The function narrows it to what the caller looks after.
NARROWED = Condition(lambda _: true())


@object_type(erasure_previews, reach=NARROWED)
class Erasure:
    """What erasing an organisation takes away."""

    counts: list[ErasureCount] = field(
        FromJson(lambda preview: preview.c.counts, limited=True),
        "Rows of the organisation and of all below it, by noun; none of them says of whom.",
    )
    persons_kept: int = column(
        "How many records of persons stay, since another organisation, a vital event, an import or"
        " a user holds them."
    )
    persons_erased: int = column(
        "How many records of persons, duplicates among them, are anonymised or go."
    )


@input_type
class AnonymisePersonInput:
    """Of whom nothing shall be known any more."""

    id: strawberry.ID = required("As `persons` shows it.")
    reason: str = required(
        "1 to 500 characters, kept for good with who did it and when; write nobody's name in it."
    )


@object_type(clients)
class AnonymisePersonPayload:
    """The person as they are now."""

    person: Person | None = field(
        ToOne(lambda _, person: person.c.id == bindparam("anonymised", type_=Uuid), optional=True),
        "Null where no merge, pair or vital event named them, so that the row went too.",
    )


@object_type()
class ErasureQueries:
    """What is looked at before anything is erased."""

    @root_field(Erasure | None, ERASING)
    def erasure_preview(
        context: strawberry.Parent[QueryContext], organisation_id: OrganisationId
    ) -> RowQuery | None:
        """What erasing an organisation would take away now; null when there is none."""
        key = ids.key(organisation_id, "Organisation")
        return None if key is None else RowQuery("Erasure", (), {"organisation": key})


@object_type()
class ErasureMutations:
    """What takes away for good what is known of somebody."""

    @root_field(AnonymisePersonPayload | None, ANONYMISING)
    async def anonymise_person(
        context: strawberry.Parent[MutationContext], input: Input[AnonymisePersonInput]
    ) -> RowQuery:
        """Take away all that is known of a person, former versions too; vital events stay."""
        person_id = ids.key(input.id, "Person")
        await workflow.anonymise(context.acting, person_id, input.reason)
        # The payload is read with the row of the caller's own client: it has none of its own.
        return RowQuery("AnonymisePersonPayload", (THE_CLIENT,), {"anonymised": person_id})
