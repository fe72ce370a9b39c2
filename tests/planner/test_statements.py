"""A root field is one statement, access included, and few plans are kept of each."""

import pytest

from resolvers import ids
from server.graphql import documents, operations
from tests.planner.sample import Sample

PAGE = """{
    mergeRequests(first: 50) {
        canAssignNew pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id status manualMergeCandidate { mergeCandidate {
            comparison { field agreement }
            person { documents { number } masterPerson { phones { number } } }
        } } } }
    }
}"""


@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ("{ viewer { user { roles { role client { name } } } roles scopes client { id } } }", 1),
        (PAGE, 1),
        ('{ persons(filter: {name: "an"}) { nodes { firstName } pageInfo { hasNextPage } } }', 1),
        # One more writes down that the trail was read.
        ("{ auditLog(last: 3) { nodes { changeset actor { username } } } }", 1 + 1),
        ('{ mergeRequests { nodes { id } } mergeRequest(id: "x") { id } }', 1),
        # Two fields of different roles: both are asked for before either is answered.
        ("{ mergeRequests { nodes { id } } auditLog { nodes { id } } }", 2 + 2 + 1),
        ("{ a: mergeRequests { nodes { id } } b: mergeRequests(last: 1) { nodes { id } } }", 2),
        ("{ __typename viewer { scopes } __schema { queryType { name } } }", 1),
        ("{ __typename }", 1),
    ],
)
async def test_a_query_is_one_statement_for_each_root_field(
    sample: Sample, query: str, statements: int
) -> None:
    before = sample.resources.pool.statements

    answer = await sample.ask("everybody", query)

    assert "errors" not in answer
    assert sample.resources.pool.statements - before == statements


async def test_nodes_is_one_statement_for_each_type_that_is_named(sample: Sample) -> None:
    rows = await sample.rows()
    named = [
        ids.identify(type_name)(str(row["id"]))
        for type_name, table in (("Person", "persons"), ("User", "users"), ("Client", "clients"))
        for row in rows[table][:2]
    ]
    before = sample.resources.pool.statements

    answer = await sample.ask(
        "everybody", "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": named}
    )

    assert [it["id"] for it in answer["data"]["nodes"]] == named
    assert sample.resources.pool.statements - before == 3


async def test_one_field_of_one_document_keeps_few_statements(own_sample: Sample) -> None:
    query = """query ($filter: AuditLogFilter, $after: String) {
        auditLog(first: 1, filter: $filter, after: $after) { nodes { id } pageInfo { endCursor } }
    }"""
    first = await own_sample.ask("everybody", query)
    after = first["data"]["auditLog"]["pageInfo"]["endCursor"]
    values = {
        "action": "x",
        "resource": "x",
        "actorId": "00000000-0000-0000-0000-000000000000",
        "clientId": "00000000-0000-0000-0000-000000000000",
        "resourceId": "00000000-0000-0000-0000-000000000000",
        "insertedFrom": "2020-01-01T00:00:00Z",
    }

    for bits in range(2 ** len(values)):
        asked = {name: it for at, (name, it) in enumerate(values.items()) if bits >> at & 1}
        await own_sample.ask("everybody", query, {"filter": asked, "after": after})

    operation = own_sample.resources.documents.read(query).operation(None)
    (prepared,) = operation.prepared.values()
    assert 1 <= len(prepared.fields[0].plans) <= operations.MAX_PLANS


async def test_one_operation_is_remembered_with_few_settings_of_its_booleans(
    own_sample: Sample,
) -> None:
    names = [f"b{number}" for number in range(7)]
    declared = ", ".join(f"${name}: Boolean!" for name in names)
    asked = " ".join(f"a{name}: scopes @skip(if: ${name})" for name in names)
    query = f"query ({declared}) {{ viewer {{ scopes {asked} }} }}"

    for bits in range(100):
        given = {name: bool(bits >> at & 1) for at, name in enumerate(names)}
        answer = await own_sample.ask("everybody", query, given)
        selected = [f"a{name}" for name in names if not given[name]]
        assert list(answer["data"]["viewer"]) == ["scopes", *selected]

    operation = own_sample.resources.documents.read(query).operation(None)
    assert 1 <= len(operation.prepared) <= operations.MAX_PREPARED


async def test_a_thousand_documents_are_remembered(
    own_sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_KEPT", 3)
    known = own_sample.resources.documents

    for number in range(9):
        known.read(f"{{ a{number}: __typename }}")

    assert len(known._kept) == 3


async def test_introspection_takes_the_variables_of_each_request(sample: Sample) -> None:
    query = """query ($name: String!, $by: MergeRequestOrderBy) {
        __type(name: $name) { name }
        mergeRequests(first: 0, orderBy: $by) { __typename }
    }"""

    answers = [
        await sample.ask("everybody", query, {"name": name, "by": "STATUS_ASC"})
        for name in ("Person", "User", "Nobody")
    ]

    assert [it["data"]["__type"] for it in answers] == [{"name": "Person"}, {"name": "User"}, None]
