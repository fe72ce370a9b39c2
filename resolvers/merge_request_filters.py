"""What a reviewer's own merge requests are narrowed by."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    DateTime,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from db.folding import is_named
from db.merge_requests import manual_merge_candidates, merge_candidates
from db.merges import merged_pairs, unmerge_requests
from db.persons import persons
from planner.row_queries import Condition
from resolvers.merge_candidates import ME
from rules.merge_requests import FINAL, OPEN

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


def _of_pair(requests: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether the pair of a request meets conditions."""
    return exists().where(
        manual_merge_candidates.c.id == requests.c.manual_merge_candidate_id,
        merge_candidates.c.id == manual_merge_candidates.c.merge_candidate_id,
        *conditions,
    )


def _by_name(requests: FromClause) -> ColumnElement[bool]:
    either = or_(
        persons.c.id == merge_candidates.c.person_id,
        persons.c.id == merge_candidates.c.master_person_id,
    )
    return _of_pair(requests, either, is_named(persons, "name"))


def _of_person(requests: FromClause) -> ColumnElement[bool]:
    person = bindparam("person_id", type_=Uuid)
    either = or_(
        merge_candidates.c.person_id == person, merge_candidates.c.master_person_id == person
    )
    return _of_pair(requests, either)


def _otherwise(requests: FromClause) -> ColumnElement[bool | None]:
    """Return whether it was settled otherwise than the caller said; null while it is not."""
    return func.is_decided_otherwise(
        requests.c.manual_merge_candidate_id,
        requests.c.status,
        requests.c.recused_at,
        type_=Boolean,
    )


def _by_settled(requests: FromClause) -> ColumnElement[bool]:
    return _otherwise(requests).is_not(None) == bindparam("is_settled", type_=Boolean)


def _by_otherwise(requests: FromClause) -> ColumnElement[bool]:
    return _otherwise(requests) == bindparam("is_decided_otherwise", type_=Boolean)


def _by_asking(requests: FromClause) -> ColumnElement[bool]:
    asked = _of_pair(
        requests,
        merged_pairs.c.merge_candidate_id == merge_candidates.c.id,
        unmerge_requests.c.merged_pair_id == merged_pairs.c.id,
        unmerge_requests.c.requested_by == ME,
    )
    return asked == bindparam("has_unmerge_request", type_=Boolean)


def _decided_since(requests: FromClause) -> ColumnElement[bool]:
    """Return whether a final decision was made at a moment or later: its last change, as in B19."""
    return and_(
        or_(*(requests.c.status == literal_column(f"'{status}'") for status in sorted(FINAL))),
        requests.c.updated_at >= bindparam("decided_since", type_=DateTime(timezone=True)),
    )


# Written for the partial index, as what is open is.
SUPERSEDED = {
    True: Condition(lambda requests: requests.c.superseded_at.is_not(None)),
    False: Condition(lambda requests: requests.c.superseded_at.is_(None)),
}
BY_OUTCOME = {
    "is_settled": Condition(_by_settled),
    "is_decided_otherwise": Condition(_by_otherwise),
    "has_unmerge_request": Condition(_by_asking),
}
OF_DECIDED = {"decided_since": Condition(_decided_since), **BY_OUTCOME}
SEARCHES = {"name": Condition(_by_name), "person_id": Condition(_of_person), **OF_DECIDED}
