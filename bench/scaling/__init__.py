"""How it scales out: processes, standbys, partitions, the bridge to NATS, engines of detection."""

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

from bench.scaling import bridge, engines, own_reads, partitions, serving, standbys, synchronous

PARTS: dict[str, Callable[..., Awaitable[None]]] = {
    "serving": serving.measure,
    "standbys": standbys.measure,
    "own-reads": own_reads.measure,
    "synchronous": synchronous.measure,
    "partitions": partitions.measure,
    "bridge": bridge.measure,
    "engines": engines.measure,
}


async def run(parts: list[str], **options: Any) -> None:
    """Measure these parts, or all."""
    for name in parts or PARTS:
        began = perf_counter()
        print(f"\n== {name}")
        await PARTS[name](**options)
        print(f"({name} took {perf_counter() - began:.0f} s)", flush=True)
