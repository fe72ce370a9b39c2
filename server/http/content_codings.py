"""Negotiates how a body is compressed (RFC 9110, Accept-Encoding)."""

import gzip
import re
from collections.abc import Collection
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from server.http.media_types import WEIGHT

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
PREFERENCES = (BROTLI, GZIP, IDENTITY)
"""What is sent where a client likes several equally."""

_ELEMENT = re.compile(rf"([^\s;]+)\s*(?:;\s*[qQ]\s*=\s*({WEIGHT.pattern}))?")
_UNSAID = 0.0001
"""The weight of `identity` where a client does not say: less than any that it can say."""


def preferred(accept_encoding: str, offered: Collection[str]) -> str | None:
    """Return the coding to send, one of `offered` or `identity`; None where none is accepted.

    A client that does not say that it can undo a coding gets the body as it is. `identity` is
    accepted unless a weight of 0, its own or that of `*`, excludes it. What is not of the form of
    the header counts as not said.
    """
    weights: dict[str, float] = {}
    for element in accept_encoding.split(","):
        if match := _ELEMENT.fullmatch(element.strip()):
            coding = match[1].lower().removeprefix("x-")
            weights.setdefault(coding, float(match[2] or 1))
    others = weights.get("*")
    accepted = {it: weights.get(it, others or 0.0) for it in PREFERENCES if it in offered}
    accepted[IDENTITY] = weights.get(IDENTITY, _UNSAID if others is None else others)
    best = max(accepted, key=lambda it: (accepted[it], -PREFERENCES.index(it)))
    return best if accepted[best] > 0 else None


NONE_ACCEPTED = "None of the accepted content codings is offered."


class Page(NamedTuple):
    """A page that the server itself writes: as it is, compressed, and the tag of both."""

    body: bytes
    compressed: bytes
    tag: str

    def chosen(self, accept_encoding: str) -> tuple[bytes, dict[str, str]] | None:
        """Return the body to send, and the headers that say how; None where none is accepted."""
        coding = preferred(accept_encoding, (GZIP,))
        if coding is None:
            return None
        headers = {"vary": "accept-encoding", "etag": f'"{self.tag}"'}
        if coding == IDENTITY:
            return self.body, headers
        return self.compressed, headers | {
            "content-encoding": GZIP,
            "etag": f'"{self.tag}-{GZIP}"',
        }


@lru_cache(maxsize=8)
def page_of(body: bytes) -> Page:
    """Return a page ready to be sent; the last ones are remembered."""
    return Page(body, gzip.compress(body, mtime=0), blake2b(body, digest_size=12).hexdigest())
