"""Has the workers of a run compile the modules of tests together, before each collects them all."""

import importlib
from contextlib import suppress
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


def share_of(worker: int, workers: int) -> list[str]:
    """Return the names of the modules that one of so many workers imports first."""
    files = sorted(it for it in TESTS.rglob("test_*.py") if "node_modules" not in it.parts)
    names = [".".join(it.relative_to(TESTS.parent).with_suffix("").parts) for it in files]
    return names[worker::workers]


def import_a_share(worker: int, workers: int) -> None:
    """Import a worker's share of the modules, with their assertions rewritten.

    To rewrite and compile them takes longer than all else of a collection. What one worker writes
    into `__pycache__`, the others read, where Python may write there: `make test` has it so.
    """
    for name in share_of(worker, workers):
        # Whatever this is about, the collection says it.
        with suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)
