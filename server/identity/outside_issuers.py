"""Fetches the public keys of outside issuers, and keeps them while an issuer is unreachable.

Rule E4. Their tokens are verified as our own are (`server.identity.tokens`).
"""

import asyncio
import http.client
import json
import ssl
import urllib.request
from collections.abc import Callable
from time import monotonic
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from server.observability import logs

FETCH_PAUSE: Final = 10.0
"""Seconds between two fetches from one issuer, however many tokens name unknown keys."""
FRESH_SECONDS: Final = 300.0
"""Seconds after which keys are fetched again."""
TIMEOUT: Final = 3.0
"""Seconds in which an issuer must respond."""

MAX_BYTES: Final = 1_048_576
MAX_KEYS: Final = 100
MIN_RSA_BITS: Final = 2048


class Unusable(Exception):
    """The response of an issuer is no JWK set."""


class OutsideKeys:
    """The keys of one issuer, as it published them when it was last reachable.

    A request whose token names an unknown key waits for one fetch, at most every ten seconds.
    Known keys are used at once; when they are old, a fetch starts that no request waits for.
    """

    def __init__(self, address: str, clock: Callable[[], float] = monotonic) -> None:
        """Take the address; nothing is fetched yet."""
        self.address = address
        self.fetches = 0
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    def key(self, identifier: str) -> jwt.PyJWK | None:
        """Return a known key, or None."""
        if self._clock() - self._fetched_at > FRESH_SECONDS:
            self._start_fetch()
        return self._keys.get(identifier)

    async def refetch(self) -> bool:
        """Fetch the keys, unless they just were; return whether to look a key up again."""
        self._start_fetch()
        fetching = self._fetching
        if fetching is None:
            return False
        await asyncio.wait([fetching], timeout=TIMEOUT)
        return True

    async def close(self) -> None:
        """Cancel a running fetch."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    def _known(self, name: str, key: jwt.PyJWK) -> jwt.PyJWK:
        known = self._keys.get(name)
        if known is None or known.algorithm_name != key.algorithm_name or known.key != key.key:
            return key
        return known

    def _start_fetch(self) -> None:
        if self._fetching is not None or self._clock() - self._fetched_at < FETCH_PAUSE:
            return
        self._fetched_at = self._clock()
        self.fetches += 1
        self._fetching = asyncio.get_running_loop().create_task(self._fetch())

    async def _fetch(self) -> None:
        try:
            fetched = await asyncio.to_thread(fetch, self.address)
            # A key that stays is the same object: what it signed needs no second look.
            self._keys = {name: self._known(name, key) for name, key in fetched.items()}
        except (OSError, ValueError, http.client.HTTPException, Unusable) as error:
            # The issuer is unreachable, or its response is no JWK set: the known keys stay.
            logs.unforeseen("issuer.unreachable", error, address=self.address)
        finally:
            self._fetching = None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: keys come from the configured address only."""

    def redirect_request(self, *_: Any) -> None:
        return None


def fetch(address: str) -> dict[str, jwt.PyJWK]:
    """Fetch the keys that an issuer publishes, by their `kid`; blocks its thread.

    Raises OSError, ValueError, HTTPException or Unusable.
    """
    handlers: list[Any] = [_NoRedirects]
    if address.startswith("https:"):
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    opener = urllib.request.build_opener(*handlers)
    request = urllib.request.Request(address, headers={"Accept": "application/json"})
    deadline = monotonic() + TIMEOUT
    content = bytearray()
    with opener.open(request, timeout=TIMEOUT) as response:
        while piece := response.read1(65_536):
            content += piece
            if len(content) > MAX_BYTES or monotonic() > deadline:
                raise Unusable
    return read_keys(bytes(content))


def read_keys(content: bytes) -> dict[str, jwt.PyJWK]:
    """Return the signing keys of a JWK set by their `kid`. Raises ValueError or Unusable."""
    try:
        published = json.loads(content)
    except RecursionError:
        raise Unusable from None
    listed = published.get("keys") if isinstance(published, dict) else None
    if not isinstance(listed, list):
        raise Unusable
    keys: dict[str, jwt.PyJWK] = {}
    for entry in listed[:MAX_KEYS]:
        key = _key(entry)
        if key is not None:
            keys.setdefault(str(key.key_id), key)
    return keys


def _key(entry: Any) -> jwt.PyJWK | None:
    """Return one key, or None where we cannot use it; the others of its set are not affected."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig" or entry.get("kty") == "oct":
        return None
    public = {name: value for name, value in entry.items() if name != "d"}
    try:
        key = jwt.PyJWK(public)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < MIN_RSA_BITS:
        return None
    return key
