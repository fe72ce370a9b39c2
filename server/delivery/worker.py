"""The worker: claims messages in rounds, delivers them concurrently, records the outcomes."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from uuid import uuid4

import asyncpg

from rules.messages import BATCH, CHANNEL, MessageFault
from server.delivery.capacity import Capacity
from server.delivery.claiming import Claiming
from server.observability import correlation, logs
from server.postgres.connection import UNREACHABLE_ERRORS, Unavailable, connect
from server.postgres.counting import CountingConnection
from server.postgres.pool import Pool
from workflows import messages
from workflows.messages import Claimed, Outcome

MAX_IN_FLIGHT = 800
"""Concurrent deliveries in all; each may hold a socket for ten seconds."""

POLL_SECONDS = 1.0
"""How long a worker sleeps that nothing wakes: NOTIFY is a hint, polling is the promise."""

IDLE_SECONDS = 0.02
"""How long the worker stays awake without work, before it asks to be notified."""

RETRY_SECONDS = 0.5
"""How long it waits after an error, such as an unreachable database."""

Deliver = Callable[[Claimed], Awaitable[Outcome]]
Observe = Callable[[str, bool], None]


class Worker:
    """Delivers messages until it is asked to stop; many workers may do so at once.

    A round records the outcomes of deliveries, makes messages of new events, and claims as many
    as there is room for. A worker may be killed at any moment without loss: what it held is
    rescued by another (rule F5).
    """

    def __init__(
        self,
        pool: Pool,
        deliver: Deliver,
        retry_waits: Sequence[float],
        observe: Observe = lambda _kind, _has_arrived: None,
    ) -> None:
        """Take how to deliver, the waits of rule F4 in seconds, and what counts attempts."""
        self.id = uuid4()
        self.is_asleep = False
        self._pool = pool
        self._deliver = deliver
        self._retry_waits = retry_waits
        self._observe = observe
        self._in_flight: dict[asyncio.Task[None], Claimed] = {}
        self._outcomes: list[Outcome] = []
        self._capacity = Capacity()
        self._claiming = Claiming(self.id)
        self._is_answered = True
        """Whether what it claimed last is known: a database that goes away may have given it."""

        self._woken = asyncio.Event()
        self._stopping = False

    def stop(self) -> None:
        """Claim nothing more; `run` returns when the deliveries in flight have ended."""
        self._stopping = True
        self.wake()

    def wake(self) -> None:
        """Look for work now."""
        self._woken.set()

    async def run(self) -> None:
        """Work until asked to stop, then finish what is in flight."""
        listening = asyncio.create_task(self._listen())
        try:
            while not self._stopping:
                self._woken.clear()
                await self._step()
            await self._drain()
        finally:
            listening.cancel()
            for task in self._in_flight:
                task.cancel()
            await asyncio.gather(listening, *self._in_flight, return_exceptions=True)

    async def send_heartbeat(self, connection: CountingConnection) -> None:
        """Record that this worker is alive; without it, others rescue this worker's messages."""
        await messages.note_worker(connection, self.id, is_asleep=self.is_asleep)

    async def _step(self) -> None:
        """Do a round, and sleep after one that found no work."""
        try:
            has_worked = await self._round()
            if has_worked:
                await self._set_asleep(False)
            elif not self.is_asleep:
                if not await self._sleep(IDLE_SECONDS):
                    # What came before this has notified nobody: hence another round.
                    await self._set_asleep(True)
            else:
                await self._sleep(POLL_SECONDS)
        except Unavailable:
            await self._sleep(RETRY_SECONDS)
        except Exception as error:
            logs.unforeseen("worker.failed", error)
            await self._sleep(RETRY_SECONDS)

    async def _sleep(self, seconds: float) -> bool:
        """Sleep until woken; return whether that happened in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        return False

    async def _set_asleep(self, is_asleep: bool) -> None:
        if self.is_asleep is not is_asleep:
            async with self._pool.connection() as connection:
                await messages.note_worker(connection, self.id, is_asleep=is_asleep)
            self.is_asleep = is_asleep

    async def _round(self) -> bool:
        """Record, make and claim messages; return whether there was any of it to do."""
        async with self._pool.connection() as connection:
            await self._settle(connection)
            made = await messages.make(connection, BATCH)
            await self._release_unheard(connection)
            held = self._capacity.held(it.lane for it in self._in_flight.values())
            room = MAX_IN_FLIGHT - len(self._in_flight)
            claimed: list[Claimed] = []
            if room > 0 and not self._stopping:
                self._is_answered = False
                claimed = await self._claiming.claim(connection, min(room, BATCH), held)
                self._is_answered = True
        for message in claimed:
            task = asyncio.create_task(self._attempt(message))
            self._in_flight[task] = message
            task.add_done_callback(self._on_done)
        self._capacity.pause_failing({message.lane for message in claimed} | held.keys())
        return bool(made or claimed or self._outcomes)

    async def _release_unheard(self, connection: CountingConnection) -> None:
        if not self._is_answered:
            known = (*self._in_flight.values(), *(it.message for it in self._outcomes))
            await messages.release_unheard(connection, self.id, [it.id for it in known])
            self._is_answered = True

    def _on_done(self, task: asyncio.Task[None]) -> None:
        del self._in_flight[task]
        self.wake()

    async def _attempt(self, message: Claimed) -> None:
        correlation.begin(str(message.correlation_id).encode())
        async with self._capacity.slot(message.lane, message.room):
            if self._stopping:
                return  # it was not begun, and is released
            began = time.monotonic()
            outcome = await self._outcome_of(message)
        seconds = time.monotonic() - began
        logs.write(
            "message.attempted",
            message_id=message.id,
            kind=message.kind,
            attempt=message.attempt,
            error=outcome.error,
            milliseconds=round(seconds * 1000, 3),
        )
        self._outcomes.append(replace(outcome, began=began, seconds=seconds))
        has_arrived = outcome.error is None
        self._observe(message.kind, has_arrived)
        if message.webhook_id is not None:
            self._capacity.record(message.webhook_id, has_arrived=has_arrived, seconds=seconds)

    async def _outcome_of(self, message: Claimed) -> Outcome:
        """Deliver a message; return whether it has arrived, or why not."""
        try:
            return await self._deliver(message)
        except Exception as unforeseen:
            logs.unforeseen("message.broke", unforeseen, message_id=message.id)
            why = f"It could not be sent ({type(unforeseen).__name__})"
            return Outcome(message, why, fault=MessageFault.OURS)

    async def _settle(self, connection: CountingConnection) -> None:
        outcomes = self._outcomes[:BATCH]
        if outcomes:
            await messages.settle(connection, self.id, outcomes, self._retry_waits)
            del self._outcomes[: len(outcomes)]

    async def _drain(self) -> None:
        """Let the deliveries in flight end, record their outcomes, and release the rest."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        with contextlib.suppress(Unavailable):
            async with self._pool.connection() as connection:
                while self._outcomes:
                    await self._settle(connection)
                await messages.release(connection, self.id)

    async def _listen(self) -> None:
        """Wake up at each notification, and connect again whenever the connection is lost."""
        while True:
            with contextlib.suppress(Unavailable, asyncpg.PostgresError, *UNREACHABLE_ERRORS):
                connection = await connect(self._pool.url(), "selfsame worker")
                try:
                    lost = asyncio.Event()
                    connection.add_termination_listener(lambda _, lost=lost: lost.set())
                    await connection.add_listener(CHANNEL, lambda *_: self.wake())
                    await lost.wait()
                finally:
                    connection.terminate()
            await asyncio.sleep(POLL_SECONDS)
