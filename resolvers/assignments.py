"""Mutations by which a registrar takes a declaration and gives it back (C16)."""

from dataclasses import replace

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import input_type, object_type, required, root_field
from resolvers.nodes import MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.vital_events import VitalEventPayload
from rules.access import Role
from workflows import assignments

TAKE = Scoped("vital_event:register", limited=True)
GIVE_BACK = Scoped("vital_event:register", frozenset({Role.REGISTRAR, Role.ADMIN}), limited=True)


@input_type
class AssignVitalEventInput:
    """A declaration to be taken, or given back."""

    id: strawberry.ID = required("A DECLARED record.")


@object_type()
class AssignmentMutations:
    """Who acts on a declaration."""

    @root_field(VitalEventPayload | None, TAKE)
    async def assign_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[AssignVitalEventInput],
    ) -> RowQuery | None:
        """Take a declaration: for 24 hours, or until it is settled, nobody else acts on it."""
        key = ids.key(input.id, "VitalEvent")
        await assignments.assign(context.acting, key)
        return by_id("VitalEventPayload", key)

    @root_field(VitalEventPayload | None, GIVE_BACK)
    async def unassign_vital_event(
        context: strawberry.Parent[MutationContext],
        input: Input[AssignVitalEventInput],
    ) -> RowQuery | None:
        """Give a declaration back that one has taken; an ADMIN gives back anybody's."""
        key = ids.key(input.id, "VitalEvent")
        roles = await assignments.unassign(context.acting, key)
        payload = by_id("VitalEventPayload", key)
        if payload is None or Role.REGISTRAR in roles or context.acting.is_limited:
            return payload
        # Who reads the record as an ADMIN alone is written down as for a query (rule D1).
        parameters = {**payload.parameters, "roles": [Role.ADMIN]}
        return replace(payload, parameters=parameters, is_logged=True)
