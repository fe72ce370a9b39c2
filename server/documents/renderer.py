"""A process that sets pages, one after the other, as its parent hands them to it.

What a page can do wrong it does here: a page that takes too long, or that brings the process down,
ends this process alone. It has no secrets, no connection and the lowest claim on the processor.
"""

import contextlib
import os
import resource
import signal
import sys
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from rules.font_files import Font, read_font
from server.documents.jobs import LENGTH, MADE, REFUSED, Form, Page, read_page
from server.documents.pages import Face, set_page
from server.documents.pdf import set_pdf

NICENESS = 10
MOST_MEMORY = 2 * 1024**3


def render(page: Page, directory: Path) -> bytes:
    """Set a page; its fonts are in `directory`, by their digests. Raises CannotBeSet."""
    paths = [directory / f"{digest}.ttf" for digest in page.fonts]
    fonts = [_font(path) for path in paths]
    faces = [
        Face(font, f"{page.fonts_address}{digest}")
        for font, digest in zip(fonts, page.fonts, strict=True)
    ]
    svg = set_page(page.svg, page.printed, page.address, faces, with_fonts=page.form is Form.SVG)
    if page.form is Form.SVG:
        return svg.encode()
    return set_pdf(svg, page.name, page.day, page.language, directory)


@lru_cache(maxsize=100)
def _font(path: Path) -> Font:
    return read_font(path.read_bytes())


def serve(pages: BinaryIO, results: BinaryIO, seconds: float) -> None:
    """Set pages until there are no more; the clock ends the process at a page that takes longer."""
    while head := pages.read(LENGTH):
        directory = Path(os.fsdecode(pages.read(int.from_bytes(head, "big"))))
        page = read_page(pages.read(int.from_bytes(pages.read(LENGTH), "big")))
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            result = MADE, render(page, directory)
        except Exception:
            # Its sentence may quote the page, which is about people.
            result = REFUSED, b""
        signal.setitimer(signal.ITIMER_REAL, 0)
        results.write(result[0] + len(result[1]).to_bytes(LENGTH, "big") + result[1])
        results.flush()


def main() -> None:
    """Serve the parent at the other end of standard input, until it is gone."""
    # The parent's signals for a whole group, as Ctrl+C, are the parent's affair.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    with contextlib.suppress(OSError, ValueError):  # not every system has these limits
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]))


if __name__ == "__main__":
    main()
