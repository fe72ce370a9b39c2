"""Slows down guessing: failures are counted in Postgres, over all processes."""

import hashlib
import ipaddress
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, delete

from db.access import failed_attempts
from db.statements import Statement
from rules.credentials import (
    FAILURES_OF_ONE_ADDRESS,
    FAILURES_OF_ONE_NAME,
    Attempt,
    TooManyFailures,
)

LIMITS = [FAILURES_OF_ONE_NAME, FAILURES_OF_ONE_ADDRESS]

CHECK = "select throttled($1, $2) as wait"
NOTE = "select wait, noted from note_failure($1, $2)"
FORGIVE = Statement(
    delete(failed_attempts).where(
        failed_attempts.c.id == any_(bindparam("attempts", type_=ARRAY(Uuid)))
    )
)


def subjects(attempt: Attempt) -> list[bytes]:
    """Name what an attempt is counted under, as digests: names and addresses are personal."""
    words = [
        f"{attempt.door} name {attempt.name}",
        f"{attempt.door} from {_network(attempt.address)}",
    ]
    return [hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest() for word in words]


async def check(connection: Any, attempt: Attempt) -> None:
    """Refuse whoever has failed too often, before anything else is checked.

    Raises TooManyFailures.
    """
    row = await connection.fetchrow(CHECK, subjects(attempt), LIMITS)
    if row["wait"] is not None:
        raise TooManyFailures(row["wait"])


async def note_failure(connection: Any, attempt: Attempt) -> list[UUID]:
    """Count a failure. Raises TooManyFailures where it is one too many."""
    row = await connection.fetchrow(NOTE, subjects(attempt), LIMITS)
    if row["wait"] is not None:
        raise TooManyFailures(row["wait"])
    noted: list[UUID] = row["noted"]
    return noted


async def forgive(connection: Any, noted: list[UUID]) -> None:
    """Forget failures that were counted before they were known to be none."""
    await FORGIVE.rows(connection, attempts=noted)


def _network(address: str) -> str:
    """Return the network of one caller: an IPv6 host is free to choose among 2^64 addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
