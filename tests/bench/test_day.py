"""A day's work: what is sent, by whom, and how the highest rate is found; on a few rows."""

import asyncio
from collections import Counter

import pytest
from graphql import build_schema, parse, validate

from bench import day, load
from bench.contestants import SELFSAME, started
from bench.datasets import open_dataset
from bench.day import documents, people
from bench.day.requests import ACTS, DAY, SHARED, kinds, wires
from bench.day.search import highest
from bench.installing import ROOT
from bench.open_load import Latencies, OpenMeasured

OURS = build_schema((ROOT / "schema.graphql").read_text())
MERCURIUS = build_schema((ROOT / "bench/peers/mercurius/schema.graphql").read_text())
COUNT = 80


def test_there_are_some_400_documents_and_all_are_valid() -> None:
    reading = [*documents.pages(), *documents.nodes()]
    listed = [*reading, *documents.trails(), *documents.searches()]
    listed += [documents.DECLARE, documents.ASSIGN, documents.DECIDE, *documents.ACTS_OF_ACCESS]

    assert len({*listed}) == 403
    for text in listed:
        assert validate(OURS, parse(text)) == []
    for text in [*reading, documents.ASSIGN, documents.DECLARE]:
        assert validate(MERCURIUS, parse(text)) == []


def test_work_comes_in_its_shares() -> None:
    counted = Counter(kinds(DAY, 100_000))

    assert sum(DAY.values()) == sum(ACTS.values()) == 100
    for kind, share in DAY.items():
        assert counted[kind] == pytest.approx(share * 1000, rel=0.1)


async def test_everything_that_a_day_sends_is_answered_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "TRAIL", 500)
    others = people.SUBJECTS + people.REGISTRARS + people.ADMINS
    async with open_dataset(200, 400, 20, others + 60, readers=10, fast=True) as dataset:
        working = await people.gather(dataset, dataset.readers)
        with started(SELFSAME, ROOT, dataset) as server:
            for shares in (DAY, ACTS, SHARED):
                listed = [*shares, *kinds(shares, COUNT)]
                decisions = Counter(listed)["decide"]
                opened = await working.make_ready(dataset.sandbox.owner, decisions)
                sent = list(wires(server.url, working, listed, opened))
                requests = [wire for _, wire in sent]
                url = f"{server.url}/graphql"
                done = await asyncio.to_thread(load.put, url, requests, 2, 300.0, once=True)

                assert [kind for kind, _ in sent] == listed
                assert done.outcomes == {"200": len(listed)}

            with pytest.raises(ValueError, match="times assign for 30 reviewers"):
                list(wires(server.url, working, ["assign"] * 31 + ["decide"], {}))


@pytest.mark.parametrize("limit", [7.0, 150.0, 333.0, 2000.0])
async def test_the_highest_rate_is_found_between_what_is_good_and_what_is_not(
    limit: float,
) -> None:
    tried: list[float] = []

    async def is_good(rate: float) -> bool:
        tried.append(rate)
        return rate <= limit

    found = await highest(is_good, 200.0)

    assert found is not None
    assert limit / 1.06 <= found <= limit
    assert len(tried) < 30


async def test_a_rate_that_fails_once_is_tried_again_and_none_may_be_good() -> None:
    hiccups = iter([False, True])

    async def hiccup(rate: float) -> bool:
        return next(hiccups, False) if rate == 200 else False

    async def never(_: float) -> bool:
        return False

    assert await highest(hiccup, 200.0) == 200.0
    assert await highest(never, 200.0) is None


@pytest.mark.parametrize(
    ("outcomes", "p99", "late", "verdict"),
    [
        ({"200": 10}, 50.0, 0.5, "good"),
        ({"200": 10}, 50.1, 0.5, "p99 above 50 ms"),
        ({"200": 9, "503": 1}, 20.0, 0.5, "refused: {'503': 1}"),
        ({"200": 9, "not sent": 1}, 20.0, 0.5, "refused: {'not sent': 1}"),
        ({"200": 10}, 60.0, 5.1, "the generator was late"),
    ],
)
def test_a_step_is_good_only_where_all_is_answered_in_time(
    outcomes: dict[str, int], p99: float, late: float, verdict: str
) -> None:
    all_of_it, generator = Latencies(10, 1.0, p99, p99), Latencies(10, 0.1, late, late)
    measured = OpenMeasured(outcomes, all_of_it, {}, generator, 0.1, 1.0)

    assert day.Step(10.0, measured, 0).verdict == verdict
