"""Whether an entry of the trail is as old as it claims, by when its transaction ran (rule Y3)."""

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rules.audit_tree import TOLERANCE_SECONDS
from rules.frozen import frozen

TOLERANCE = timedelta(seconds=TOLERANCE_SECONDS)


@frozen
class Seal:
    """What a seal had seen: until `oldest` is known, entries of before the first one are sealed."""

    sealed_at: datetime
    oldest: int | None
    next: int
    cluster: str


@dataclass(slots=True)
class Dating:
    """Knows of the seals so far when transactions began at the earliest, and which had ended."""

    _ended: int | None = None
    """Transactions below had ended, and their entries were sealed."""
    _cluster: str | None = None
    _sealed_at: datetime | None = None
    _begun: deque[tuple[int, datetime]] = field(default_factory=deque)
    """Transactions from a number on began after a moment; as far as entries may still come."""

    def reason_against(
        self, seal: Seal, transaction: int | None, inserted_at: datetime
    ) -> str | None:
        """Return why an entry that this seal took cannot be what it claims, or None."""
        if transaction is None:
            return "it names no transaction" if self._ended is not None else None
        earliest = self._earliest(transaction)
        if self._ended is not None and transaction < self._ended:
            if seal.cluster == self._cluster:
                return "its transaction had ended, and all its entries were sealed"
            # The database moved to another cluster, which counts anew.
            earliest = self._sealed_at
        if earliest is not None and inserted_at < earliest - TOLERANCE:
            return f"its transaction began after {earliest:%Y-%m-%d %H:%M:%S}"
        return None

    def add(self, seal: Seal) -> None:
        """Go on to the entries after a seal."""
        if seal.oldest is not None:
            if self._cluster not in (None, seal.cluster):
                self._begun.clear()
            self._ended, self._cluster, self._sealed_at = seal.oldest, seal.cluster, seal.sealed_at
        if self._cluster in (None, seal.cluster):
            self._begun.append((seal.next, seal.sealed_at))
        while len(self._begun) > 1 and self._begun[1][0] <= (self._ended or 0):
            self._begun.popleft()

    def _earliest(self, transaction: int) -> datetime | None:
        """Return the latest moment before which a transaction had not begun."""
        found = bisect_right(self._begun, transaction, key=lambda it: it[0])
        return self._begun[found - 1][1] if found else None
