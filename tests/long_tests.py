"""Which tests take long, and how they are dealt out: whatever worker begins them last ends last."""

from collections.abc import Iterable
from typing import TypeVar

Test = TypeVar("Test")

LONG = (
    "tests/ui/test_",
    "tests/server/test_cluster.py",
    "tests/server/test_spark_engine.py",
    "tests/bench/test_crashes.py",
    "tests/bench/test_against.py",
    "tests/bench/test_first_use.py",
    "tests/planner/test_equivalence.py",
    "tests/http/test_verification.py",
    "tests/http/test_whole_state_machine.py",
    "tests/http/test_assigning_machine.py",
    "tests/outbound/test_killed_runs.py",
)
"""What the addresses of tests begin with that may take half a minute each."""


def is_long(address: str) -> bool:
    """Return whether the test of this address may take half a minute."""
    return address.startswith(LONG)


def dealt(long: Iterable[Test], others: Iterable[Test], workers: int) -> list[Test]:
    """Put tests in the order in which each worker begins with its share of the long ones.

    The first of `workers` gets the first part of them all, the next an equal part of what is left,
    and so on, as pytest-xdist gives them before one takes over what another has not begun.
    """
    first, rest = list(long), list(others)
    left = len(first) + len(rest)
    order: list[Test] = []
    for worker in range(workers):
        size = left // (workers - worker)
        left -= size
        mine = first[worker::workers][:size]
        order += mine
        order += [rest.pop(0) for _ in range(min(size - len(mine), len(rest)))]
    given = set(map(id, order))
    return order + [test for test in (*first, *rest) if id(test) not in given]
