"""What a page is set from, as the process that sets it takes it, and how its result comes back."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from importlib.metadata import version
from typing import Any

import orjson

from rules.frozen import frozen

EDITION = f"1 {version('typst')} {version('segno')}"
"""Of what sets pages: another edition may make other bytes of the same page."""

LENGTH = 4
"""Bytes in which the length of what follows is written."""
MADE, REFUSED = b"\x00", b"\x01"
"""With which a result begins. Here, since a server that had the renderer would have Typst too."""


class Form(StrEnum):
    """As what a page is wanted."""

    PDF = "pdf"
    SVG = "svg"


@frozen
class Page:
    """A page to be set: the same pages make the same bytes.

    `svg` is that of a template, `printed` has the texts by field, `address` is what its QR code
    leads to, `name` is its title; `fonts` are the SHA-256 digests of its fonts, the preferred one
    first. A page of SVG refers to its fonts below `fonts_address`.
    """

    svg: str
    printed: Mapping[str, str]
    address: str
    name: str
    language: str
    day: date
    fonts: tuple[str, ...]
    form: Form = Form.PDF
    fonts_address: str = ""

    def written(self) -> bytes:
        """Write the page as it goes to a renderer."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)

    @property
    def digest(self) -> bytes:
        """What the page is found by, once it is made."""
        return hashlib.sha256(EDITION.encode() + b"\0" + self.written()).digest()


def read_page(written: bytes) -> Page:
    """Read a page that `Page.written` wrote."""
    fields: dict[str, Any] = orjson.loads(written)
    changed = {
        "day": date.fromisoformat(fields["day"]),
        "fonts": tuple(fields["fonts"]),
        "form": Form(fields["form"]),
    }
    return Page(**{**fields, **changed})
