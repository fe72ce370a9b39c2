"""What may happen to a message: its statuses, attempts, and what an ADMIN may do (rule F4)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from uuid import UUID

from rules.refusals import Code, Refusal

MOST_ATTEMPTS = 5
BATCH = 100
LEASE_SECONDS = 600.0
"""A message that is PROCESSING for longer is taken up again."""

DEAD_SECONDS = 30.0
"""A worker that gave no sign of life for so long is dead, and its messages are taken up again."""

OVERDUE_SECONDS = 60.0
"""A message that nothing holds up is overdue so long after its time (rule V10)."""

MOST_OVERDUE_OF_LANE = 1000
"""As many of a lane are looked at to count what is overdue: more say nothing more."""

DAYS_OF_FAILING = 5
"""A webhook at which every delivery failed for so long is switched off."""

LONGEST_RETRY_AFTER_SECONDS = 3600.0
"""For so long at most a receiver may put a delivery off, each time (rule F4a)."""

WHY_SWITCHED_OFF = "Every delivery failed for days: the webhook is switched off"
WHY_GONE = "The receiver answered 410: the webhook is switched off"
WHY_OFF_BY_OWNER = "The webhook was switched off"
WHY_NOT_READ = "The client may not read the record any more"
WHY_ERASED = "The organisation was erased"
WHY_UNOPENED = "No key of this installation opens the secret: make a new secret"
WORKER_WAS_LOST = "Interrupted: the worker was lost"
HANDED_OVER = "It is not known whether it was taken"
"""What is said of mail that was handed over, and whose server did not answer (rule U4)."""

CHANNEL = "selfsame_messages"
"""The channel on which PostgreSQL wakes workers that are asleep."""

LATENESS_SECONDS = 1
"""How late after its beginning a transaction may commit whose messages are claimed at once."""

MAIL_LANE = UUID(int=1)
"""The lane of all mail; that of a delivery is its webhook."""

ROOM_OF_WEBHOOK = 8
ROOM_OF_MAIL = 4
ROOM_OF_LETTERS = 1
"""How many messages of a lane are sent at once, by each worker (rule F4a)."""

JITTER = 0.2
"""A wait is shortened or lengthened by up to this share, so that retries do not come at once."""


class MessageStatus(StrEnum):
    """How far a message has come."""

    ENQUEUED = "ENQUEUED"
    PROCESSING = "PROCESSING"
    PROCESSED = "PROCESSED"
    FAILED = "FAILED"
    DISCARDED = "DISCARDED"


NOUNS = {
    "Person": "person",
    "VitalEvent": "vital_event",
    "Consent": "consent",
    "Membership": "membership",
    "Organisation": "organisation",
    "Run": "run",
    "SourceLink": "source_link",
    "ExplanationRequest": "explanation_request",
    "Webhook": "webhook",
}
"""How the record of a message begins, by the type of what it is about."""


class MessageFault(StrEnum):
    """Whose fault it is that an attempt did not arrive (rule V9)."""

    OURS = "OURS"
    THEIRS = "THEIRS"


class WaitsFor(StrEnum):
    """What a message that is ENQUEUED waits for."""

    ATTEMPT = "ATTEMPT"
    EARLIER_MESSAGE = "EARLIER_MESSAGE"
    DEADLINE = "DEADLINE"
    SWITCH = "SWITCH"
    UNBLOCKING = "UNBLOCKING"


UNFINISHED = (MessageStatus.ENQUEUED, MessageStatus.PROCESSING)
"""Later messages of the same record to the same webhook wait for these (rule F2)."""

FINISHED = (MessageStatus.PROCESSED, MessageStatus.DISCARDED)
"""Nothing happens to these by themselves: they are purged when they are old."""


class MessageNotFound(Refusal):
    """No message has this id."""

    code = Code.NOT_FOUND
    message = "Message not found"


class MessageCannotBeRetried(Refusal):
    """Only a message that FAILED is tried again (rule F4)."""

    code = Code.CONFLICT
    message = "Only a failed message can be retried"


class MessageCannotBeDiscarded(Refusal):
    """Only a message that FAILED or waits is discarded (rule F4)."""

    code = Code.CONFLICT
    message = "Only a failed or waiting message can be discarded"


class ReceiverIsGone(Refusal):
    """The webhook that the message is for does not exist any more."""

    code = Code.CONFLICT
    message = "The webhook of this message was deleted"


class DeliveryNotFound(Refusal):
    """No such delivery, or one to another machine's webhook (rule F5a)."""

    code = Code.NOT_FOUND
    message = "Webhook delivery not found"


class DeliveryIsUnderWay(Refusal):
    """What waits or is being sent is not sent again as well (rule F5a)."""

    code = Code.CONFLICT
    message = "Delivery is waiting or under way"


class ReceiverMayNotRead(Refusal):
    """The webhook's client may not read the record of this delivery any more (rules C9, F5a)."""

    code = Code.CONFLICT
    message = "Client may not read the record any more"


RETRIED_FROM = frozenset({MessageStatus.FAILED})
DISCARDED_FROM = frozenset({MessageStatus.FAILED, MessageStatus.ENQUEUED})


def check_retry(status: MessageStatus) -> None:
    """Refuse to try a message again that has not failed. Rule F4. Raises MessageCannotBeRetried."""
    if status not in RETRIED_FROM:
        raise MessageCannotBeRetried(status=status)


def check_discard(status: MessageStatus) -> None:
    """Refuse to discard what is under way or over. Rule F4. Raises MessageCannotBeDiscarded."""
    if status not in DISCARDED_FROM:
        raise MessageCannotBeDiscarded(status=status)


def check_redelivery(status: MessageStatus) -> None:
    """Refuse to send again what is not over. Rule F5a. Raises DeliveryIsUnderWay."""
    if status in UNFINISHED:
        raise DeliveryIsUnderWay(status=status)


def wait_after(attempt: int, waits: Sequence[float], chance: float) -> float:
    """Return the seconds for which a message waits after an attempt that failed. Rule F4.

    `attempt` counts from 1, `chance` lies between 0 and 1. Where there are fewer waits than
    attempts, the last wait counts again.
    """
    wait = waits[min(attempt, len(waits)) - 1]
    return wait * (1 + JITTER * (2 * chance - 1))


def wait_as_asked(seconds: float, waits: Sequence[float], chance: float) -> float:
    """Return for how long a message waits whose receiver asked for a pause. Rule F4a.

    Never shorter than after a first failure: a receiver that asks for 0 seconds would be called in
    a circle. Up to a fifth longer than asked, so that not everything comes at that second.
    """
    return max(seconds * (1 + JITTER * chance), wait_after(1, waits, chance))


def seconds_until_retry(retry_after: str, now: datetime) -> float | None:
    """Return for how many seconds a `Retry-After` asks, an hour at most. Rule F4a.

    It is a number of seconds or a date of HTTP's; None where it is neither.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # Compared by length: int() refuses numbers of thousands of digits.
        return LONGEST_RETRY_AFTER_SECONDS if len(text) > 9 else _within_an_hour(int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return _within_an_hour((moment - now).total_seconds())


def _within_an_hour(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)
