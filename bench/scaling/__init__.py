"""How it scales out: processes, standbys, partitions, the bridge to NATS, engines of detection."""

from collections.abc import Awaitable, Callable
from typing import Any

from bench.parts import measure_parts
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
    await measure_parts(PARTS, parts, **options)
