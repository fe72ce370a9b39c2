"""What a font file says of itself: its family, its weight, its letters, how wide they are (C12)."""

import struct
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from rules.frozen import frozen

SIGNATURES = frozenset({b"\x00\x01\x00\x00", b"OTTO", b"true"})
NEEDED = frozenset({"cmap", "head", "hhea", "hmtx", "maxp", "name"})
OUTLINES = frozenset({"glyf", "CFF ", "CFF2"})
MOST_TABLES = 64
MOST_LETTERS = 400_000
"""Of all tables of letters together; a font names each in two of them at most."""
MOST_NAMES = 4_000
LONGEST_NAME = 1_000
"""Bytes of a family name."""
RESTRICTED = 0x000F
ONLY_RESTRICTED = 0x0002
"""The bits of `fsType` about embedding, and their value where the maker forbids it."""

BOLD = 600


class NoFont(ValueError):
    """The file is no font that can be set and embedded; the sentence says why."""


@dataclass(frozen=True)
class Font:
    """A TrueType or OpenType font, as far as setting a line of text needs it."""

    family: str
    weight: int
    is_italic: bool
    units: int
    glyphs: dict[int, int]
    """The number of the glyph of each code point."""
    widths: tuple[int, ...]

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The code points that it has letters for, as ranges of first and last."""
        return tuple(_ranges(sorted(self.glyphs)))

    def width_of(self, character: str) -> float | None:
        """Return the width of a letter at a size of 1; None where it has none."""
        glyph = self.glyphs.get(ord(character))
        if glyph is None:
            return None
        return self.widths[min(glyph, len(self.widths) - 1)] / self.units


def needs_no_letter(character: str) -> bool:
    """Return whether a character shows nothing where a font has nothing for it."""
    return unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp", "Cc")


def read_font(file: bytes) -> Font:
    """Read a font file. Raises NoFont."""
    try:
        return _read(file)
    except (struct.error, IndexError, OverflowError, UnicodeDecodeError):
        raise NoFont("It is a damaged font file") from None


def _read(file: bytes) -> Font:
    tables = _tables(file)
    units = struct.unpack_from(">H", tables["head"], 18)[0]
    long_widths = struct.unpack_from(">H", tables["hhea"], 34)[0]
    if not units or not long_widths:
        raise NoFont("It is a damaged font file")
    widths = struct.unpack_from(">" + "Hh" * long_widths, tables["hmtx"])[::2]
    glyphs = _glyphs(tables["cmap"])
    family = _family(tables["name"])
    if not glyphs or not family:
        raise NoFont("It has no letters or no family name")
    weight, italic = 400, False
    if "OS/2" in tables:
        weight, _, embedding = struct.unpack_from(">HHH", tables["OS/2"], 4)
        if embedding & RESTRICTED == ONLY_RESTRICTED:
            raise NoFont("Its maker forbids to embed it")
        italic = bool(struct.unpack_from(">H", tables["OS/2"], 62)[0] & 1)
    return Font(family, weight, italic, units, glyphs, widths)


def _tables(file: bytes) -> dict[str, bytes]:
    if file[:4] not in SIGNATURES:
        raise NoFont("It is neither TrueType nor OpenType")
    count = struct.unpack_from(">H", file, 4)[0]
    if count > MOST_TABLES:
        raise NoFont("It is a damaged font file")
    found = {}
    for at in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", file, 12 + 16 * at)
        if offset + length > len(file):
            raise NoFont("It is a damaged font file")
        found[tag.decode("latin-1")] = file[offset : offset + length]
    if not found.keys() >= NEEDED or not found.keys() & OUTLINES:
        raise NoFont("It lacks tables that a font has")
    if "fvar" in found:
        raise NoFont("It is a variable font; one file for each weight is needed")
    return found


def _family(table: bytes) -> str | None:
    """Return the family name, the typographic one where there is one, from Unicode records."""
    count, start = struct.unpack_from(">HH", table, 2)
    if count > MOST_NAMES:
        raise NoFont("It is a damaged font file")
    names = {}
    for at in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * at)
        is_unicode = platform == 0 or (platform == 3 and language == 0x409)
        if name in (1, 16) and is_unicode and length <= LONGEST_NAME:
            names[name] = table[start + offset : start + offset + length].decode("utf-16-be")
    return names.get(16) or names.get(1)


def _glyphs(table: bytes) -> dict[int, int]:
    """Return the glyphs by code point from the largest Unicode subtable.

    Subtables may be one and the same, and their ranges may overlap: a small file can name a letter
    a billion times, so all of them together are counted. Raises NoFont.
    """
    chosen: dict[int, int] = {}
    seen, left = set(), MOST_LETTERS
    for at in range(min(struct.unpack_from(">H", table, 2)[0], MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * at)
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        form = struct.unpack_from(">H", table, offset)[0]
        if form in (4, 12) and offset not in seen:
            seen.add(offset)
            found: dict[int, int] = {}
            for letters in _segments(table, offset) if form == 4 else _groups(table, offset):
                left -= len(letters)
                if left < 0:
                    raise NoFont("It is a damaged font file")
                found.update(letters.glyphs())
            chosen = found if len(found) > len(chosen) else chosen
    return chosen


@frozen
class _Letters:
    """A range of code points and where their glyphs are, not yet looked up."""

    first: int
    last: int
    glyph_of: Callable[[int], int]

    def __len__(self) -> int:
        return max(0, self.last - self.first + 1)

    def glyphs(self) -> Iterator[tuple[int, int]]:
        """Look the glyphs up; a letter whose glyph is 0 is none of the font's."""
        for point in range(self.first, self.last + 1):
            if glyph := self.glyph_of(point):
                yield point, glyph


def _segments(table: bytes, offset: int) -> Iterator[_Letters]:
    doubled = struct.unpack_from(">H", table, offset + 6)[0]
    count = doubled // 2
    columns = [
        struct.unpack_from(f">{count}H", table, offset + 14 + place)
        for place in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)
    ]
    starts_of_offsets = offset + 16 + 3 * doubled
    for at, (end, start, delta, relative) in enumerate(zip(*columns, strict=True)):
        place = starts_of_offsets + 2 * at + relative if relative else None
        yield _Letters(start, min(end, 0xFFFE), partial(_glyph, table, place, start, delta))


def _glyph(table: bytes, place: int | None, start: int, delta: int, point: int) -> int:
    """Return the glyph of a letter of a segment, 0 where it has none."""
    glyph = point
    if place is not None:
        glyph = struct.unpack_from(">H", table, place + 2 * (point - start))[0]
    return (glyph + delta) & 0xFFFF if glyph or place is None else 0


def _groups(table: bytes, offset: int) -> Iterator[_Letters]:
    (count,) = struct.unpack_from(">L", table, offset + 12)
    for at in range(min(count, MOST_LETTERS)):
        start, end, glyph = struct.unpack_from(">LLL", table, offset + 16 + 12 * at)
        if end > 0x10FFFF:
            raise NoFont("It is a damaged font file")
        yield _Letters(start, end, partial(int.__add__, glyph - start))


def _ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for point in points:
        if first is None or last is None or point != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = point
        last = point
    if first is not None and last is not None:
        yield first, last
