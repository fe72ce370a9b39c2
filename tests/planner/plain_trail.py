"""What an entry of the trail is about, as plain Python finds it in rows held in memory."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from resolvers import ids
from tests.planner.plain_rows import Plain, Row

Answer = Callable[[Plain, Any, Row], Any]


def _person_id(column: str) -> Answer:
    return lambda plain, row, arguments: ids.identify("Person")(str(row[column]))


def _audited_person(plain: Plain, row: Row, arguments: Row) -> str | None:
    of_person: str = _person_id("resource_id")(plain, row, arguments)
    return of_person if row["resource"] == "person" else None


def _audited_pair(plain: Plain, row: Row, _: Row) -> Row | None:
    key: UUID | None = row["resource_id"]
    if row["resource"] == "manual_merge_process":
        request = plain.by_id("merge_requests", key)
        key = None if request is None else request["manual_merge_candidate_id"]
    if row["resource"] in ("manual_merge_process", "manual_merge_candidate"):
        review = plain.by_id("manual_merge_candidates", key)
        key = None if review is None else review["merge_candidate_id"]
    return plain.by_id("merge_candidates", key)


def _audited_user(plain: Plain, row: Row, _: Row) -> Row | None:
    key: UUID | None = row["resource_id"]
    if row["resource"] == "role_grant":
        grant = plain.by_id("role_grants", key)
        key = None if grant is None else grant["user_id"]
    return plain.by_id("users", key) if row["resource"] in ("user", "role_grant") else None


def _audited_client(plain: Plain, row: Row, _: Row) -> Row | None:
    return plain.by_id("clients", row["resource_id"]) if row["resource"] == "client" else None


def _reviews(plain: Plain, pair: Row, _: Row) -> list[Row]:
    (review,) = plain.where("manual_merge_candidates", merge_candidate_id=pair["id"])
    return plain.where("merge_requests", manual_merge_candidate_id=review["id"])


def _one(table: str, column: str) -> Answer:
    return lambda plain, row, arguments: plain.by_id(table, row[column])


def _json(name: str) -> Answer:
    return lambda plain, row, arguments: None if row[name] is None else json.loads(row[name])


def _audit_log(plain: Plain, _: Any, arguments: Row) -> Any:
    by = arguments.get("orderBy") or "INSERTED_AT_DESC"
    asked = {name: it for name, it in (arguments.get("filter") or {}).items() if it is not None}
    rows = [row for row in plain.rows["audit_log"] if _is_of_the_trail(row, asked)]
    return plain.page(rows, f"audit_log {by}", ("inserted_at", "id"), arguments | {"__all": rows})


def _is_of_the_trail(row: Row, asked: Row) -> bool:
    for name, value in asked.items():
        column = re.sub("([A-Z])", r"_\1", name).lower()
        if name == "insertedFrom":
            holds = row["inserted_at"] >= datetime.fromisoformat(value)
        elif name == "insertedTo":
            holds = row["inserted_at"] < datetime.fromisoformat(value)
        else:
            holds = str(row[column]) == value
        if not holds:
            return False
    return True


AUDITED: dict[tuple[str, str], Answer] = {
    ("Query", "auditLog"): _audit_log,
    ("AuditEntry", "actor"): _one("users", "actor_id"),
    ("AuditEntry", "client"): _one("clients", "client_id"),
    ("AuditEntry", "changeset"): _json("changeset"),
    ("AuditEntry", "previous"): _json("previous"),
    ("AuditEntry", "actId"): lambda plain, row, arguments: str(row["act_id"] or row["id"]),
    ("AuditEntry", "record"): lambda plain, row, arguments: None,
    ("AuditEntry", "personId"): _audited_person,
    ("AuditEntry", "organisation"): lambda *_: None,
    ("AuditEntry", "user"): _audited_user,
    ("AuditEntry", "changedClient"): _audited_client,
    ("AuditEntry", "source"): lambda *_: None,
    ("AuditEntry", "webhook"): lambda *_: None,
    ("AuditEntry", "pair"): _audited_pair,
    ("AuditedPair", "personId"): _person_id("person_id"),
    ("AuditedPair", "masterPersonId"): _person_id("master_person_id"),
    ("AuditedPair", "reviews"): _reviews,
    ("AuditedReview", "reviewer"): _one("users", "assignee_id"),
}
"""The fields of these types that are no column; the sample has no vital events."""
