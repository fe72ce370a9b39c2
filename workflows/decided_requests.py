"""The statements of a decision: the rows that it locks, reads and writes (rules B6 to B16)."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    select,
    update,
)

from db.merge_requests import manual_merge_candidates, merge_candidates, merge_requests
from db.statements import Statement
from rules.merge_requests import MergeRequestStatus


def _of_assignment(which: str) -> ColumnElement[int]:
    """Return the version of a record that there was when the request was made."""
    columns = merge_requests.c
    return func.coalesce(columns[f"assigned_{which}_version"], columns[f"seen_{which}_version"])


def _kept_of_assignment(which: str) -> ColumnElement[int]:
    """Return the version of the assignment, where it is no more the one that was seen last."""
    seen = merge_requests.c[f"seen_{which}_version"]
    decided = bindparam(f"{which}_version", type_=Integer)
    return func.coalesce(merge_requests.c[f"assigned_{which}_version"], func.nullif(seen, decided))


FIND = Statement(
    select(
        merge_requests.c.id,
        merge_requests.c.manual_merge_candidate_id,
        merge_candidates.c.person_id,
        merge_candidates.c.master_person_id,
    )
    .join_from(merge_requests, manual_merge_candidates)
    .join(merge_candidates)
    .where(
        merge_requests.c.id == bindparam("request", type_=Uuid),
        merge_requests.c.assignee_id == bindparam("reviewer", type_=Uuid),
    )
)
LOCK_CANDIDATE = Statement(
    select(manual_merge_candidates.c.id)
    .where(manual_merge_candidates.c.id == bindparam("candidate", type_=Uuid))
    .with_for_update()
)
LOCK_REQUEST = Statement(
    select(
        merge_requests.c.id,
        merge_requests.c.status,
        merge_requests.c.superseded_at,
        merge_requests.c.recused_at,
        merge_requests.c.comment,
        merge_requests.c.reasons,
        _of_assignment("person").label("person_version"),
        _of_assignment("master").label("master_version"),
        merge_requests.c.agreements,
        merge_requests.c.withdrawals,
        merge_requests.c.manual_merge_candidate_id,
        manual_merge_candidates.c.merge_candidate_id,
        manual_merge_candidates.c.status.label("candidate_status"),
        (
            merge_requests.c.assignee_id
            == any_(func.conflicted_users(manual_merge_candidates.c.merge_candidate_id))
        ).label("has_conflict"),
    )
    .join_from(merge_requests, manual_merge_candidates)
    .where(merge_requests.c.id == bindparam("request", type_=Uuid))
    .with_for_update(of=merge_requests)
)
WRITE = Statement(
    update(merge_requests)
    .where(merge_requests.c.id == bindparam("request", type_=Uuid))
    .values(
        status=bindparam("status", type_=Text),
        comment=bindparam("new_comment", type_=Text),
        reasons=bindparam("new_reasons", type_=ARRAY(Text)),
        agreements=bindparam("agreements", type_=Text),
        overrules=bindparam("overrules", type_=Boolean),
        assigned_person_version=_kept_of_assignment("person"),
        assigned_master_version=_kept_of_assignment("master"),
        seen_person_version=bindparam("person_version", type_=Integer),
        seen_master_version=bindparam("master_version", type_=Integer),
    )
)
TAKE_BACK = Statement(
    update(merge_requests)
    .where(merge_requests.c.id == bindparam("request", type_=Uuid))
    .values(
        status=MergeRequestStatus.POSTPONE,
        comment=bindparam("new_comment", type_=Text),
        agreements=None,
        withdrawn_at=func.now(),
        withdrawals=merge_requests.c.withdrawals + 1,
    )
)
RELEASE = Statement(
    update(manual_merge_candidates)
    .where(
        manual_merge_candidates.c.id == bindparam("candidate", type_=Uuid),
        manual_merge_candidates.c.assignee_id == bindparam("reviewer", type_=Uuid),
    )
    .values(assignee_id=None)
)
