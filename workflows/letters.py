"""What a worker asks about a letter that it holds, and what it notes of it (rules U1 to U5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from db.statements import Connection
from rules.frozen import frozen
from rules.letters import AT_FAULT, REMINDED_DAYS, WHY_CAME_BACK
from workflows import credentials
from workflows.maintenance import DIGEST_HOUR
from workflows.messages import Claimed

FACTS = "select * from facts_of_letter($1, $2)"
DISCARD = "select discard_letter($1, $2, $3)"
HAND_OVER = "select hand_over_letter($1, $2, $3, $4)"
IS_UNDELIVERABLE = "select status from undeliverable_addresses where address_digest = $1"
BOUNCE = "select bounce_letter($1, $2, $3, $4)"
REMIND = "select remind_of_explanations($1, $2)"
WRITE_DIGESTS = "select write_digests($1, $2, $3)"

SETTLED = timedelta(seconds=30)
"""What failed so long ago is committed, so that no report misses it."""

TokenOf: TypeAlias = Callable[[UUID], str]
"""Returns the token of an invitation from its id: the same whenever it is asked."""


def new_token(_: UUID) -> str:
    """Return a token that no letter will have: for where there is no key to make one with."""
    return credentials.new_secret()


@frozen
class LetterFacts:
    """Where a letter goes now, and what it says there."""

    address: str | None
    organisation: str | None
    invitation_id: UUID | None
    record: str | None
    record_id: UUID | None
    day: date | None
    is_moot: bool
    muted_by: str | None
    """None, `recipient`, or `organisation`."""
    failures: Sequence[Mapping[str, Any]] = ()
    """Of a report: how many messages failed, by kind and by whose fault."""


async def facts_of(connection: Connection, message: Claimed) -> LetterFacts | None:
    """Look up whom a letter goes to; None where another worker holds it. Rule U2."""
    row = await connection.fetchrow(FACTS, message.id, message.worker)
    if row is None:
        return None
    return LetterFacts(**{**row, "failures": orjson.loads(row["failures"])})


async def discard(connection: Connection, message: Claimed, why: str) -> None:
    """Discard a letter that nobody is to get. Rules U2 and U3."""
    await connection.fetchrow(DISCARD, message.id, message.worker, why)


async def hand_over(connection: Connection, message: Claimed, digest: bytes) -> bool:
    """Note that a letter is handed over, and where to; return whether its worker holds it. U4."""
    held: bool = (
        await connection.fetchrow(HAND_OVER, message.worker, message.id, message.attempt, digest)
    )[0]
    return held


async def is_undeliverable(connection: Connection, digest: bytes) -> bool:
    """Return whether mail to an address came back because of it. Rule U5."""
    return await connection.fetchrow(IS_UNDELIVERABLE, digest) is not None


async def bounce(connection: Connection, letter_id: UUID, status: str) -> bool:
    """Let a letter fail that came back; return whether there was one. Rule U5."""
    row = await connection.fetchrow(
        BOUNCE, letter_id, f"{WHY_CAME_BACK}: {status}", status, status.startswith(AT_FAULT)
    )
    has_failed: bool = row[0]
    return has_failed


async def remind(connection: Connection, most: int) -> int:
    """Write to who owes explanations that are due soon; return of how many. Rule V5."""
    reminded: int = (await connection.fetchrow(REMIND, REMINDED_DAYS, most))[0]
    return reminded


async def write_digests(connection: Connection, most: int, now: datetime | None = None) -> int:
    """Write to who wants to read each day what has failed; return to how many. Rule V9."""
    until = (now or datetime.now(UTC)) - SETTLED
    due = datetime.combine(until.date(), DIGEST_HOUR)
    written: int = (await connection.fetchrow(WRITE_DIGESTS, due, until, most))[0]
    return written
