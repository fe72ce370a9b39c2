"""Which media types the GraphQL door takes and gives, negotiated as RFC 9110 says."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

GRAPHQL = b"application/graphql-response+json; charset=utf-8"
JSON = b"application/json; charset=utf-8"
HTML = b"text/html; charset=utf-8"

_LONGEST_REMEMBERED = 512
_NAMES = {
    GRAPHQL: ("application", "graphql-response+json"),
    JSON: ("application", "json"),
    HTML: ("text", "html"),
}
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|$))+')
_PARAMETER = re.compile(r';\s*([^\s;=]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")

Verdict = TypeVar("Verdict")


def _remembered(judge: Callable[[bytes], Verdict]) -> Callable[[bytes], Verdict]:
    # Clients repeat themselves; a long value is judged anew so that memory stays bounded.
    remembered = lru_cache(maxsize=256)(judge)

    def verdict(value: bytes) -> Verdict:
        return remembered(value) if len(value) <= _LONGEST_REMEMBERED else judge(value)

    return verdict


def _parts(element: str) -> tuple[str, dict[str, str]]:
    name, separator, rest = element.partition(";")
    parameters = {
        key.lower(): value.strip().strip('"').lower()
        for key, value in _PARAMETER.findall(separator + rest)
    }
    return name.strip().lower(), parameters


def _specificity(media_range: str, media_type: bytes) -> int:
    """Say how closely a range names a media type: 0 not at all, 3 exactly."""
    kind, _, subtype = media_range.partition("/")
    own_kind, own_subtype = _NAMES[media_type]
    if (kind, subtype) == (own_kind, own_subtype):
        return 3
    if (kind, subtype) == (own_kind, "*"):
        return 2
    return int((kind, subtype) == ("*", "*"))


def _preferred(accept: bytes, offered: tuple[bytes, ...]) -> bytes | None:
    # For each type offered, the closest range decides its weight; between types of one weight
    # the one named more closely wins, then the one named first, then our own order.
    closest: dict[bytes, tuple[int, float, int]] = {}
    for position, element in enumerate(_ELEMENT.findall(accept.decode("latin-1"))):
        media_range, parameters = _parts(element)
        weight = parameters.get("q", "1")
        if not _WEIGHT.fullmatch(weight) or parameters.get("charset", "utf-8") != "utf-8":
            continue
        for media_type in offered:
            specificity = _specificity(media_range, media_type)
            if specificity > closest.get(media_type, (0, 0.0, 0))[0]:
                closest[media_type] = (specificity, float(weight), -position)
    wanted = [it for it in offered if it in closest and closest[it][1] > 0]
    return max(
        wanted, key=lambda it: (closest[it][1], closest[it][0], closest[it][2]), default=None
    )


@_remembered
def for_program(accept: bytes) -> bytes | None:
    """Choose between the two JSON types; None where neither is accepted. Empty accepts all."""
    return _preferred(accept, (JSON, GRAPHQL)) if accept.strip() else JSON


@_remembered
def for_reader(accept: bytes) -> bytes | None:
    """Choose likewise where an HTML page can be given too, to those who would rather have it."""
    return _preferred(accept, (JSON, GRAPHQL, HTML)) if accept.strip() else JSON


@_remembered
def is_json(content_type: bytes) -> bool:
    """Tell whether a request body is declared as JSON in UTF-8."""
    name, parameters = _parts(content_type.decode("latin-1"))
    return name == "application/json" and parameters.get("charset", "utf-8") in ("utf-8", "utf8")
