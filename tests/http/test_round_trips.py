"""How often an operation asks PostgreSQL: each statement is a round trip, and most of its time."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from tests.events import ACT, DECLARE, MADE, birth, office
from tests.people import UPDATE, pairs, reviewers
from tests.serving import Registry

SENT = re.compile(r'^selfsame_round_trips_total\{field="(\w+)"\} ([0-9.]+)', re.MULTILINE)
USED = re.compile(r'^selfsame_connection_uses_total\{field="(\w+)"\} ([0-9.]+)', re.MULTILINE)

NODE = "query ($id: ID!) { node(id: $id) { ... on MergeRequest { id status } } }"
PAGE = "{ mergeRequests(first: 50) { nodes { id status manualMergeCandidate { id } } } }"
ASSIGN = "mutation { assignMergeCandidate { mergeRequest { id status insertedAt } } }"
ASSIGN_WITH_PAIR = """
mutation { assignMergeCandidate { mergeRequest { id manualMergeCandidate { id status } } } }
"""
DECLARE_ALONE = {
    kind: f"mutation ($input: Declare{kind}Input!) {{ declare{kind}(input: $input)"
    " { vitalEvent { id databaseId status trackingId insertedAt updatedAt } } }"
    for kind in MADE
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who may ask for what, of a registry with pairs and an office."""

    registry: Registry
    reviewer: str
    registrar: str
    portal: UUID

    async def ask(self, who: str | UUID, document: str, **given: Any) -> Any:
        """Ask for something that is granted."""
        answer = await self.registry.ask(who, document, given or None)
        assert answer.errors == []
        return answer.data

    async def assigned(self) -> str:
        """Have a pair assigned, and return the id of the request."""
        data = await self.ask(self.reviewer, ASSIGN)
        request: str = data["assignMergeCandidate"]["mergeRequest"]["id"]
        return request

    async def declared(self, **given: Any) -> str:
        """Declare a birth, and return the id of the record."""
        data = await self.ask(self.portal, DECLARE_ALONE["Birth"], input=birth(**given))
        record: str = data["declareBirth"]["vitalEvent"]["id"]
        return record


async def _node(scene: Scene) -> None:
    await scene.ask(scene.reviewer, NODE, id=await scene.assigned())


async def _page(scene: Scene) -> None:
    await scene.ask(scene.reviewer, PAGE)


async def _assign(scene: Scene) -> None:
    await scene.assigned()


async def _assign_with_pair(scene: Scene) -> None:
    await scene.ask(scene.reviewer, ASSIGN_WITH_PAIR)


async def _assign_refused(scene: Scene) -> None:
    await scene.assigned()
    answer = await scene.registry.ask(scene.reviewer, ASSIGN)
    assert answer.refusal[0] == "CONFLICT"


async def _decide(scene: Scene) -> None:
    given = {"id": await scene.assigned(), "status": "POSTPONE"}
    await scene.ask(scene.reviewer, UPDATE, input=given)


def _declare(kind: str) -> Callable[[Scene], Awaitable[None]]:
    async def declare(scene: Scene) -> None:
        await scene.ask(scene.portal, DECLARE_ALONE[kind], input=MADE[kind]())

    return declare


async def _declare_and_read(scene: Scene) -> None:
    await scene.ask(scene.registrar, DECLARE["Birth"], input=birth())


async def _declare_twice(scene: Scene) -> None:
    given = birth()
    for _ in range(2):
        await scene.ask(scene.portal, DECLARE_ALONE["Birth"], input=given)


async def _declare_similar(scene: Scene) -> None:
    given = birth()
    for key in ("one", "other"):
        await scene.ask(scene.portal, DECLARE_ALONE["Birth"], input=given | {"idempotencyKey": key})


async def _register(scene: Scene) -> None:
    await scene.ask(scene.registrar, ACT["register"], input={"id": await scene.declared()})


ROUND_TRIPS: dict[str, tuple[Callable[[Scene], Awaitable[None]], dict[str, int]]] = {
    "a page of merge requests": (_page, {"mergeRequests": 1}),
    "one merge request": (_node, {"assignMergeCandidate": 1, "node": 1}),
    "an assignment": (_assign, {"assignMergeCandidate": 1}),
    # Its answer is read after it.
    "an assignment with its pair": (_assign_with_pair, {"assignMergeCandidate": 2}),
    "two assignments, the second refused": (_assign_refused, {"assignMergeCandidate": 2}),
    # Begun, found, candidate and request locked, written, given back, read and committed.
    "a decision": (_decide, {"assignMergeCandidate": 1, "updateMergeRequest": 8}),
    "a birth": (_declare("Birth"), {"declareBirth": 1}),
    "a death": (_declare("Death"), {"declareDeath": 1}),
    "a marriage": (_declare("Marriage"), {"declareMarriage": 1}),
    "a birth, and all of the record": (_declare_and_read, {"declareBirth": 2}),
    # Tried; then begun, its key looked up, read and committed.
    "a birth declared again by its key": (_declare_twice, {"declareBirth": 1 + 5}),
    # Tried; then begun, its key claimed, searched, added, noted, read and committed.
    "a birth that is similar to another": (_declare_similar, {"declareBirth": 1 + 8}),
    # Begun and locked; deaths and marriages wait, what is on record of the child is read, the child
    # becomes a person and the record gets its number; read and committed.
    "a birth that is registered": (_register, {"declareBirth": 1, "registerVitalEvent": 8}),
}
"""What is done, and the round trips by root field: more of them is slower, whatever else is."""


async def counted(registry: Registry, pattern: re.Pattern[str]) -> dict[str, float]:
    """Read what the server has counted of each root field."""
    metrics = await registry.http.get(f"{registry.url}/metrics")
    return {field: float(number) for field, number in pattern.findall(metrics.text)}


@pytest.mark.parametrize("what", ROUND_TRIPS)
async def test_no_operation_asks_more_often_than_written_here(
    registry: Registry, what: str
) -> None:
    (reviewer,) = await reviewers(registry, 1)
    await pairs(registry, 2)
    scene = Scene(registry, reviewer, *await office(registry))
    before = await counted(registry, SENT)
    do, expected = ROUND_TRIPS[what]

    await do(scene)

    after = await counted(registry, SENT)
    sent = {field: after[field] - before.get(field, 0) for field in after}
    assert {field: number for field, number in sent.items() if number} == expected


async def test_round_trips_are_shown_with_how_often_a_field_was_asked(registry: Registry) -> None:
    (reviewer,) = await reviewers(registry, 1)
    before = await counted(registry, USED)

    for _ in range(3):
        assert (await registry.ask(reviewer, PAGE)).data["mergeRequests"]

    after = await counted(registry, USED)
    assert after["mergeRequests"] - before.get("mergeRequests", 0) == 3
