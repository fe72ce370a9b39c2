"""Signs access tokens with the keys of the built-in issuer."""

import contextlib
import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.algorithms import ECAlgorithm

from rules.frozen import frozen

ISSUER = "selfsame"
"""The `iss`, where SELFSAME_PUBLIC_URL is not set, and the `aud` of our tokens.

They are names and not addresses: `selfsame token` signs without knowing where `selfsame serve`
listens, and several servers on one data directory accept each other's tokens.
"""
AUDIENCE = "selfsame"

_ALGORITHM = "ES256"
_FIRST_KEY = "0001.pem"


class UnusableKeyError(Exception):
    """A file among the signing keys is not an unencrypted P-256 private key."""


@frozen
class _SigningKey:
    identifier: str
    private: ec.EllipticCurvePrivateKey
    public: jwt.PyJWK
    published: dict[str, str]


class Issuer:
    """Signs access tokens, and has the public keys that verify them.

    Every `*.pem` in `<data directory>/keys` is trusted, and the last by name signs. To rotate,
    add a later name (`0002.pem`); running processes find it by themselves. A key that is removed
    is trusted until they start again.
    """

    def __init__(self, data_directory: Path, public_url: str | None = None) -> None:
        """Read the keys, or make the first; `public_url` names the issuer where it is set."""
        self.name = public_url or ISSUER
        self._directory = data_directory / "keys"
        self._keys: dict[str, _SigningKey] = {}
        if not self._names():
            _make_first_key(self._directory)
        self._read()

    def issue(
        self,
        subject: UUID,
        client_id: UUID,
        scope: str,
        expires_in: int,
        now: float,
        session_id: UUID | None = None,
    ) -> str:
        """Sign an access token (RFC 9068) that is valid for `expires_in` seconds from `now`.

        A machine's token names the client as its subject. One that is given to a session names it
        as `sid`, and ends with it.
        """
        self._refresh()
        key = self._keys[max(self._keys)]
        issued_at = int(now)
        claims = {
            "iss": self.name,
            "aud": AUDIENCE,
            "sub": str(subject),
            "client_id": str(client_id),
            "scope": scope,
            "iat": issued_at,
            "exp": issued_at + expires_in,
            "jti": str(uuid.uuid4()),
        }
        if session_id is not None:
            claims["sid"] = str(session_id)
        headers = {"typ": "at+jwt", "kid": key.identifier}
        return jwt.encode(claims, key.private, algorithm=_ALGORITHM, headers=headers)

    def derived(self, purpose: str) -> list[bytes]:
        """Return a secret for another purpose, derived from each signing key, the newest first."""
        self._refresh()
        return [
            _derived(self._keys[name].private, purpose) for name in sorted(self._keys, reverse=True)
        ]

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the public keys that are trusted, as a JWK set (RFC 7517)."""
        self._refresh()
        return {"keys": [self._keys[name].published for name in sorted(self._keys)]}

    def key(self, identifier: str) -> jwt.PyJWK | None:
        """Return the public key with this `kid`; for an unknown one the directory is read again."""
        known = self._find(identifier)
        if known is None:
            self._refresh()
            known = self._find(identifier)
        return known

    def _find(self, identifier: str) -> jwt.PyJWK | None:
        # A loop, not a generator: it is looked up for every request, and there are few.
        for key in self._keys.values():
            if key.identifier == identifier:
                return key.public
        return None

    def _names(self) -> set[str]:
        """List the key files, without the hidden ones that editors and archives make."""
        paths = self._directory.glob("*.pem")
        return {path.name for path in paths if not path.name.startswith(".")}

    def _read(self) -> None:
        for name in sorted(self._names() - self._keys.keys()):
            self._keys[name] = _load(self._directory / name)

    def _refresh(self) -> None:
        # A file that is still being copied is not a key yet; it is read the next time.
        with contextlib.suppress(UnusableKeyError, OSError):
            self._read()


def _make_first_key(directory: Path) -> None:
    """Write the first signing key, unless another process does so at the same time.

    The finished file is linked to its name, which only one process can do: no process reads half
    a key, and all use the same one.
    """
    directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.mkdir(mode=0o700, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = directory / f".{uuid.uuid4()}.draft"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            (directory / _FIRST_KEY).hardlink_to(draft)
    finally:
        draft.unlink()


def _load(path: Path) -> _SigningKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnusableKeyError(f"{path} is not an unencrypted private key in PEM.") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.curve.name != "secp256r1":
        raise UnusableKeyError(f"{path} is not a P-256 key, the kind that {_ALGORITHM} needs.")

    public: dict[str, Any] = ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
    identifier = _thumbprint(public)
    published = {**public, "kid": identifier, "use": "sig", "alg": _ALGORITHM}
    return _SigningKey(identifier, private, jwt.PyJWK(published), published)


def _derived(private: ec.EllipticCurvePrivateKey, purpose: str) -> bytes:
    secret = private.private_numbers().private_value.to_bytes(32, "big")
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(secret)


def _thumbprint(public: dict[str, Any]) -> str:
    """Return the JWK thumbprint of a public key (RFC 7638)."""
    members = {name: public[name] for name in ("crv", "kty", "x", "y")}
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return jwt.utils.base64url_encode(hashlib.sha256(text.encode()).digest()).decode()
