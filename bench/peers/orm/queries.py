"""What may be asked: merge requests, by page and by id."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select, tuple_
from strawberry import Info, relay

from bench.peers.orm import models
from bench.peers.orm.access import ReadsMergeRequests
from bench.peers.orm.loaders import Loaders

OPEN = ("NEW", "POSTPONE")


@strawberry.enum
class MergeRequestStatus(Enum):
    """Where a request stands."""

    NEW = "NEW"
    POSTPONE = "POSTPONE"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    TRASH = "TRASH"


@strawberry.enum
class ManualMergeCandidateStatus(Enum):
    """Where a pair stands."""

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


def loaders(info: Info) -> Loaders:
    """Give the request's loaders."""
    found: Loaders = info.context["loaders"]
    return found


@strawberry.type
class MergeCandidate(relay.Node):
    """Two records that may be one person."""

    key: relay.NodeID[UUID]
    row: strawberry.Private[models.MergeCandidate]

    @strawberry.field
    async def person(self, info: Info) -> Person:
        """Load the possible duplicate."""
        return Person.of(await loaders(info).persons.load(self.row.person_id))

    @strawberry.field
    async def master_person(self, info: Info) -> Person:
        """Load the record that would stand."""
        return Person.of(await loaders(info).persons.load(self.row.master_person_id))


@strawberry.type
class ManualMergeCandidate(relay.Node):
    """A pair under review."""

    key: relay.NodeID[UUID]
    status: ManualMergeCandidateStatus
    row: strawberry.Private[models.ManualMergeCandidate]

    @strawberry.field
    async def merge_candidate(self, info: Info) -> MergeCandidate:
        """Load the pair."""
        row = await loaders(info).pairs.load(self.row.merge_candidate_id)
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
        row = await loaders(info).candidates.load(self.row.manual_merge_candidate_id)
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
    """Where a page stands in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class MergeRequestEdge:
    """A row of a page, with its place."""

    cursor: str
    node: MergeRequest


@strawberry.type
class MergeRequestConnection:
    """A page of the caller's requests."""

    page_info: PageInfo
    edges: list[MergeRequestEdge]


def cursor_of(row: models.MergeRequest) -> str:
    """Write a row's place."""
    return relay.to_base64(row.inserted_at.isoformat(), row.id)


@strawberry.type
class Query:
    """What may be asked."""

    @strawberry.field(permission_classes=[ReadsMergeRequests])  # type: ignore[untyped-decorator]
    async def node(self, info: Info, id: relay.GlobalID) -> relay.Node | None:  # noqa: A002
        """Find the object with this id."""
        found: relay.Node | None = await id.resolve_node(info)
        return found

    @strawberry.field(permission_classes=[ReadsMergeRequests])  # type: ignore[untyped-decorator]
    async def merge_requests(
        self,
        info: Info,
        first: int = 20,
        after: str | None = None,
        order_by: MergeRequestOrderBy = MergeRequestOrderBy.INSERTED_AT_DESC,
    ) -> MergeRequestConnection:
        """Read a page of the caller's open requests."""
        model = models.MergeRequest
        asked = select(model).where(
            model.assignee_id == info.context["claims"].user_id,
            model.status.in_(OPEN),
            model.superseded_at.is_(None),
        )
        place = tuple_(model.inserted_at, model.id)
        is_rising = order_by is MergeRequestOrderBy.INSERTED_AT_ASC
        if after is not None:
            moment, key = relay.from_base64(after)
            known = tuple_(datetime.fromisoformat(moment), UUID(key))
            asked = asked.where(place > known if is_rising else place < known)
        columns = (model.inserted_at, model.id)
        order = columns if is_rising else tuple(column.desc() for column in columns)
        async with models.session() as opened:
            rows = (await opened.scalars(asked.order_by(*order).limit(first + 1))).all()
        edges = [
            MergeRequestEdge(cursor=cursor_of(row), node=MergeRequest.of(row))
            for row in rows[:first]
        ]
        around = PageInfo(
            has_next_page=len(rows) > first,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        )
        return MergeRequestConnection(page_info=around, edges=edges)
