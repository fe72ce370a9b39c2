"""How a sync of an organisation with its source is asked for (rules S4 and S5)."""

from uuid import UUID

import orjson
import strawberry
from sqlalchemy import Text, bindparam, cast
from sqlalchemy.dialects.postgresql import JSONB

from db.access import clients
from planner.row_queries import RowQuery
from planner.sources import FromJson, JsonMember
from resolvers import ids
from resolvers.declarations import idempotency_key
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    optional,
    required,
    root_field,
)
from resolvers.enumerations import describe_enum
from resolvers.nodes import MutationContext, Preparation, by_id
from resolvers.root_arguments import Input
from resolvers.runs import RUNNING, RunPayload
from resolvers.viewer import THE_CLIENT
from rules.access import RoleMissing
from rules.source_profiles import OfferedGroup as Offered
from rules.sources import SyncMode
from workflows import source_profiles, sync_requests
from workflows.idempotency import IdempotentCall, digest
from workflows.source_profiles import Profile, Vouched
from workflows.sync_requests import Wanted

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
        "A link of an organisation whose steward asks, or whoever may sync it by their own roles at"
        " the source; or else `sourceId` and `externalId`."
    )
    external_id: str | None = optional(
        "What the source calls the group. One that is no organisation yet becomes one, where the"
        " caller may sync it by their own roles at the source."
    )
    source_id: strawberry.ID | None = optional("The source that calls it so, for PRODUCTION.")
    mode: SyncMode | None = strawberry.field(
        default=SyncMode.FULL,
        description="All there is, or what changed since; the first sync of a link reads all.",
    )
    source_token: str | None = optional(
        "A token of the source, for CALLER_TOKEN and AUTHORIZATION_CODE: what it may not read does"
        " not come. It is kept sealed until the run ends."
    )


@input_type
class ReadSourceProfileInput:
    """Which source is asked for the caller's own roles, with whose token."""

    source_id: strawberry.ID = required("One that has `syncRoles`.")
    source_token: str | None = optional(
        "A token of the source, for CALLER_TOKEN and AUTHORIZATION_CODE; it is kept nowhere."
    )


@object_type()
class OfferedGroup:
    """A group of a source in which the caller has roles there."""

    external_id: str = field(JsonMember(), "What the source calls the group.")
    name: str = field(JsonMember(), "Its name there.")
    roles: list[str] = field(JsonMember(), "The caller's roles in it, as people there call them.")
    is_known: bool = field(
        JsonMember(), "Whether an organisation is this group; else its first sync makes one."
    )
    can_sync: bool = field(JsonMember(), "Whether one of the roles lets the caller sync it.")
    why: str | None = field(
        JsonMember(), "Why the caller cannot sync it, as a refusal has it; null where they can."
    )


@object_type(clients)
class ReadSourceProfilePayload:
    """What the source says of the caller."""

    groups: list[OfferedGroup] = field(
        FromJson(lambda _: cast(bindparam("offered", type_=Text), JSONB), limited=True),
        "In the order in which the source names them.",
    )


def _keys(input: SyncOrganisationInput) -> tuple[UUID | None, UUID | None]:
    link_id, source_id = input.source_link_id, input.source_id
    return (
        None if link_id is None else ids.key(link_id, "SourceLink"),
        None if source_id is None else ids.key(source_id, "Source"),
    )


async def _vouch(context: Preparation, input: SyncOrganisationInput) -> Vouched | None:
    """Ask the source for the roles of whoever is no steward there."""
    await context.check_access()
    link_id, source_id = _keys(input)
    return await source_profiles.vouch(
        context.connect,
        (context.caller.client_id, context.caller.user_id),
        (link_id, source_id, input.external_id),
        input.source_token,
        context.sources,
    )


async def _read_profile(context: Preparation, input: ReadSourceProfileInput) -> Profile:
    await context.check_access()
    return await source_profiles.read(
        context.connect,
        ids.key(input.source_id, "Source"),
        input.source_token,
        context.sources,
    )


def _offered(group: Offered, known: frozenset[str]) -> dict[str, object]:
    return {
        "externalId": group.external_id,
        "name": group.name,
        "roles": list(group.roles),
        "isKnown": group.external_id in known,
        "canSync": group.suffices,
        "why": None if group.suffices else RoleMissing.message,
    }


@object_type()
class SyncMutations:
    """What brings the records of sources."""

    @root_field(RunPayload | None, RUNNING, prepare=_vouch)
    async def sync_organisation(
        context: strawberry.Parent[MutationContext], input: Input[SyncOrganisationInput]
    ) -> RowQuery | None:
        """Begin to read a group of a source and those below it, and to put them on record."""
        link_id, source_id = _keys(input)
        # Without the token: who asks again with another one asks for the same sync.
        mode = input.mode or SyncMode.FULL
        body = digest(input.source_link_id, input.source_id, input.external_id, mode)
        wanted = Wanted(
            link_id,
            source_id,
            input.external_id,
            mode,
            input.source_token,
            names_link=input.source_link_id is not None,
            names_group=input.source_id is not None and input.external_id is not None,
        )
        run_id = await sync_requests.begin(
            context.acting,
            IdempotentCall("syncOrganisation", input.idempotency_key, body),
            wanted,
            context.sources,
            context.prepared,
        )
        return by_id("RunPayload", run_id)

    @root_field(ReadSourceProfilePayload | None, RUNNING, prepare=_read_profile)
    async def read_source_profile(
        context: strawberry.Parent[MutationContext], input: Input[ReadSourceProfileInput]
    ) -> RowQuery:
        """Ask a source in which of its groups the caller has roles; what it answers is not kept."""
        profile: Profile = context.prepared
        offered = [_offered(it, profile.known) for it in profile.groups]
        return RowQuery(
            "ReadSourceProfilePayload", (THE_CLIENT,), {"offered": orjson.dumps(offered).decode()}
        )
