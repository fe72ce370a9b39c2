"""How wide a line of text is in given fonts, and how large it may be to stay in its box."""

import unicodedata
from collections.abc import Sequence

from rules.font_files import BOLD, Font, needs_no_letter
from rules.frozen import frozen
from rules.svg_parts import LINE_HEIGHT

SLACK = 1.02
"""Letters that are shaped together may be a little wider than one by one."""

SMALLER = 0.96
SMALLEST = 0.02
"""By how much a text is set smaller until it fits, and where that ends, as a share."""

MARKS = frozenset({"Mn", "Me"})
CJK = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Scripts in which a line may end after any letter."""


@frozen
class Box:
    """Where a text has its place: how wide, and of how many lines at the size it is made for."""

    width: float
    size: float
    lines: int


@frozen
class SetText:
    """A text as it fits: its lines, and the size of its letters."""

    lines: tuple[str, ...]
    size: float


class Measure:
    """Measures text in the fonts that a page is set in."""

    def __init__(self, fonts: Sequence[Font], families: Sequence[str], *, is_bold: bool) -> None:
        """Prefer the families in their order, and in each of them the weight that is wanted."""

        def unlike(font: Font) -> tuple[int, bool]:
            wanted = families.index(font.family) if font.family in families else len(families)
            return wanted, (font.weight >= BOLD) != is_bold

        self._fonts = sorted(fonts, key=unlike)

    def width(self, text: str) -> float:
        """Return the width of a text at a size of 1."""
        return SLACK * sum(map(self._width_of, text))

    def _width_of(self, character: str) -> float:
        if unicodedata.category(character) in MARKS or (
            needs_no_letter(character) and (character != " ")
        ):
            return 0.0
        for font in self._fonts:
            width = font.width_of(character)
            if width is not None:
                return width
        return 1.0

    def fit(self, text: str, box: Box) -> SetText:
        """Set a text into a box: in one line, in more, or in smaller letters."""
        height = box.lines * box.size * LINE_HEIGHT
        words = _words(text)
        share = 1.0
        while True:
            size = box.size * share
            allowed = max(1, int(height / (size * LINE_HEIGHT) + 1e-6))
            lines = self._lines(words, box.width / size, allowed)
            if lines is not None or share <= SMALLEST:
                return SetText(tuple(lines or [text]), round(size, 3))
            share *= SMALLER

    def _lines(self, words: Sequence[str], width: float, allowed: int) -> list[str] | None:
        """Break words into lines; None where they are too many or one is too wide."""
        lines = [""]
        for word in words:
            longer = lines[-1] + word
            if self.width(longer.rstrip()) <= width:
                lines[-1] = longer
            elif not lines[-1]:
                return None
            else:
                lines.append(word.lstrip())
                if len(lines) > allowed or self.width(lines[-1].rstrip()) > width:
                    return None
        return [line.rstrip() for line in lines]


def _words(text: str) -> list[str]:
    """Part a text where a line may end, each part with the space before it."""
    parts: list[str] = []
    for character in text:
        ends = character == " " or any(a <= ord(character) <= b for a, b in CJK)
        if ends or not parts:
            parts.append(character)
        else:
            parts[-1] += character
    return parts
