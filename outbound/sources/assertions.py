"""Says to a source's authorization server who the registry is, with a key instead of a secret.

RFC 7523, section 2.2, and `private_key_jwt` of OpenID Connect. Rule S5.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from time import time
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from outbound.signatures import Seal

PURPOSE = "client assertions of sources"
ALGORITHM = "ES256"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256: a private key is a number below it."""

LIFETIME_SECONDS = 60


class Assertions:
    """Signs with a key that is derived from the one that seals the secrets of sources.

    So there is no further file to keep; and what is signed so is signed with no key that signs
    tokens of the registry's own.
    """

    def __init__(self, seal: Seal) -> None:
        """Derive the key."""
        number = int.from_bytes(seal.tag(PURPOSE, b"1") + seal.tag(PURPOSE, b"2"), "big")
        self._private = ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())
        public: dict[str, Any] = ECAlgorithm.to_jwk(self._private.public_key(), as_dict=True)
        named = {name: public[name] for name in ("crv", "kty", "x", "y")}
        digest = sha256(json.dumps(named, separators=(",", ":"), sort_keys=True).encode()).digest()
        self._key_id = urlsafe_b64encode(digest).decode().rstrip("=")
        self._public = named | {"kid": self._key_id, "alg": ALGORITHM, "use": "sig"}

    def key_set(self) -> dict[str, list[dict[str, str]]]:
        """Return the public key as a JWK set (RFC 7517), for authorization servers."""
        return {"keys": [self._public]}

    def sign(self, client_id: str, audience: str) -> str:
        """Return an assertion of a client for one token endpoint; it holds for a minute."""
        now = int(time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "iat": now,
            "exp": now + LIFETIME_SECONDS,
            "jti": str(uuid4()),
        }
        return jwt.encode(claims, self._private, ALGORITHM, {"kid": self._key_id})
