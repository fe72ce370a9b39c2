"""What every node and every page has in common, and the fields that reach a node by its id."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import strawberry
from sqlalchemy import ARRAY, Uuid, any_, bindparam

from planner.questions import Condition, Question
from planner.sources import Cursor, GlobalId, Rows, Same, Window
from resolvers import ids
from resolvers.access import ByType, Caller, require, roles_needed
from resolvers.declaring import NODES, object_type, root, told
from rules.merge_requests import Limits
from rules.refusals import BadRequest, Refusal
from rules.webhooks import NO_WEBHOOKS, WebhookTerms
from workflows.acting import Acting

Row = TypeVar("Row")

MOST_NODES = 100
BY_ID = Condition(lambda rows: rows.c.id == bindparam("id", type_=Uuid))
BY_IDS = Condition(lambda rows: rows.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))


@strawberry.interface(description="Something with an id that can be asked for again.")
class Node:  # noqa: D101 - described to strawberry
    id: strawberry.ID = told(GlobalId(), "Opaque and lasting; `node` takes it.")


@object_type()
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = told(Window("has_next_page"), "Whether rows follow this page.")
    has_previous_page: bool = told(Window("has_previous_page"), "Whether rows precede this page.")
    start_cursor: str | None = told(Window("start_cursor"), "The place of the first row.")
    end_cursor: str | None = told(Window("end_cursor"), "The place of the last row.")


@object_type()
class Edge(Generic[Row]):
    """A row of a page, with its place."""

    node: Row = told(Same())
    cursor: str = told(Cursor(), "The place of this row, for `after` and `before`.")


@object_type()
class Connection(Generic[Row]):
    """A page of a list."""

    page_info: PageInfo = told(Same())
    nodes: list[Row | None] | None = told(Rows(), "The rows without their places.")
    edges: list[Edge[Row] | None] | None = told(Rows())


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks; every root field's function is given it."""

    caller: Caller


@dataclass(frozen=True, slots=True)
class Performing:
    """Who acts, in which act, within which limits; every mutation's function is given it."""

    caller: Caller
    acting: Acting
    limits: Limits
    webhooks: WebhookTerms = NO_WEBHOOKS


@dataclass(frozen=True, slots=True)
class Several:
    """Nodes of several types: a question for each, and where each row goes or why it does not."""

    questions: dict[str, Question]
    places: Sequence[ids.GlobalId | Refusal | None]


def by_id(type_name: str, key: UUID | None, *conditions: Condition) -> Question | None:
    """Ask for one row by its key, under conditions."""
    if key is None:
        return None
    return Question(type_name, (BY_ID, *conditions), {"id": key})


def recorded_by_id(type_name: str, key: UUID | None, *conditions: Condition) -> Question | None:
    """Ask for one row by its key; account is kept of machines that read it. Rule C9."""
    if key is None:
        return None
    return Question(type_name, (BY_ID, *conditions), {"id": key}, recorded=True)


@object_type()
class NodeQueries:
    """The Relay way to ask again for anything that has an id."""

    @root(Node | None, ByType())
    def node(call: strawberry.Parent[Asking], id: strawberry.ID) -> Question | None:  # noqa: A002, N805
        """The object with this id, as far as the token may read its type; null when there is none."""  # noqa: E501
        found = ids.read(id)
        if found is None or found.type_name not in NODES:
            return None
        reading = NODES[found.type_name]
        require(reading.access, call.caller)
        return Question(
            found.type_name,
            (BY_ID, *reading.visible),
            {"id": found.key, "roles": roles_needed(reading.access, call.caller)},
            recorded=reading.recorded,
        )

    @root(list[Node | None], ByType())
    def nodes(
        call: strawberry.Parent[Asking],  # noqa: N805
        ids_: Annotated[list[strawberry.ID], strawberry.argument(name="ids")],
    ) -> Several:
        """The objects with these ids, in the same places; at most 100 at once."""
        if len(ids_) > MOST_NODES:
            raise BadRequest(f"nodes takes at most {MOST_NODES} ids")
        places = [_place(opaque, call.caller) for opaque in ids_]
        keys: dict[str, list[UUID]] = {}
        for place in places:
            if isinstance(place, ids.GlobalId):
                keys.setdefault(place.type_name, []).append(place.key)
        return Several({name: _all(name, found, call) for name, found in keys.items()}, places)


def _place(opaque: str, caller: Caller) -> ids.GlobalId | Refusal | None:
    found = ids.read(opaque)
    if found is None or found.type_name not in NODES:
        return None
    try:
        require(NODES[found.type_name].access, caller)
    except Refusal as refusal:
        return refusal
    return found


def _all(type_name: str, keys: list[UUID], call: Asking) -> Question:
    reading = NODES[type_name]
    parameters: dict[str, Any] = {
        "ids": keys,
        "roles": roles_needed(reading.access, call.caller),
    }
    return Question(
        type_name,
        (BY_IDS, *reading.visible),
        parameters,
        keyed=True,
        recorded=reading.recorded,
    )
