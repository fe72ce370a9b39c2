"""How many messages a worker holds of each lane, so that one that is slow delays no other."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from rules.messages import ROOM_OF_WEBHOOK

PREFETCH = 56
FAST_SECONDS = 0.25
"""How many more messages are claimed for a receiver that answers this fast, for larger rounds."""

PAUSE_SECONDS = 0.25
"""How long a failing webhook that has nothing due is not asked for, since asking costs."""


class Capacity:
    """Knows which receivers are fast, which fail, and how much of each is held already."""

    def __init__(self) -> None:
        self._slots: dict[UUID, asyncio.Semaphore] = {}
        self._fast: set[UUID] = set()
        self._failing: set[UUID] = set()
        self._paused_until: dict[UUID, float] = {}

    def slot(self, lane: UUID, room: int) -> asyncio.Semaphore:
        """Return what each message of this lane must hold while it is sent."""
        return self._slots.setdefault(lane, asyncio.Semaphore(room))

    def record(self, webhook_id: UUID, *, has_arrived: bool, seconds: float) -> None:
        """Note how a delivery ended and how long it took."""
        _set_member(self._failing, webhook_id, not has_arrived)
        _set_member(self._fast, webhook_id, has_arrived and seconds < FAST_SECONDS)

    def held(self, in_flight: Iterable[UUID]) -> Counter[UUID]:
        """Count the messages held of each lane; a paused webhook counts as full.

        A fast receiver counts as less than none, because more of its messages may be held.
        """
        held = Counter(in_flight)
        self._slots = {key: slot for key, slot in self._slots.items() if key in held}
        held.subtract(dict.fromkeys(self._fast, PREFETCH))
        now = time.monotonic()
        self._paused_until = {key: end for key, end in self._paused_until.items() if end > now}
        held.update(dict.fromkeys(self._paused_until, ROOM_OF_WEBHOOK))
        return held

    def pause_failing(self, occupied: set[UUID]) -> None:
        """Pause the failing webhooks, except those that are occupied with messages."""
        end = time.monotonic() + PAUSE_SECONDS
        self._paused_until.update(dict.fromkeys(self._failing - occupied, end))


def _set_member(members: set[UUID], webhook_id: UUID, is_member: bool) -> None:
    if is_member:
        members.add(webhook_id)
    else:
        members.discard(webhook_id)
