"""A table with 25 partitions beside one that has none."""

from bench import partitions

DETACHES = 12


async def measure(*, entries: int, **_: object) -> None:
    """Ask both, and detach half of the partitions beside others who write."""
    await partitions.run(entries, DETACHES)
