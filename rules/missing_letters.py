"""Which letters of a text no font of a template has (C13)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from rules.font_files import needs_no_letter
from rules.frozen import frozen
from rules.violations import Path, Violations

RANGE = re.compile(r"\[([0-9]+),([0-9]+)\)")
MOST_NAMED = 10


@frozen
class Letters:
    """The code points that a font has letters for."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def have(self, text: str) -> bool:
        """Return whether each character of a text is among them."""
        return all(self._has(ord(character)) for character in text)

    def _has(self, point: int) -> bool:
        at = bisect_right(self.starts, point) - 1
        return at >= 0 and point < self.ends[at]


def read_letters(multirange: str) -> Letters:
    """Read letters as PostgreSQL writes a multirange: sorted, each end beyond its range."""
    found = [(int(start), int(end)) for start, end in RANGE.findall(multirange)]
    return Letters(tuple(start for start, _ in found), tuple(end for _, end in found))


def missing(text: str, fonts: Sequence[Letters]) -> list[str]:
    """Return the characters of a text that no font has, each once.

    A letter with its marks may be put together: where a font has its parts, it is there.
    """
    return [
        character
        for character in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not needs_no_letter(character)
        and not any(
            font.have(character) or font.have(unicodedata.normalize("NFD", character))
            for font in fonts
        )
    ]


def check_letters(
    violations: Violations, path: Path, texts: Mapping[str, str], fonts: Sequence[Letters]
) -> None:
    """Note each field whose text has letters that no font has. Rule C13."""
    for field, text in sorted(texts.items()):
        if lacking := missing(text, fonts):
            violations.add(
                path, "letters", f"Its fonts have no {_named(lacking)}, which {field} needs"
            )


def _named(characters: Iterable[str]) -> str:
    listed = [f"{character} (U+{ord(character):04X})" for character in characters]
    more = ["others"] if len(listed) > MOST_NAMED else []
    return ", ".join(listed[:MOST_NAMED] + more)
