"""Negotiates the media types of the GraphQL endpoint (RFC 9110)."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

GRAPHQL = b"application/graphql-response+json; charset=utf-8"
JSON = b"application/json; charset=utf-8"
HTML = b"text/html; charset=utf-8"

_MAX_CACHED_LENGTH = 512
_NAMES = {
    GRAPHQL: ("application", "graphql-response+json"),
    JSON: ("application", "json"),
    HTML: ("text", "html"),
}
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|$))+')
_PARAMETER = re.compile(r';\s*([^\s;=]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")

Result = TypeVar("Result")


def _cached(function: Callable[[bytes], Result]) -> Callable[[bytes], Result]:
    # Clients send the same values again; long ones are not cached, so that memory stays bounded.
    cached = lru_cache(maxsize=256)(function)

    def result(value: bytes) -> Result:
        return cached(value) if len(value) <= _MAX_CACHED_LENGTH else function(value)

    return result


def _parts(element: str) -> tuple[str, dict[str, str]]:
    name, separator, rest = element.partition(";")
    parameters = {
        key.lower(): value.strip().strip('"').lower()
        for key, value in _PARAMETER.findall(separator + rest)
    }
    return name.strip().lower(), parameters


def _specificity(media_range: str, media_type: bytes) -> int:
    """Return how specific a range is that includes a media type: 3 is exact, 0 excludes it."""
    kind, _, subtype = media_range.partition("/")
    own_kind, own_subtype = _NAMES[media_type]
    if (kind, subtype) == (own_kind, own_subtype):
        return 3
    if (kind, subtype) == (own_kind, "*"):
        return 2
    return int((kind, subtype) == ("*", "*"))


def _preferred(accept: bytes, offered: tuple[bytes, ...]) -> bytes | None:
    # The most specific range decides the weight of each type that is offered; between types of
    # one weight the more specific range wins, then the first one, then our own order.
    closest: dict[bytes, tuple[int, float, int]] = {}
    for position, element in enumerate(_ELEMENT.findall(accept.decode("latin-1"))):
        media_range, parameters = _parts(element)
        weight = parameters.get("q", "1")
        if not WEIGHT.fullmatch(weight) or parameters.get("charset", "utf-8") != "utf-8":
            continue
        for media_type in offered:
            specificity = _specificity(media_range, media_type)
            if specificity > closest.get(media_type, (0, 0.0, 0))[0]:
                closest[media_type] = (specificity, float(weight), -position)
    accepted = [it for it in offered if it in closest and closest[it][1] > 0]
    return max(
        accepted, key=lambda it: (closest[it][1], closest[it][0], closest[it][2]), default=None
    )


@_cached
def for_program(accept: bytes) -> bytes | None:
    """Return the preferred of the two JSON types, None where neither is accepted."""
    return _preferred(accept, (JSON, GRAPHQL)) if accept.strip() else JSON


@_cached
def for_reader(accept: bytes) -> bytes | None:
    """Return the preferred of the two JSON types and HTML, None where none is accepted."""
    return _preferred(accept, (JSON, GRAPHQL, HTML)) if accept.strip() else JSON


@_cached
def is_json(content_type: bytes) -> bool:
    """Return whether a Content-Type is JSON in UTF-8."""
    name, parameters = _parts(content_type.decode("latin-1"))
    return name == "application/json" and parameters.get("charset", "utf-8") in ("utf-8", "utf8")
