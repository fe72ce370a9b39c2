"""How many single merge requests are read a second, beside a floor without GraphQL and tokens."""

from bench.floor import beside_floor
from bench.workloads import P2


async def run(persons: int, connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens and access on, and the floor in turns."""
    await beside_floor(P2, persons, persons // 2, connections, rounds, seconds)
