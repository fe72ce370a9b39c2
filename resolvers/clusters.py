"""What a pair hangs together with, and what would become of that if it were merged (rule H25)."""

from collections.abc import Sequence
from typing import Any

import strawberry
from sqlalchemy import ARRAY, Boolean, Integer, Text, Uuid, any_, cast, func, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.merge_requests import merge_candidates, merge_requests
from db.persons import persons
from db.vital_events import vital_events
from planner.sources import ToMany, Value
from resolvers import ids
from resolvers.definitions import field, object_type
from resolvers.field_comparisons import COMPARISON, FieldComparison
from resolvers.persons import Person
from rules.clusters import ClusterLinkState


def _cluster(requests: FromClause) -> ColumnElement[Sequence[Any]]:
    """Find whose cluster it is once a request: as a subquery PostgreSQL asks for it no more often.

    Otherwise it would for each pair of those records, of which there may be thousands.
    """
    found = select(func.cluster_of(requests.c.manual_merge_candidate_id, type_=ARRAY(Uuid)))
    return cast(found.correlate(requests).scalar_subquery(), ARRAY(Uuid))


def _is_truncated(requests: FromClause) -> ColumnElement[bool]:
    return func.cluster_is_truncated(requests.c.manual_merge_candidate_id, type_=Boolean)


def _state(pairs: FromClause) -> ColumnElement[str | None]:
    return func.state_of_pair(pairs.c.id, type_=Text)


def _is_link(requests: FromClause, pairs: FromClause) -> ColumnElement[bool]:
    """Find the pairs of two records of a cluster, but those that another merge closed."""
    return (
        (pairs.c.person_id == any_(_cluster(requests)))
        & (pairs.c.master_person_id == any_(_cluster(requests)))
        & _state(pairs).is_not(None)
    )


@object_type(merge_candidates)
class ClusterLink:
    """A pair of the cluster, and how it stands; what single reviewers say of it is not in it."""

    person_id: strawberry.ID = field(
        Value(lambda pair: pair.c.person_id, ids.identity("Person"), nullable=False),
        "The `id` of the possible duplicate.",
    )
    master_person_id: strawberry.ID = field(
        Value(lambda pair: pair.c.master_person_id, ids.identity("Person"), nullable=False),
        "The `id` of the record that would stand.",
    )
    state: ClusterLinkState = field(
        Value(_state, nullable=False), "Open, or what was settled of it."
    )
    comparison: list[FieldComparison] = field(
        COMPARISON, "Field by field, how the two records compare."
    )


@object_type(merge_requests)
class Cluster:
    """The records that open candidates and merges connect with a pair, up to two pairs away."""

    persons: list[Person] = field(
        ToMany(lambda request, it: it.c.id == any_(_cluster(request)), lambda it: [it.c.id]),
        "The two of the pair among them, at most 20; those on record longest first.",
    )
    links: list[ClusterLink] = field(
        ToMany(_is_link, lambda pair: [pair.c.person_id, pair.c.master_person_id]),
        "The pairs among these records: those that wait and those that were settled, in the order"
        " of the records.",
    )
    is_truncated: bool = field(
        Value(_is_truncated, nullable=False), "Whether there are more records than are shown."
    )


def _vital_events(pairs: FromClause) -> ColumnElement[int]:
    """Count the vital events of the duplicate, or under who was merged into it."""
    event, person = vital_events.alias(), persons.alias()
    counted = (
        select(func.count().cast(Integer))
        .select_from(event.join(person, person.c.id == event.c.person_id))
        .where(
            or_(
                person.c.id == pairs.c.person_id,
                person.c.master_person_id == pairs.c.person_id,
            )
        )
    )
    return counted.correlate(pairs).scalar_subquery()


def _candidates(pairs: FromClause, which: str) -> ColumnElement[int]:
    after = func.candidates_after_merge(pairs.c.id).table_valued("closed", "opened")
    return select(after.c[which]).correlate(pairs).scalar_subquery()


@object_type(merge_candidates)
class MergePreview:
    """What would become of other records and pairs if the two were merged now."""

    vital_events: int = field(
        Value(_vital_events, nullable=False), "Vital events that will be the master's."
    )
    following_persons: list[Person] = field(
        ToMany(lambda pair, it: it.c.master_person_id == pair.c.person_id, lambda it: [it.c.id]),
        "Records merged into the duplicate before, which will follow it.",
    )
    closed_candidates: int = field(
        Value(lambda pair: _candidates(pair, "closed"), nullable=False),
        "Other open candidates with the duplicate, which will be closed.",
    )
    opened_candidates: int = field(
        Value(lambda pair: _candidates(pair, "opened"), nullable=False),
        "Pairs of the master that will be opened in their stead.",
    )
