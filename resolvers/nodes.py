"""Relay's Node, Connection and PageInfo, and the fields `node` and `nodes`."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Uuid, any_, bindparam

from planner.row_queries import Condition, RowQuery
from planner.sources import GlobalIdSource, PageInfoField, PageRows, RowCursor, SameRow
from resolvers import ids
from resolvers.access import ByType, Caller, limited_roles, require, roles_needed
from resolvers.definitions import NODES, field, object_type, root_field
from resolvers.root_arguments import Id
from rules.certificates import STANDARD_TERMS, CertificateTerms
from rules.frozen import frozen
from rules.limits import Limits
from rules.refusals import BadRequest, Refusal
from rules.sources import NO_SOURCES, SourceTerms
from rules.webhooks import NO_WEBHOOKS, WebhookTerms
from workflows.acts import Acting
from workflows.letters import TokenOf, new_token

Row = TypeVar("Row")

MOST_NODES = 100
LIMITED_ROLES = "limited_roles"
"""The parameter with the roles that are asked of who is limited, where they are not the field's."""
READ_AS_TRAIL = frozenset({"AuditEntry"})
"""The types whose reading is written down."""
BY_ID = Condition(lambda rows: rows.c.id == bindparam("id", type_=Uuid), limited=True)
BY_IDS = Condition(
    lambda rows: rows.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))), limited=True
)


@strawberry.interface(description="Something with an id that can be asked for again.")
class Node:  # noqa: D101 - described to strawberry
    id: strawberry.ID = field(GlobalIdSource(), "Opaque and lasting; `node` takes it.")


@object_type()
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = field(PageInfoField("has_next_page"), "Whether rows follow this page.")
    has_previous_page: bool = field(
        PageInfoField("has_previous_page"), "Whether rows precede this page."
    )
    start_cursor: str | None = field(
        PageInfoField("start_cursor"), "The place of the first row; null on an empty page."
    )
    end_cursor: str | None = field(
        PageInfoField("end_cursor"), "The place of the last row; null on an empty page."
    )


@object_type()
class Edge(Generic[Row]):
    """A row of a page, with its place."""

    node: Row = field(SameRow(), "The row itself.")
    cursor: str = field(RowCursor(), "The place of this row, for `after` and `before`.")


@object_type()
class Connection(Generic[Row]):
    """A page of a list."""

    page_info: PageInfo = field(
        SameRow(), "Whether rows precede or follow the page, and from where to go on."
    )
    nodes: list[Row | None] | None = field(PageRows(), "The rows without their places.")
    edges: list[Edge[Row] | None] | None = field(PageRows(), "The rows with their places.")


@frozen
class QueryContext:
    """Who asks, within which limits; the function of every query field takes it."""

    caller: Caller
    limits: Limits


@frozen
class MutationContext:
    """The act that a mutation performs, and its limits; the function of every mutation takes it.

    `prepared` is what the field's `prepare` returned.
    """

    acting: Acting
    limits: Limits
    webhooks: WebhookTerms = NO_WEBHOOKS
    prepared: Any = None
    certificates: CertificateTerms = STANDARD_TERMS
    token_of: TokenOf = new_token
    """Returns the token of an invitation from its id."""
    sources: SourceTerms = NO_SOURCES


@frozen
class Preparation:
    """Who will act, for what must be known before; nothing is asked elsewhere without access."""

    caller: Caller
    webhooks: WebhookTerms
    check_access: Callable[[], Awaitable[None]]
    connect: Callable[[], AbstractAsyncContextManager[Any]]
    """Lends a connection, to be given back before anything else is asked."""
    sources: SourceTerms = NO_SOURCES


@frozen
class NodesQuery:
    """Nodes of several types: a query for each type; for each place an id, a refusal or null."""

    row_queries: dict[str, RowQuery]
    places: Sequence[ids.GlobalId | Refusal | None]


@frozen
class ListQuery:
    """A list without pages, the oldest first: for what there are few of."""

    row_query: RowQuery


@frozen
class SearchQuery:
    """A list that an act finds: it writes down what it returns, or is counted."""

    find: Callable[[Acting], Awaitable[ListQuery]]


def by_id(
    type_name: str, key: UUID | None, known: Mapping[str, Any] | None = None
) -> RowQuery | None:
    """Return the query for one row by its key; None without a key.

    `known` are columns of it that an act knows, since it has just written them.
    """
    return None if key is None else RowQuery(type_name, (BY_ID,), {"id": key}, known=known or {})


def looked_at(row_query: RowQuery, caller: Caller) -> RowQuery:
    """Return the query for one row, written down where a user's look at its type is (rule D7)."""
    node = NODES[row_query.type_name]
    if node.view is None or caller.user_id is None:
        return row_query
    roles = {"roles": roles_needed(node.access, caller)}
    parameters = roles | dict(row_query.parameters)
    return replace(row_query, parameters=parameters, view=node.view, is_logged=True)


@object_type()
class NodeQueries:
    """The Relay way to ask again for anything that has an id."""

    @root_field(Node | None, ByType())
    def node(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The object with this id, as far as the token may read its type; null when there is none."""  # noqa: E501
        found = ids.read(id)
        if found is None or found.type_name not in NODES:
            return None
        access = NODES[found.type_name].access
        require(access, context.caller)
        parameters = {"id": found.key} | _roles(found.type_name, context.caller)
        reading = _reading(found.type_name, [found.key])
        asked = RowQuery(found.type_name, (BY_ID,), parameters, reading=reading)
        return looked_at(asked, context.caller)

    @root_field(list[Node | None], ByType())
    def nodes(
        context: strawberry.Parent[QueryContext],
        ids_: Annotated[
            list[strawberry.ID],
            strawberry.argument(
                name="ids", description="Ids of any types, in any order; an unknown one gives null."
            ),
        ],
    ) -> NodesQuery:
        """The objects with these ids, in the same places; at most 100 at once."""
        if len(ids_) > MOST_NODES:
            raise BadRequest(f"nodes takes at most {MOST_NODES} ids")
        places = [_place(opaque, context.caller) for opaque in ids_]
        keys: dict[str, list[UUID]] = {}
        for place in places:
            if isinstance(place, ids.GlobalId):
                keys.setdefault(place.type_name, []).append(place.key)
        return NodesQuery(
            {name: _all(name, found, context) for name, found in keys.items()}, places
        )


def _place(opaque: str, caller: Caller) -> ids.GlobalId | Refusal | None:
    found = ids.read(opaque)
    if found is None or found.type_name not in NODES:
        return None
    try:
        require(NODES[found.type_name].access, caller)
    except Refusal as refusal:
        return refusal
    return found


def _roles(type_name: str, caller: Caller) -> dict[str, Any]:
    """Return what is asked of the caller for a type, instead of for the field."""
    access = NODES[type_name].access
    return {"roles": roles_needed(access, caller), LIMITED_ROLES: limited_roles(access, caller)}


def _all(type_name: str, keys: list[UUID], context: QueryContext) -> RowQuery:
    parameters = {"ids": keys} | _roles(type_name, context.caller)
    reading = _reading(type_name, keys)
    return RowQuery(type_name, (BY_IDS,), parameters, sought=len(set(keys)), reading=reading)


def _reading(type_name: str, keys: list[UUID]) -> dict[str, Any] | None:
    """Return what is written down of asking for entries of the trail (rule Y7)."""
    return {"ids": [str(key) for key in keys]} if type_name in READ_AS_TRAIL else None
