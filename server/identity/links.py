"""Links to documents that work for ten minutes without a token, for whom they were made."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from resolvers.access import Caller
from rules.frozen import frozen

SECONDS = 600
PURPOSE = "links to documents"
DOCUMENT_SCOPES = ("vital_event:read", "vital_event:certify")
"""What is asked of whoever is served a document of a record."""
REPORT_SCOPE = "organisation:merge"
"""What is asked of whoever is served the report of a plan."""
PERSON_SCOPE = "person:read"
"""What it takes to find persons in that report."""
SCOPES = (*DOCUMENT_SCOPES, REPORT_SCOPE, PERSON_SCOPE)
"""The scopes of which a link says whether its token had them."""

ABSENT = UUID(int=0)
BLOCK = 64
"""Bytes of a block of SHA-256, to which HMAC fills its key up."""


@frozen
class LinkSigner:
    """What signs links for one caller, in the database too: the parts of HMAC that come before.

    A key of one caller and one moment, so what the database gets signs nothing for others.
    """

    caller: str
    inner: bytes
    outer: bytes

    def link(self, number: str) -> str:
        """Sign a link to the document of a number, as the database does."""
        inside = sha256(self.inner + number.encode()).digest()
        return f"{self.caller}.{sha256(self.outer + inside).hexdigest()}"


def signer(key: bytes, caller: Caller, now: float) -> LinkSigner:
    """Return what signs links for a caller from now on."""
    written = _written(caller, int(now) + SECONDS)
    own = _own(key, written).ljust(BLOCK, b"\0")
    return LinkSigner(written, bytes(it ^ 0x36 for it in own), bytes(it ^ 0x5C for it in own))


def read_link(keys: Iterable[bytes], link: str, number: str, now: float) -> Caller | None:
    """Return for whom a link to the document of a number was made; None if it is not ours."""
    caller = _signed(keys, link, number)
    if caller is None or int.from_bytes(caller[:4], "big") < now:
        return None
    client, user, session = (UUID(bytes=caller[at : at + 16]) for at in (5, 21, 37))
    scopes = frozenset(scope for at, scope in enumerate(SCOPES) if caller[4] >> at & 1)
    return Caller(client, _or_none(user), scopes, _or_none(session))


def has_expired(keys: Iterable[bytes], link: str, number: str, now: float) -> bool:
    """Return whether a link was ours, to the document of a number, and is over."""
    caller = _signed(keys, link, number)
    return caller is not None and int.from_bytes(caller[:4], "big") < now


def _signed(keys: Iterable[bytes], link: str, number: str) -> bytes | None:
    """Return what a link says of its caller; None where none of the keys signed it."""
    written, _, signature = link.partition(".")
    expected = [hmac.digest(_own(it, written), number.encode(), "sha256").hex() for it in keys]
    if not any(hmac.compare_digest(it.encode(), signature.encode()) for it in expected):
        return None
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))


def _written(caller: Caller, expires_at: int) -> str:
    scopes = sum(1 << at for at, scope in enumerate(SCOPES) if scope in caller.scopes)
    ids = (caller.client_id, caller.user_id or ABSENT, caller.session_id or ABSENT)
    parts = (expires_at.to_bytes(4, "big"), bytes([scopes]), *(it.bytes for it in ids))
    return urlsafe_b64encode(b"".join(parts)).rstrip(b"=").decode()


def _own(key: bytes, written: str) -> bytes:
    return hmac.digest(key, written.encode(), "sha256")


def _or_none(key: UUID) -> UUID | None:
    return None if key == ABSENT else key
