"""Whether a bearer token is one that we trust, and what it claims (rule A1).

Why a token is refused is never told: every failure is `Unauthenticated`.
"""

import base64
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn, Protocol, runtime_checkable
from uuid import UUID

import jwt

from rules.access import Unauthenticated, split_scopes

SKEW = 30
"""Seconds by which another machine's clock may differ from ours, either way."""

_LONGEST_TOKEN = 8 * 1024
_REMEMBERED_TOKENS = 5_000  # 2 KB each
_LATEST_TIME = 253_402_300_799  # the last second of the year 9999

_ASYMMETRIC_ALGORITHMS = frozenset(
    {"ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512", "EdDSA"}
)
_TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt"})

_THREE_SEGMENTS = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_CREDENTIALS = re.compile(rb"(?i:bearer) +([A-Za-z0-9._~+/-]+=*)")
_SIGNATURES = jwt.PyJWS()


@dataclass(frozen=True, slots=True)
class Claims:
    """What a trusted token says: who speaks, through which client, and with which scopes."""

    subject: UUID
    client_id: UUID
    scopes: frozenset[str]
    expires_at: int
    issuer: str

    @property
    def user_id(self) -> UUID | None:
        """The user that the token speaks for; None where a machine speaks for itself."""
        return None if self.subject == self.client_id else self.subject


class KeySource(Protocol):
    """The public keys of one issuer, each bound to its one algorithm.

    It answers from memory: a source that has to ask a network for a new key answers None and
    asks beside the request.
    """

    def key(self, identifier: str, /) -> jwt.PyJWK | None:
        """Find the key with this `kid`; None where the issuer has no such key."""


@runtime_checkable
class RenewableKeys(KeySource, Protocol):
    """Keys of an issuer that may have published more since we last looked."""

    async def look_again(self) -> bool:
        """Look for more keys, and tell whether there was anything to wait for."""


class KeyNotFound(Unauthenticated):
    """The token names a key that its issuer may have published since we last looked.

    Whoever has the time lets `keys` look again; to all others it is a refusal like any.
    """

    def __init__(self, keys: RenewableKeys) -> None:
        super().__init__()
        self.keys = keys


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer whose tokens we take, when they are meant for this audience."""

    name: str
    audience: str
    keys: KeySource


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A token whose signature and claims hold, from and until these seconds since 1970."""

    claims: Claims
    valid_from: float
    valid_until: float


class Verifier:
    """Tells trusted tokens from all others.

    A token's signature is checked once, its times at every use. The trusted tokens used last
    are remembered by their whole text: that costs less than a digest of it, needs no proof
    that digests differ, and what is not trusted is never remembered. A key that is withdrawn
    therefore still serves the tokens already seen, until they expire.
    """

    def __init__(self, issuers: Iterable[TrustedIssuer]) -> None:
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._admitted = lru_cache(maxsize=_REMEMBERED_TOKENS)(self._admit)

    def verify(self, token: str, now: float) -> Claims:
        """Give the claims of a trusted token; refuse every other as `Unauthenticated`.

        `now` is in seconds since 1970. Rule A1.
        """
        admitted = self._admitted(token)
        if not admitted.valid_from <= now <= admitted.valid_until:
            raise Unauthenticated
        return admitted.claims

    def _admit(self, token: str) -> _Admitted:
        # Whatever goes wrong with bytes that a stranger made is a refusal, foreseen or not.
        try:
            return self._examine(token)
        except KeyNotFound:
            raise
        except Exception:
            raise Unauthenticated from None

    def _examine(self, token: str) -> _Admitted:
        if len(token) > _LONGEST_TOKEN:
            raise Unauthenticated
        segments = _THREE_SEGMENTS.fullmatch(token)
        if segments is None:
            raise Unauthenticated

        # The payload is read before the signature is checked only to learn whose keys to ask.
        claims = _json_object(segments[2])
        issuer = self._issuers[_text(claims, "iss")]
        _check_signature(token, _json_object(segments[1]), issuer.keys)
        _check_audience(claims, issuer.audience)
        return _admitted_by(claims)


def bearer(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Find the bearer token among a request's raw ASGI headers; None where none is presented.

    Credentials that are presented twice, under another scheme or malformed are
    `Unauthenticated` (RFC 6750). No other part of the request is looked at.
    """
    presented = [value for name, value in headers if name == b"authorization"]
    if not presented:
        return None
    if len(presented) > 1:
        raise Unauthenticated
    credentials = _CREDENTIALS.fullmatch(presented[0])
    if credentials is None:
        raise Unauthenticated
    return credentials[1].decode("ascii")


def _json_object(segment: str) -> dict[str, object]:
    """Read one JSON object in UTF-8, strictly: no name twice, no NaN and no Infinity."""
    content = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    value = _STRICT_JSON.decode(content.decode("utf-8"))
    if not isinstance(value, dict):
        raise Unauthenticated
    return value


def _without_repetition(members: list[tuple[str, object]]) -> dict[str, object]:
    by_name = dict(members)
    if len(by_name) != len(members):
        raise Unauthenticated
    return by_name


def _refuse_constant(_: str) -> NoReturn:
    raise Unauthenticated


_STRICT_JSON = json.JSONDecoder(
    object_pairs_hook=_without_repetition, parse_constant=_refuse_constant
)


def _check_signature(token: str, header: dict[str, object], keys: KeySource) -> None:
    """Refuse a token that the key named by its `kid` did not sign with that key's algorithm.

    The key decides the algorithm, never the token. A token without a `kid` is refused even
    where there is only one key: it would stop working at the first rotation. `crit` names
    extensions that must be understood, and we understand none; `b64` is one of them. Keys and
    addresses of keys that the token brings along (jwk, jku, x5c, x5u) are ignored.
    """
    if "crit" in header or "b64" in header:
        raise Unauthenticated
    if _text(header, "typ").lower() not in _TOKEN_TYPES:
        raise Unauthenticated
    key = keys.key(_text(header, "kid"))
    if key is None and isinstance(keys, RenewableKeys):
        raise KeyNotFound(keys)
    if key is None or key.algorithm_name not in _ASYMMETRIC_ALGORITHMS:
        raise Unauthenticated
    # PyJWT refuses another `alg` too, and base64url with loose bits at its end.
    _SIGNATURES.decode(token, key, algorithms=[key.algorithm_name])


def _check_audience(claims: dict[str, object], audience: str) -> None:
    claimed = claims["aud"]
    audiences = claimed if isinstance(claimed, list) else [claimed]
    if not all(isinstance(each, str) for each in audiences) or audience not in audiences:
        raise Unauthenticated


def _admitted_by(claims: dict[str, object]) -> _Admitted:
    issued_at = _time(claims, "iat")
    not_before = _time(claims, "nbf") if "nbf" in claims else issued_at
    expires_at = _time(claims, "exp")
    scope = _text(claims, "scope") if "scope" in claims else ""
    admitted_claims = Claims(
        subject=_identifier(claims, "sub"),
        client_id=_identifier(claims, "client_id"),
        scopes=split_scopes(scope),
        expires_at=math.floor(expires_at),
        issuer=_text(claims, "iss"),
    )
    return _Admitted(admitted_claims, max(issued_at, not_before) - SKEW, expires_at + SKEW)


def _text(members: dict[str, object], name: str) -> str:
    value = members[name]
    if not isinstance(value, str):
        raise Unauthenticated
    value.encode("utf-8")  # half a surrogate pair is a str too, until somebody has to write it
    return value


def _time(claims: dict[str, object], name: str) -> float:
    """Read a NumericDate: a JSON number, which true and 1e400 are not, up to the year 9999."""
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unauthenticated
    if not 0 <= value <= _LATEST_TIME:
        raise Unauthenticated
    return value


def _identifier(claims: dict[str, object], name: str) -> UUID:
    """Read a UUID in its canonical form; Python takes braces, capitals and "urn:uuid:" too."""
    text = _text(claims, name)
    identifier = UUID(text)
    if str(identifier) != text:
        raise Unauthenticated
    return identifier
