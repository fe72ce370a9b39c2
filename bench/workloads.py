"""The four workloads: their GraphQL documents, their variables, and the content of responses."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from bench.peers import Operation

P1, P2, P3, P4 = WORKLOADS = ("P1", "P2", "P3", "P4")
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
DOCUMENTS: Final = {
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
"""A merge request: its key twice (from `id` and `databaseId`), status, comment, when it was
inserted and updated; the candidate's key and status; the pair's key; for the person and then the
master, key, first name, last name and birth date."""


def in_milliseconds(time: str) -> str:
    """Write a time in UTC to the millisecond, which is as fine as JavaScript's dates are."""
    return datetime.fromisoformat(time).astimezone(UTC).isoformat(timespec="milliseconds")


def global_id(type_name: str, key: str) -> str:
    """Write a global id of our schema."""
    return b64encode(f"{type_name}:{key}".encode()).decode()


def key_of(opaque: str, type_name: str) -> str:
    """Read the key from a global id of our schema. Raises ValueError for another type's."""
    named, _, key = b64decode(opaque).decode().partition(":")
    if named != type_name:
        raise ValueError(f"{named} is not {type_name}")
    return key


def row_of(node: Any) -> Row:
    """Reduce a merge request in our schema to its content."""
    candidate = node["manualMergeCandidate"]
    pair = candidate["mergeCandidate"]
    row = [
        key_of(node["id"], "MergeRequest"),
        node["databaseId"],
        node["status"],
        node["comment"],
        in_milliseconds(node["insertedAt"]),
        in_milliseconds(node["updatedAt"]),
        key_of(candidate["id"], "ManualMergeCandidate"),
        candidate["status"],
        key_of(pair["id"], "MergeCandidate"),
    ]
    for person in (pair["person"], pair["masterPerson"]):
        names = (person["firstName"], person["lastName"], person["birthDate"])
        row += [key_of(person["id"], "Person"), *names]
    return row


def page_of(has_next: bool, has_previous: bool, cursors: list[Any], rows: list[Row]) -> Any:
    """Return the content of a page; its cursors are the contestant's own, but there and different.

    `cursors` are the page's start and end cursor, then those of all rows.
    """
    start, end, *each = cursors
    fit = len(set(each)) == len(rows) and (start, end) == (each[0], each[-1]) and all(each)
    return {"next": has_next, "previous": has_previous, "cursors fit": fit, "rows": rows}


def _page(data: Any) -> Any:
    connection = data["mergeRequests"]
    info, edges = connection["pageInfo"], connection["edges"]
    cursors = [info["startCursor"], info["endCursor"], *(edge["cursor"] for edge in edges)]
    rows = [row_of(edge["node"]) for edge in edges]
    return page_of(info["hasNextPage"], info["hasPreviousPage"], cursors, rows)


def _assigned(data: Any) -> Row:
    request = data["assignMergeCandidate"]["mergeRequest"]
    return [key_of(request["id"], "MergeRequest"), request["status"]]


def _declared(data: Any) -> Row:
    event = data["declareBirth"]["vitalEvent"]
    return [key_of(event["id"], "VitalEvent"), event["status"]]


OPERATIONS: Final = {
    P1: Operation(DOCUMENTS[P1], lambda _: {}, _page),
    P2: Operation(
        DOCUMENTS[P2],
        lambda key: {"id": global_id("MergeRequest", key)},
        lambda data: row_of(data["node"]),
    ),
    P3: Operation(DOCUMENTS[P3], lambda _: {}, _assigned),
    P4: Operation(DOCUMENTS[P4], lambda birth: {"input": birth}, _declared),
}
"""For contestants whose schema is ours. A request's subject: of P2 the key of a merge request, of
P4 the `DeclareBirthInput`; P1 and P3 have none. Content: of P1 what `page_of` returns, of P2 a
`Row`, of P3 and P4 the new record's key and its status."""
