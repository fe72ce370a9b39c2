"""Queries without a task: they answer as those with one, to the byte, and refuse as they do."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from rules.access import Role
from server.graphql.plain_reads import PlainRead
from server.postgres.pipeline import Pipeline
from server.postgres.pipelined import Rows
from tests.people import MINE, assigned, judge, pairs, reviewers
from tests.serving import Answer, Registry

NODE = "query ($id: ID!) { node(id: $id) { id ... on MergeRequest { status comment } } }"
TWICE = "query ($id: ID!) { a: node(id: $id) { id } b: node(id: $id) { id } }"
RENAMED = """
query Mine($few: Boolean!) {
  found: mergeRequests(first: 2) { nodes { id status @skip(if: $few) } pageInfo { hasNextPage } } }
"""
VIEWER = "{ viewer { user { username } } }"
ASKED = 8


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Count the plain queries, by whether their rows came; every statement counts as quick."""
    counted: Counter[bool] = Counter()
    take = PlainRead.set_result

    def counting(self: PlainRead, rows: Rows | None, /) -> None:
        counted[rows is not None] += 1
        take(self, rows)

    monkeypatch.setattr(PlainRead, "set_result", counting)
    monkeypatch.setattr("server.postgres.pipelines.QUICK_SECONDS", 60.0)
    return counted


async def until_plain(registry: Registry, plain: Counter[bool], *asked: Any, **more: Any) -> Answer:
    """Ask until it is answered plainly, and return that answer."""
    for _ in range(100):
        before = plain[True]
        answer = await registry.ask(*asked, **more)
        if plain[True] > before:
            return answer
    raise AssertionError("it was never plain")


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (NODE, {"id": "request"}),
        (NODE, {"id": "TWVyZ2VSZXF1ZXN0OjAxMjM0NTY3LTg5YWItN2NkZS04ZjAxLTIzNDU2Nzg5YWJjZA=="}),
        (RENAMED, {"few": True}),
        (RENAMED, {"few": False}),
        (MINE, None),
        (VIEWER, None),
    ],
    ids=["a node", "an unknown node", "a page", "a page of more", "all", "oneself"],
)
async def test_a_plain_answer_is_the_usual_one_to_the_byte(
    registry: Registry, plain: Counter[bool], query: str, variables: dict[str, Any] | None
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 3)
    request = await judge(registry, ada, "TRASH")
    await assigned(registry, ada)
    if variables == {"id": "request"}:
        variables = {"id": request}

    usual = await registry.ask(ada, query, variables)
    assert not plain
    answered = await until_plain(registry, plain, ada, query, variables)

    assert answered.status == usual.status == 200
    assert answered.body == usual.body
    named = {"content-type", "content-length", "cache-control", "date", "x-correlation-id"}
    assert answered.headers.keys() == usual.headers.keys() >= named
    assert answered.headers["content-type"] == usual.headers["content-type"]


async def test_what_is_not_plain_is_answered_as_ever(
    registry: Registry, plain: Counter[bool]
) -> None:
    (ada,) = await reviewers(registry, 1)
    await pairs(registry, 1)
    request = await assigned(registry, ada)
    machine = await registry.client("sync")
    await until_plain(registry, plain, ada, NODE, {"id": request})
    so_far = plain[True]

    for _ in range(3):
        twice = await registry.ask(ada, TWICE, {"id": request})
        by_a_machine = await registry.ask(machine, NODE, {"id": request})
        without_scope = await registry.ask(ada, NODE, {"id": request}, scope="person:read")
        without_variable = await registry.ask(ada, NODE, {})
        as_object = await registry.ask(ada, NODE, {"id": {}})
        assert twice.data == {"a": {"id": request}, "b": {"id": request}}
        assert by_a_machine.status == 403 or "errors" in by_a_machine.body
        assert without_scope.refusal[0] == "FORBIDDEN"
        assert (without_variable.status, as_object.status) == (400, 400)

    assert plain[True] == so_far


async def test_a3_a_user_who_was_blocked_is_refused_by_the_next_query(
    registry: Registry, plain: Counter[bool]
) -> None:
    (ada,) = await reviewers(registry, 1)
    await registry.user("admin", Role.ADMIN)
    assert (await until_plain(registry, plain, ada, VIEWER)).status == 200

    async with registry.acting("user.blocked") as owner:
        await owner.execute("update users set is_blocked = true where username = $1", ada)
    refused = await registry.ask(ada, VIEWER)

    assert refused.status == 403


async def test_queries_whose_connection_is_lost_are_answered_all_the_same(
    registry: Registry, plain: Counter[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    (ada,) = await reviewers(registry, 1)
    usual = await until_plain(registry, plain, ada, VIEWER)

    with monkeypatch.context() as lost:
        lost.setattr(Pipeline, "_take", lambda self, _: self.end())
        answers = await asyncio.gather(*(registry.ask(ada, VIEWER) for _ in range(ASKED)))

    assert plain[False] > 0
    assert {it.status for it in answers} == {200}
    assert all(it.body == usual.body for it in answers)
