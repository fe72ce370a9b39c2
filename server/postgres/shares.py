"""Keeps what waits long for one thing from holding all connections of a pool.

A table that somebody locked by hand holds up every request that needs it. So a purpose, which is
the name of a root field, gets no further connection while a share of the pool works for it and
makes no progress; and while half of the pool makes none, a few spare connections are opened for
purposes that hold hardly any. As it knows what connections are used for, it counts round trips too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

from server.postgres.counting import CountingConnection

SLOW_SECONDS = 0.25
"""After so long a connection counts as one that makes no progress."""
SHARE = 4
"""One in so many connections of a pool may work slowly for one purpose."""
MOST_WITH_A_SPARE = 2
"""A purpose that holds fewer connections than this may get a spare one."""


@dataclass(slots=True)
class Shares:
    """Which connections of a pool of `limit` are in use, for which purpose, since when.

    Of those that were used for a purpose it counts how often, and the round trips.
    """

    limit: int
    acquired: dict[CountingConnection, tuple[str | None, float, int]] = field(default_factory=dict)
    """By connection its purpose, since when it is in use, and its statements until then."""
    uses: Counter[str] = field(default_factory=Counter)
    round_trips: Counter[str] = field(default_factory=Counter)
    _held: dict[str | None, int] = field(default_factory=lambda: defaultdict(int))
    _looks: dict[CountingConnection, tuple[int, float]] = field(default_factory=dict)
    """How many statements a connection had sent at an earlier look, and when that was."""

    @property
    def spare(self) -> int:
        """How many connections there may be in addition to `limit`."""
        return self.limit // 2

    def take(self, connection: CountingConnection, purpose: str | None) -> None:
        """Note that a connection is in use."""
        self.acquired[connection] = (purpose, monotonic(), connection.statements)
        self._held[purpose] += 1

    def give_back(self, connection: CountingConnection) -> None:
        """Note that a connection is in use no longer."""
        connection.longest = None
        known = self.acquired.pop(connection, None)
        if known is None:
            return
        purpose, _, statements_before = known
        if purpose:
            self.uses[purpose] += 1
            self.round_trips[purpose] += connection.statements - statements_before
        self._held[purpose] -= 1
        if not self._held[purpose]:
            del self._held[purpose]

    def may_take(
        self, purpose: str | None, at_once: int | None = None, *, spare: bool = False
    ) -> bool:
        """Return whether a purpose may get another connection, or a spare one.

        Without a purpose it always may: so work the commands, the worker and who looks at health.
        With `at_once` it waits while so many work for it that are not slow.
        """
        if purpose is None:
            return True
        held = self._held.get(purpose, 0)
        if spare:
            return held < MOST_WITH_A_SPARE
        share = max(1, self.limit // SHARE)
        if held < min(share, at_once or share):
            return True
        slow = self._slow(purpose)
        return slow < share and (at_once is None or held - slow < at_once)

    def needs_spare(self) -> bool:
        """Return whether half of the pool's connections make no progress."""
        return 2 * sum(1 for _ in self._slow_purposes()) >= self.limit

    def hung(self, seconds: float) -> list[CountingConnection]:
        """Return the connections in use that have sent nothing for so long, by looks like this.

        Those whose user lets statements last longer are left alone as long as that.
        """
        now = monotonic()
        looks = {it: (it.statements, now) for it in self.acquired}
        self._looks = {
            it: before if (before := self._looks.get(it, look))[0] == look[0] else look
            for it, look in looks.items()
        }
        return [
            it for it, (_, since) in self._looks.items() if now - since > (it.longest or seconds)
        ]

    def _slow(self, purpose: str) -> int:
        return sum(name == purpose for name in self._slow_purposes())

    def _slow_purposes(self) -> Iterator[str | None]:
        # They are in the order in which they were taken, so the slow ones come first.
        since = monotonic() - SLOW_SECONDS
        for purpose, began, _ in self.acquired.values():
            if began > since:
                return
            yield purpose
