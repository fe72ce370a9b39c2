"""What organisations do with their links: a secret for what comes by one, and switches."""

import strawberry
from sqlalchemy import Text, bindparam, cast, literal_column
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.sources import source_links
from planner.row_queries import RowQuery
from planner.sources import RootValueSource, Value
from resolvers import ids
from resolvers.definitions import (
    field,
    input_type,
    object_type,
    required,
    root_field,
)
from resolvers.nodes import BY_ID, MutationContext, by_id
from resolvers.root_arguments import Input
from resolvers.sources import LINKING, SourceLinkPayload
from rules.inbound import Feature
from workflows import inbound as workflow


def _url(link: FromClause) -> ColumnElement[str]:
    path = literal_column("'/inbound/'", Text) + cast(link.c.id, Text)
    return bindparam("public_address", type_=Text) + path


@input_type
class SourceLinkIdInput:
    """Which link is meant."""

    id: strawberry.ID = required("A link of an organisation that the caller looks after.")


@input_type
class SwitchInput:
    """What shall be switched, and where."""

    source_link_id: strawberry.ID = required(
        "A link of an organisation that the caller looks after."
    )
    feature: Feature = required("What goes on or waits.")
    is_on: bool = required("Whether it goes on; what waits meanwhile goes then, in its order.")


@object_type(source_links)
class InboundPayload:
    """Where another system sends to, and how it signs."""

    url: str = field(
        Value(_url, nullable=False, limited=True),
        "Where to POST; the path alone where this installation has no public address.",
    )
    signing_secret: str = field(
        RootValueSource("signing_secret"), "Standard Webhooks secret (whsec_…), shown this once."
    )


@object_type()
class InboundMutations:
    """What is done with links as others send by them."""

    @root_field(SourceLinkPayload | None, LINKING)
    async def set_switch(
        context: strawberry.Parent[MutationContext], input: Input[SwitchInput]
    ) -> RowQuery | None:
        """Switch something off or on for an organisation; nothing that comes meanwhile is lost."""
        link_id = ids.key(input.source_link_id, "SourceLink")
        await workflow.set_switch(context.acting, link_id, input.feature, is_on=input.is_on)
        return by_id("SourceLinkPayload", link_id)

    @root_field(InboundPayload | None, LINKING)
    async def rotate_inbound_secret(
        context: strawberry.Parent[MutationContext], input: Input[SourceLinkIdInput]
    ) -> RowQuery | None:
        """Give a link a new secret; the one before verifies for 24 hours more."""
        link_id = ids.key(input.id, "SourceLink")
        secret = await workflow.rotate_secret(context.acting, link_id, context.sources.seal)
        return RowQuery(
            "InboundPayload", (BY_ID,), {"id": link_id}, root_values={"signing_secret": secret}
        )
