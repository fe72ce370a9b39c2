"""The tests that take long begin first, on every worker, and none is lost or run twice."""

from pathlib import Path

import pytest

from tests.long_tests import LONG, dealt

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("workers", [2, 3, 4, 7])
@pytest.mark.parametrize("long", [0, 1, 5, 20])
@pytest.mark.parametrize("others", [0, 2, 33])
def test_every_test_is_dealt_once_and_the_long_ones_first(
    workers: int, long: int, others: int
) -> None:
    first, rest = [f"long {it}" for it in range(long)], [f"{it}" for it in range(others)]

    order = dealt(first, rest, workers)

    assert sorted(order) == sorted([*first, *rest])
    assert [it for it in order if it in rest] == rest
    for part in _parts(order, workers):
        kinds = [it in first for it in part]
        assert kinds == sorted(kinds, reverse=True)


def test_workers_get_equal_shares_of_the_long_ones() -> None:
    order = dealt([f"long {it}" for it in range(8)], [f"{it}" for it in range(40)], 4)

    shares = [sum(it.startswith("long") for it in part) for part in _parts(order, 4)]

    assert shares == [2, 2, 2, 2]


@pytest.mark.parametrize("beginning", LONG)
def test_what_is_said_to_be_long_is_there(beginning: str) -> None:
    assert list(ROOT.glob(f"{beginning}*"))


def _parts(order: list[str], workers: int) -> list[list[str]]:
    """Part tests as pytest-xdist's worksteal does at first."""
    left, parts = list(order), []
    for worker in range(workers):
        size = len(left) // (workers - worker)
        parts.append(left[:size])
        left = left[size:]
    return parts
