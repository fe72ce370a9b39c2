"""Signs checkpoints of the tree beside the trail with Ed25519 keys (rule Y2)."""

import contextlib
import os
import secrets
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rules.checkpoints import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    NoteIsMalformed,
    Signature,
    VerifierKey,
    cosigned_text,
    read_checkpoint,
    read_note,
)
from rules.frozen import frozen
from server.settings import Settings

ORIGIN_FILE = "origin"
FORMER_ORIGINS = "former-origins"


class SignerIsUnknown(NoteIsMalformed):
    """A note is signed by none of the keys."""


class UnusableKey(Exception):
    """A file among the keys of the trail cannot be used; the sentence says which."""


@frozen
class AuditKey:
    """A key with the name of its file."""

    file: str
    private: Ed25519PrivateKey

    def public(self, name: str, kind: int = ED25519) -> VerifierKey:
        """Return what checks its signatures in this name."""
        return VerifierKey(name, kind, self.private.public_key().public_bytes_raw())

    def sign(self, name: str, text: str) -> Signature:
        """Sign the text of a note."""
        return Signature(name, self.public(name).key_id, self.private.sign(text.encode()))

    def cosign(self, name: str, text: str, timestamp: int) -> Signature:
        """Sign the text of a checkpoint as a witness does, with a moment in seconds."""
        signed = self.private.sign(cosigned_text(text, timestamp))
        key_id = self.public(name, COSIGNATURE).key_id
        return Signature(name, key_id, timestamp.to_bytes(8, "big") + signed)


class AuditKeys:
    """The keys in `<data directory>/audit-keys`: every `*.pem` is ours, and the last by name signs.

    They are no part of the database, so that whoever owns that cannot sign. Beside them stands the
    origin, the name of this trail, which lasts as long as the trail. Where keys are mounted, which
    nobody writes to, a name that the trail was given later is in the data directory.
    """

    def __init__(
        self,
        data_directory: Path,
        public_url: str | None = None,
        role: str = "audit",
        mounted: Path | None = None,
    ) -> None:
        """Read the keys, or make the first, and the origin after the public address and role."""
        self._role = role
        self._directory = data_directory / "audit-keys"
        self._keys = (mounted or data_directory) / "audit-keys"
        self._public_url = public_url
        self._make_origin()
        if not self._paths():
            self._write("0001.pem", _new_key())

    @classmethod
    def of(cls, settings: Settings) -> "AuditKeys":
        """Return the keys of an installation."""
        return cls(settings.data_dir, settings.public_url, mounted=settings.keys_dir)

    def keys(self) -> list[AuditKey]:
        """Return all keys, the newest last."""
        return [AuditKey(path.name, _load(path)) for path in self._paths()]

    @property
    def origin(self) -> str:
        """The name that is signed in; a restore gives it another while servers run."""
        own = self._directory / ORIGIN_FILE
        return (own if own.exists() else self._keys / ORIGIN_FILE).read_text().strip()

    def public(self) -> list[VerifierKey]:
        """Return what checks our signatures, of former keys and names too, the newest last."""
        former = self._directory / FORMER_ORIGINS
        names = former.read_text().split() if former.exists() else []
        return [key.public(name) for name in (*names, self.origin) for key in self.keys()]

    def rename(self) -> str:
        """Sign in a new name from now on, and return it; what the former one signed stays known.

        For a trail that goes on from an older state: one name never stands for two trees.
        """
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._directory / FORMER_ORIGINS).open("a", encoding="utf-8") as file:
            file.write(f"{self.origin}\n")
            file.flush()
            os.fsync(file.fileno())
        (self._directory / ORIGIN_FILE).unlink(missing_ok=True)
        self._write(ORIGIN_FILE, self._new_origin())
        return self.origin

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed checkpoint of a tree."""
        text = Checkpoint(self.origin, size, root).text
        return f"{text}\n{self.keys()[-1].sign(self.origin, text).line}"

    def rotate(self) -> AuditKey:
        """Make a key that signs from now on; former ones stay, to check what they signed."""
        if self._keys != self._directory:
            raise UnusableKey(f"Keys are not made in {self._keys}: put a later one there.")
        newest = self._paths()[-1].stem
        number = int(newest) + 1 if newest.isdigit() else 1
        self._write(f"{number:04}.pem", _new_key())
        return self.keys()[-1]

    def _paths(self) -> list[Path]:
        paths = self._keys.glob("*.pem")
        return sorted(path for path in paths if not path.name.startswith("."))

    def _make_origin(self) -> None:
        if not any((it / ORIGIN_FILE).exists() for it in (self._directory, self._keys)):
            self._write(ORIGIN_FILE, self._new_origin())

    def _new_origin(self) -> bytes:
        host = urlsplit(self._public_url).netloc if self._public_url else "selfsame"
        return f"{host}/{self._role}/{secrets.token_hex(4)}\n".encode()

    def _write(self, name: str, content: bytes) -> None:
        """Write a file whole, unless another process does so at the same time."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._directory / f".{uuid.uuid4()}.draft"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                (self._directory / name).hardlink_to(draft)
        finally:
            draft.unlink()


def opened(written: str, keys: list[VerifierKey]) -> Checkpoint:
    """Return the checkpoint of a note that one of the keys signed. Raises NoteIsMalformed.

    A signature that names one of the keys and is wrong refuses the note, whoever else signed it.
    """
    note = read_note(written)
    signers = [key for key in keys for it in note.signatures if _is_signed(note.text, it, key)]
    if not signers:
        raise SignerIsUnknown("The checkpoint is not signed by a key that is trusted")
    return read_checkpoint(note.text)


def _is_signed(text: str, signature: Signature, key: VerifierKey) -> bool:
    if (signature.name, signature.key_id) != (key.name, key.key_id):
        return False
    message, signed = text.encode(), signature.signed
    if key.kind == COSIGNATURE:
        message, signed = cosigned_text(text, int.from_bytes(signed[:8], "big")), signed[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, message)
    except InvalidSignature:
        raise NoteIsMalformed(f"A signature of {key.name} is wrong") from None
    return True


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKey(f"{path} is not an unencrypted private key in PEM.") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise UnusableKey(f"{path} is not an Ed25519 key.")
    return private
