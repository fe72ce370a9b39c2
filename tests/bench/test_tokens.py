"""Few tokens and many, on the same work; on a few rows and for moments only."""

import json

import pytest

from bench import tokens
from bench.contestants import SELFSAME, Round, started
from bench.datasets import open_dataset
from bench.installing import ROOT
from bench.tokens import FEW, SENT, requests_of


def took(rate: float) -> Round:
    return Round(100, rate, 2.0, 5.0, 0.1, 0.1, 0.01, 100.0)


async def test_as_many_rows_are_read_by_few_tokens_as_by_many() -> None:
    async with open_dataset(100, 60, 0, FEW, readers=30, fast=True) as dataset:
        with started(SELFSAME, ROOT, dataset) as server:
            requests = await requests_of(server, dataset)
            answers = [await tokens.first_answers(server, wires, 40) for wires in requests.values()]
        owned = await dataset.sandbox.owner.fetch(
            "select count(*) from merge_requests group by assignee_id = any ($1)", dataset.reviewers
        )

    few, at_random, in_turn = (
        [wire.partition(b"Bearer ")[2].split()[0] for wire in wires] for wires in requests.values()
    )
    assert [len({*each}) for each in (few, in_turn)] == [FEW, 30]
    assert len(few) == len(at_random) == len(in_turn) == 30 * SENT
    assert in_turn[:30] == in_turn[30:60]
    assert [row["count"] for row in owned] == [30, 30]
    for bodies in answers:
        assert all(json.loads(body)["data"]["node"] for body in bodies)


def test_the_ratio_is_that_of_rounds_that_followed_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tokens.show(
        {
            "16 tokens": [took(1000), took(2000), took(4000)],
            "at random": [took(950), took(1800), took(3640)],
            "in turn": [took(500), took(1000), took(2000)],
        }
    )

    _, few, at_random, in_turn = capsys.readouterr().out.splitlines()
    assert few.split()[-1] == "1.00"
    assert at_random.split()[-2:] == ["0.91", "met"]
    assert in_turn.split()[-2:] == ["0.50", "missed"]
