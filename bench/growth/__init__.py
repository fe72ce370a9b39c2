"""How things grow: the pick, deep pages, searches, the trail, the start, memory; with pictures."""

from collections.abc import Awaitable, Callable
from time import perf_counter

from bench.growth import audit, memory, pages, persons, pick, start

CURVES: dict[str, Callable[..., Awaitable[None]]] = {
    "pick": pick.draw,
    "pages": pages.draw,
    "persons": persons.draw,
    "audit": audit.draw,
    "start": start.draw,
    "memory": memory.draw,
}


async def run(curves: list[str], whole: bool) -> None:
    """Measure these curves, or all, and draw each into docs/images."""
    for name in curves or CURVES:
        began = perf_counter()
        print(f"\n== {name}")
        await CURVES[name](whole=whole)
        print(f"({name} took {perf_counter() - began:.0f} s)", flush=True)
