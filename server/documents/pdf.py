"""Sets a page of SVG into a PDF, by Typst, with the fonts of its template alone."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

STANDARDS: Final = ("a-2u", "a-2b")
"""PDF/A for what is kept: fonts embedded, nothing from outside, and where it can be, every letter
with its code point. It cannot where more marks stand on a letter than a font has one glyph for."""

MAIN = """#set page(width: 210mm, height: 297mm, margin: 0mm)
#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set text(lang: "{language}")
#image("page.svg", width: 210mm, height: 297mm, alt: {title})
"""
LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|$)")


class CannotBeSet(Exception):
    """The page cannot be made a PDF; the sentence is Typst's own."""


def set_pdf(svg: str, title: str, day: date, language: str, fonts: Path) -> bytes:
    """Return the PDF of a page; the same bytes for the same page. Raises CannotBeSet.

    `fonts` is a directory, which has to stay: Typst reads a font's file when a page needs it.
    """
    named = LANGUAGE.match(language)
    main = MAIN.format(
        title=_quoted(title),
        year=day.year,
        month=day.month,
        day=day.day,
        language=named[0] if named else "en",
    )
    # Its types leave out that it takes several files at once.
    sources: Any = {"main.typ": main.encode(), "page.svg": svg.encode()}
    fault = ""
    for standard in STANDARDS:
        try:
            made = typst.compile(
                sources,
                format="pdf",
                font_paths=_fonts(fonts),
                pdf_standards=standard,
                timestamp=0,
            )
        except RuntimeError as error:
            fault = str(error)
            continue
        assert isinstance(made, bytes)
        return made
    raise CannotBeSet(fault)


@lru_cache(maxsize=16)
def _fonts(directory: Path) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(directory)]
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
