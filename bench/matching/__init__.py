"""Matches: what one costs among a million persons, what imports pay, and kill -9 of workers."""

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from bench.matching import importing, kills, register

PARTS: dict[str, Callable[..., Awaitable[None]]] = {
    "match": register.measure,
    "import": importing.measure,
    "kills": kills.survive,
}


async def run(parts: list[str], **options: Any) -> None:
    """Measure these parts, or all."""
    for name in parts or PARTS:
        began = perf_counter()
        print(f"\n== {name}")
        await PARTS[name](**options)
        print(f"({name} took {perf_counter() - began:.0f} s)", flush=True)
