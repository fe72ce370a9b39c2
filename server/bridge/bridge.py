"""Carries the outbox to JetStream: all of it, in order, each event once (rule Z7).

What is in the stream is known by ids, and not by positions: PostgreSQL sends a slot's last
events again after a crash, and positions mean something else after a promotion.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from outbound import jetstream
from outbound.jetstream import Event, Stream, StreamUnusable, moment_of
from rules.frozen import frozen
from server.bridge import slots
from server.bridge.decoding import Decoding, DecodingEnded, Reached
from server.bridge.pgoutput import Begun, Committed, Inserted, Row
from server.bridge.traced import traced
from server.bridge.window import Window
from server.postgres import primary

CONFIRM_SECONDS: Final = 1.0
WAITS: Final = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds until the next attempt, the last one again and again."""
FINISH_SECONDS: Final = 5.0

LONGEST_TRANSACTION: Final = timedelta(hours=1)
"""Events have the id of when they were written, and come when their transaction commits."""

FIRST: Final = UUID(int=0)

UNUSABLE = (
    StreamUnusable,
    DecodingEnded,
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


@frozen
class Place:
    """From where to where a bridge leads."""

    owner_url: Callable[[], str]
    streams: str
    slot: str
    keep: timedelta


class Bridge:
    """A bridge from one database to one stream, which is built again whenever it breaks."""

    def __init__(self, place: Place, note: Callable[[str, float], None]) -> None:
        """Take both ends; `note` takes figures by their names."""
        self._place = place
        self._count = note
        self._failures = 0
        self.is_open = asyncio.Event()

    async def run(self, stopped: asyncio.Event) -> None:
        """Carry events until told to stop, whatever breaks in the meantime."""
        carrying = asyncio.create_task(self._sessions(stopped))
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({carrying, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * FINISH_SECONDS):
                await carrying

    async def _sessions(self, stopped: asyncio.Event) -> None:
        while not stopped.is_set():
            try:
                await self._session(stopped)
            except* UNUSABLE as group:
                self._complain(_first(group))
            self._count("up", 0)
            with suppress(TimeoutError):
                async with asyncio.timeout(WAITS[min(self._failures, len(WAITS)) - 1]):
                    await stopped.wait()

    async def _session(self, stopped: asyncio.Event) -> None:
        """Carry events until something breaks. Raises what is in UNUSABLE, as a group."""
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            place = self._place
            stream = await stack.enter_async_context(jetstream.connected(place.streams, place.keep))
            await stream.prepare()
            address = await primary.find(place.owner_url())
            owner = await asyncpg.connect(address, timeout=primary.HOST_SECONDS * 10)
            stack.push_async_callback(owner.close, timeout=1)
            decoding = await Decoding.connect(address)
            stack.push_async_callback(decoding.close)
            window = Window(await stack.enter_async_context(traced(stream, address)))
            background = [tasks.create_task(window.settle()), tasks.create_task(stream.broken())]
            await self._prepare_slot(owner, decoding, stream, window)
            await decoding.start(place.slot, slots.PUBLICATION)
            background.append(tasks.create_task(self._confirm(decoding, window)))
            carrying = tasks.create_task(self._carry(decoding, stream, window))
            self._open()
            await stopped.wait()
            carrying.cancel()
            async with asyncio.timeout(FINISH_SECONDS):
                await window.drained()
            decoding.confirm(window.position)
            for task in background:
                task.cancel()

    def _open(self) -> None:
        if self._failures:
            structlog.get_logger().info("bridge.resumed")
        self._failures = 0
        self._count("up", 1)
        self.is_open.set()

    def _complain(self, error: BaseException) -> None:
        """Log the first of several failures; the messages name neither rows nor addresses."""
        self._failures += 1
        self._count("failures", 1)
        if self._failures == 1:
            structlog.get_logger().error("bridge.broken", reason=_reason(error))

    async def _prepare_slot(
        self, owner: asyncpg.Connection, decoding: Decoding, stream: Stream, window: Window
    ) -> None:
        """See that there is a slot, and that everything before it is in the stream."""
        await slots.publish(owner)
        name = self._place.slot
        found = await slots.look(owner, name)
        if found is not None and found.is_lost:
            await slots.drop(owner, name)
            found = None
        if found is None:
            await self._fill(owner, decoding, stream, window)
        if found is None or not found.is_on_standbys:
            await decoding.command(f"ALTER_REPLICATION_SLOT {name} (FAILOVER true)")

    async def _fill(
        self, owner: asyncpg.Connection, decoding: Decoding, stream: Stream, window: Window
    ) -> None:
        """Read the outbox itself, as it is where a new slot begins, and then keep that slot.

        Whoever is killed meanwhile leaves no slot, and begins again.
        """
        temporary = f"{self._place.slot}_filling"
        made = await decoding.command(
            f"CREATE_REPLICATION_SLOT {temporary} TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')"
        )
        snapshot = (made[2] or b"").decode()
        last = await stream.last_id()
        after, known = FIRST, set[str]()
        if last is not None:
            since = moment_of(last) - LONGEST_TRANSACTION
            after = UUID(int=int(since.timestamp() * 1000) << 80)
            known = await stream.ids_since(since)
            structlog.get_logger().error("bridge.slot_is_gone", read_again_from=str(last))
        async for row in slots.events_of(owner, snapshot, after):
            event = _event(row)
            if event.id not in known:
                await window.publish(event)
        await window.drained()
        await slots.keep(owner, temporary, self._place.slot)
        # It would hold what is written as long as this connection lasts.
        await decoding.command(f"DROP_REPLICATION_SLOT {temporary}")

    async def _carry(self, decoding: Decoding, stream: Stream, window: Window) -> None:
        known: set[str] | None = None
        is_within = False
        while True:
            received = await decoding.receive()
            match received:
                case Begun():
                    is_within = True
                case Inserted(row):
                    event = _event(row)
                    if known is None:
                        known = await stream.ids_since(event.moment)
                    if event.id not in known:
                        await window.publish(event)
                case Committed(end):
                    is_within = False
                    window.reach(end)
                case Reached(position) if not is_within:
                    window.reach(position)

    async def _confirm(self, decoding: Decoding, window: Window) -> None:
        counted = 0
        try:
            while True:
                decoding.confirm(window.position)
                self._count("events", window.published - counted)
                counted = window.published
                await asyncio.sleep(CONFIRM_SECONDS)
        finally:
            self._count("events", window.published - counted)


def _event(row: Row) -> Event:
    """Return the event of a row of the outbox, none of whose columns is null."""
    texts = {name: (value or b"").decode() for name, value in row.items() if name != "payload"}
    return Event(
        texts["id"],
        texts["aggregatetype"],
        texts["aggregateid"],
        texts["type"],
        row["payload"] or b"",
        texts["correlation_id"],
    )


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return what broke first; the rest broke with it."""
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error


def _reason(error: BaseException) -> str:
    """Return why it broke, without rows and addresses. Rule D4."""
    match error:
        case StreamUnusable() | DecodingEnded():
            return str(error)
        case asyncpg.PostgresError(sqlstate=str(state)):
            return f"PostgreSQL refuses ({state})"
    return f"PostgreSQL cannot be reached ({type(error).__name__})"
