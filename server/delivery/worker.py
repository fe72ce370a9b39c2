"""The worker: takes messages in rounds, delivers them side by side, writes down what came of it."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID, uuid4

import asyncpg

from rules.messages import BATCH
from server.observability import correlation, logs
from server.postgres.connection import AWAY, Unavailable, connect
from server.postgres.pool import Connection, Pool
from workflows import messages
from workflows.messages import Claimed, Outcome

CHANNEL = "selfsame_messages"
PER_WEBHOOK = 8
"""Deliveries to one webhook at once, so that a slow receiver holds up nobody else."""

AHEAD = 56
QUICK_SECONDS = 0.25
"""How many more messages are taken for a receiver that answers so soon, for larger rounds."""

MOST_IN_FLIGHT = 800
"""Deliveries at once in all; each may hold a socket for ten seconds."""

POLL_SECONDS = 1.0
"""How long a sleep lasts where nothing wakes the worker: NOTIFY is a hint, this is the promise."""

DOZE_SECONDS = 0.02
"""How long the worker stays awake without work, before it asks to be woken."""

FAILING_REST_SECONDS = 0.25
"""How long a failing webhook is left alone that has nothing ready, since finding out costs."""

AWAY_SECONDS = 0.5

Deliver = Callable[[Claimed], Awaitable[str | None]]
Observe = Callable[[str, bool], None]


class Worker:
    """Delivers messages until it is asked to stop; many may do so at once.

    A round writes down what has come of deliveries, makes messages of what has happened, and
    takes as many as there is room for. It is killed at any moment without loss: what it held is
    taken up by another (rule F5).
    """

    def __init__(
        self,
        pool: Pool,
        deliver: Deliver,
        waits: Sequence[float],
        observe: Observe = lambda _kind, _has_arrived: None,
    ) -> None:
        """Know how to deliver; `waits` are those of rule F4, `observe` counts attempts."""
        self.id = uuid4()
        self.is_asleep = False
        self._pool = pool
        self._deliver = deliver
        self._waits = waits
        self._observe = observe
        self._in_flight: dict[asyncio.Task[None], UUID | None] = {}
        self._outcomes: list[Outcome] = []
        self._turns: dict[UUID, asyncio.Semaphore] = {}
        self._quick: set[UUID] = set()
        self._failing: set[UUID] = set()
        self._resting: dict[UUID, float] = {}
        self._woken = asyncio.Event()
        self._stopping = False

    def stop(self) -> None:
        """Take nothing more; `run` ends when what is in flight has come to its end."""
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
                await self._turn()
            await self._finish()
        finally:
            listening.cancel()
            for task in self._in_flight:
                task.cancel()
            await asyncio.gather(listening, *self._in_flight, return_exceptions=True)

    async def _turn(self) -> None:
        """Do a round, and rest where there was nothing in it."""
        try:
            found = await self._round()
            if found:
                await self._say_asleep(False)
            elif not self.is_asleep:
                if not await self._rest(DOZE_SECONDS):
                    # What came before this was said has woken nobody: hence another round.
                    await self._say_asleep(True)
            else:
                await self._rest(POLL_SECONDS)
        except Unavailable:
            await self._rest(AWAY_SECONDS)
        except Exception as error:
            logs.unforeseen("worker.failed", error)
            await self._rest(AWAY_SECONDS)

    async def _rest(self, seconds: float) -> bool:
        """Rest until woken, and tell whether that was so."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        return False

    async def _round(self) -> bool:
        async with self._pool.connection() as connection:
            await self._settle(connection)
            made = await messages.make(connection, BATCH)
            busy = self._busy()
            room = MOST_IN_FLIGHT - len(self._in_flight)
            claimed: list[Claimed] = []
            if room > 0 and not self._stopping:
                claimed = await messages.claim(
                    connection, self.id, min(room, BATCH), PER_WEBHOOK, busy
                )
        for message in claimed:
            task = asyncio.create_task(self._attempt(message))
            self._in_flight[task] = message.webhook_id
            task.add_done_callback(self._landed)
        self._let_rest({message.webhook_id for message in claimed} | busy.keys())
        return bool(made or claimed or self._outcomes)

    def _busy(self) -> Counter[UUID]:
        """Count the messages held for each webhook; one that rests counts as full.

        Those of quick receivers count as less than none, because more of them may be held.
        """
        busy = Counter(it for it in self._in_flight.values() if it is not None)
        self._turns = {it: turn for it, turn in self._turns.items() if it in busy}
        busy.subtract(dict.fromkeys(self._quick, AHEAD))
        now = time.monotonic()
        self._resting = {it: until for it, until in self._resting.items() if until > now}
        busy.update(dict.fromkeys(self._resting, PER_WEBHOOK))
        return busy

    def _let_rest(self, occupied: set[UUID | None]) -> None:
        until = time.monotonic() + FAILING_REST_SECONDS
        self._resting.update(dict.fromkeys(self._failing - occupied, until))

    async def _attempt(self, message: Claimed) -> None:
        correlation.begin(str(message.correlation_id).encode())
        receiver = message.webhook_id or self.id
        async with self._turns.setdefault(receiver, asyncio.Semaphore(PER_WEBHOOK)):
            if self._stopping:
                return  # it was not begun, and is given back
            began = time.perf_counter()
            error = await self._delivered(message)
        seconds = time.perf_counter() - began
        logs.write(
            "message.attempted",
            message_id=message.id,
            kind=message.kind,
            attempt=message.attempt,
            error=error,
            milliseconds=round(seconds * 1000, 3),
        )
        self._outcomes.append(Outcome(message, error))
        self._observe(message.kind, error is None)
        if message.webhook_id is not None:
            _mark(self._failing, message.webhook_id, error is not None)
            _mark(self._quick, message.webhook_id, error is None and seconds < QUICK_SECONDS)

    async def _delivered(self, message: Claimed) -> str | None:
        try:
            return await self._deliver(message)
        except Exception as unforeseen:
            logs.unforeseen("message.broke", unforeseen, message_id=message.id)
            return f"It could not be sent ({type(unforeseen).__name__})"

    def _landed(self, task: asyncio.Task[None]) -> None:
        del self._in_flight[task]
        self.wake()

    async def _settle(self, connection: Connection) -> None:
        outcomes = self._outcomes[:BATCH]
        if outcomes:
            await messages.settle(connection, self.id, outcomes, self._waits)
            del self._outcomes[: len(outcomes)]

    async def _finish(self) -> None:
        """Let what is in flight come to its end, write it down, and give back the rest."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        with contextlib.suppress(Unavailable):
            async with self._pool.connection() as connection:
                while self._outcomes:
                    await self._settle(connection)
                await messages.release(connection, self.id)

    async def _say_asleep(self, is_asleep: bool) -> None:
        if self.is_asleep is not is_asleep:
            async with self._pool.connection() as connection:
                await messages.note_worker(connection, self.id, is_asleep=is_asleep)
            self.is_asleep = is_asleep

    async def live(self, connection: Connection) -> None:
        """Give a sign of life, without which others take this worker's messages up."""
        await messages.note_worker(connection, self.id, is_asleep=self.is_asleep)

    async def _listen(self) -> None:
        """Be woken by what is committed, as long as the connection to hear it on lasts."""
        while True:
            with contextlib.suppress(Unavailable, asyncpg.PostgresError, *AWAY):
                connection = await connect(self._pool.url(), "selfsame worker")
                try:
                    lost = asyncio.Event()
                    connection.add_termination_listener(_setter(lost))
                    await connection.add_listener(CHANNEL, lambda *_: self.wake())
                    await lost.wait()
                finally:
                    connection.terminate()
            await asyncio.sleep(POLL_SECONDS)


def _mark(marked: set[UUID], webhook: UUID, applies: bool) -> None:
    if applies:
        marked.add(webhook)
    else:
        marked.discard(webhook)


def _setter(event: asyncio.Event) -> Callable[[object], None]:
    return lambda _: event.set()
