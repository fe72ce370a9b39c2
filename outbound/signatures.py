"""Signs deliveries as Standard Webhooks says, with secrets that are stored encrypted."""

import contextlib
import hmac
import os
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet
from standardwebhooks import Webhook, WebhookVerificationError

KEY_FILE = "webhooks.key"
INVITATION, LETTER, ADDRESS = "invitation", "letter", "address"
SECOND_FACTOR_KEY_FILE = "second_factors.key"
SOURCE_KEY_FILE = "sources.key"


class Seal:
    """Encrypts secrets with a key of the data directory, and decrypts them.

    A secret that signs, or makes codes, cannot be stored as a digest. The database alone reveals
    none.
    """

    def __init__(self, data_directory: Path, key_file: str = KEY_FILE) -> None:
        """Read the key, or make it where there is none yet."""
        path = data_directory / key_file
        if not path.exists():
            _make_key(path)
        self._key = path.read_bytes()
        self._fernet = Fernet(self._key)

    def seal(self, secret: str) -> bytes:
        """Encrypt a secret."""
        return self._fernet.encrypt(secret.encode())

    def tag(self, purpose: str, value: bytes) -> bytes:
        """Return what only holders of the key can make of a value: the same whenever asked."""
        derived = hmac.digest(self._key, purpose.encode(), "sha256")
        return hmac.digest(derived, value, "sha256")

    def open(self, sealed: bytes) -> str:
        """Decrypt a sealed secret. Raises InvalidToken where another key sealed it."""
        return self._fernet.decrypt(sealed).decode()


def invitation_tokens(data_directory: Path) -> Callable[[UUID], str]:
    """Return what makes the token of an invitation from its id. Rule R13.

    So the letter has the link that whoever invites is shown, and nothing of it is stored.
    """
    seal = Seal(data_directory)
    return lambda invitation_id: (
        urlsafe_b64encode(seal.tag(INVITATION, invitation_id.bytes)).decode().rstrip("=")
    )


def letter_tags(data_directory: Path) -> Callable[[bytes], bytes]:
    """Return what makes the tag by which a letter that comes back is known. Rule U5."""
    seal = Seal(data_directory)
    return lambda letter_id: seal.tag(LETTER, letter_id)


def address_digests(data_directory: Path) -> Callable[[str], bytes]:
    """Return what makes of an e-mail address a digest that nobody else can compare. Rule U5."""
    seal = Seal(data_directory)
    return lambda address: seal.tag(ADDRESS, address.casefold().encode())


def headers(
    message_id: UUID, body: str, secrets: Sequence[str], now: datetime | None = None
) -> dict[str, str]:
    """Sign a body with each of the secrets, the newest first. Rule F2.

    The id is the message's, so that it is the same at each attempt.
    """
    moment = now or datetime.now(UTC)
    identifier = str(message_id)
    signatures = [Webhook(secret).sign(identifier, moment, body) for secret in secrets]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def is_signed(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """Return whether one of these secrets signed a body, within five minutes of now. Rule V1."""
    return any(_is_signed_by(secret, body, headers) for secret in secrets)


def _is_signed_by(secret: str, body: bytes, headers: Mapping[str, str]) -> bool:
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # The library lets a signature without a comma, or of no base64, end in a ValueError.
        return False
    return True


def _make_key(path: Path) -> None:
    """Write the key; of processes that do so at the same time, one wins by linking its file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid.uuid4()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
