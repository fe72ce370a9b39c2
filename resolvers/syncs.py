"""How a sync of an organisation with its source is asked for (rules S4 and S5)."""

import strawberry

from planner.row_queries import RowQuery
from resolvers import ids
from resolvers.access import Scoped
from resolvers.declarations import idempotency_key
from resolvers.definitions import input_type, object_type, optional, root_field
from resolvers.enumerations import describe_enum
from resolvers.nodes import MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.runs import RunPayload
from rules.access import Role
from rules.sources import SyncMode
from workflows import sync_requests
from workflows.idempotency import IdempotentCall, digest
from workflows.sync_requests import Wanted

SYNCING = Scoped("run:write", frozenset({Role.STEWARD}), limited=True)

describe_enum(
    SyncMode,
    "How much a sync reads.",
    FULL="All there is: who is not listed any more is asked for, and ends.",
    CHANGES="What the source has changed since; nothing ends because it is not listed.",
)


@input_type
class SyncOrganisationInput:
    """What shall be synced with whose token."""

    idempotency_key: str = idempotency_key()
    source_link_id: strawberry.ID | None = optional(
        "A link of an organisation whose steward asks; or else `sourceId` and `externalId`."
    )
    external_id: str | None = optional("What the source calls the group.")
    source_id: strawberry.ID | None = optional("The source that calls it so, for PRODUCTION.")
    mode: SyncMode | None = strawberry.field(
        default=SyncMode.FULL,
        description="All there is, or what changed since; the first sync of a link reads all.",
    )
    source_token: str | None = optional(
        "A token of the source, for CALLER_TOKEN and AUTHORIZATION_CODE: what it may not read does"
        " not come. It is kept sealed until the run ends."
    )


@object_type()
class SyncMutations:
    """What brings the records of sources."""

    @root_field(RunPayload | None, SYNCING)
    async def sync_organisation(
        context: strawberry.Parent[MutationContext], input: Input[SyncOrganisationInput]
    ) -> RowQuery | None:
        """Begin to read a group of a source and those below it, and to put them on record."""
        link_id, source_id = input.source_link_id, input.source_id
        # Without the token: who asks again with another one asks for the same sync.
        mode = input.mode or SyncMode.FULL
        body = digest(link_id, source_id, input.external_id, mode)
        wanted = Wanted(
            None if link_id is None else ids.key(link_id, "SourceLink"),
            None if source_id is None else ids.key(source_id, "Source"),
            input.external_id,
            mode,
            input.source_token,
            names_link=link_id is not None,
            names_group=source_id is not None and input.external_id is not None,
        )
        run_id = await sync_requests.begin(
            context.acting,
            IdempotentCall("syncOrganisation", input.idempotency_key, body),
            wanted,
            context.sources,
        )
        return by_id("RunPayload", run_id)
