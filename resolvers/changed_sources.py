"""How a source is changed and retired, and with what it is linked (rule S5)."""

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.definitions import input_type, object_type, optional, required, root_field
from resolvers.nodes import MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.sources import MAKING, SourcePayload
from rules.sources import SourceAccess
from workflows import changed_sources as workflow
from workflows.changed_sources import SourceChanges


@input_type
class UpdateSourceInput:
    """What of a source shall change; what is left out or null stays as it is."""

    id: strawberry.ID = required("As `sources` shows it.")
    name: str | None = optional("As `createSource` takes it.")
    base_url: str | None = optional(
        "As `createSource` takes it. Runs under way that are read with somebody's token fail: that"
        " token is not sent elsewhere."
    )
    access: list[SourceAccess] | None = optional("In which ways it may be read, at least one.")
    token_url: str | None = optional("As `createSource` takes it; a secret is given anew then.")
    client_id: str | None = optional("As `createSource` takes it.")
    client_secret: str | None = optional("As `createSource` takes it, and as little shown.")
    issuer: str | None = optional("As `createSource` takes it; a secret is given anew then.")
    authorization_url: str | None = optional("As `createSource` takes it.")
    scope: str | None = optional("As `createSource` takes it.")
    sync_roles: list[str] | None = optional("All that let somebody sync from now on; may be none.")


@input_type
class SourceIdInput:
    """Which source the mutation is about."""

    id: strawberry.ID = required("As `sources` shows it.")


@object_type()
class ChangedSourceMutations:
    """What is done with sources that there are."""

    @root_field(SourcePayload | None, MAKING)
    async def update_source(
        context: strawberry.Parent[MutationContext], input: Input[UpdateSourceInput]
    ) -> RowQuery | None:
        """Change a source."""
        source_id = ids.key(input.id, "Source")
        changes = SourceChanges(
            input.name,
            input.base_url,
            input.access,
            input.token_url,
            input.client_id,
            input.client_secret,
            input.issuer,
            input.authorization_url,
            input.scope,
            input.sync_roles,
        )
        await workflow.change(context.acting, source_id, changes, context.sources)
        return by_id("SourcePayload", source_id)

    @root_field(SourcePayload | None, MAKING)
    async def retire_source(
        context: strawberry.Parent[MutationContext], input: Input[SourceIdInput]
    ) -> RowQuery | None:
        """Let a source be linked and synced no more; runs under way are cancelled."""
        source_id = ids.key(input.id, "Source")
        await workflow.retire(context.acting, source_id)
        return by_id("SourcePayload", source_id)
