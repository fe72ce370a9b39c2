"""Reads reports of mail that came back (RFC 3464), and makes the addresses it comes to (U5)."""

import hmac
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from uuid import UUID

from rules.frozen import frozen

TagOf = Callable[[bytes], bytes]
"""Returns what only this installation makes of the id of a letter."""

TAG_BYTES = 10
OURS = re.compile(r"bounce\+([0-9a-f]{32})-([0-9a-f]{20})@", re.IGNORECASE)
RECEIVERS = ("X-Original-To", "Delivered-To", "To")
STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")
"""An enhanced status code (RFC 3463) of what has failed for good."""


@frozen
class Bounce:
    """A letter that came back, and the status that its report gives."""

    letter_id: UUID
    status: str


def return_address(letter_id: UUID, domain: str, tag_of: TagOf) -> str:
    """Return where a letter comes back to: its id is in the address, with a tag of ours."""
    tag = tag_of(letter_id.bytes)[:TAG_BYTES].hex()
    return f"bounce+{letter_id.hex}-{tag}@{domain}"


def read_bounce(report: bytes, tag_of: TagOf) -> Bounce | None:
    """Read a report; None where it is none, says of no failure, or came to no address of ours."""
    message = message_from_bytes(report)
    letter_id = _letter_of(message, tag_of)
    status = next(_failures(message), None)
    if letter_id is None or status is None:
        return None
    return Bounce(letter_id, status)


def _letter_of(message: Message, tag_of: TagOf) -> UUID | None:
    for name in RECEIVERS:
        for value in message.get_all(name, []):
            for found in OURS.finditer(str(value)):
                letter_id = UUID(found[1])
                tag = tag_of(letter_id.bytes)[:TAG_BYTES]
                if hmac.compare_digest(tag, bytes.fromhex(found[2])):
                    return letter_id
    return None


def _failures(message: Message) -> Iterator[str]:
    """Yield the status of each recipient whom a mail did not reach."""
    if message.get_content_type() != "multipart/report":
        return
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for recipient in part.get_payload():
            if not isinstance(recipient, Message):
                continue
            if str(recipient.get("Action", "")).strip().lower() != "failed":
                continue
            found = STATUS.match(str(recipient.get("Status", "")).strip())
            if found is not None:
                yield found[0]
