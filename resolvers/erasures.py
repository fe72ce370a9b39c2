"""What erases for good."""

import strawberry
from sqlalchemy import Uuid, bindparam

from db.access import clients
from planner.row_queries import RowQuery
from planner.sources import ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import field, input_type, object_type, required, root_field
from resolvers.nodes import MutationContext
from resolvers.persons import Person
from resolvers.root_arguments import Input
from resolvers.viewer import THE_CLIENT
from workflows import erasures as workflow

ANONYMISING = Scoped("person:erase")


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
