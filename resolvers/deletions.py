"""How users and members are deleted, with all that hangs on them."""

import strawberry

from db.access import clients
from planner.row_queries import RowQuery
from planner.sources import RootValueSource
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import field, input_type, object_type, required, root_field
from resolvers.nodes import MutationContext
from resolvers.root_arguments import Input
from resolvers.viewer import THE_CLIENT
from rules.deletions import RecordAfterRemoval
from workflows import deletions as workflow

REMOVING = Scoped("organisation:write", limited=True)
DELETING = Scoped("person:erase")


@input_type
class RemoveMemberInput:
    """Who shall belong to an organisation no more."""

    organisation_id: strawberry.ID = required("An organisation that the caller looks after.")
    person_id: strawberry.ID = required("A person who belongs to it, and is not the caller.")
    reason: str = required("1 to 500 characters, kept with what went, which nobody reads here.")


@input_type
class DeleteUserInput:
    """Which user is to be deleted."""

    id: strawberry.ID = required("As `users` shows it, and not the caller's own.")
    reason: str = required("1 to 500 characters, kept with what went, which nobody reads here.")


@object_type(clients)
class DeletionPayload:
    """Who is gone."""

    deleted_id: strawberry.ID = field(
        RootValueSource("deleted_id"), "The id that was given: of the user, or of the person."
    )
    rows: int = field(
        RootValueSource("rows"), "How many rows went or ended with them, their own among them."
    )
    record: RecordAfterRemoval | None = field(
        RootValueSource("record"),
        "What became of the record of the person; null where a user was deleted.",
    )


@object_type()
class DeletionMutations:
    """What ends users and memberships."""

    @root_field(DeletionPayload | None, REMOVING)
    async def remove_member(
        context: strawberry.Parent[MutationContext], input: Input[RemoveMemberInput]
    ) -> RowQuery:
        """End all that a person is in an organisation; in custody alone they leave the register."""
        rows, record = await workflow.remove_member(
            context.acting,
            ids.key(input.organisation_id, "Organisation"),
            ids.key(input.person_id, "Person"),
            input.reason,
        )
        return _gone(input.person_id, rows, record)

    @root_field(DeletionPayload | None, DELETING)
    async def delete_user(
        context: strawberry.Parent[MutationContext], input: Input[DeleteUserInput]
    ) -> RowQuery:
        """Delete a user for good, with roles, sessions and consents; their work stays by name."""
        user_id = ids.key(input.id, "User")
        rows = await workflow.delete_user(context.acting, user_id, input.reason)
        return _gone(input.id, rows)


def _gone(deleted_id: str, rows: int, record: RecordAfterRemoval | None = None) -> RowQuery:
    # The payload is read with the row of the caller's own client: it has none of its own.
    root_values = {"deleted_id": deleted_id, "rows": rows, "record": record}
    return RowQuery("DeletionPayload", (THE_CLIENT,), root_values=root_values)
