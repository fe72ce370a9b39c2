"""Queries of merge requests: the caller's own by id, and the list with its orders and filter."""

from datetime import datetime
from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import Integer, bindparam, func, literal_column, select

from db.folding import name_query
from db.merge_requests import merge_requests
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import RowQuery
from planner.sources import PageScalar, RootValueSource, RowCount
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    enumeration,
    field,
    input_type,
    object_type,
    optional,
    root_field,
    set_fields,
)
from resolvers.merge_candidates import ME
from resolvers.merge_request_filters import IN_STATUS, IS_OPEN, OF_DECIDED, SEARCHES, SUPERSEDED
from resolvers.merge_requests import MergeRequest
from resolvers.nodes import Connection, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last, OrderBy
from rules import folding
from rules.merge_requests import MergeRequestStatus

MOST_COUNTED = 10_000


def _assignability() -> Any:
    limit = bindparam("postponed_limit", type_=Integer)
    return func.new_merge_request_refusal(ME, limit).table_valued("refusal").alias("assigning")


def _counts() -> Any:
    names = ("open", "decided", "decided_otherwise")
    return func.own_merge_requests(ME).table_valued(*names).alias("counted")


def _postponed() -> Any:
    own = merge_requests.alias()
    counted = select(func.count(own.c.id, type_=Integer).label("postponed")).where(
        own.c.assignee_id == ME,
        own.c.status == literal_column(f"'{MergeRequestStatus.POSTPONE}'"),
        own.c.superseded_at.is_(None),
    )
    return counted.subquery("own_postponed")


@object_type(merge_requests)
class MergeRequestConnection(Connection[MergeRequest]):
    """A page of the caller's merge requests."""

    total_count: int | None = field(
        RowCount(MOST_COUNTED),
        "How many requests the whole list has, counted when it is asked for and no further than"
        " 10,001: that is more than 10,000.",
    )
    can_assign_new: bool = field(
        PageScalar(_assignability, lambda assigning: assigning.c.refusal.is_(None)),
        "Whether `assignMergeCandidate` would not refuse the caller now.",
    )
    postponed_limit: int = field(
        RootValueSource("postponed_limit"),
        "How many postponed requests a reviewer may hold.",
    )
    open_count: int = field(
        PageScalar(_counts, lambda counted: counted.c.open),
        "How many requests are open to the caller, whatever is filtered.",
    )
    postponed_count: int = field(
        PageScalar(_postponed, lambda counted: counted.c.postponed),
        "How many of these are postponed, whatever is filtered.",
    )
    decided_count: int = field(
        PageScalar(_counts, lambda counted: counted.c.decided),
        "How many have a final decision of the caller, whatever is filtered.",
    )
    decided_otherwise_count: int = field(
        PageScalar(_counts, lambda counted: counted.c.decided_otherwise),
        "How many of these were settled the other way, whatever is filtered.",
    )


@enumeration(
    INSERTED_AT_ASC="The one assigned first comes first.",
    INSERTED_AT_DESC="The one assigned last comes first.",
    STATUS_ASC="By the name of the status, A to Z; within one status the oldest first.",
    STATUS_DESC="By the name of the status, Z to A; within one status the newest first.",
)
class MergeRequestOrderBy(Enum):
    """How merge requests are sorted."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"
    STATUS_ASC = "STATUS_ASC"
    STATUS_DESC = "STATUS_DESC"


ORDERS = {
    by: Order(
        f"merge_requests {by.value}",
        ("status" if by.value.startswith("STATUS") else "inserted_at", "id"),
        descending=by.value.endswith("DESC"),
    )
    for by in MergeRequestOrderBy
}
READERS = {by: cursor_reader(order, merge_requests) for by, order in ORDERS.items()}


@input_type
class MergeRequestFilter:
    """Narrows merge requests; without it, the open ones are shown."""

    status: list[MergeRequestStatus] | None = optional(
        "In any of these statuses, superseded ones too; an empty list finds none."
    )
    name: str | None = optional(
        "Words that begin names of one of the two, in any order, as `PersonFilter.name` has them."
    )
    person_id: strawberry.ID | None = optional("One of the two is this person.")
    is_settled: bool | None = optional(
        "Whether a quorum settled the pair and the caller's decision counted; without `status`, of"
        " all requests."
    )
    is_decided_otherwise: bool | None = optional(
        "Whether it settled it as one person where the caller said no, or the reverse; without"
        " `status`, of all requests. What is not settled is neither."
    )
    decided_since: datetime | None = optional(
        "With a final decision of the caller that was made at this moment or later; without"
        " `status`, of all requests."
    )
    has_unmerge_request: bool | None = optional(
        "Whether the caller asked for a merge of the pair to be taken back, whatever became of it;"
        " without `status`, of all requests."
    )
    is_superseded: bool | None = optional(
        "With `status`: only those that a quorum of others settled meanwhile, or, with false, only"
        " others. What is open is never so."
    )


@object_type()
class MergeRequestQueries:
    """The caller's own merge requests."""

    @root_field(MergeRequestConnection, Scoped("merge_request:read"))
    def merge_requests(
        context: strawberry.Parent[QueryContext],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrderBy[MergeRequestOrderBy | None] = MergeRequestOrderBy.INSERTED_AT_DESC,
        filter: Filter[MergeRequestFilter | None] = None,
    ) -> RowQuery:
        """The caller's own requests; without a filter, those open in NEW or POSTPONE."""
        by = order_by or MergeRequestOrderBy.INSERTED_AT_DESC
        page = read_page(ORDERS[by], READERS[by], first, after, last, before)
        limit = {"postponed_limit": context.limits.postponed_requests}
        parameters = page.parameters() | limit
        wanted = _searched(filter)
        # What is asked of decisions and settled pairs is asked of no open one.
        conditions = () if wanted.keys() & OF_DECIDED else (IS_OPEN,)
        if filter is not None and filter.status is not None:
            parameters["statuses"] = [status.value for status in filter.status]
            conditions = (IN_STATUS,)
        if filter is not None and filter.is_superseded is not None:
            conditions = (*conditions, SUPERSEDED[filter.is_superseded])
        return RowQuery(
            "MergeRequestConnection",
            (*conditions, *(SEARCHES[name] for name in wanted)),
            parameters | wanted,
            page,
            root_values=limit,
        )

    @root_field(MergeRequest | None, Scoped("merge_request:read"))
    def merge_request(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The caller's request with this id; null when there is none, or it is another's."""
        return by_id("MergeRequest", ids.key(id, "MergeRequest"))


def _searched(filter: MergeRequestFilter | None) -> dict[str, Any]:
    """Return what is looked for, as it is compared."""
    wanted = set_fields(filter, SEARCHES)
    if "name" in wanted:
        wanted["name"] = name_query(folding.search_words(wanted["name"]))
    if "person_id" in wanted:
        wanted["person_id"] = ids.key(wanted["person_id"], "Person")
    return wanted
