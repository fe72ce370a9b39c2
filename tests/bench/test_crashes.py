"""The crash campaign in its small form, and that it would see what it looks for."""

import pytest

from bench import crashes
from bench.crashes.verdict import missing

ACTS = ["birth.declared", "birth.registered", "birth.issued"]


async def test_f5_what_was_acknowledged_survives_kills_of_every_process_once() -> None:
    verdict = await crashes.survive(200, 4, persons=300)

    assert verdict.is_good, str(verdict)
    assert verdict.figures["kill -9"] == "server 1, deliveries 1, PostgreSQL 1, a backend 1"
    assert verdict.figures["acts on records"] == verdict.figures["their audit rows"]
    assert verdict.figures["their audit rows"] == verdict.figures["their events"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": ACTS}, []),
        ({}, ["birth.declared of a", "birth.registered of a", "birth.issued of a"]),
        ({"a": ACTS[:2]}, ["birth.issued of a"]),
        ({"a": [ACTS[0], ACTS[2], ACTS[1]]}, ["the order of a"]),
    ],
)
def test_an_act_that_is_not_there_or_not_in_its_place_is_missing(
    found: dict[str, list[str]], expected: list[str]
) -> None:
    assert missing({"a": ACTS}, found) == expected


def test_an_act_that_is_there_twice_is_missing_where_it_was_once() -> None:
    doubled = {"a": [ACTS[0], *ACTS]}

    assert missing(doubled, {"a": ACTS}) == ["birth.declared of a"]
