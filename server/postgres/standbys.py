"""Standbys that queries of users are read from, and how far each of them is (rules Z2 and Z3)."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import asyncpg

from server.postgres.pool import Pool, Unavailable

WAIT_SECONDS: Final = 0.05
"""For so long a query waits for a standby that is behind; then the primary answers."""

PAUSE_SECONDS: Final = 0.005
"""Between two looks at how far a standby is."""

SAMPLES: Final = 5
FEWEST_SECONDS: Final = 0.05
"""How many positions of the primary are noted within the staleness, and how soon at most."""

# The flush position: that of inserts waits for the next flush, 200 ms on an idle server.
POSITION: Final = "select (pg_current_wal_flush_lsn() - '0/0')::int8"
# One that is no standby any more is no place to read from: it may be a primary that was left.
REPLAYED: Final = """
select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::int8 end
"""


async def position_of(connection: Any) -> int:
    """Return how far what is written has come; who reads as far reads all of it."""
    position: int = await connection.fetchval(POSITION)
    return position


@dataclass(slots=True)
class Standby:
    """A standby, and how far it was when it was last asked."""

    pool: Pool
    replayed: int = 0

    async def has_replayed(self, position: int) -> bool:
        """Return whether it is as far; ask it only where that is not known."""
        if self.replayed >= position:
            return True
        try:
            async with self.pool.connection() as connection:
                self.replayed = await connection.fetchval(REPLAYED) or 0
        except (Unavailable, asyncpg.PostgresError):
            self.replayed = 0
        return self.replayed >= position


@dataclass(slots=True)
class Standbys:
    """The standbys, and where the primary was of late.

    Who gives no position may be answered from what is `staleness` seconds old at most: from a
    standby that is as far as the primary was at a moment within these.
    """

    standbys: Sequence[Standby]
    primary: Pool
    staleness: float = 0.0
    _noted: deque[tuple[float, int]] = field(default_factory=deque, init=False)
    _turn: int = field(default=0, init=False)
    _noting: asyncio.Task[None] | None = field(default=None, init=False)

    async def open(self) -> None:
        """Begin to watch the standbys, and the primary where a position of it is wanted."""
        await asyncio.gather(*(it.pool.open() for it in self.standbys))
        if self.standbys and self.staleness:
            self._noting = asyncio.create_task(self._keep_noting())

    async def close(self) -> None:
        """Close all connections."""
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        await asyncio.gather(*(it.pool.close() for it in self.standbys))

    async def choose(self, position: int | None) -> Pool | None:
        """Return a standby that is as far as a client's position; None: the primary answers."""
        needed = self._oldest_position() if position is None else position
        reachable = [it for it in self._in_turn() if not it.pool.is_unreachable]
        if needed is None or not reachable:
            return None
        clock = asyncio.get_running_loop().time
        # Who gave no position waits for nobody.
        until = clock() + (WAIT_SECONDS if position is not None else 0.0)
        while True:
            for standby in reachable:
                if await standby.has_replayed(needed):
                    return standby.pool
            if clock() + PAUSE_SECONDS > until:
                return None
            await asyncio.sleep(PAUSE_SECONDS)

    def _in_turn(self) -> list[Standby]:
        if not self.standbys:
            return []
        self._turn = (self._turn + 1) % len(self.standbys)
        return [*self.standbys[self._turn :], *self.standbys[: self._turn]]

    def _oldest_position(self) -> int | None:
        """Return where the primary was at the oldest moment that is not too long ago."""
        oldest = asyncio.get_running_loop().time() - self.staleness
        while self._noted and self._noted[0][0] < oldest:
            self._noted.popleft()
        return self._noted[0][1] if self._noted else None

    async def _keep_noting(self) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            # Before it is asked: what it answers is of then or later.
            moment = clock()
            try:
                async with self.primary.connection() as connection:
                    self._noted.append((moment, await position_of(connection)))
            except (Unavailable, asyncpg.PostgresError):
                pass  # what was noted is too old soon, and the primary is asked
            await asyncio.sleep(max(self.staleness / SAMPLES, FEWEST_SECONDS))
