"""How many pairs are assigned a second, beside a floor without GraphQL and tokens."""

from bench.floor import beside_floor
from bench.workloads import P3


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens and access on, and the floor in turns."""
    await beside_floor(P3, persons, persons // 2, connections, rounds, seconds)
