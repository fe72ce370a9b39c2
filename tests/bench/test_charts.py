"""Pictures say what they show, and stay readable where figures lie close."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from bench.charts import Axis, BarChart, Chart, shortened

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart | BarChart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.draw())


def texts(picture: ElementTree.Element) -> list[str | None]:
    return [text.text for text in picture.iter(f"{SVG}text")]


def heights(picture: ElementTree.Element, names: set[str]) -> list[float]:
    return sorted(
        float(text.attrib["y"]) for text in picture.iter(f"{SVG}text") if text.text in names
    )


def test_a_picture_says_what_it_shows_with_units_and_names() -> None:
    across = Axis("pairs that wait", is_logarithmic=True, ticks=(10_000, 2_000_000))
    lines = [("1 reviewer", [(10_000, 1.0), (2_000_000, 1.2)]), ("a < b", [(10_000, 3.0)])]

    picture = drawn(Chart("The next pair", across, Axis("milliseconds"), lines))

    said = texts(picture)
    assert {"The next pair", "pairs that wait", "milliseconds", "10 k", "2 M", "a < b"} <= {*said}
    assert "prefers-color-scheme: dark" in (picture.findtext(f"{SVG}style") or "")


def test_equal_factors_are_equal_steps_and_nought_stands_before_them() -> None:
    across = Axis("seen", is_logarithmic=True, ticks=(0, 10, 100, 1000))
    line = [(0.0, 1.0), (10.0, 1.0), (100.0, 1.0), (1000.0, 1.0)]

    picture = drawn(Chart("", across, Axis("ms"), [("line", line)]))

    first, second, third, fourth = (float(dot.attrib["cx"]) for dot in picture.iter(f"{SVG}circle"))
    assert first < second
    assert third - second == pytest.approx(fourth - third, abs=0.2)


def test_names_of_lines_that_end_together_do_not_lie_over_each_other() -> None:
    lines = [(name, [(1.0, 0.0), (2.0, 0.01 * number)]) for number, name in enumerate("abcdef")]

    picture = drawn(Chart("", Axis("x"), Axis("ms"), lines))

    found = heights(picture, {*"abcdef"})
    assert len(found) == 6
    assert min(later - earlier for earlier, later in pairwise(found)) >= 16


def test_bars_are_as_long_as_their_figures_in_each_group() -> None:
    groups = [
        ("P1: a page", [("Mercurius & JIT", 2000.0), ("Selfsame", 1000.0)]),
        ("P4: a birth", [("Selfsame", 30.0)]),
    ]

    picture = drawn(BarChart("Requests a second", "2 cores", groups, ours="Selfsame"))

    bars = list(picture.iter(f"{SVG}rect"))
    longest, half, alone = (float(bar.attrib["width"]) for bar in bars)
    assert half == pytest.approx(longest / 2)
    assert alone == longest
    assert [bar.attrib["fill"] == bars[1].attrib["fill"] for bar in bars] == [False, True, True]
    assert {"P1: a page", "Mercurius & JIT", "2,000", "1,000", "30"} <= {*texts(picture)}
    lowest = max(float(bar.attrib["y"]) for bar in bars)
    assert lowest + 13 < float(picture.attrib["height"])


@pytest.mark.parametrize(
    ("figure", "short"),
    [(0, "0"), (0.1, "0.1"), (100, "100"), (1000, "1 k"), (1500, "1,500"), (2_000_000, "2 M")],
)
def test_figures_are_written_short(figure: float, short: str) -> None:
    assert shortened(figure) == short
