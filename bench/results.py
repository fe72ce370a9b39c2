"""What a comparison tells: tables of medians, ratios held against the goals, and where it ran."""

import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final, TypeAlias

from bench.comparison import Comparison
from bench.contestants import Round
from bench.places import table
from bench.works import TITLES, WORKS

ROOT = Path(__file__).parent.parent
LATEST = ROOT / "bench" / "results" / "latest.json"
KEPT = ROOT / "docs" / "benchmark.md"
OURS = "selfsame"
NOTHING = "-"

GOALS: Final[Mapping[str, Mapping[str, float]]] = {
    "P1": {"mercurius": 1.4, "postgraphile": 2.7, "fraiseql": 3.5, "orm": 25, "pgbench": 0.80},
    "P2": {"mercurius": 1.1, "postgraphile": 3.0, "fraiseql": 6, "orm": 40, "pgbench": 0.55},
    "P3": {"mercurius": 1.1, "orm": 15, "pgbench": 0.80},
    "P4": {"mercurius": 1.1, "orm": 15, "pgbench": 0.55},
}
"""At least so many of our requests a second for one of theirs."""

HEADINGS = (
    "contestant",
    "requests/s",
    "±",
    "p50 ms",
    "p99 ms",
    "server CPU ms",
    "PostgreSQL CPU ms",
    "load's CPU ms",
    "memory MB",
)
RATIO_HEADINGS = ("work", "Selfsame over", "goal", "measured", "", "by CPU")


Section: TypeAlias = tuple[str, Sequence[str], list[list[str]]]
"""A table: its title, its headings, its rows."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over a contestant's rounds of one work; CPU in milliseconds a request."""

    rate: float
    p50: float
    p99: float
    own: float | None
    postgres: float
    load: float
    megabytes: float | None
    rounds: list[float]
    """Requests a second in each."""

    @property
    def spread(self) -> float:
        """How far the rounds lie apart: half of the way from the slowest to the fastest."""
        return (max(self.rounds) - min(self.rounds)) / 2 / self.rate

    @property
    def computed(self) -> float:
        """What all who take part compute for a request."""
        return (self.own or 0.0) + self.postgres + self.load


def figures(rounds: Sequence[Round]) -> Figures:
    """Take the medians; memory is the most that was held after any round."""

    def middle(of: Callable[[Round], float | None]) -> float | None:
        found = [value for each in rounds if (value := of(each)) is not None]
        return median(found) if found else None

    held = [each.megabytes for each in rounds if each.megabytes is not None]
    return Figures(
        middle(lambda it: it.rate) or 0.0,
        middle(lambda it: it.p50) or 0.0,
        middle(lambda it: it.p99) or 0.0,
        middle(lambda it: it.own),
        middle(lambda it: it.postgres) or 0.0,
        middle(lambda it: it.load) or 0.0,
        max(held, default=None),
        [each.rate for each in rounds],
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our rate over another's, beside the goal where there is one.

    `by_cpu` is their CPU over ours, which a machine that does other work besides disturbs less.
    """

    work: str
    over: str
    goal: float | None
    measured: float | None
    by_cpu: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the goal is met."""
        if self.measured is None:
            return "not measured"
        if self.goal is None:
            return ""
        return "met" if self.measured >= self.goal else "missed"


def ratios(told: Mapping[tuple[str, str], Figures]) -> Iterator[Ratio]:
    """Divide our rates by the others', by contestant and work; a goal nobody measured stays."""
    for work in dict.fromkeys(work for _, work in told):
        goals = GOALS[work]
        others = [name for name, of in told if of == work and name != OURS]
        for name in dict.fromkeys([*goals, *others]):
            ours, theirs = told.get((OURS, work)), told.get((name, work))
            if ours is None or theirs is None:
                yield Ratio(work, name, goals.get(name), None)
            else:
                measured, by_cpu = ours.rate / theirs.rate, theirs.computed / ours.computed
                yield Ratio(work, name, goals.get(name), measured, by_cpu)


def tell(found: Comparison) -> None:
    """Print the tables, and store them for machines and, where that is asked for, for people."""
    told, shown = counted(found), list(sections(found))
    for title, headings, rows in shown:
        print(f"\n{title}")
        table(list(headings), rows)
    if not told:
        return
    where = surroundings(found)
    LATEST.parent.mkdir(exist_ok=True)
    stored = {
        "where": where,
        "figures": [
            {"contestant": name, "work": work} | asdict(each) for (name, work), each in told.items()
        ],
        "ratios": [asdict(it) | {"verdict": it.verdict} for it in ratios(told)],
        "absent": found.absent,
        "not counted": [
            {"contestant": name, "work": work, "reason": reason}
            for (name, work), reason in found.not_counted.items()
        ],
    }
    LATEST.write_text(json.dumps(stored, indent=2) + "\n")
    if found.options.keep:
        KEPT.write_text(markdown(where, shown))


def counted(found: Comparison) -> dict[tuple[str, str], Figures]:
    """Give the figures of those who did the work as it should be done."""
    return {
        who: figures(rounds) for who, rounds in found.rounds.items() if who not in found.not_counted
    }


def sections(found: Comparison) -> Iterator[Section]:
    """Give the tables: of each work, of the ratios, and of those who are in none and why."""
    told = counted(found)
    for work in WORKS:
        rows = [
            _row(found.titles.get(name, name), each)
            for (name, of), each in told.items()
            if of == work
        ]
        if rows:
            yield f"{work}: {TITLES[work]}", HEADINGS, sorted(rows, key=_by_rate)
    if told:
        rows = [
            [
                it.work,
                found.titles.get(it.over, it.over),
                NOTHING if it.goal is None else f"≥ {it.goal:g}",
                NOTHING if it.measured is None else f"{it.measured:.2f}",
                it.verdict,
                NOTHING if it.by_cpu is None else f"{it.by_cpu:.2f}",
            ]
            for it in ratios(told)
        ]
        yield "Requests a second, Selfsame over the others", RATIO_HEADINGS, rows
    left_out = [[found.titles.get(name, name), "all", why] for name, why in found.absent.items()]
    left_out += [
        [found.titles.get(name, name), work, why] for (name, work), why in found.not_counted.items()
    ]
    if left_out:
        yield "Not counted", ("contestant", "work", "reason"), left_out


def _by_rate(row: list[str]) -> float:
    return -float(row[1])


def _row(title: str, each: Figures) -> list[str]:
    def said(value: float | None, form: str) -> str:
        return NOTHING if value is None else format(value, form)

    return [
        title,
        f"{each.rate:.0f}",
        f"{each.spread:.0%}",
        f"{each.p50:.2f}",
        f"{each.p99:.2f}",
        said(each.own, ".3f"),
        f"{each.postgres:.3f}",
        f"{each.load:.3f}",
        said(each.megabytes, ".0f"),
    ]


def surroundings(found: Comparison) -> dict[str, Any]:
    """Say when, on what and how it was measured."""
    options = found.options
    return {
        "when": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "versions": {"Python": platform.python_version()}
        | {it: importlib.metadata.version(it) for it in ("sqlalchemy", "strawberry-graphql")}
        | found.versions,
        "command": " ".join(["python -m bench", *sys.argv[1:]]),
        "persons": options.persons,
        "pairs": options.pairs,
        "births": options.births,
        "reviewers": options.reviewers,
        "connections": options.connections,
        "rounds": options.rounds,
        "seconds": options.seconds,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.processor()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")


def markdown(where: Mapping[str, Any], shown: Sequence[Section]) -> str:
    """Write the tables for people."""
    versions = ", ".join(f"{name} {version}" for name, version in where["versions"].items())
    lines = [
        "# Benchmark",
        "",
        "Written by `make bench`; `docs/performance.md` says what it means.",
        "",
        f"{where['when']}, {where['cores']} cores ({where['processor']}), {versions}.",
        f"{where['persons']:,} persons, {where['pairs']:,} pairs with a request each,",
        f"{where['births']:,} births on record; {where['reviewers']:,} reviewers to assign to.",
        f"{where['connections']} connections, {where['rounds']} rounds of {where['seconds']:g} s.",
        f"Command: `{where['command']}`.",
    ]
    for title, headings, rows in shown:
        lines += ["", f"## {title}", ""]
        lines += [_line(headings), _line(["---"] + ["---:"] * (len(headings) - 1))]
        lines += [_line(row) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
