"""Verifies bearer tokens (rule A1): a client never learns why one is refused."""

import base64
import json
import math
import re
import sys
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache
from hashlib import sha256
from typing import NoReturn, Protocol, runtime_checkable
from uuid import UUID

import jwt

from db.driver_uuids import DriverUUID
from rules.access import Unauthenticated, split_scopes
from rules.frozen import frozen

SKEW = 30
"""Seconds by which another machine's clock may differ from ours, either way."""

_MAX_TOKEN_LENGTH = 8 * 1024
_REMEMBERED_TOKENS = 7_000  # half a kilobyte each
_LONGEST_DIGESTED = 1024
_LATEST_TIME = 253_402_300_799  # the last second of the year 9999

_ASYMMETRIC_ALGORITHMS = frozenset(
    {"ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512", "EdDSA"}
)
_TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt"})

_THREE_SEGMENTS = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_SIGNATURES = jwt.PyJWS()


@frozen
class Claims:
    """The claims of a verified token: its subject, its client, its scopes, its session if any."""

    subject: UUID
    client_id: UUID
    scopes: frozenset[str]
    expires_at: int
    issuer: str
    session_id: UUID | None = None
    outside_token: str | None = field(default=None, repr=False)
    """The token itself, where an outside issuer gave it: sources may take it in exchange."""

    @property
    def user_id(self) -> UUID | None:
        """The user that the token was issued for; None where it was issued for a machine."""
        return None if self.subject == self.client_id else self.subject


class KeySource(Protocol):
    """The public keys of one issuer, each bound to its one algorithm.

    It does not wait for a network: a source that must fetch a new key returns None.
    """

    def key(self, identifier: str, /) -> jwt.PyJWK | None:
        """Return the key with this `kid`; None where it is not known."""


@runtime_checkable
class RenewableKeys(KeySource, Protocol):
    """Keys of an issuer that may have published more since they were fetched."""

    async def refetch(self) -> bool:
        """Fetch the newest keys; return whether to look the key up again."""


class KeyNotFound(Unauthenticated):
    """The token names a key that its issuer may have published since its keys were fetched.

    A caller that can wait lets `keys` be fetched again; for others it is a refusal like any.
    """

    def __init__(self, keys: RenewableKeys) -> None:
        super().__init__()
        self.keys = keys


@frozen
class TrustedIssuer:
    """An issuer whose tokens are accepted, for this audience.

    `sid` is believed of an issuer that has our sessions; others mean sessions of their own.
    """

    name: str
    audience: str
    keys: KeySource
    has_our_sessions: bool = False


@frozen
class _VerifiedToken:
    """A token whose signature and claims are right; valid between these seconds since 1970.

    And for as long as its issuer has the key, under the same name.
    """

    claims: Claims
    valid_from: float
    valid_until: float
    keys: KeySource
    key_identifier: str
    key: jwt.PyJWK


class Verifier:
    """Verifies the tokens of trusted issuers.

    A token's signature is checked once; its times, and that its key was not withdrawn, at every
    use. The valid tokens used last are remembered, by a digest of their whole text, which is longer
    than all that is known of them; invalid ones never are.
    """

    def __init__(self, issuers: Iterable[TrustedIssuer]) -> None:
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._remembered: OrderedDict[bytes, _VerifiedToken] = OrderedDict()

    def verify(self, token: str, now: float) -> Claims:
        """Return the claims of a token. Raises Unauthenticated where it is not valid.

        `now` is in seconds since 1970. Rule A1.
        """
        verified = self._recall(token)
        if verified.keys.key(verified.key_identifier) is not verified.key:
            # Withdrawn, or another key has its name: as a token that comes for the first time.
            verified = self._verify(token)
        if not verified.valid_from <= now <= verified.valid_until:
            raise Unauthenticated
        return verified.claims

    def _recall(self, token: str) -> _VerifiedToken:
        digest = _digest_of(token) if len(token) <= _LONGEST_DIGESTED else _digest(token)
        remembered = self._remembered
        verified = remembered.get(digest)
        if verified is not None:
            remembered.move_to_end(digest)
            return verified
        verified = remembered[digest] = self._verify(token)
        if len(remembered) > _REMEMBERED_TOKENS:
            remembered.popitem(last=False)
        return verified

    def _verify(self, token: str) -> _VerifiedToken:
        # Any error while a stranger's bytes are read is a refusal, also one that nobody expected.
        try:
            return self._examine(token)
        except KeyNotFound:
            raise
        except Exception:
            raise Unauthenticated from None

    def _examine(self, token: str) -> _VerifiedToken:
        if len(token) > _MAX_TOKEN_LENGTH:
            raise Unauthenticated
        segments = _THREE_SEGMENTS.fullmatch(token)
        if segments is None:
            raise Unauthenticated

        # The payload is read before its signature is checked only to find the issuer's keys.
        claims = _json_object(segments[2])
        issuer = self._issuers[_text(claims, "iss")]
        header = _json_object(segments[1])
        key = _check_signature(token, header, issuer.keys)
        _check_audience(claims, issuer.audience)
        return _read_claims(claims, issuer, sys.intern(_text(header, "kid")), key)


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


def _check_signature(token: str, header: dict[str, object], keys: KeySource) -> jwt.PyJWK:
    """Return the key that is named by a token's `kid`, and signed it with the key's algorithm.

    The key decides the algorithm, never the token. A token without a `kid` is refused even where
    there is only one key: it would stop working at the first rotation. `crit` lists extensions
    that must be understood, and none is; `b64` is one of them. Keys and addresses of keys in the
    token itself (jwk, jku, x5c, x5u) are ignored.
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
    return key


def _check_audience(claims: dict[str, object], audience: str) -> None:
    claimed = claims["aud"]
    audiences = claimed if isinstance(claimed, list) else [claimed]
    if not all(isinstance(each, str) for each in audiences) or audience not in audiences:
        raise Unauthenticated


def _read_claims(
    claims: dict[str, object], issuer: TrustedIssuer, key_identifier: str, key: jwt.PyJWK
) -> _VerifiedToken:
    issued_at = _time(claims, "iat")
    not_before = _time(claims, "nbf") if "nbf" in claims else issued_at
    expires_at = _time(claims, "exp")
    scope = _text(claims, "scope") if "scope" in claims else ""
    verified_claims = Claims(
        subject=_uuid(_text(claims, "sub")),
        client_id=_client(_text(claims, "client_id")),
        scopes=_scopes(scope),
        expires_at=math.floor(expires_at),
        issuer=issuer.name,
        session_id=_session(claims) if issuer.has_our_sessions else None,
    )
    return _VerifiedToken(
        verified_claims,
        max(issued_at, not_before) - SKEW,
        expires_at + SKEW,
        issuer.keys,
        key_identifier,
        key,
    )


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()


_digest_of = lru_cache(maxsize=1024)(_digest)
"""`bearer` gives the same text for the same header, of which nothing is computed again."""

_scopes = lru_cache(maxsize=200)(split_scopes)
"""Tokens with the same scopes share one set of them."""


def _session(claims: dict[str, object]) -> UUID | None:
    return _uuid(_text(claims, "sid")) if "sid" in claims else None


def _text(members: dict[str, object], name: str) -> str:
    value = members[name]
    if not isinstance(value, str):
        raise Unauthenticated
    value.encode("utf-8")  # half a surrogate pair is a str too, until it is encoded
    return value


def _time(claims: dict[str, object], name: str) -> float:
    """Read a NumericDate: a JSON number, which true and 1e400 are not, up to the year 9999."""
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unauthenticated
    if not 0 <= value <= _LATEST_TIME:
        raise Unauthenticated
    return value


def _uuid(text: str) -> UUID:
    """Read a UUID in its canonical form; Python takes braces, capitals and "urn:uuid:" too."""
    identifier = DriverUUID(text)
    if str(identifier) != text:
        raise Unauthenticated
    return identifier


_client = lru_cache(maxsize=200)(_uuid)
"""Tokens of the same client share its id."""
