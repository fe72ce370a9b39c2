"""Anything that has an id can be asked for again by it, by those who may read its type."""

from uuid import uuid4

from rules.access import Role
from tests.people import assigned, id_of, pair, reviewers
from tests.serving import Registry

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
NODES = """
query ($ids: [ID!]!) {
  nodes(ids: $ids) { __typename id ... on Person { firstName } ... on MergeRequest { status } }
}
"""


async def test_every_type_with_an_id_is_reached_by_who_may_read_it(registry: Registry) -> None:
    root = await registry.user("root", *Role)
    of = await pair(registry)
    request = await assigned(registry, root)
    entry = await registry.owner.fetchval("select id from audit_log limit 1")
    ids = {
        "Person": id_of("Person", of.person),
        "MergeRequest": request,
        "ManualMergeCandidate": id_of("ManualMergeCandidate", of.candidate),
        "MergeCandidate": id_of("MergeCandidate", of.merge_candidate),
        "AuditEntry": id_of("AuditEntry", entry),
        "User": id_of("User", registry.users[root]),
        "Client": id_of("Client", registry.console_id),
    }

    one_by_one = {
        name: (await registry.ask(root, NODE, {"id": it})).data["node"] for name, it in ids.items()
    }
    together = (await registry.ask(root, NODES, {"ids": list(ids.values())})).data["nodes"]

    assert one_by_one == {name: {"__typename": name, "id": it} for name, it in ids.items()}
    assert [(it["__typename"], it["id"]) for it in together] == list(ids.items())


async def test_b6_a_pair_is_reached_by_reviewers_who_were_given_it(registry: Registry) -> None:
    ada, eve = await reviewers(registry, 2)
    of = await pair(registry)
    await assigned(registry, ada)
    ids = [
        id_of("ManualMergeCandidate", of.candidate),
        id_of("MergeCandidate", of.merge_candidate),
    ]

    by_ada = (await registry.ask(ada, NODES, {"ids": ids})).data["nodes"]
    by_eve = (await registry.ask(eve, NODES, {"ids": ids})).data["nodes"]

    assert [it["id"] for it in by_ada] == ids
    assert by_eve == [None, None]


async def test_a2_nodes_keep_their_places_and_each_says_why_it_is_missing(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry)
    request = await assigned(registry, ada)
    closed = id_of("Person", of.person)
    ids = [closed, request, "no id", id_of("MergeRequest", uuid4()), request, closed]

    answer = await registry.ask(ada, NODES, {"ids": ids})

    expected = {"__typename": "MergeRequest", "id": request, "status": "NEW"}
    assert answer.status == 200
    assert answer.body["data"]["nodes"] == [None, expected, None, None, expected, None]
    assert [(it["path"], it["extensions"]["code"]) for it in answer.errors] == [
        (["nodes", 0], "FORBIDDEN"),
        (["nodes", 5], "FORBIDDEN"),
    ]


async def test_a2_people_under_a_merge_request_need_no_scope_of_their_own(
    registry: Registry,
) -> None:
    (ada,) = await reviewers(registry, 1)
    of = await pair(registry)
    await assigned(registry, ada)
    query = """
    { mergeRequests { nodes { manualMergeCandidate { mergeCandidate {
        person { id firstName } masterPerson { id } comparison { field agreement }
    } } } } }
    """

    answer = await registry.ask(ada, query, scope="merge_request:read")

    (request,) = answer.data["mergeRequests"]["nodes"]
    both = request["manualMergeCandidate"]["mergeCandidate"]
    assert both["person"] == {"id": id_of("Person", of.person), "firstName": "Ada"}
    assert both["masterPerson"] == {"id": id_of("Person", of.master)}
    agreement = {it["field"]: it["agreement"] for it in both["comparison"]}
    assert (agreement["firstName"], agreement["lastName"]) == ("DIFFERENT", "EXACT")
