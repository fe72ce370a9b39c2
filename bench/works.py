"""The four works: their operations in our contract, their subjects, and the content of answers."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from bench.peers import Form

P1, P2, P3, P4 = WORKS = ("P1", "P2", "P3", "P4")
TITLES: Final = {
    P1: "a page of 50 merge requests with both persons of each",
    P2: "one merge request with both persons, by its id",
    P3: "assign the next pair to a reviewer",
    P4: "declare a birth",
}
SCOPES: Final = {
    P1: "merge_request:read",
    P2: "merge_request:read",
    P3: "merge_candidate:assign merge_request:read",
    P4: "birth:declare",
}
READING: Final = (P1, P2)
PAGE: Final = 50

FIELDS: Final = """
    id databaseId status comment insertedAt updatedAt
    manualMergeCandidate { id status mergeCandidate { id
        person { id firstName lastName birthDate }
        masterPerson { id firstName lastName birthDate } } }
"""
OPERATIONS: Final = {
    P1: f"""
query {{ mergeRequests(first: {PAGE}, orderBy: INSERTED_AT_DESC) {{
    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
    edges {{ cursor node {{ {FIELDS} }} }} }} }}
""",
    P2: f"query ($id: ID!) {{ node(id: $id) {{ ... on MergeRequest {{ {FIELDS} }} }} }}",
    P3: "mutation { assignMergeCandidate { mergeRequest { id status } } }",
    P4: """
mutation ($input: DeclareBirthInput!) { declareBirth(input: $input) { vitalEvent { id status } } }
""",
}

Row: TypeAlias = list[str | None]
"""A merge request: its key twice (from `id` and `databaseId`), status, comment, when it came and
changed; the candidate's key and status; the pair's key; for the person and then the master, key,
first name, last name and birth date."""


def moment(told: str) -> str:
    """Write a time in UTC to the millisecond, which is as fine as JavaScript's dates are."""
    return datetime.fromisoformat(told).astimezone(UTC).isoformat(timespec="milliseconds")


def opaque(type_name: str, key: str) -> str:
    """Write a global id of our schema."""
    return b64encode(f"{type_name}:{key}".encode()).decode()


def key(told: str, type_name: str) -> str:
    """Read the key from a global id of our schema."""
    named, _, found = b64decode(told).decode().partition(":")
    if named != type_name:
        raise ValueError(f"{named} is not {type_name}")
    return found


def row(node: Any) -> Row:
    """Reduce a merge request in our schema to its content."""
    candidate = node["manualMergeCandidate"]
    pair = candidate["mergeCandidate"]
    found = [
        key(node["id"], "MergeRequest"),
        node["databaseId"],
        node["status"],
        node["comment"],
        moment(node["insertedAt"]),
        moment(node["updatedAt"]),
        key(candidate["id"], "ManualMergeCandidate"),
        candidate["status"],
        key(pair["id"], "MergeCandidate"),
    ]
    for person in (pair["person"], pair["masterPerson"]):
        names = (person["firstName"], person["lastName"], person["birthDate"])
        found += [key(person["id"], "Person"), *names]
    return found


def page(has_next: bool, has_previous: bool, cursors: list[Any], rows: list[Row]) -> Any:
    """Give the content of a page; its cursors are the contestant's own, but there and different.

    `cursors` are the first's and the last's as the page tells them, then those of all rows.
    """
    start, end, *each = cursors
    fits = len(set(each)) == len(rows) and (start, end) == (each[0], each[-1]) and all(each)
    return {"next": has_next, "previous": has_previous, "cursors fit": fits, "rows": rows}


def _page(told: Any) -> Any:
    connection = told["mergeRequests"]
    around, edges = connection["pageInfo"], connection["edges"]
    cursors = [around["startCursor"], around["endCursor"], *(edge["cursor"] for edge in edges)]
    rows = [row(edge["node"]) for edge in edges]
    return page(around["hasNextPage"], around["hasPreviousPage"], cursors, rows)


def _assigned(told: Any) -> Row:
    made = told["assignMergeCandidate"]["mergeRequest"]
    return [key(made["id"], "MergeRequest"), made["status"]]


def _declared(told: Any) -> Row:
    made = told["declareBirth"]["vitalEvent"]
    return [key(made["id"], "VitalEvent"), made["status"]]


FORMS: Final = {
    P1: Form(OPERATIONS[P1], lambda _: {}, _page),
    P2: Form(
        OPERATIONS[P2],
        lambda it: {"id": opaque("MergeRequest", it)},
        lambda told: row(told["node"]),
    ),
    P3: Form(OPERATIONS[P3], lambda _: {}, _assigned),
    P4: Form(OPERATIONS[P4], lambda it: {"input": it}, _declared),
}
"""For contestants whose schema is ours. A work's subject: of P2 the key of a merge request, of P4
the `DeclareBirthInput`; P1 and P3 have none. Content: of P1 what `page` gives, of P2 a `Row`, of P3
and P4 the new record's key and its status."""
