"""How many messages a worker may hold of each webhook: fast, slow and failing ones (F4)."""

from uuid import UUID

import pytest

from rules.messages import ROOM_OF_WEBHOOK
from server.delivery import capacity
from server.delivery.capacity import FAST_SECONDS, PREFETCH, Capacity

HOOK, OTHER = UUID(int=1), UUID(int=2)


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(capacity, "time", clock)
    return clock


def test_f4_what_is_in_flight_is_held() -> None:
    held = Capacity().held([HOOK, OTHER, HOOK])

    assert held == {HOOK: 2, OTHER: 1}


def test_f4_more_is_claimed_ahead_for_a_fast_receiver_until_it_is_slow() -> None:
    webhooks = Capacity()

    webhooks.record(HOOK, has_arrived=True, seconds=FAST_SECONDS / 2)
    fast = webhooks.held([HOOK])[HOOK]
    webhooks.record(HOOK, has_arrived=True, seconds=FAST_SECONDS)
    slow = webhooks.held([HOOK])[HOOK]

    assert (fast, slow) == (1 - PREFETCH, 1)


def test_f4_a_failing_webhook_with_nothing_due_is_full_for_a_moment(clock: Clock) -> None:
    webhooks = Capacity()
    for hook in (HOOK, OTHER):
        webhooks.record(hook, has_arrived=False, seconds=0)

    webhooks.pause_failing(occupied={OTHER})
    paused = webhooks.held([])
    clock.now += capacity.PAUSE_SECONDS
    afterwards = webhooks.held([])

    assert paused == {HOOK: ROOM_OF_WEBHOOK}
    assert afterwards == {}


def test_a_webhook_that_delivers_again_is_not_paused(clock: Clock) -> None:
    webhooks = Capacity()
    webhooks.record(HOOK, has_arrived=False, seconds=0)
    webhooks.record(HOOK, has_arrived=True, seconds=FAST_SECONDS)

    webhooks.pause_failing(occupied=set())

    assert webhooks.held([]) == {}
