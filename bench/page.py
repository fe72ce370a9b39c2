"""How many pages of fifty requests, with both persons of each, are answered a second."""

from bench.floor import beside_floor
from bench.workloads import P1


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens and access on, and the floor in turns."""
    await beside_floor(P1, persons, persons // 2, connections, rounds, seconds)
