"""Queries of merge requests: the caller's own by id, and the list with its orders and filter."""

from enum import Enum
from typing import Any

import strawberry
from sqlalchemy import ARRAY, Integer, Text, any_, bindparam, func, literal_column, or_

from db.merge_requests import merge_requests
from planner.pages import Order, cursor_reader, read_page
from planner.row_queries import Condition, RowQuery
from planner.sources import PageScalar, RootValueSource
from resolvers import ids
from resolvers.access import Scoped
from resolvers.definitions import (
    enumeration,
    field,
    input_type,
    object_type,
    optional,
    root_field,
)
from resolvers.merge_requests import ME, MergeRequest
from resolvers.nodes import Connection, QueryContext, by_id
from resolvers.root_arguments import After, Before, Filter, First, Id, Last, OrderBy
from rules.merge_requests import OPEN, MergeRequestStatus

# The statuses are written out, so that the index of open requests can serve.
IS_OPEN = Condition(
    lambda requests: (
        or_(*(requests.c.status == literal_column(f"'{status}'") for status in sorted(OPEN)))
        & requests.c.superseded_at.is_(None)
    )
)
IN_STATUS = Condition(
    lambda requests: requests.c.status == any_(bindparam("statuses", type_=ARRAY(Text)))
)


def _assignability() -> Any:
    limit = bindparam("postponed_limit", type_=Integer)
    return func.new_merge_request_refusal(ME, limit).table_valued("refusal").alias("assigning")


@object_type(merge_requests)
class MergeRequestConnection(Connection[MergeRequest]):
    """A page of the caller's merge requests."""

    can_assign_new: bool = field(
        PageScalar(_assignability, lambda assigning: assigning.c.refusal.is_(None)),
        "Whether `assignMergeCandidate` would not refuse the caller now.",
    )
    postponed_limit: int = field(
        RootValueSource("postponed_limit"),
        "How many postponed requests a reviewer may hold.",
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
        condition = IS_OPEN
        if filter is not None and filter.status is not None:
            parameters["statuses"] = [status.value for status in filter.status]
            condition = IN_STATUS
        return RowQuery("MergeRequestConnection", (condition,), parameters, page, root_values=limit)

    @root_field(MergeRequest | None, Scoped("merge_request:read"))
    def merge_request(context: strawberry.Parent[QueryContext], id: Id) -> RowQuery | None:
        """The caller's request with this id; null when there is none, or it is another's."""
        return by_id("MergeRequest", ids.key(id, "MergeRequest"))
