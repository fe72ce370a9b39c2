"""What is set on a page stays in its box, whatever it is (C13)."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.certificate_templates import standard_fonts
from server.documents.jobs import Form, Page
from server.documents.measures import Box, Measure
from server.documents.pages import ABOVE, BELOW, BESIDE
from server.documents.renderer import render
from tests.papers import Paper, needs_poppler

FONTS = standard_fonts()
FAMILIES = ("Noto Serif", "Noto Naskh Arabic", "Noto Serif Hebrew", "Noto Serif Thai")
DIGESTS = tuple(hashlib.sha256(it.file).hexdigest() for it in FONTS)
X, Y, SIZE, WIDTH, LINES = 60, 140, 6, 80, 2
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"
 viewBox="0 0 210 297" font-family="{", ".join(FAMILIES)}">
<text x="20" y="30" font-size="5">Certificate</text>
<text x="{X}" y="{Y}" font-size="{SIZE}" data-width="{WIDTH}" data-lines="{LINES}"
 text-anchor="ANCHOR">{{{{name}}}}</text>
<image href="{{{{qr}}}}" x="20" y="240" width="28" height="28"/></svg>"""
ADDRESS = "https://registry.example/verify/C-2026-0000001#abcdefghijklmnopqrstuv"
DOTS_PER_INCH = 100


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("fonts")
    for digest, it in zip(DIGESTS, FONTS, strict=True):
        (directory / f"{digest}.ttf").write_bytes(it.file)
    return directory


def page(printed: Mapping[str, str], anchor: str = "start", form: Form = Form.PDF) -> Page:
    svg = SVG.replace("ANCHOR", anchor)
    return Page(svg, printed, ADDRESS, "C-2026-0000001", "en", date(2026, 11, 26), DIGESTS, form)


def paper(file: Path, fonts: Path, printed: Mapping[str, str], anchor: str = "start") -> Paper:
    file.write_bytes(render(page(printed, anchor), fonts))
    return Paper(file)


WORST = {
    "marks": "a" + "\u0301" * 63,
    "marks above and below": ("e\u0301\u0323" * 21) + "e",
    "wide": "W" * 64,
    "long words": " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 12),
    "Arabic": "عبدالرحمن " * 12,
    "Arabic in one word": "مم" * 60,
    "Thai": "กี่ปื้" * 40,
    "many lines": "a " * 500,
    "tall": "ÅẤỘẬ" * 20,
}


@needs_poppler
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_c13_no_text_leaves_its_box(text: str, anchor: str, fonts: Path, tmp_path: Path) -> None:
    empty = paper(tmp_path / "empty.pdf", fonts, {"name": "\u00a0"}, anchor).raster(DOTS_PER_INCH)
    filled = paper(tmp_path / "filled.pdf", fonts, {"name": text}, anchor).raster(DOTS_PER_INCH)

    before: list[list[int]] = empty.tolist()  # type: ignore[assignment]
    after: list[list[int]] = filled.tolist()  # type: ignore[assignment]
    rows = [at for at, row in enumerate(before) if row != after[at]]
    columns = {at for row in rows for at, dot in enumerate(before[row]) if dot != after[row][at]}

    assert rows, "something is set"
    dot = 25.4 / DOTS_PER_INCH
    left = X - WIDTH * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    assert min(columns) * dot >= left - BESIDE * SIZE - dot
    assert max(columns) * dot <= left + WIDTH + BESIDE * SIZE + dot
    assert min(rows) * dot >= Y - ABOVE * SIZE - dot
    assert max(rows) * dot <= Y + (BELOW + (LINES - 1) * 1.2) * SIZE + dot


@needs_poppler
def test_c13_a_text_from_the_right_is_set_from_the_right(fonts: Path, tmp_path: Path) -> None:
    made = paper(tmp_path / "made.pdf", fonts, {"name": "محمد (John) 12"})

    words = re.findall(r'xMin="([\d.]+)"[^>]*>([^<]*)<', made.output_of("pdftotext", "-bbox"))

    at = {re.sub(r"[^\w]", "", word): float(x) for x, word in words}
    # Poppler lists letters here from the left to the right.
    assert at["12"] < at["John"] < at["محمد"[::-1]]


def test_c13_the_same_page_has_the_same_bytes(fonts: Path) -> None:
    first = render(page({"name": "Соломія"}), fonts)
    other = render(page({"name": "Anna"}), fonts)

    assert render(page({"name": "Соломія"}), fonts) == first != other
    assert b"/OutputIntent" in first
    assert re.search(rb"pdfaid:part>2<", first)


def test_c13_values_are_no_markup(fonts: Path) -> None:
    svg = render(page({"name": '</text><script>alert(1)</script>&lt;"'}, form=Form.SVG), fonts)

    assert b"<script" not in svg


@given(st.text(min_size=1, max_size=300), st.integers(1, 6), st.floats(5, 200))
def test_c13_what_is_fitted_is_no_wider_and_no_taller_than_its_box(
    text: str, lines: int, width: float
) -> None:
    measure = Measure([it.font for it in FONTS], FAMILIES, is_bold=False)

    found = measure.fit(text, Box(width, 5.0, lines))

    assert len(found.lines) * found.size <= lines * 5.0 + 0.01
    assert all(measure.width(line) * found.size <= width + 0.2 for line in found.lines)
