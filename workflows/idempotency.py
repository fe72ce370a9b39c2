"""How a request sent again does nothing twice: its key is claimed in the act itself (C4)."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from rules.idempotency import IdempotencyKeyWasUsed, is_fit_key
from workflows.acts import Acting, Connection

CLAIM = "SELECT claimed_id, is_new, is_same FROM claim_idempotency_key($1, $2, $3, $4, $5)"


@dataclass(frozen=True, slots=True)
class Request:
    """What a caller asks under a key: which operation, with what beside the key."""

    operation: str
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose a key is: this request's, or that of an earlier one about some record."""

    record_id: UUID
    is_new: bool
    is_same: bool

    @property
    def is_answered(self) -> bool:
        """Whether this very request was answered before, so that nothing more is to be done."""
        return self.is_same and not self.is_new

    def refuse_other(self) -> None:
        """Refuse a key that stands for another request. Raises IdempotencyKeyWasUsed."""
        if not self.is_same:
            raise IdempotencyKeyWasUsed


async def claim(
    connection: Connection, acting: Acting, request: Request, record_id: UUID | None = None
) -> Claim | None:
    """Claim the key for this request; without a record, the id of a new one comes with it.

    Who comes second waits until the first commits, or fails and so leaves the key free. A key
    that cannot be one claims nothing; `check_key` says what is wrong with it.
    """
    if not is_fit_key(request.key):
        return None
    asked = (acting.client_id, request.operation, request.key, request.body, record_id)
    return claim_of(await connection.fetchrow(CLAIM, *asked))


def claim_of(row: Any) -> Claim:
    """Read what `claim_idempotency_key` says."""
    return Claim(row["claimed_id"], row["is_new"], row["is_same"])


def digest(*parts: Any) -> bytes:
    """Write what was asked, as far as two requests can be told apart, in 32 bytes."""
    return hashlib.sha256(orjson.dumps(parts, _told)).digest()


def _told(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError
