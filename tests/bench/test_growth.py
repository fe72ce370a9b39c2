"""The growth curves ask what there is to ask, and are drawn."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from strawberry.types import get_object_definition

from bench import growth, pick
from bench.growth import audit, measuring, persons
from bench.growth.measuring import Caller, Measured
from bench.growth.memory import _document
from resolvers.audit_log import AuditLogFilter
from resolvers.person_queries import PersonFilter
from server.graphql import document_bounds


def fields(filter_type: type) -> set[str]:
    definition = get_object_definition(filter_type, strict=True)
    names = (field.python_name.split("_") for field in definition.fields)
    return {first + "".join(map(str.title, others)) for first, *others in names}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """What a curve asked for, of few rows and without waiting; its pictures go elsewhere."""
    seen: list[dict[str, Any]] = []
    measure = Caller.measure

    async def noted(caller: Caller, queries: Any) -> dict[str, Measured]:
        for wires in queries.values():
            seen.extend(json.loads(wire.partition(b"\r\n\r\n")[2])["variables"] for wire in wires)
        return await measure(caller, queries)

    monkeypatch.setattr(Caller, "measure", noted)
    monkeypatch.setattr(measuring, "FLUSH", 0)
    monkeypatch.setattr(measuring, "MOST", 2)
    monkeypatch.setattr(measuring, "LEAST", 1)
    for curve in (audit, persons):
        monkeypatch.setattr(curve, "SIZES", (500, 1000))
        monkeypatch.setattr(curve, "IMAGES", tmp_path)
    return seen


@pytest.mark.parametrize(
    ("curve", "filter_type", "picture"),
    [
        ("audit", AuditLogFilter, "growth-audit.svg"),
        ("persons", PersonFilter, "growth-persons.svg"),
    ],
)
async def test_a_curve_asks_by_every_filter_that_there_is(
    asked: list[dict[str, Any]], tmp_path: Path, curve: str, filter_type: type, picture: str
) -> None:
    await growth.run([curve], whole=False)

    assert {name for variables in asked for name in variables["filter"]} == fields(filter_type)
    assert (tmp_path / picture).read_text().startswith("<svg")


async def test_the_pick_is_measured_for_those_who_have_seen_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pick, "SEEN", (0, 10, 100))
    monkeypatch.setattr(pick, "SEEN_PICKS", 3)

    async with pick.open_databases([100, 300], [1, 2]) as databases:
        waiting = await databases.waiting([1, 2], blocks=1, picks=4)
        seen = await databases.seen()

    assert {*waiting} == {(100, 1), (100, 2), (300, 1), (300, 2)}
    assert [count for count, _ in seen] == [0, 10, 100]
    assert all(turn.p50 > 0 and turn.rate > 0 for turns in waiting.values() for turn in turns)


def test_documents_of_the_memory_curve_differ_and_keep_within_the_bounds() -> None:
    chance = random.Random(1)
    documents = [_document(number, chance) for number in range(500)]

    assert len({*documents}) == 500
    for document in documents:
        document_bounds.parse_bounded(document)
