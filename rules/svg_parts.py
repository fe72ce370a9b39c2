"""How an SVG is written: elements, lengths, references, pictures and font families."""

import binascii
import re
import struct
from collections.abc import Mapping

XLINK = "http://www.w3.org/1999/xlink"

ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "image",
        "use",
        "symbol",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
    }
)
MISLEADING = frozenset(
    {
        "letter-spacing",
        "word-spacing",
        "textLength",
        "lengthAdjust",
        "rotate",
        "dx",
        "dy",
        "writing-mode",
        "clip-path",
    }
)
"""What would set a name elsewhere than where it is measured."""

LARGEST_PICTURE = 256 * 1024
"""Characters of a picture within the SVG."""

PAGE = (210.0, 297.0)
TOLERANCE = 0.5
"""Width and height of A4, and how far a page may be from it, in millimetres."""

MILLIMETRES: Mapping[str, float] = {
    "mm": 1.0,
    "cm": 10.0,
    "in": 25.4,
    "pt": 25.4 / 72,
    "pc": 25.4 / 6,
    "px": 25.4 / 96,
    "": 25.4 / 96,
}
LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(mm|cm|in|pt|pc|px|)\s*")
NUMBER = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,6})?")
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=\s]*)")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
MOST_PIXELS = 2_000
OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@|\\|expression\s*\(", re.IGNORECASE)
PLAIN_REFERENCE = re.compile(r"#[\w.-]+")

LINE_HEIGHT = 1.2
"""From one line to the next, in sizes of the font."""

SHARES: Mapping[str, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Which share of a box lies to the left of where its text is anchored."""


def is_small_png(address: str) -> bool:
    """Return whether it is a PNG whose header says how little memory it takes."""
    found = PICTURE.fullmatch(address)
    if found is None:
        return False
    try:
        picture = binascii.a2b_base64(found[1])
    except binascii.Error:
        return False
    if not picture.startswith(PNG) or len(picture) < len(PNG) + 8:
        return False
    return all(1 <= side <= MOST_PIXELS for side in struct.unpack_from(">LL", picture, len(PNG)))


def href_of(attributes: Mapping[str, str]) -> str:
    """Return what an element refers to, by either spelling of the attribute."""
    return attributes.get("href") or attributes.get(f"{XLINK} href") or ""


def families_of(attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the font families that an element names itself, the preferred one first."""
    listed = attributes.get("font-family", "")
    for declaration in attributes.get("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if name.strip().lower() in ("font-family", "font"):
            listed = value
    return tuple(it.strip().strip("'\"") for it in listed.split(",") if it.strip())


def number(text: str) -> float | None:
    """Read a plain number; None for anything else."""
    return float(text) if NUMBER.fullmatch(text.strip()) else None


def millimetres(text: str) -> float | None:
    """Read a length with its unit; None for anything else."""
    found = LENGTH.fullmatch(text)
    return float(found[1]) * MILLIMETRES[found[2]] if found else None
