"""How many declarations of births are taken a second, each with its audit and outbox rows (P4).

The floor verifies no token, checks no access, looks for no duplicates, and does two things for a
request that is sent twice.
"""

from bench.floor import beside_floor
from bench.workloads import P4


async def run(connections: int, rounds: int, seconds: float) -> None:
    """Measure Selfsame, with tokens, keys and duplicates, and the floor in turns."""
    await beside_floor(P4, 1000, 500, connections, rounds, seconds)
