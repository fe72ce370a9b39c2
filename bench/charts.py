"""Charts of lines and of bars: a small writer of SVG that reads well on light and dark pages."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 72, 190, 56, 56
LINE = 17
"""The height of a line of text."""
NAMES, FIGURES, BAR = 376, 60, 19
"""The widths of bars' names and figures, and the height of a bar with its distance."""
MANY = 30
"""A line of so many points is drawn without dots."""

# Middle tones: each stands out on white and on black. The page's own theme decides on the rest.
COLOURS = ("#2f81f7", "#d1672b", "#2da44e", "#a371f7", "#bf8700", "#db61a2", "#1b9aaa", "#8b949e")
STYLE = """
text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.quiet { fill: #59636e; font-size: 12px; }
.grid { stroke: #8b949e; stroke-opacity: .28; }
.axis { stroke: #8b949e; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .quiet { fill: #9198a1; } }
"""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """A side of a chart: what it says, with its unit, and whether equal steps are equal factors.

    Zero has no logarithm; it stands a step before the smallest figure. `ticks` are
    the figures to be written out; left out, round ones are.
    """

    title: str
    is_logarithmic: bool = False
    ticks: Sequence[float] = ()
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over one horizontal axis, each with its name and its points."""

    title: str
    across: Axis
    up: Axis
    lines: Sequence[tuple[str, Points]]

    def draw(self) -> str:
        """Return the chart as SVG."""
        points = [point for _, line in self.lines for point in line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x_ticks = self.across.ticks or _ticks(self.across, xs)
        y_ticks = self.up.ticks or _ticks(self.up, ys)
        x = _scale(self.across, [*xs, *x_ticks], LEFT, WIDTH - RIGHT)
        y = _scale(self.up, [*ys, *y_ticks], HEIGHT - BOTTOM, TOP)
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        parts = [_text(LEFT - 56, 24, self.title, "title"), _text(LEFT - 56, 43, self.up.title)]
        for tick in y_ticks:
            parts.append(f'<path class="grid" d="M{LEFT} {y(tick):.1f}H{right}"/>')
            parts.append(_text(LEFT - 8, y(tick) + 4, shortened(tick), "quiet", "end"))
        for tick in x_ticks:
            parts.append(f'<path class="axis" d="M{x(tick):.1f} {bottom}v5"/>')
            parts.append(_text(x(tick), bottom + 20, shortened(tick), "quiet", "middle"))
        parts.append(f'<path class="axis" d="M{LEFT} {bottom}H{right}"/>')
        parts.append(_text((LEFT + right) / 2, HEIGHT - 14, self.across.title, anchor="middle"))
        heights = _spread([y(line[-1][1]) for _, line in self.lines])
        for number, (name, line) in enumerate(self.lines):
            colour = COLOURS[number % len(COLOURS)]
            points = [(x(one), y(other)) for one, other in line]
            parts.append(_line(points, colour))
            at = heights[number]
            parts.append(
                f'<path stroke="{colour}" stroke-opacity=".5"'
                f' d="M{points[-1][0] + 5:.1f} {points[-1][1]:.1f}L{right + 13} {at:.1f}"/>'
            )
            parts.append(_text(right + 17, at + 4, name))
        return _svg(self.title, HEIGHT, parts)

    def save(self, file: Path) -> None:
        """Write the chart into a file."""
        _save(self.draw(), file)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars in groups, each group on a scale of its own; those called `ours` stand out."""

    title: str
    note: str
    groups: Sequence[tuple[str, Sequence[tuple[str, float]]]]
    ours: str

    def draw(self) -> str:
        """Return the chart as SVG."""
        parts = [_text(0, 18, self.title, "title"), _text(0, 37, self.note, "quiet")]
        y = 37.0
        for heading, bars in self.groups:
            y += 2 * LINE
            parts.append(_text(0, y, heading))
            longest = max(figure for _, figure in bars)
            for name, figure in bars:
                y += BAR
                parts += self._bar(name, figure, figure / longest, y)
        return _svg(self.title, math.ceil(y + LINE), parts)

    def _bar(self, name: str, figure: float, share: float, y: float) -> list[str]:
        width = max(1.0, share * (WIDTH - NAMES - FIGURES))
        colour, kind = (COLOURS[0], "") if name == self.ours else (COLOURS[-1], "quiet")
        return [
            _text(NAMES - 8, y, name, kind, "end"),
            (
                f'<rect x="{NAMES}" y="{y - 11:.1f}" width="{width:.1f}" height="13" rx="2"'
                f' fill="{colour}"/>'
            ),
            _text(NAMES + width + 6, y, f"{figure:,.0f}", kind),
        ]

    def save(self, file: Path) -> None:
        """Write the chart into a file."""
        _save(self.draw(), file)


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _save(drawn: str, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(drawn)


def shortened(figure: float) -> str:
    """Write a figure short: 10 k, 2 M, 0.5."""
    for size, letter in ((1e6, " M"), (1e3, " k")):
        if abs(figure) >= size * 10 or (abs(figure) >= size and figure % size == 0):
            return f"{figure / size:.4g}{letter}"
    return f"{figure:,.4g}" if abs(figure) < 1000 else f"{figure:,.0f}"


def _ticks(axis: Axis, figures: Sequence[float]) -> list[float]:
    top = max(figures)
    if axis.is_logarithmic:
        least = min(figure for figure in figures if figure > 0)
        low, high = math.floor(math.log10(least)), math.ceil(math.log10(top))
        return [10.0**power for power in range(low, max(high, low + 1) + 1)]
    bottom = 0.0 if axis.least is None else axis.least
    raw = (top - bottom) / 5 or 1
    unit = 10 ** math.floor(math.log10(raw))
    step = next(unit * by for by in (1, 2, 5, 10) if unit * by >= raw)
    return [bottom + step * number for number in range(math.ceil((top - bottom) / step) + 1)]


def _scale(
    axis: Axis, figures: Sequence[float], begin: float, end: float
) -> Callable[[float], float]:
    zero = min((figure for figure in figures if figure > 0), default=1.0) / 5

    def position(figure: float) -> float:
        return math.log10(figure or zero) if axis.is_logarithmic else figure

    low, high = min(map(position, figures)), max(map(position, figures))
    span = (high - low) or 1.0
    return lambda figure: begin + (position(figure) - low) / span * (end - begin)


def _spread(heights: list[float]) -> list[float]:
    """Move names that would lie over each other, and keep them beside their lines."""
    found = list(heights)
    lowest: float = HEIGHT - BOTTOM
    for number in sorted(range(len(found)), key=found.__getitem__, reverse=True):
        found[number] = min(found[number], lowest)
        lowest = found[number] - LINE
    return found


def _line(points: Points, colour: str) -> str:
    path = "L".join(f"{one:.1f} {other:.1f}" for one, other in points)
    drawn = [f'<path class="line" stroke="{colour}" d="M{path}"/>']
    if len(points) < MANY:
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    return "".join(drawn)


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    of_kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{of_kind}>{escape(text)}</text>'
