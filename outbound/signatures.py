"""Signs deliveries as Standard Webhooks says, with secrets that are stored encrypted."""

import contextlib
import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet
from standardwebhooks import Webhook

KEY_FILE = "webhooks.key"
SECOND_FACTOR_KEY_FILE = "second_factors.key"


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
        self._fernet = Fernet(path.read_bytes())

    def seal(self, secret: str) -> bytes:
        """Encrypt a secret."""
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """Decrypt a sealed secret. Raises InvalidToken where another key sealed it."""
        return self._fernet.decrypt(sealed).decode()


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
