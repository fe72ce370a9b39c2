"""NATS JetStream as events go there: one stream in one order, each event in it once (rule Z7)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from rules.frozen import frozen

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.js.api import PubAck, StreamState

STREAM: Final = "SELFSAME"
SUBJECTS: Final = "selfsame.>"
ID: Final = "Nats-Msg-Id"
LAST_SEQUENCE: Final = "Nats-Expected-Last-Sequence"
"""JetStream takes a message only behind the one that it names: nothing overtakes what was lost."""

CONNECT_SECONDS: Final = 3
ANSWER_SECONDS: Final = 5.0
ACKNOWLEDGED_WITHIN_SECONDS: Final = 10.0
MOST_IN_FLIGHT: Final = 256
IDS_AT_ONCE: Final = 500
CLOCKS_APART: Final = timedelta(minutes=1)
"""So far the clocks of PostgreSQL and of NATS may differ."""

Answer = TypeVar("Answer")


class StreamUnusable(ConnectionError):
    """Nothing can be published now; the reason holds no address, which may have a password."""


@frozen
class Event:
    """One event of the outbox, its payload as it stands there."""

    id: str
    aggregate_type: str
    aggregate_id: str
    type: str
    payload: bytes
    correlation_id: str
    traceparent: str | None = None

    @property
    def moment(self) -> datetime:
        """When it was written, which a UUID of version 7 begins with."""
        return moment_of(UUID(self.id))


def moment_of(key: UUID) -> datetime:
    """Return the moment in a UUID of version 7, to the millisecond."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


class Stream:
    """The stream, for one that publishes to it and finds out when another did."""

    def __init__(self, client: "Client", keep: timedelta, closed: asyncio.Event) -> None:
        """Take a connection and what is set when it breaks; a stream is made to keep so long."""
        self._closed = closed
        self._context = client.jetstream(
            timeout=ANSWER_SECONDS, publish_async_max_pending=MOST_IN_FLIGHT
        )
        self._keep = keep
        self._sequence = 0

    async def prepare(self) -> None:
        """Make the stream where it is missing; see where it ends. Raises StreamUnusable."""
        from nats.js.errors import NotFoundError

        try:
            state = await self._state()
        except NotFoundError:
            await _answer(
                self._context.add_stream(
                    name=STREAM, subjects=[SUBJECTS], max_age=self._keep.total_seconds()
                )
            )
            state = await self._state()
        self._sequence = state.last_seq

    async def last_id(self) -> UUID | None:
        """Return the id of the last event; None where there is none. Raises StreamUnusable."""
        state = await self._state()
        if not state.messages:
            return None
        message = await _answer(self._context.get_last_msg(STREAM, SUBJECTS))
        try:
            return UUID((message.headers or {})[ID])
        except (KeyError, ValueError):
            raise StreamUnusable("its last message is no event") from None

    async def ids_since(self, moment: datetime) -> set[str]:
        """Return the ids of all that was published since a moment. Raises StreamUnusable."""
        from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_TIME,
            opt_start_time=moment - CLOCKS_APART,
            ack_policy=AckPolicy.NONE,
            headers_only=True,
            mem_storage=True,
            inactive_threshold=60,
        )
        reading = await _answer(
            self._context.pull_subscribe(SUBJECTS, stream=STREAM, config=config)
        )
        waiting = (await _answer(reading.consumer_info())).num_pending or 0
        ids = set[str]()
        while waiting > 0:
            messages = await _answer(
                reading.fetch(min(waiting, IDS_AT_ONCE), timeout=ANSWER_SECONDS)
            )
            waiting -= len(messages)
            ids.update(it.headers[ID] for it in messages if it.headers and ID in it.headers)
        await _answer(reading.unsubscribe())
        return ids

    async def publish(self, event: Event) -> "asyncio.Future[PubAck]":
        """Send an event behind the last one; the future ends when JetStream has it."""
        headers = {
            ID: event.id,
            LAST_SEQUENCE: str(self._sequence),
            "Selfsame-Aggregate-Type": event.aggregate_type,
            "Selfsame-Correlation-Id": event.correlation_id,
        }
        if event.traceparent is not None:
            headers["traceparent"] = event.traceparent
        subject = f"selfsame.{event.type}.{event.aggregate_id}"
        self._sequence += 1
        return await _answer(
            self._context.publish_async(subject, event.payload, stream=STREAM, headers=headers)
        )

    async def broken(self) -> None:
        """Wait until the connection breaks, and raise StreamUnusable."""
        await self._closed.wait()
        raise StreamUnusable("NATS has ended the connection")

    async def _state(self) -> "StreamState":
        return (await _answer(self._context.stream_info(STREAM))).state


async def acknowledged(published: "asyncio.Future[PubAck]") -> None:
    """Wait until JetStream has an event. Raises StreamUnusable."""
    async with asyncio.timeout(ACKNOWLEDGED_WITHIN_SECONDS):
        await _answer(published)


async def _answer(asked: Awaitable[Answer]) -> Answer:
    from nats.errors import Error
    from nats.js.errors import APIError, NotFoundError

    try:
        return await asked
    except NotFoundError:
        raise
    except APIError as error:
        raise StreamUnusable(error.description or "JetStream refuses") from None
    except (Error, OSError, TimeoutError) as error:
        raise StreamUnusable(f"NATS does not answer ({type(error).__name__})") from None


@asynccontextmanager
async def connected(addresses: str, keep: timedelta) -> AsyncIterator[Stream]:
    """Give the stream at one of these addresses, parted by commas. Raises StreamUnusable.

    A connection that breaks is not made again: what was on its way is known to nobody then.
    """
    import nats

    closed = asyncio.Event()

    async def close() -> None:
        closed.set()

    client = await _answer(
        nats.connect(
            addresses.split(","),
            name="selfsame bridge",
            allow_reconnect=False,
            connect_timeout=CONNECT_SECONDS,
            max_reconnect_attempts=1,
            error_cb=_pass_over,
            closed_cb=close,
        )
    )
    try:
        yield Stream(client, keep, closed)
    finally:
        with suppress(Exception):
            await client.close()


async def _pass_over(_error: Exception) -> None:
    """Log nothing: the library would write addresses and payloads; who waits raises."""
