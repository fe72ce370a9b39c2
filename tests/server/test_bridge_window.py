"""What of the bridge is in flight, and what it confirms (rule Z7)."""

import asyncio
from typing import Any, cast

import pytest

from outbound.jetstream import MOST_IN_FLIGHT, Event, Stream, StreamUnusable
from server.bridge.window import Window

EVENT = Event("0", "person", "1", "person.deactivated", b"{}", "2")


class HeldStream:
    """A stream that acknowledges when the test wants it to."""

    def __init__(self) -> None:
        self.published: list[asyncio.Future[Any]] = []

    async def publish(self, _event: Event) -> asyncio.Future[Any]:
        self.published.append(asyncio.get_running_loop().create_future())
        return self.published[-1]


def window_on(stream: HeldStream) -> Window:
    return Window(cast("Stream", stream))


async def settled(window: Window) -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_z7_256_are_in_flight_at_most_within_a_transaction_too() -> None:
    stream = HeldStream()
    window = window_on(stream)
    settling = asyncio.create_task(window.settle())

    async def transaction() -> None:
        for _ in range(MOST_IN_FLIGHT + 44):
            await window.publish(EVENT)
        window.reach(7)

    publishing = asyncio.create_task(transaction())
    await asyncio.sleep(0)
    while len(stream.published) < MOST_IN_FLIGHT:
        await asyncio.sleep(0)
    await settled(window)
    assert len(stream.published) == MOST_IN_FLIGHT

    stream.published[0].set_result(None)
    await settled(window)
    assert len(stream.published) == MOST_IN_FLIGHT + 1

    publishing.cancel()
    settling.cancel()


async def test_z7_a_position_is_confirmed_when_all_before_it_is_acknowledged() -> None:
    stream = HeldStream()
    window = window_on(stream)
    settling = asyncio.create_task(window.settle())
    await window.publish(EVENT)
    await window.publish(EVENT)
    window.reach(7)
    await window.publish(EVENT)
    window.reach(9)

    stream.published[1].set_result(None)
    stream.published[2].set_result(None)
    await settled(window)
    assert window.position == 0

    stream.published[0].set_result(None)
    await settled(window)
    assert (window.position, window.is_empty, window.published) == (9, True, 3)

    window.reach(11)
    assert window.position == 11
    settling.cancel()


async def test_z7_what_jetstream_refuses_ends_the_session() -> None:
    stream = HeldStream()
    window = window_on(stream)
    settling = asyncio.create_task(window.settle())
    await window.publish(EVENT)
    window.reach(7)

    stream.published[0].set_exception(StreamUnusable("wrong last sequence"))

    with pytest.raises(StreamUnusable):
        await settling
    assert window.position == 0
