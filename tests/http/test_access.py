"""Blocks, roles and which rule refuses first: rules A3 to A5, over HTTP."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from rules.access import Role, machine_scopes
from tests.people import ASSIGN, assigned, id_of, pair, pairs, person
from tests.serving import Answer, Registry

DENIED = (401, "UNAUTHENTICATED", "Access denied")

SCOPES = (401, "FORBIDDEN", "Invalid scopes")

CLIENT = (403, "FORBIDDEN", "Client is blocked")

USER = (403, "FORBIDDEN", "User is blocked")

ROLE = (403, "FORBIDDEN", "User doesn't have required role")

BAD = (400, "BAD_REQUEST")

MINE = "{ mergeRequests { nodes { id } } }"

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

OPEN_TO = {
    "merge_request:read": {Role.NHS_REVIEWER},
    "merge_candidate:assign": {Role.NHS_REVIEWER},
    "merge_request:write": {Role.NHS_REVIEWER},
    # A PERSON finds nobody but themselves; a STEWARD whoever is in reach, if limited (R3).
    "person:read": {Role.REGISTRAR, Role.ADMIN, Role.PERSON},
    "audit_log:read": {Role.ADMIN},
}


def refusal(answer: Answer) -> tuple[int, str, str]:
    assert "data" not in answer.body
    return (answer.status, *answer.refusal)


async def block(registry: Registry, table: str, key: UUID, *, blocked: bool = True) -> None:
    async with registry.acting(f"{table[:-1]}.blocked"):
        await registry.owner.execute(
            f"update {table} set is_blocked = $2 where id = $1", key, blocked
        )


async def audited(registry: Registry) -> int:
    found: int = await registry.owner.fetchval("select count(*) from audit_log")
    return found


@pytest.fixture
async def reviewer(registry: Registry) -> str:
    return await registry.user("ada", Role.NHS_REVIEWER)


@pytest.mark.parametrize(
    ("table", "refused"),
    [("clients", CLIENT), ("users", USER)],
    ids=["a3 the client", "a4 the user"],
)
async def test_a3_a4_a_block_takes_effect_on_the_next_request_and_so_does_its_end(
    registry: Registry, table: str, refused: tuple[int, str, str]
) -> None:
    name = await registry.user("ada", *Role)
    key = registry.console_id if table == "clients" else registry.users[name]

    for query in (*FIELDS, "{ viewer { scopes } }", '{ node(id: "x") { id } }'):
        before = await registry.ask(name, query)
        await block(registry, table, key)
        during = await registry.ask(name, query)
        await block(registry, table, key, blocked=False)
        after = await registry.ask(name, query)

        assert refusal(during) == refused
        assert (before.status, after.status) == (200, 200)


@pytest.mark.parametrize(("query", "scope"), FIELDS.items())
@pytest.mark.parametrize("role", [None, *Role])
async def test_a5_each_field_needs_its_role(
    shared_registry: Registry, query: str, scope: str, role: Role | None
) -> None:
    name = await shared_registry.user(str(uuid4()), *([role] if role else []))

    answer = await shared_registry.ask(name, query)

    if role in OPEN_TO[scope]:
        assert answer.status == 200
        assert all(it["extensions"]["code"] == "NOT_FOUND" for it in answer.errors)
    else:
        assert refusal(answer) == ROLE


@pytest.mark.parametrize(("query", "scope"), FIELDS.items())
async def test_a5_a_machine_is_refused_what_is_closed_to_machines(
    shared_registry: Registry, query: str, scope: str
) -> None:
    machine = await shared_registry.client(str(uuid4()))

    answer = await shared_registry.ask(machine, query, scope=scope)

    if scope in machine_scopes:
        assert answer.errors == []
    else:
        assert refusal(answer) == ROLE


async def test_a5_a_role_counts_for_the_client_that_it_was_granted_for(registry: Registry) -> None:
    other = await registry.client("other console", "USER_INTERFACE", ["merge_request:read"])
    name = await registry.user("ada")
    async with registry.acting("role_grant.created"):
        await registry.owner.execute(
            "insert into role_grants (user_id, client_id, role) values ($1, $2, 'NHS_REVIEWER')",
            registry.users[name],
            other,
        )

    answer = await registry.ask(name, MINE)

    assert refusal(answer) == ROLE


async def test_a5_a_skipped_field_needs_its_role_too_whatever_else_is_asked(
    registry: Registry, reviewer: str
) -> None:
    queries = [
        "{ auditLog @skip(if: true) { nodes { id } } }",
        "{ viewer { scopes } auditLog @skip(if: true) { nodes { id } } }",
        "{ mergeRequests { nodes { id } } auditLog @include(if: false) { nodes { id } } }",
        "{ mergeRequests { nodes { id } } auditLog { nodes { id } } }",
    ]

    answers = [await registry.ask(reviewer, query) for query in queries]

    assert [refusal(answer) for answer in answers] == [ROLE] * 4


@pytest.mark.parametrize("blocked", [(), ("users",), ("clients",), ("clients", "users")])
async def test_a1_to_a5_the_lower_rule_refuses_first(
    registry: Registry, blocked: tuple[str, ...]
) -> None:
    asked = (MINE, "{ mergeRequests(first: 101) { nodes { id } } }", UPDATE)
    scopes = "merge_request:read merge_request:write"
    reviewer = await registry.user("ada", Role.NHS_REVIEWER)
    nobody = await registry.user("nobody")
    for table in blocked:
        for key in [registry.console_id] if table == "clients" else registry.users.values():
            await block(registry, table, key)

    without_scopes = [await registry.ask(nobody, query, scope="") for query in asked]
    without_role = [await registry.ask(nobody, query, scope=scopes) for query in asked]
    with_role = [await registry.ask(reviewer, query, scope=scopes) for query in asked]

    block_told = {CLIENT if "clients" in blocked else USER}
    assert {refusal(it) for it in without_scopes} == {SCOPES}
    assert {refusal(it) for it in without_role} == (block_told if blocked else {ROLE})
    if blocked:
        assert {refusal(it) for it in with_role} == block_told
    else:
        assert [it.status for it in with_role] == [200, 400, 200]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{", None),
        ("{ nothing }", None),
        ("query a { viewer { scopes } } query b { viewer { scopes } }", None),
        ("query ($id: ID!) { mergeRequest(id: $id) { id } }", {}),
        ("query ($n: Int) { mergeRequests(first: $n) { nodes { id } } }", {"n": "one"}),
        ("{ mergeRequests(first: -1) { nodes { id } } }", None),
        ('{ mergeRequests(after: "x") { nodes { id } } }', None),
    ],
)
async def test_a3_a_blocked_client_learns_of_the_block_before_anything_else_that_is_wrong(
    registry: Registry, reviewer: str, query: str, variables: dict[str, Any] | None
) -> None:
    open_answer = await registry.ask(reviewer, query, variables)
    await block(registry, "clients", registry.console_id)

    answer = await registry.ask(reviewer, query, variables)

    assert (open_answer.status, open_answer.errors[0]["extensions"]["code"]) == BAD
    assert refusal(answer) == CLIENT


async def test_d5_a_refusal_leaves_no_trace(registry: Registry) -> None:
    name = await registry.user("ada")
    machine = await registry.client("portal")
    await pairs(registry, 1)
    before = await audited(registry)

    answers = [
        await registry.ask(None, ASSIGN),
        await registry.ask(name, ASSIGN, scope=""),
        await registry.ask(name, ASSIGN),
        await registry.ask(machine, ASSIGN, scope="merge_candidate:assign"),
    ]

    assert [refusal(it) for it in answers] == [DENIED, SCOPES, ROLE, ROLE]
    assert await registry.owner.fetchval("select count(*) from merge_requests") == 0
    assert await audited(registry) == before


@pytest.mark.parametrize("scope", ["", None], ids=["without the scope", "without the role"])
async def test_a2_a5_node_reads_the_same_whether_the_row_exists_or_not(
    registry: Registry, scope: str | None
) -> None:
    nobody = await registry.user("nobody")
    reviewer = await registry.user("ada", Role.NHS_REVIEWER)
    of = await pair(registry)
    request = await assigned(registry, reviewer)
    entry = await registry.owner.fetchval("select id from audit_log limit 1")
    existing = {
        "Person": id_of("Person", await person(registry)),
        "MergeRequest": request,
        "ManualMergeCandidate": id_of("ManualMergeCandidate", of.candidate),
        "MergeCandidate": id_of("MergeCandidate", of.merge_candidate),
        "AuditEntry": id_of("AuditEntry", entry),
        "User": id_of("User", registry.users[nobody]),
        "Client": id_of("Client", registry.console_id),
    }

    for type_name, there in existing.items():
        for query in (
            "query ($id: ID!) { node(id: $id) { id } }",
            "query ($id: ID!) { nodes(ids: [$id]) { id } }",
        ):
            answers = [
                await registry.ask(nobody, query, {"id": it}, scope=scope)
                for it in (there, id_of(type_name, uuid4()))
            ]

            assert answers[0].body == answers[1].body
            assert [it.status for it in answers] == [200, 200]
            message = "Invalid scopes" if scope == "" else "User doesn't have required role"
            assert answers[0].refusal == ("FORBIDDEN", message)
            assert answers[0].body["data"] in ({"node": None}, {"nodes": [None]})
