"""Slows down guessing: failures are counted in Postgres, over all processes."""

import hashlib
import ipaddress
from typing import Any

from rules.credentials import (
    FAILURES_OF_ONE_ADDRESS,
    FAILURES_OF_ONE_NAME,
    Attempt,
    TooManyFailures,
)

LIMITS = [FAILURES_OF_ONE_NAME, FAILURES_OF_ONE_ADDRESS]

CHECK = "select throttled($1, $2) as wait"
SETTLE = "select settle_attempt($1, $2, $3) as wait"


def subjects(attempt: Attempt) -> list[bytes]:
    """Name what an attempt is counted under, as digests: names and addresses are personal."""
    words = [
        f"{attempt.door} name {attempt.name}",
        f"{attempt.door} from {network(attempt.address)}",
    ]
    return [hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest() for word in words]


async def check(connection: Any, attempt: Attempt) -> None:
    """Refuse whoever has failed too often, before anything else is checked.

    Raises TooManyFailures.
    """
    row = await connection.fetchrow(CHECK, subjects(attempt), LIMITS)
    if row["wait"] is not None:
        raise TooManyFailures(row["wait"])


async def note_failure(connection: Any, attempt: Attempt) -> None:
    """Count a failure. Raises TooManyFailures where it is one too many."""
    await _settle(connection, attempt, has_failed=True)


async def confirm(connection: Any, attempt: Attempt) -> None:
    """Let an attempt in that was right, unless one failure too many was counted meanwhile.

    Without it, whoever sends a thousand guesses at once would learn which one is right. Rule E7.
    Raises TooManyFailures.
    """
    await _settle(connection, attempt, has_failed=False)


async def _settle(connection: Any, attempt: Attempt, *, has_failed: bool) -> None:
    row = await connection.fetchrow(SETTLE, subjects(attempt), LIMITS, has_failed)
    if row["wait"] is not None:
        raise TooManyFailures(row["wait"])


def network(address: str) -> str:
    """Return the network of one caller: an IPv6 host is free to choose among 2^64 addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
