"""Sources of records, as they are listed, made, and linked with organisations."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import func, true
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.sources import source_links, sources
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, NestedQuery, RowQuery
from planner.sources import FromJson, JsonMember, SameRow, ToOne
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    DATABASE_ID,
    INSERTED_AT,
    column,
    field,
    nested_field,
    node_type,
    object_type,
    root_field,
)
from resolvers.environments import Environment
from resolvers.features import Feature
from resolvers.last_runs import LAST_GOOD_RUN, LAST_RUN, LAST_RUN_IS, LAST_SYNCED_LINK
from resolvers.nodes import Connection, MutationContext, Node, QueryContext, by_id
from resolvers.organisations import Organisation
from resolvers.root_arguments import After, Before, First, Input, Last
from resolvers.runs import Run
from resolvers.source_inputs import CreateSourceInput, LinkSourceInput
from resolvers.source_links import LINKS_OF_SOURCE, link_is_shown, links_page
from rules.access import Role
from rules.runs import RunStatus
from rules.sources import NewSource, SourceAccess, SourceProtocol
from workflows import sources as workflow

SOURCE_LINK: Any = Annotated["SourceLink", strawberry.lazy("resolvers.sources")]
KEEPERS = frozenset({Role.STEWARD, Role.ADMIN})
READING = Scoped(
    "organisation:read",
    KEEPERS | {Role.REGISTRAR},
    closed_to_machines=True,
    limited=True,
    within=frozenset({Role.PERSON}),
)
"""For whoever looks after organisations, or may lead a group at a source (rule S4)."""
MAKING = Scoped("source:write", frozenset({Role.ADMIN}))
LINKING = Scoped("source:write", KEEPERS, limited=True)

OLDEST_FIRST = Order("sources", ("id",), descending=False)
_read_cursor = cursor_reader(OLDEST_FIRST, sources)
EVERY_ONE = Condition(lambda _: true())
"""A source is of no person, so that all of them exist for everybody (rule R3)."""
IS_SHOWN = Condition(link_is_shown)


@node_type(sources, "organisation:read", limited=True, reach=EVERY_ONE)
class Source(Node):
    """Where records of groups and their members come from."""

    database_id: UUID = column(DATABASE_ID, name="id")
    name: str = column("What people call it; no other has the name.")
    protocol: SourceProtocol = column("How it is asked.")
    base_url: str = column("The root of its API, to whose path resources are appended.")
    access: list[SourceAccess] = column("In which ways it may be read.")
    sync_roles: list[str] = column(
        "Roles and permissions there, by the names that its programs have for them: whoever has one"
        " in a group may sync that."
    )
    retired_at: datetime | None = column(
        "From when on it is linked and synced no more; null while it is."
    )
    inserted_at: datetime = column(INSERTED_AT)

    last_synced_link: SOURCE_LINK | None = field(
        LAST_SYNCED_LINK,
        "The group of it whose sync was asked for last, of those that the caller may see; null"
        " where none was.",
    )

    @nested_field(Connection[SOURCE_LINK], LINKS_OF_SOURCE)
    def links(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        last_run: Annotated[
            list[RunStatus] | None,
            strawberry.argument(
                description="Only those whose last sync is in one of these; null for whichever."
            ),
        ] = None,
    ) -> NestedQuery:
        """The organisations that are groups of it, of those that the caller may see."""
        page = links_page(first, after, last, before)
        if last_run is None:
            return page
        return replace(page, conditions=(LAST_RUN_IS,), parameters={"last_runs": last_run})


def _is_its_source(link: FromClause, source: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = source.c.id == link.c.source_id
    return its


def _is_its_organisation(link: FromClause, organisation: FromClause) -> ColumnElement[bool]:
    its: ColumnElement[bool] = organisation.c.id == link.c.organisation_id
    return its


def _switches(link: FromClause) -> ColumnElement[Any]:
    found: ColumnElement[Any] = func.switches_of(link.c.id)
    return found


@object_type()
class Switch:
    """Something that can be switched off for an organisation."""

    feature: Feature = field(JsonMember(), "What goes on or waits.")
    is_on: bool = field(JsonMember(), "Whether it goes on; what is off waits, and is not lost.")


@node_type(source_links, "organisation:read", (IS_SHOWN,), limited=True, reach=IS_SHOWN)
class SourceLink(Node):
    """That an organisation is a group of a source."""

    database_id: UUID = column(DATABASE_ID, name="id")
    source: Source = field(
        ToOne(_is_its_source, limited=_is_its_source), "Of whose groups it is one."
    )
    organisation: Organisation = field(
        ToOne(_is_its_organisation, limited=_is_its_organisation), "Whom it is about."
    )
    external_id: str = column("The id of the group at the source.")
    environment: Environment = column("Whether what it brings counts.")
    watermark: str | None = column(
        "Up to where the source's own clock was read; null before the first pull of changes."
    )
    switches: list[Switch] = field(
        FromJson(_switches, limited=_switches), "What can be switched off, and whether it is on."
    )
    export_group: str | None = column(
        "The Group at the source whose export is read; null for the export of all Patients, and"
        " where the source exports none."
    )
    every_minutes: int | None = column("How often it is asked for changes; null for never.")
    due_at: datetime | None = column("When that is due next; null where it never is.")
    last_run: Run | None = field(LAST_RUN, "The sync that was asked for last; null for never.")
    last_good_run: Run | None = field(
        LAST_GOOD_RUN,
        "The sync that succeeded last, of which is what is on record; null for none.",
    )
    inserted_at: datetime = column(INSERTED_AT)


@object_type(sources)
class SourcePayload:
    """The source as it is now."""

    source: Source = field(SameRow(), "After the mutation.")


@object_type(source_links)
class SourceLinkPayload:
    """The link as it is now."""

    source_link: SourceLink = field(SameRow(), "After the mutation.")


@object_type()
class SourceQueries:
    """Sources."""

    @root_field(Connection[Source], READING)
    def sources(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> RowQuery:
        """The sources, those on record longest first."""
        page = read_page(OLDEST_FIRST, _read_cursor, first, after, last, before)
        return RowQuery("SourceConnection", (), page.parameters(), page)


@object_type()
class SourceMutations:
    """What is done with sources."""

    @root_field(SourcePayload | None, MAKING)
    async def create_source(
        context: strawberry.Parent[MutationContext], input: Input[CreateSourceInput]
    ) -> RowQuery | None:
        """Make a source, with which organisations may be linked then."""
        new = NewSource(
            input.name,
            input.protocol,
            input.base_url,
            input.access,
            input.token_url,
            input.client_id,
            input.client_secret,
            input.issuer,
            input.authorization_url,
            input.scope,
            input.sync_roles or (),
        )
        return by_id("SourcePayload", await workflow.create(context.acting, new, context.sources))

    @root_field(SourceLinkPayload | None, LINKING)
    async def link_source(
        context: strawberry.Parent[MutationContext], input: Input[LinkSourceInput]
    ) -> RowQuery | None:
        """Let an organisation be a group of a source."""
        link_id = await workflow.link(
            context.acting,
            ids.key(input.source_id, "Source"),
            ids.key(input.organisation_id, "Organisation"),
            input.external_id,
            input.environment,
            input.every_minutes,
            input.export_group,
        )
        return by_id("SourceLinkPayload", link_id)
