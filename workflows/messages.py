"""How messages are made, claimed, settled and rescued, and what operators do with stuck ones."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, select, update

from db.messages import messages
from db.organisations import is_at_or_below
from db.reach import limited_places
from db.statements import Connection, Statement
from db.webhooks import webhooks
from rules import messages as rules
from rules.access import Role
from rules.frozen import frozen
from rules.messages import MessageFault, MessageNotFound, MessageStatus, ReceiverIsGone
from workflows import places, trace_contexts
from workflows.acts import Acting, act
from workflows.trace_contexts import Noted

MAKE = "select make_messages($1)"
CLAIM = "select * from claim_messages_since($1, $2, $3, $4, $5, $6)"
FIRST_WAITING = "select lane, moment from first_waiting($1, $2)"
HAND_OVER = "select hand_over_message($1, $2, $3)"
SETTLE = "select settle_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
RESCUE = "select rescue_messages($1, $2, $3)"
RELEASE = "select release_messages($1)"
RELEASE_UNHEARD = "select release_unheard_messages($1, $2)"
NOTE_WORKER = "select note_worker($1, $2)"

# What is finished is many, and the view counts it only for whoever selects it.
QUEUE = """
select enqueued, processing, failed, overdue,
       coalesce(extract(epoch from now() - oldest_enqueued_at)::double precision, 0) as oldest
  from message_queue
"""

UNPLACED = """
select extract(epoch from clock_timestamp() - event.inserted_at)::double precision as seconds
  from undispatched_events waiting join outbox event on event.id = waiting.event_id
 order by waiting.position limit 1
"""

MESSAGE = messages.c.id == bindparam("message", type_=Uuid)
LOCKED = (
    select(
        messages.c.id,
        messages.c.status,
        exists().where(webhooks.c.id == messages.c.webhook_id).label("has_receiver"),
        messages.c.webhook_id,
    )
    .where(MESSAGE)
    .with_for_update()
)
LOCK = Statement(LOCKED)
LOCK_THEIRS = Statement(
    LOCKED.where(is_at_or_below(messages.c.organisation_id, limited_places(Role.STEWARD)))
)
RETRY = Statement(
    update(messages)
    .where(MESSAGE)
    .values(
        status=MessageStatus.ENQUEUED,
        attempts=0,
        next_attempt_at=func.now(),
        handed_over_at=None,
    )
)
DISCARD = Statement(
    update(messages).where(MESSAGE).values(status=MessageStatus.DISCARDED, next_attempt_at=None)
)
WAKE = "select pg_notify($1, '')"


@frozen
class Claimed:
    """A message that a worker has claimed, with what is needed to deliver it.

    Of its lane each worker sends at most `room` messages at once.
    """

    id: UUID
    kind: str
    lane: UUID
    room: int
    webhook_id: UUID | None
    payload: str
    attempt: int
    correlation_id: UUID
    url: str | None
    sealed_secrets: tuple[bytes, ...]
    client_id: UUID | None = None
    worker: UUID | None = None
    noted: Noted | None = None


@frozen
class Outcome:
    """The outcome of one attempt; no error is success.

    `retry_after` is for how many seconds the receiver asked to wait: such an attempt does not
    count. A final failure is not tried again. A receiver that is gone has its webhook switched off.
    The status code is that of the answer: HTTP's, or a mail server's reply code. The `fault` is
    ours where nobody outside had a part in it (rule V9). `began` is when the attempt began, by the
    monotonic clock, and `seconds` how long it took.
    """

    message: Claimed
    error: str | None
    retry_after: float | None = None
    is_final: bool = False
    is_gone: bool = False
    status_code: int | None = None
    fault: MessageFault = MessageFault.THEIRS
    began: float = field(default_factory=time.monotonic, compare=False)
    seconds: float = field(default=0.0, compare=False)

    def wait(self, waits: Sequence[float], chance: float) -> float:
        """Return for how many seconds the message waits if it is tried again. Rules F4, F4a."""
        if self.retry_after is not None:
            return rules.wait_as_asked(self.retry_after, waits, chance)
        return rules.wait_after(self.message.attempt, waits, chance)


async def retry(acting: Acting, message_id: UUID | None) -> None:
    """Deliver a message that FAILED again, with all its attempts. Rule F4.

    Raises MessageNotFound, MessageCannotBeRetried or ReceiverIsGone.
    """
    async with act(acting, "message.retried") as connection:
        message = await _locked(connection, acting, message_id)
        rules.check_retry(MessageStatus(message["status"]))
        if message["webhook_id"] is not None and not message["has_receiver"]:
            raise ReceiverIsGone
        await RETRY.rows(connection, message=message["id"])
        await connection.fetchrow(WAKE, rules.CHANNEL)


async def discard(acting: Acting, message_id: UUID | None) -> None:
    """Discard a message that FAILED or waits. Rule F4.

    Raises MessageNotFound or MessageCannotBeDiscarded.
    """
    async with act(acting, "message.discarded") as connection:
        message = await _locked(connection, acting, message_id)
        rules.check_discard(MessageStatus(message["status"]))
        await DISCARD.rows(connection, message=message["id"])


async def _locked(
    connection: Connection, acting: Acting, message_id: UUID | None
) -> Mapping[str, Any]:
    """Lock a message; for who is limited there are none but their organisations' (rule V8)."""
    found: Mapping[str, Any] | None
    if acting.is_limited:
        found = await LOCK_THEIRS.row(connection, message=message_id, **places.who(acting))
    else:
        found = await LOCK.row(connection, message=message_id)
    if found is None:
        raise MessageNotFound
    return found


async def make(connection: Connection, most: int) -> int:
    """Make the messages of at most so many events, and return how many events they were."""
    return int((await connection.fetchrow(MAKE, most))[0])


async def claim(
    connection: Connection,
    worker: UUID,
    most: int,
    busy: Mapping[UUID, int],
    since: Mapping[UUID, datetime] = MappingProxyType({}),
    *,
    traced: bool = False,
) -> list[Claimed]:
    """Claim messages for a worker that holds so many messages of these `busy` lanes already.

    Rule F4: at most a batch, of each lane at most as many as there is room for. Of the lanes in
    `since` only what waits from a moment on (`first_waiting`, rule Z9). Where deliveries are
    traced, they come with the contexts of their acts.
    """
    held, known = (list(busy), list(busy.values())), (list(since), list(since.values()))
    claim = trace_contexts.CLAIM if traced else CLAIM
    rows = await connection.fetch(claim, worker, min(most, rules.BATCH), *held, *known)
    return [
        Claimed(
            row["id"],
            row["kind"],
            row["lane"],
            row["room"],
            row["webhook_id"],
            row["payload"],
            row["attempt"],
            row["correlation_id"],
            row["url"],
            tuple(filter(None, (row["sealed_secret"], row["previous_sealed_secret"]))),
            row["client_id"],
            worker,
            trace_contexts.noted(row) if traced else None,
        )
        for row in rows
    ]


async def first_waiting(
    connection: Connection, since: Mapping[UUID, datetime]
) -> dict[UUID, datetime]:
    """Return from when on messages wait in these lanes, looked for from a moment on. Rule Z9."""
    rows = await connection.fetch(FIRST_WAITING, list(since), list(since.values()))
    return {row["lane"]: row["moment"] for row in rows}


async def hand_over(connection: Connection, message: Claimed) -> bool:
    """Note that a message is handed over; return whether its worker still holds it. Rule U4.

    From then on it is never tried again by itself.
    """
    given = (message.worker, message.id, message.attempt)
    return bool((await connection.fetchrow(HAND_OVER, *given))[0])


async def settle(
    connection: Connection,
    worker: UUID,
    outcomes: Sequence[Outcome],
    waits: Sequence[float],
    chance: Callable[[], float] = random.random,
) -> int:
    """Settle messages with the outcome of attempts; return how many this worker still held.

    Each of those attempts is noted, by the database's clock (rule F5a).
    """
    now = time.monotonic()
    row = await connection.fetchrow(
        SETTLE,
        worker,
        [outcome.message.id for outcome in outcomes],
        [outcome.message.attempt for outcome in outcomes],
        [outcome.error for outcome in outcomes],
        [outcome.wait(waits, chance()) for outcome in outcomes],
        [outcome.retry_after is not None for outcome in outcomes],
        [outcome.is_final for outcome in outcomes],
        [outcome.is_gone for outcome in outcomes],
        [now - outcome.began for outcome in outcomes],
        [round(outcome.seconds * 1000) for outcome in outcomes],
        [outcome.status_code for outcome in outcomes],
        [outcome.fault for outcome in outcomes],
        rules.MOST_ATTEMPTS,
        rules.DAYS_OF_FAILING,
    )
    return int(row[0])


async def rescue_lost(
    connection: Connection,
    lease_seconds: float = rules.LEASE_SECONDS,
    dead_seconds: float = rules.DEAD_SECONDS,
) -> int:
    """Rescue messages that are PROCESSING for too long or at a dead worker. Rules F4, F5."""
    given = (lease_seconds, dead_seconds, rules.MOST_ATTEMPTS)
    return int((await connection.fetchrow(RESCUE, *given))[0])


async def note_worker(connection: Connection, worker: UUID, *, is_asleep: bool) -> None:
    """Write a worker's heartbeat, and whether new events have to wake it."""
    await connection.fetchrow(NOTE_WORKER, worker, is_asleep)


async def queue_of(connection: Connection) -> tuple[dict[str, int], float, int]:
    """Return unfinished and failed messages by status, the age of the oldest, what is overdue.

    Rule V10.
    """
    row = await connection.fetchrow(QUEUE)
    counts = {name: row[name] for name in ("enqueued", "processing", "failed")}
    return counts, row["oldest"], row["overdue"]


async def unplaced_seconds(connection: Connection) -> float:
    """Return the age of the oldest event that has no place in the feed; 0 where all have."""
    row = await connection.fetchrow(UNPLACED)
    return 0.0 if row is None else max(0.0, float(row["seconds"]))


async def release(connection: Connection, worker: UUID) -> None:
    """Release the messages that a worker held without having begun, and forget the worker."""
    await connection.fetchrow(RELEASE, worker)


async def release_unheard(connection: Connection, worker: UUID, held: list[UUID]) -> None:
    """Release what a worker was given, but for what it knows that it holds: an answer was lost."""
    await connection.fetchrow(RELEASE_UNHEARD, worker, held)
