"""How things grow: the pick, deep pages, searches, the trail, the start, memory; with pictures."""

from collections.abc import Awaitable, Callable
from time import perf_counter

from bench import (
    growth_audit,
    growth_memory,
    growth_pages,
    growth_persons,
    growth_pick,
    growth_start,
)

CURVES: dict[str, Callable[..., Awaitable[None]]] = {
    "pick": growth_pick.draw,
    "pages": growth_pages.draw,
    "persons": growth_persons.draw,
    "audit": growth_audit.draw,
    "start": growth_start.draw,
    "memory": growth_memory.draw,
}


async def run(curves: list[str], whole: bool) -> None:
    """Measure these curves, or all, and draw each into docs/images."""
    for name in curves or CURVES:
        began = perf_counter()
        print(f"\n== {name}")
        await CURVES[name](whole=whole)
        print(f"({name} took {perf_counter() - began:.0f} s)", flush=True)
