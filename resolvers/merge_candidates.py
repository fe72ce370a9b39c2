"""Pairs of records that may be one person, as a reviewer who was given one sees them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.persons import persons
from planner.row_queries import Condition
from planner.sources import SameRow, ToOne, Value
from resolvers.clusters import MergePreview
from resolvers.definitions import DATABASE_ID, INSERTED_AT, UPDATED_AT, column, field, node_type
from resolvers.field_comparisons import COMPARISON, MAY_BE_TWINS, FieldComparison
from resolvers.nodes import Node
from resolvers.persons import Person
from rules.merge_requests import ManualMergeCandidateStatus

ME = bindparam("user_id", type_=Uuid)


def _was_given_to_me(candidates: FromClause) -> ColumnElement[bool]:
    mine = merge_requests.alias()
    return exists().where(
        mine.c.manual_merge_candidate_id == candidates.c.id, mine.c.assignee_id == ME
    )


def _pair_was_given_to_me(pairs: FromClause) -> ColumnElement[bool]:
    candidate = manual_merge_candidates.alias()
    return exists().where(candidate.c.merge_candidate_id == pairs.c.id, _was_given_to_me(candidate))


def _version(person: ColumnElement[Any]) -> ColumnElement[int]:
    return select(persons.c.version).where(persons.c.id == person).scalar_subquery()


@node_type(merge_candidates, "merge_request:read", (Condition(_pair_was_given_to_me),))
class MergeCandidate(Node):
    """Two records that may be one person."""

    database_id: UUID = column(DATABASE_ID, name="id")
    person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.person_id),
        "The possible duplicate; it gives way when the two are merged.",
    )
    master_person: Person = field(
        ToOne(lambda pair, person: person.c.id == pair.c.master_person_id),
        "The record that would stand.",
    )
    person_version: int = field(
        Value(lambda pair: _version(pair.c.person_id), nullable=False),
        "The version of `person` now; a decision says as `seen` which it was made on.",
    )
    master_person_version: int = field(
        Value(lambda pair: _version(pair.c.master_person_id), nullable=False),
        "The version of `masterPerson` now.",
    )
    comparison: list[FieldComparison] = field(
        COMPARISON,
        "Field by field, how the two records compare, with what records say that were merged into"
        " either, where that agrees better. No score: the review is blind.",
    )
    may_be_twins: bool = field(
        MAY_BE_TWINS,
        "Whether the two may be kin: first names differ while birth date and last names agree.",
    )
    merge_preview: MergePreview = field(
        SameRow(), "What MERGE would do to other records and pairs: the same for whoever asks."
    )


@node_type(manual_merge_candidates, "merge_request:read", (Condition(_was_given_to_me),))
class ManualMergeCandidate(Node):
    """A pair under review."""

    database_id: UUID = column(DATABASE_ID, name="id")
    merge_candidate: MergeCandidate = field(
        ToOne(lambda candidate, pair: pair.c.id == candidate.c.merge_candidate_id),
        "The two records that are reviewed.",
    )
    status: ManualMergeCandidateStatus | None = column("Whether reviewers may still decide.")
    inserted_at: datetime = column(INSERTED_AT)
    updated_at: datetime = column(UPDATED_AT)
