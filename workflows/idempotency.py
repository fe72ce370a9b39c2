"""How a request that is sent again does nothing twice: its act claims its key (rule C4)."""

import hashlib
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from db.statements import Connection
from rules.frozen import frozen
from rules.idempotency import IdempotencyKeyWasUsed, is_fit_key
from rules.partial_dates import PartialDate
from workflows.acts import Acting

CLAIM = "select claimed_id, is_new, is_same from claim_idempotency_key($1, $2, $3, $4, $5)"


@frozen
class IdempotentCall:
    """A call of a mutation under an idempotency key, with the digest of its input."""

    mutation: str
    key: str
    body_digest: bytes
    """Of the input as it came, before anything of it is trimmed."""


@frozen
class Claim:
    """The result of claiming a key: whether it is this call's, and the record that it is about."""

    record_id: UUID
    is_new: bool
    is_same: bool

    def answered(self) -> UUID:
        """Return the record that answers this very request, whose key was claimed before.

        It is asked before anything is said of the record or of the input: who sends another request
        under an old key must hear of the key. Raises IdempotencyKeyWasUsed. Rule C4.
        """
        if not self.is_same:
            raise IdempotencyKeyWasUsed
        return self.record_id


async def claim(
    connection: Connection, acting: Acting, call: IdempotentCall, record_id: UUID | None = None
) -> Claim | None:
    """Claim the key for this request; without a record, the id of a new one comes with it.

    Of two requests at once the second waits until the first commits, or fails and so leaves the
    key free. Returns None for a key that cannot be one; `check_key` notes what is wrong with it.
    Rule C4.
    """
    if not is_fit_key(call.key):
        return None
    parameters = (acting.client_id, call.mutation, call.key, call.body_digest, record_id)
    row = await connection.fetchrow(CLAIM, *parameters)
    return Claim(row["claimed_id"], row["is_new"], row["is_same"])


def digest(*parts: Any) -> bytes:
    """Return 32 bytes that are the same for equal values only."""
    return hashlib.sha256(orjson.dumps(parts, _as_text)).digest()


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, PartialDate):
        return str(value)  # a day as `date` is written: digests of earlier versions have that
    raise TypeError
