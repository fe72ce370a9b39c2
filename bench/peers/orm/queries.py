"""Queries: a page of merge requests, and one by its id."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from strawberry import Info, relay

from bench.peers.orm import models
from bench.peers.orm.access import ReadsMergeRequests
from bench.peers.orm.loaders import Loaders

OPEN = ("NEW", "POSTPONE")


@strawberry.enum
class MergeRequestStatus(Enum):
    """The statuses of a request."""

    NEW = "NEW"
    POSTPONE = "POSTPONE"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


@strawberry.enum
class ManualMergeCandidateStatus(Enum):
    """The statuses of a pair under review."""

    NEW = "NEW"
    PROCESSED = "PROCESSED"


@strawberry.enum
class MergeRequestOrderBy(Enum):
    """The orders of requests."""

    INSERTED_AT_ASC = "INSERTED_AT_ASC"
    INSERTED_AT_DESC = "INSERTED_AT_DESC"


@strawberry.type
class Person(relay.Node):
    """A person on record."""

    key: relay.NodeID[UUID]
    first_name: str
    last_name: str
    birth_date: date

    @classmethod
    def of(cls, row: models.Person) -> "Person":
        """Make it from its row."""
        return cls(
            key=row.id,
            first_name=row.first_name,
            last_name=row.last_name,
            birth_date=row.birth_date,
        )


def loaders_of(info: Info) -> Loaders:
    """Return the request's loaders."""
    loaders: Loaders = info.context["loaders"]
    return loaders


@strawberry.type
class MergeCandidate(relay.Node):
    """Two records that may be one person."""

    key: relay.NodeID[UUID]
    row: strawberry.Private[models.MergeCandidate]

    @strawberry.field
    async def person(self, info: Info) -> Person:
        """Load the possible duplicate."""
        return Person.of(await loaders_of(info).persons.load(self.row.person_id))

    @strawberry.field
    async def master_person(self, info: Info) -> Person:
        """Load the record that would stand."""
        return Person.of(await loaders_of(info).persons.load(self.row.master_person_id))


@strawberry.type
class ManualMergeCandidate(relay.Node):
    """A pair under review."""

    key: relay.NodeID[UUID]
    status: ManualMergeCandidateStatus
    row: strawberry.Private[models.ManualMergeCandidate]

    @strawberry.field
    async def merge_candidate(self, info: Info) -> MergeCandidate:
        """Load the pair."""
        row = await loaders_of(info).pairs.load(self.row.merge_candidate_id)
        return MergeCandidate(key=row.id, row=row)


@strawberry.type
class MergeRequest(relay.Node):
    """One reviewer's task to judge a pair."""

    key: relay.NodeID[UUID]
    database_id: UUID
    status: MergeRequestStatus
    comment: str | None
    inserted_at: datetime
    updated_at: datetime
    row: strawberry.Private[models.MergeRequest]

    @strawberry.field
    async def manual_merge_candidate(self, info: Info) -> ManualMergeCandidate:
        """Load the pair's review."""
        row = await loaders_of(info).candidates.load(self.row.manual_merge_candidate_id)
        return ManualMergeCandidate(
            key=row.id, status=ManualMergeCandidateStatus(row.status), row=row
        )

    @classmethod
    def of(cls, row: models.MergeRequest) -> "MergeRequest":
        """Make it from its row."""
        return cls(
            key=row.id,
            database_id=row.id,
            status=MergeRequestStatus(row.status),
            comment=row.comment,
            inserted_at=row.inserted_at,
            updated_at=row.updated_at,
            row=row,
        )

    @classmethod
    async def resolve_nodes(
        cls, *, info: Info, node_ids: Iterable[str], required: bool = False
    ) -> Any:
        """Find the caller's own requests with these ids."""
        keys = [UUID(each) for each in node_ids]
        async with models.session() as opened:
            found = await opened.scalars(
                select(models.MergeRequest).where(
                    models.MergeRequest.id.in_(keys),
                    models.MergeRequest.assignee_id == info.context["claims"].user_id,
                )
            )
            rows = {row.id: row for row in found}
        return [MergeRequest.of(rows[key]) if key in rows else None for key in keys]


@strawberry.type
class PageInfo:
    """What precedes and follows a page."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class MergeRequestEdge:
    """A row of a page, with its cursor."""

    cursor: str
    node: MergeRequest


@strawberry.type
class MergeRequestConnection:
    """A page of the caller's requests."""

    page_info: PageInfo
    edges: list[MergeRequestEdge]


async def find_node(
    info: Info, key: Annotated[relay.GlobalID, strawberry.argument(name="id")]
) -> relay.Node | None:
    """Find the object with this id."""
    node: relay.Node | None = await key.resolve_node(info)
    return node


async def list_merge_requests(
    info: Info,
    first: int = 20,
    order_by: MergeRequestOrderBy = MergeRequestOrderBy.INSERTED_AT_DESC,
) -> MergeRequestConnection:
    """Read the first page of the caller's open requests."""
    model = models.MergeRequest
    columns = (model.inserted_at, model.id)
    if order_by is MergeRequestOrderBy.INSERTED_AT_DESC:
        order = [column.desc() for column in columns]
    else:
        order = [column.asc() for column in columns]
    statement = (
        select(model)
        .where(
            model.assignee_id == info.context["claims"].user_id,
            model.status.in_(OPEN),
            model.superseded_at.is_(None),
        )
        .order_by(*order)
        .limit(first + 1)
    )
    async with models.session() as opened:
        rows = (await opened.scalars(statement)).all()
    edges = [
        MergeRequestEdge(
            cursor=relay.to_base64(row.inserted_at.isoformat(), row.id), node=MergeRequest.of(row)
        )
        for row in rows[:first]
    ]
    page_info = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=False,
        start_cursor=edges[0].cursor if edges else None,
        end_cursor=edges[-1].cursor if edges else None,
    )
    return MergeRequestConnection(page_info=page_info, edges=edges)


@strawberry.type
class Query:
    """The root fields of P1 and P2."""

    node: relay.Node | None = strawberry.field(
        resolver=find_node, permission_classes=[ReadsMergeRequests]
    )
    merge_requests: MergeRequestConnection = strawberry.field(
        resolver=list_merge_requests, permission_classes=[ReadsMergeRequests]
    )
