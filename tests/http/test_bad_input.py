"""What is said to input that is no input: a clear refusal, never INTERNAL, never a wrong row."""

from base64 import b64encode
from typing import Any
from uuid import UUID

import pytest

from rules.access import Role
from tests.people import UPDATE, assigned, id_of, key_of, pairs, row
from tests.serving import Registry

MISSING = ("NOT_FOUND", "Merge request not found")

MINE = """
query ($s: [MergeRequestStatus!]) { mergeRequests(filter: {status: $s}) { nodes { id } } }
"""
SAY = "mutation { updateMergeRequest(input: %s) { mergeRequest { id } } }"
PEOPLE = "query ($filter: PersonFilter!) { persons(filter: $filter) { nodes { id } } }"

TRAIL = "query ($filter: AuditLogFilter) { auditLog(filter: $filter) { nodes { id } } }"

READ = """
query ($id: ID!) {
  node(id: $id) { id } nodes(ids: [$id]) { id } person(id: $id) { id } mergeRequest(id: $id) { id }
}
"""


@pytest.fixture(scope="module")
async def ada(shared_registry: Registry) -> str:
    return await shared_registry.user("ada", *Role)


@pytest.fixture(scope="module")
async def request_id(shared_registry: Registry, ada: str) -> str:
    await pairs(shared_registry, 1)
    return await assigned(shared_registry, ada)


def other_spellings(opaque: str) -> list[str]:
    """Texts that a lax reader takes for the same id."""
    key, raw = key_of(opaque), f"MergeRequest:{key_of(opaque)}"
    last = opaque.rstrip("=")[-1]
    following = chr(ord(last) + 1)
    return [
        opaque.rstrip("="),
        f"{opaque}=",
        f"{opaque}====",
        f"{opaque}AAAA",
        f" {opaque}",
        f"{opaque}\n",
        opaque.replace("=", "%3D"),
        f"{opaque.rstrip('=')[:-1]}{following}{'=' * opaque.count('=')}",
        raw,
        key,
        *(
            b64encode(text.encode()).decode()
            for text in (
                raw.upper(),
                f"MergeRequest:{key.upper()}",
                f"MergeRequest:{key.replace('-', '')}",
                f"MergeRequest:{{{key}}}",
                f"MergeRequest:urn:uuid:{key}",
                f"mergerequest:{key}",
                f" MergeRequest:{key}",
                f"MergeRequest:{key} ",
                f"MergeRequest:{key}\0",
                f"MergeRequest::{key}",
                f"Person:MergeRequest:{key}",
            )
        ),
    ]


NO_DATES: list[Any] = [
    *("2023-02-30", "10000-01-01", "0000-01-01", "-0001-01-01", "today", "", "20230T"),
    *(
        "2023-W09-4",
        "20230228",
        "2023-02-28T00:00:00Z",
        "2023-02-28\0",
        20230228,
        1.5,
        True,
        ["2023-02-28"],
        {},
    ),
]
NO_TIMES: list[Any] = [
    *("2023-02-30T00:00:00Z", "10000-01-01T00:00:00Z", "now", "", 0, 1e300, True, []),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    *("2023-01-01T00:00:00+99:00", "2023-01-01T25:00:00Z", "2023-01-01T00:00:00Z\0"),
    *("2023-01-01T00:00:00", "2023-01-01T00:00Z", "2023-01-01", "20230101T000000Z"),
]
NO_TEXTS: list[Any] = ["\0", "a\0b", 1, [], {}]
NO_IDS = [
    "",
    "not-base64",
    "ж",
    "\0",
    "====",
    "A",
    "TWVyZ2VSZXF1ZXN0Og==",
    b64encode(b"MergeRequest:1").decode(),
    b64encode(b"MergeRequest:\xff\xfe").decode(),
    id_of("Nothing", UUID(int=4)),
    id_of("Query", UUID(int=4)),
    id_of("PersonDocument", UUID(int=4)),
    "x" * 100_000,
]


@pytest.mark.parametrize("opaque", NO_IDS, ids=lambda it: repr(it[:20]))
async def test_b6_what_is_no_id_names_nothing(
    shared_registry: Registry, ada: str, opaque: str
) -> None:
    update = await shared_registry.ask(ada, UPDATE, {"input": {"id": opaque, "status": "MERGE"}})
    read = await shared_registry.ask(ada, READ, {"id": opaque})

    assert (update.status, update.refusal) == (200, MISSING)
    assert read.data == {"node": None, "nodes": [None], "person": None, "mergeRequest": None}


async def test_b6_an_id_of_another_type_or_of_no_row_names_nothing(
    shared_registry: Registry, ada: str, request_id: str
) -> None:
    unknown = UUID(int=4)
    key = key_of(request_id)
    ids = [
        *(id_of(it, key) for it in ("Person", "ManualMergeCandidate", "User")),  # type: ignore[arg-type]
        id_of("MergeRequest", unknown),
    ]

    for opaque in ids:
        update = await shared_registry.ask(
            ada, UPDATE, {"input": {"id": opaque, "status": "MERGE"}}
        )
        read = await shared_registry.ask(ada, READ, {"id": opaque})

        assert (update.status, update.refusal) == (200, MISSING)
        assert read.data == {"node": None, "nodes": [None], "person": None, "mergeRequest": None}


async def test_an_id_has_one_spelling(shared_registry: Registry, ada: str, request_id: str) -> None:
    for opaque in other_spellings(request_id):
        read = await shared_registry.ask(ada, READ, {"id": opaque})
        update = await shared_registry.ask(
            ada, UPDATE, {"input": {"id": opaque, "status": "MERGE"}}
        )

        assert read.data["node"] is None, opaque
        assert read.data["mergeRequest"] is None, opaque
        assert update.refusal == MISSING, opaque
    assert (await row(shared_registry, "merge_requests", key_of(request_id)))["status"] == "NEW"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (SAY % '{id: "x", status: DONE}', {}),
        (SAY % '{id: "x", status: "NEW"}', {}),
        (SAY % '{id: "x", status: null}', {}),
        ('mutation { updateMergeRequest(input: {id: "x"}) { mergeRequest { id } } }', {}),
        ('mutation { updateMergeRequest(input: {status: NEW}) { mergeRequest { id } } }', {}),
        ("mutation { updateMergeRequest { mergeRequest { id } } }", {}),
        (UPDATE, {"input": {"id": "x", "status": "DONE"}}),
        (UPDATE, {"input": {"id": "x", "status": "merge"}}),
        (UPDATE, {"input": {"id": "x", "status": 1}}),
        (UPDATE, {"input": {"id": "x", "status": ["MERGE"]}}),
        (UPDATE, {"input": {"id": "x", "status": "MERGE", "comment": 7}}),
        (UPDATE, {"input": {"id": "x", "status": "MERGE", "comment": ["a"]}}),
        (UPDATE, {"input": {"id": "x", "status": "MERGE", "more": 1}}),
        (UPDATE, {"input": {"id": None, "status": "MERGE"}}),
        (UPDATE, {"input": {"id": 1.5, "status": "MERGE"}}),
        (UPDATE, {"input": {"id": {}, "status": "MERGE"}}),
        (UPDATE, {"input": "x"}),
        (UPDATE, {"input": None}),
        (UPDATE, {}),
        ("{ mergeRequests(orderBy: NAME) { nodes { id } } }", {}),
        ("{ mergeRequests(filter: {status: [OLD]}) { nodes { id } } }", {}),
        (MINE, {"s": [None]}),
        ("{ mergeRequests(first: 99999999999999999999) { nodes { id } } }", {}),
        (f"{{ mergeRequests(first: {'9' * 5000}) {{ nodes {{ id }} }} }}", {}),
        (f"{{ mergeRequests(first: -{'9' * 5000}) {{ nodes {{ id }} }} }}", {}),
        ("query ($n: Int) { mergeRequests(first: $n) { nodes { id } } }", {"n": 10**18}),
        ("query ($n: Int) { mergeRequests(first: $n) { nodes { id } } }", {"n": 10**400}),
        ("query ($n: Int) { mergeRequests(first: $n) { nodes { id } } }", {"n": -(10**30)}),
        ("query ($n: Int) { mergeRequests(first: $n) { nodes { id } } }", {"n": 1e300}),
        *(
            (PEOPLE, {"filter": {"birthDate": date}})
            for date in NO_DATES
        ),
        *(
            (TRAIL, {"filter": {field: value}})
            for field in ("insertedFrom", "insertedTo")
            for value in NO_TIMES
        ),
        *((TRAIL, {"filter": {"actorId": it}}) for it in ("", "x", 1, "\0", f"{UUID(int=4)}0")),
        *((TRAIL, {"filter": {name: "a\0b"}}) for name in ("action", "resource")),
        *(
            (PEOPLE, {"filter": {name: text}})
            for name in ("name", "taxId", "nationalId", "documentNumber", "phoneNumber")
            for text in NO_TEXTS
        ),
        ('{ persons(filter: {name: "a\\u0000b"}) { nodes { id } } }', {}),
        ('{ persons(filter: {name: "a\\uD800b"}) { nodes { id } } }', {}),
        ("{ nodes(ids: [%s]) { id } }" % ('"x" ' * 101), {}),
        ('query ($a: [ID!]!) { nodes(ids: $a) { id } }', {"a": ["x"] * 101}),
        ('query ($a: [ID!]!) { nodes(ids: $a) { id } }', {"a": [None]}),
    ],
    ids=lambda it: repr(it)[:60],
)  # fmt: skip
async def test_c2_g_what_cannot_be_coerced_is_a_bad_request(
    shared_registry: Registry, ada: str, query: str, variables: dict[str, Any]
) -> None:
    answer = await shared_registry.ask(ada, query, variables)

    assert answer.status == 400
    assert "data" not in answer.body
    assert {it["extensions"]["code"] for it in answer.errors} == {"BAD_REQUEST"}
    assert all(len(it["message"]) <= 300 for it in answer.errors)


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        *((PEOPLE, {"filter": {"birthDate": it}}) for it in ("0001-01-01", "9999-12-31")),
        *(
            (TRAIL, {"filter": {"insertedFrom": low, "insertedTo": high}})
            for low in ("0001-01-01T00:00:00Z", "2023-01-01T00:00:00-14:00")
            for high in ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999+00:00")
        ),
        *(
            (PEOPLE, {"filter": {name: text}})
            for name in ("name", "taxId", "nationalId", "documentNumber", "phoneNumber")
            for text in (
                *("", " ", "'", "'; drop table persons --", "\\", "%", ":*", "& | !", "a:*b"),
                *("\ufeff", "\u202e", "😀", "ж" * 200, "a " * 100, "<->", "(", '"', "\u0301"),
            )
        ),
        *(
            (TRAIL, {"filter": {name: text}})
            for name in ("action", "resource")
            for text in ("", "'", "x" * 200, "😀")
        ),
        ('query ($a: [ID!]!) { nodes(ids: $a) { id } }', {"a": []}),
        ('query ($a: [ID!]!) { nodes(ids: $a) { id } }', {"a": ["x"] * 100}),
        ("{ node(id: 7) { id } }", {}),
        (f"{{ node(id: {'9' * 5000}) {{ id }} }}", {}),
    ],
    ids=lambda it: repr(it)[:60],
)  # fmt: skip
async def test_what_is_odd_but_fits_finds_nothing(
    shared_registry: Registry, ada: str, query: str, variables: dict[str, Any]
) -> None:
    answer = await shared_registry.ask(ada, query, variables)

    assert answer.status == 200
    assert answer.errors == []


async def test_a_search_that_names_nothing_is_refused(shared_registry: Registry, ada: str) -> None:
    for filter_ in ({}, {"name": None}, dict.fromkeys(("name", "taxId", "status"), None)):
        answer = await shared_registry.ask(ada, PEOPLE, {"filter": filter_})

        assert answer.status == 200
        assert answer.refusal[0] == "UNPROCESSABLE_ENTITY"
        assert answer.errors[0]["extensions"]["violations"][0]["path"] == ["filter"]
