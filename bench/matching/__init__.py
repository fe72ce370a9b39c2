"""Matches: what one costs among a million persons, what imports pay, and kill -9 of workers."""

from collections.abc import Awaitable, Callable
from typing import Any

from bench.matching import importing, kills, register
from bench.parts import measure_parts

PARTS: dict[str, Callable[..., Awaitable[None]]] = {
    "match": register.measure,
    "import": importing.measure,
    "kills": kills.survive,
}


async def run(parts: list[str], **options: Any) -> None:
    """Measure these parts, or all."""
    await measure_parts(PARTS, parts, **options)
