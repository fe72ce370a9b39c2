"""Runs the named parts of a benchmark, one after the other."""

from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any

Parts = Mapping[str, Callable[..., Awaitable[None]]]


async def measure_parts(known: Parts, asked: list[str], **options: Any) -> None:
    """Measure the parts that are asked for, or all, and say how long each took."""
    for name in asked or known:
        began = perf_counter()
        print(f"\n== {name}")
        await known[name](**options)
        print(f"({name} took {perf_counter() - began:.0f} s)", flush=True)
