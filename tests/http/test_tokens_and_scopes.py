"""What a token must be and hold before anything runs: rules A1 and A2, over HTTP."""

from time import time
from uuid import uuid4

import pytest

from rules.access import Role
from tests.people import ASSIGN, pairs
from tests.serving import Answer, Registry

DENIED = (401, "UNAUTHENTICATED", "Access denied")

SCOPES = (401, "FORBIDDEN", "Invalid scopes")

MINE = "{ mergeRequests { nodes { id } } }"
FRAGMENT = "fragment f on Query { mergeRequests { nodes { id } } }"

TRAIL = "{ auditLog(first: 1) { nodes { id } } }"

PEOPLE = '{ persons(filter: {name: "a"}) { nodes { id } } }'

UPDATE = 'mutation { updateMergeRequest(input: {id: "x", status: MERGE}) { mergeRequest { id } } }'

FIELDS = {
    MINE: "merge_request:read",
    '{ mergeRequest(id: "x") { id } }': "merge_request:read",
    ASSIGN: "merge_candidate:assign",
    UPDATE: "merge_request:write",
    PEOPLE: "person:read",
    '{ person(id: "x") { id } }': "person:read",
    TRAIL: "audit_log:read",
}


def refusal(answer: Answer) -> tuple[int, str, str]:
    assert "data" not in answer.body
    return (answer.status, *answer.refusal)


async def audited(registry: Registry) -> int:
    found: int = await registry.owner.fetchval("select count(*) from audit_log")
    return found


@pytest.fixture
async def reviewer(registry: Registry) -> str:
    return await registry.user("ada", Role.NHS_REVIEWER)


@pytest.mark.parametrize("query", FIELDS)
async def test_a1_no_field_answers_without_a_token(shared_registry: Registry, query: str) -> None:
    answer = await shared_registry.ask(None, query)

    assert refusal(answer) == DENIED
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a1_a_token_in_the_query_string_is_no_token(
    registry: Registry, reviewer: str
) -> None:
    token = registry.token(reviewer)

    for name in ("access_token", "token", "authorization"):
        sent = {"query": "{ viewer { scopes } }", name: token}
        answer = await registry.http.get(f"{registry.url}/graphql", params=sent)

        assert answer.status_code == 401
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("query", ["{ viewer { scopes } }", "{ __typename }", "{ nothing }", "{"])
async def test_a1_a_bad_token_is_refused_whatever_is_asked(
    shared_registry: Registry, query: str
) -> None:
    answer = await shared_registry.ask(None, query, authorization="Bearer x.y.z")

    assert refusal(answer) == DENIED


@pytest.mark.parametrize("unknown", ["user", "client"])
@pytest.mark.parametrize("scope", ["", "merge_request:read"])
@pytest.mark.parametrize("query", [MINE, "{ viewer { scopes } }", "{ nothing }", "{ __typename }"])
async def test_a1_who_does_not_exist_is_denied_before_scopes_and_documents(
    shared_registry: Registry, unknown: str, scope: str, query: str
) -> None:
    name = await shared_registry.user(str(uuid4()), Role.NHS_REVIEWER)
    known = (shared_registry.users[name], shared_registry.console_id)
    user, client = (uuid4(), known[1]) if unknown == "user" else (known[0], uuid4())
    token = shared_registry.issuer.issue(user, client, scope, 600, int(time()))

    answer = await shared_registry.ask(None, query, authorization=f"Bearer {token}")

    assert refusal(answer) == DENIED
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("query", "scope"), FIELDS.items())
async def test_a2_each_field_needs_its_scope(
    shared_registry: Registry, query: str, scope: str
) -> None:
    name = await shared_registry.user(str(uuid4()), *Role)
    others = " ".join(set(FIELDS.values()) - {scope})

    answer = await shared_registry.ask(name, query, scope=others)

    assert refusal(answer) == SCOPES
    assert answer.errors[0]["extensions"]["missingScopes"] == [scope]
    assert answer.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'


@pytest.mark.parametrize(
    "scope",
    [
        "merge_request:READ",
        "Merge_request:read",
        "merge_request:reader",
        "xmerge_request:read",
        "merge_request",
        "merge_request:*",
        "merge_request:read,person:read",
        "merge_request:read\tperson:read",
        "",
    ],
)
async def test_a2_scopes_are_compared_whole_and_case_sensitively(
    shared_registry: Registry, scope: str
) -> None:
    name = await shared_registry.user(str(uuid4()), Role.NHS_REVIEWER)

    answer = await shared_registry.ask(name, MINE, scope=scope)

    assert refusal(answer) == SCOPES


@pytest.mark.parametrize(
    "query",
    [
        "{ viewer { scopes } mergeRequests { nodes { id } } }",
        "{ viewer { scopes } mergeRequests @skip(if: true) { nodes { id } } }",
        "{ viewer { scopes } mergeRequests @include(if: false) { nodes { id } } }",
        "query ($no: Boolean = false) { viewer { scopes } ...f @include(if: $no) } " + FRAGMENT,
        "{ viewer { scopes } ...on Query { a: mergeRequests { nodes { id } } } }",
        "{ viewer { scopes } ...f @skip(if: true) } " + FRAGMENT,
        "{ ...g } fragment g on Query { viewer { scopes } ... { ...f } } " + FRAGMENT,
    ],
)
async def test_a2_one_root_field_out_of_scope_refuses_all_however_it_is_written(
    shared_registry: Registry, query: str
) -> None:
    name = await shared_registry.user(str(uuid4()), *Role)

    answer = await shared_registry.ask(name, query, scope="person:read audit_log:read")

    assert refusal(answer) == SCOPES
    assert answer.errors[0]["extensions"]["missingScopes"] == ["merge_request:read"]


async def test_a2_a_mutation_out_of_scope_does_nothing_of_the_rest(
    registry: Registry, reviewer: str
) -> None:
    await pairs(registry, 1)
    before = await audited(registry)
    both = f"mutation {{ {ASSIGN[11:-2]} {UPDATE[11:-2]} }}"

    answer = await registry.ask(reviewer, both, scope="merge_candidate:assign")

    assert refusal(answer) == SCOPES
    assert answer.errors[0]["extensions"]["missingScopes"] == ["merge_request:write"]
    assert await registry.owner.fetchval("select count(*) from merge_requests") == 0
    assert await audited(registry) == before


async def test_a2_other_operations_of_the_document_need_no_scope(shared_registry: Registry) -> None:
    name = await shared_registry.user(str(uuid4()), Role.NHS_REVIEWER)
    sent = {"query": f"query a {{ viewer {{ scopes }} }} query b {MINE}", "operationName": "a"}

    answer = await shared_registry.http.post(
        f"{shared_registry.url}/graphql",
        json=sent,
        headers={"authorization": f"Bearer {shared_registry.token(name, '')}"},
    )

    assert answer.json() == {"data": {"viewer": {"scopes": []}}}


async def test_a1_introspection_needs_no_token(shared_registry: Registry) -> None:
    query = '{ __schema { queryType { name } } __type(name: "Person") { name } __typename }'

    answer = await shared_registry.ask(None, query)

    assert answer.data == {
        "__schema": {"queryType": {"name": "Query"}},
        "__type": {"name": "Person"},
        "__typename": "Query",
    }
