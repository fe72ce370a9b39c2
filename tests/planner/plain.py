"""The schema answered naively: graphql-core over dictionaries of rows, field by field."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from graphql import (
    ExecutionResult,
    GraphQLSchema,
    build_schema,
    execute_sync,
    get_nullable_type,
    is_object_type,
    parse,
)

from resolvers import ids
from resolvers.schema import schema
from rules.access import RoleMissing
from rules.match_weights import may_be_twins
from rules.persons import SearchIsEmpty
from rules.refusals import BadRequest, Refusal
from tests.planner.plain_comparison import compared
from tests.planner.plain_rows import Plain, Row
from tests.planner.plain_trail import AUDITED
from tests.planner.sample import LIMITS

ROOT_SCOPES = {
    "mergeRequests": "merge_request:read",
    "mergeRequest": "merge_request:read",
    "person": "person:read",
    "persons": "person:read",
    "auditLog": "audit_log:read",
}
PROVEN = frozenset({"viewer", "node", "nodes", *ROOT_SCOPES})
"""The root fields that stand in for all: each kind of answer is among them."""


def execute(plain: Plain, text: str, variables: dict[str, Any]) -> ExecutionResult:
    """Answer a document."""
    return execute_sync(
        _schema(), parse(text), plain, variable_values=variables, field_resolver=_resolve
    )


def refusals_of_the_whole(plain: Plain, text: str, variables: dict[str, Any]) -> list[Any]:
    """Say what refuses the request whole, in the order in which root fields meet it."""
    found = execute_sync(
        _lenient(), parse(text), plain, variable_values=variables, field_resolver=_resolve
    )
    return [
        type(error.original_error)
        for error in found.errors or ()
        if len(error.path or ()) == 1
        and (
            error.original_error is None
            or isinstance(error.original_error, BadRequest)
            or (isinstance(error.original_error, RoleMissing) and not _is_by_type(error))
        )
    ]


def _is_by_type(error: Any) -> bool:
    (node,) = error.nodes[:1]
    return node.name.value in ("node", "nodes")


def _resolve(source: Any, about: Any, **arguments: Any) -> Any:
    plain: Plain = about.root_value
    answer = FIELDS.get((about.parent_type.name, about.field_name))
    if about.parent_type.name == "Query":
        scope = ROOT_SCOPES.get(about.field_name)
        if scope is not None and not plain.may(scope):
            raise RoleMissing
    if answer is not None:
        return answer(plain, source, arguments)
    if about.field_name == "id":
        return ids.identify(about.parent_type.name)(str(source["id"]))
    if about.field_name == "databaseId":
        return str(source["id"])
    if about.field_name in source:
        return source[about.field_name]
    return _as_output(source[re.sub("([A-Z])", r"_\1", about.field_name).lower()])


def _as_output(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _one(table: str, column: str) -> Callable[[Plain, Row, Row], Any]:
    return lambda plain, row, arguments: plain.by_id(table, row[column])


def _many(table: str, column: str) -> Callable[[Plain, Row, Row], Any]:
    return lambda plain, row, arguments: plain.where(table, **{column: row["id"]})


def _node(plain: Plain, _: Any, arguments: Row) -> Any:
    found = plain.node(arguments["id"])
    if isinstance(found, Refusal):
        raise found
    return found


def _nodes(plain: Plain, _: Any, arguments: Row) -> Any:
    if len(arguments["ids"]) > 100:
        raise BadRequest("nodes")
    return [plain.node(opaque) for opaque in arguments["ids"]]


def _viewer(plain: Plain, _: Any, arguments: Row) -> Any:
    caller = plain.caller
    grants = plain.where("role_grants", user_id=caller.user_id, client_id=caller.client_id)
    return {
        "user": plain.by_id("users", caller.user_id),
        "client": plain.by_id("clients", caller.client_id),
        "scopes": sorted(caller.scopes),
        "person": None,
        "mutedLetters": [],
        "organisations": [],
        "roles": sorted(grant["role"] for grant in grants),
    }


def _last_used(plain: Plain, row: Row, arguments: Row) -> str | None:
    used = plain.by_id("last_uses", row["id"])
    return None if used is None else _as_output(used["used_at"])


def _merge_requests(plain: Plain, _: Any, arguments: Row) -> Any:
    by = arguments.get("orderBy") or "INSERTED_AT_DESC"
    mine = plain.where("merge_requests", assignee_id=plain.caller.user_id)
    statuses = (arguments.get("filter") or {}).get("status")
    open_ones = [
        row for row in mine if row["status"] in ("NEW", "POSTPONE") and row["superseded_at"] is None
    ]
    rows = open_ones if statuses is None else [row for row in mine if row["status"] in statuses]
    column = "status" if by.startswith("STATUS") else "inserted_at"
    page = plain.page(rows, f"merge_requests {by}", (column, "id"), arguments | {"__all": rows})
    found = [row["status"] for row in open_ones]
    postponed = found.count("POSTPONE") >= LIMITS.postponed_requests
    decided = [row for row in mine if row["status"] in ("MERGE", "SPLIT", "TRASH")]
    return page | {
        "totalCount": len(rows),
        "canAssignNew": "NEW" not in found and not postponed,
        "postponedLimit": LIMITS.postponed_requests,
        "openCount": len(open_ones),
        "postponedCount": found.count("POSTPONE"),
        "decidedCount": len(decided),
        "decidedOtherwiseCount": sum(_is_decided_otherwise(plain, row) for row in decided),
    }


def _is_decided_otherwise(plain: Plain, request: Row) -> bool:
    candidate = plain.by_id("manual_merge_candidates", request["manual_merge_candidate_id"])
    assert candidate is not None
    if (candidate["status"], candidate["reason"]) != ("PROCESSED", "QUORUM"):
        return False
    is_one = candidate["decision"] == "MERGE" and candidate["undone_at"] is None
    return request["recused_at"] is None and is_one != (request["status"] == "MERGE")


def _merge_request(plain: Plain, _: Any, arguments: Row) -> Any:
    row = plain.by_id("merge_requests", ids.key(arguments["id"], "MergeRequest"))
    return row if row is not None and plain.is_visible("MergeRequest", row) else None


def _person(plain: Plain, _: Any, arguments: Row) -> Any:
    return plain.by_id("persons", ids.key(arguments["id"], "Person"))


def _persons(plain: Plain, _: Any, arguments: Row) -> Any:
    asked = {name: value for name, value in arguments["filter"].items() if value is not None}
    plain.page([], "persons", ("id",), arguments | {"__all": []})
    if not asked:
        raise SearchIsEmpty
    rows = [
        row
        for row in plain.rows["persons"]
        if all(SEARCHES[name](plain, row, value) for name, value in asked.items())
    ]
    return plain.page(rows, "persons", ("id",), arguments | {"__all": rows})


def _is_named(plain: Plain, row: Row, words: str) -> bool:
    given = (row[f"{which}_name"] or "" for which in ("first", "last", "second"))
    names, asked = " ".join(given).lower().split(), words.lower().split()
    return bool(asked) and all(any(name.startswith(word) for name in names) for word in asked)


def _known(day: str, row: Row) -> str | None:
    return str(row[f"partial_{day}"] or row[day] or "") or None


def _numbered(table: str) -> Callable[[Plain, Row, str], bool]:
    return lambda plain, row, number: bool(plain.where(table, person_id=row["id"], number=number))


SEARCHES: dict[str, Callable[[Plain, Row, str], bool]] = {
    "name": _is_named,
    "birthDate": lambda plain, row, day: day.startswith(_known("birth_date", row) or "nobody"),
    "taxId": lambda plain, row, number: row["tax_id"] == number,
    "nationalId": lambda plain, row, number: row["national_id"] == number,
    "documentNumber": _numbered("person_documents"),
    "phoneNumber": _numbered("person_phones"),
    "status": lambda plain, row, status: row["status"] == status,
}


def _changed_fields(plain: Plain, request: Row, arguments: Row) -> Any:
    candidate = _one("manual_merge_candidates", "manual_merge_candidate_id")(plain, request, {})
    pair = _one("merge_candidates", "merge_candidate_id")(plain, candidate, {})
    now = zip(_comparison(plain, pair, arguments), request["agreements"] or "", strict=False)
    return [it["field"] for it, letter in now if it["agreement"][0] != letter]


def _comparison(plain: Plain, pair: Row, arguments: Row) -> Any:
    return [
        {"field": it.field, "person": it.person, "masterPerson": it.master_person}
        | {"agreement": it.agreement, "isSwapped": it.is_swapped}
        for it in compared(plain, pair)
    ]


def _updated(plain: Plain, _: Any, arguments: Row) -> Any:
    return {"mergeRequest": _merge_request(plain, None, arguments["input"])}


def _assigned(plain: Plain, _: Any, arguments: Row) -> Any:
    (request,) = plain.where("merge_requests", assignee_id=plain.caller.user_id, status="NEW")
    return {"mergeRequest": request}


FIELDS: dict[tuple[str, str], Callable[[Plain, Any, Row], Any]] = {
    ("Mutation", "updateMergeRequest"): _updated,
    ("Mutation", "assignMergeCandidate"): _assigned,
    ("Query", "node"): _node,
    ("Query", "nodes"): _nodes,
    ("Query", "viewer"): _viewer,
    ("Query", "mergeRequests"): _merge_requests,
    ("Query", "mergeRequest"): _merge_request,
    ("Query", "person"): _person,
    ("Query", "persons"): _persons,
    ("MergeRequest", "manualMergeCandidate"): _one(
        "manual_merge_candidates", "manual_merge_candidate_id"
    ),
    ("ManualMergeCandidate", "mergeCandidate"): _one("merge_candidates", "merge_candidate_id"),
    ("MergeCandidate", "person"): _one("persons", "person_id"),
    ("MergeCandidate", "masterPerson"): _one("persons", "master_person_id"),
    ("MergeCandidate", "comparison"): _comparison,
    ("MergeCandidate", "personVersion"): lambda plain, it, _: plain.version(it["person_id"]),
    ("MergeCandidate", "masterPersonVersion"): lambda plain, it, _: plain.version(
        it["master_person_id"]
    ),
    ("MergeCandidate", "mayBeTwins"): lambda plain, it, _: may_be_twins(compared(plain, it)),
    ("MergeRequest", "changedFields"): _changed_fields,
    **{("MergeRequest", it): lambda *_: [] for it in ("arguments", "unmergeRequests")},
    **{("MergeRequest", it): lambda *_: False for it in ("isDisputed", "canRequestUnmerge")},
    ("Person", "masterPerson"): _one("persons", "master_person_id"),
    ("Person", "mergedPersons"): _many("persons", "master_person_id"),
    ("User", "person"): _one("persons", "person_id"),
    ("Person", "birthDateKnown"): lambda _, row, arguments: _known("birth_date", row),
    ("Person", "deathDateKnown"): lambda _, row, arguments: _known("death_date", row),
    ("Person", "documents"): _many("person_documents", "person_id"),
    ("Person", "phones"): _many("person_phones", "person_id"),
    ("Person", "addresses"): _many("person_addresses", "person_id"),
    ("Client", "organisation"): lambda *_: None,
    ("RoleGrant", "organisation"): lambda *_: None,
    ("Client", "lastUsedAt"): _last_used,
    ("User", "lastUsedAt"): _last_used,
    ("User", "secondFactorSince"): lambda *_: None,
    ("User", "recoveryCodesLeft"): lambda *_: None,
    ("User", "roles"): _many("role_grants", "user_id"),
    ("RoleGrant", "client"): _one("clients", "client_id"),
    **{("Person", it): lambda *_: [] for it in ("memberships", "consents", "sourceRecords")},
    **AUDITED,
}


@cache
def _schema() -> GraphQLSchema:
    """The schema without our code; built only where it is asked, which takes half a second."""
    return build_schema(schema.sdl())


@cache
def _lenient() -> GraphQLSchema:
    """The schema with root fields that may all be null, so that each is met."""
    lenient = build_schema(schema.sdl())
    assert is_object_type(lenient.query_type)
    for field in lenient.query_type.fields.values():
        field.type = get_nullable_type(field.type)
    return lenient
