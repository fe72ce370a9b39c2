"""Makes tokens for tests: valid ones, and ones that differ from them in one thing."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, HMACAlgorithm, RSAAlgorithm

from rules.access import Unauthenticated
from server.identity.tokens import KeySource, TrustedIssuer, Verifier

NOW = 1_800_000_000
USER = UUID("018f2a34-0000-7000-8000-00000000000a")
CLIENT = UUID("018f2a34-0000-7000-8000-00000000000b")
HEADER: dict[str, Any] = {"alg": "ES256", "typ": "at+jwt", "kid": "ours"}
CLAIMS: dict[str, Any] = {
    "iss": "selfsame",
    "aud": "selfsame",
    "sub": str(USER),
    "client_id": str(CLIENT),
    "scope": "person:read merge_request:read",
    "iat": NOW,
    "exp": NOW + 600,
    "jti": "1",
}
ABSENT = object()

OURS = ec.generate_private_key(ec.SECP256R1())
THEIRS = ec.generate_private_key(ec.SECP256R1())
RSA = rsa.generate_private_key(65537, 2048)
PUBLIC_PEM = OURS.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
ES256 = ECAlgorithm(ECAlgorithm.SHA256)
OUR_JWK = ECAlgorithm.to_jwk(OURS.public_key(), as_dict=True)
THEIR_JWK = ECAlgorithm.to_jwk(THEIRS.public_key(), as_dict=True)
SECRET = base64.urlsafe_b64encode(b"s" * 32).rstrip(b"=").decode()

Sign = Callable[[bytes], bytes]


class Keys:
    """A key source that answers from a mapping."""

    def __init__(self, **keys: jwt.PyJWK) -> None:
        self.keys = keys
        self.look_ups = 0

    def key(self, identifier: str) -> jwt.PyJWK | None:
        self.look_ups += 1
        return self.keys.get(identifier)


def our_keys() -> Keys:
    shared = jwt.PyJWK({"kty": "oct", "k": SECRET, "alg": "HS256"})
    rsa_key = jwt.PyJWK(RSAAlgorithm.to_jwk(RSA.public_key(), as_dict=True), "PS256")
    return Keys(ours=jwt.PyJWK(OUR_JWK), shared=shared, rsa=rsa_key)


def verifier_with(keys: KeySource) -> Verifier:
    other = TrustedIssuer("elsewhere", "selfsame", Keys(theirs=jwt.PyJWK(THEIR_JWK)))
    return Verifier([TrustedIssuer("selfsame", "selfsame", keys), other])


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def ours(message: bytes) -> bytes:
    return ES256.sign(message, OURS)


def theirs(message: bytes) -> bytes:
    return ES256.sign(message, THEIRS)


def with_public_key_as_secret(message: bytes) -> bytes:
    return HMACAlgorithm(HMACAlgorithm.SHA256).sign(message, PUBLIC_PEM)


def with_shared_secret(message: bytes) -> bytes:
    return HMACAlgorithm(HMACAlgorithm.SHA256).sign(message, b"s" * 32)


def with_rsa(algorithm: str) -> Sign:
    return lambda message: jwt.get_algorithm_by_name(algorithm).sign(message, RSA)


def raw(header: bytes, payload: bytes, sign: Sign = ours) -> str:
    signing_input = f"{base64url(header)}.{base64url(payload)}"
    return f"{signing_input}.{base64url(sign(signing_input.encode()))}"


def changed(original: Mapping[str, Any], changes: Mapping[str, Any]) -> bytes:
    members = {**original, **changes}
    return json.dumps({k: v for k, v in members.items() if v is not ABSENT}).encode()


def token(header: Mapping[str, Any] = {}, sign: Sign = ours, **claims: Any) -> str:
    return raw(changed(HEADER, header), changed(CLAIMS, claims), sign)


def payload_with(text: str) -> str:
    """Write a token whose payload has this member, as it is written, after the usual ones."""
    usual = changed(CLAIMS, {"exp": ABSENT}).decode()
    return raw(changed(HEADER, {}), f"{usual[:-1]}, {text}}}".encode())


def segments(*replaced: str | None) -> str:
    """Write a good token with some of its segments replaced."""
    pairs = zip(token().split("."), replaced, strict=True)
    return ".".join(good if new is None else new for good, new in pairs)


def loosened() -> str:
    """Write a good token with the unused bits of the signature's last character changed."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    good = token()
    return good[:-1] + alphabet[alphabet.index(good[-1]) + 1]


def flipped(position: int) -> str:
    """Write a good token with one bit changed in the middle of one segment."""
    parts = token().split(".")
    content = bytearray(base64.urlsafe_b64decode(parts[position] + "=="))
    content[len(content) // 2] ^= 1
    parts[position] = base64url(bytes(content))
    return ".".join(parts)


VERIFIER = verifier_with(our_keys())


def is_refused(candidate: str, now: float = NOW) -> bool:
    with pytest.raises(Unauthenticated) as refusal:
        VERIFIER.verify(candidate, now)
    return str(refusal.value) == "Access denied" and not refusal.value.extensions
