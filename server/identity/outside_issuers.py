"""The public keys of issuers that are not ours: fetched beside requests, kept while they are away.

Rule E4. What is asked of the tokens themselves is the same as of ours (`server.identity.tokens`).
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
"""Seconds between two fetches from one issuer, however many unknown keys are asked for."""
FRESH_SECONDS: Final = 300.0
"""For so long keys are used without asking whether they still are the issuer's."""
PATIENCE: Final = 3.0
"""Seconds for which an issuer may keep us waiting."""

MOST_BYTES: Final = 1_048_576
MOST_KEYS: Final = 100
FEWEST_RSA_BITS: Final = 2048


class Unusable(Exception):
    """What an issuer answered is no JWK set."""


class OutsideKeys:
    """The keys of one issuer, as it published them when it could last be reached.

    A key that is not known makes a request wait for one fetch, at most every ten seconds; keys
    that are known serve at once, and their age is looked to beside the request.
    """

    def __init__(self, address: str, clock: Callable[[], float] = monotonic) -> None:
        """Know the address; nothing is fetched yet."""
        self.address = address
        self.fetches = 0
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    def key(self, identifier: str) -> jwt.PyJWK | None:
        """Find a key among those that are known."""
        if self._clock() - self._asked_at > FRESH_SECONDS:
            self._begin()
        return self._keys.get(identifier)

    async def look_again(self) -> bool:
        """Fetch the keys, unless that was done a moment ago; tell whether to try again."""
        self._begin()
        fetching = self._fetching
        if fetching is None:
            return False
        await asyncio.wait([fetching], timeout=PATIENCE)
        return True

    async def close(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    def _begin(self) -> None:
        if self._fetching is not None or self._clock() - self._asked_at < FETCH_PAUSE:
            return
        self._asked_at = self._clock()
        self.fetches += 1
        self._fetching = asyncio.get_running_loop().create_task(self._fetch())

    async def _fetch(self) -> None:
        try:
            self._keys = await asyncio.to_thread(fetch, self.address)
        except (OSError, ValueError, http.client.HTTPException, Unusable) as error:
            # The issuer is away, or talks nonsense: what it said before still holds.
            logs.unforeseen("issuer.unreachable", error, address=self.address)
        finally:
            self._fetching = None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Takes keys from the configured address only."""

    def redirect_request(self, *_: Any) -> None:
        return None


def fetch(address: str) -> dict[str, jwt.PyJWK]:
    """Fetch the keys that an issuer publishes, by their `kid`; it holds up its thread.

    Raises OSError, ValueError, HTTPException or Unusable.
    """
    opener = urllib.request.build_opener(
        _NoRedirects, urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    asked = urllib.request.Request(address, headers={"Accept": "application/json"})
    deadline = monotonic() + PATIENCE
    content = bytearray()
    with opener.open(asked, timeout=PATIENCE) as answer:
        while piece := answer.read1(65_536):
            content += piece
            if len(content) > MOST_BYTES or monotonic() > deadline:
                raise Unusable
    return read_keys(bytes(content))


def read_keys(content: bytes) -> dict[str, jwt.PyJWK]:
    """Read a JWK set: the keys that have a `kid` and sign. Raises ValueError or Unusable."""
    try:
        published = json.loads(content)
    except RecursionError:
        raise Unusable from None
    listed = published.get("keys") if isinstance(published, dict) else None
    if not isinstance(listed, list):
        raise Unusable
    keys: dict[str, jwt.PyJWK] = {}
    for entry in listed[:MOST_KEYS]:
        key = _key(entry)
        if key is not None:
            keys.setdefault(str(key.key_id), key)
    return keys


def _key(entry: Any) -> jwt.PyJWK | None:
    """Read one key; those that we cannot use are left out, and none of them spoils the others."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig" or entry.get("kty") == "oct":
        return None
    public = {name: value for name, value in entry.items() if name != "d"}
    try:
        key = jwt.PyJWK(public)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < FEWEST_RSA_BITS:
        return None
    return key
