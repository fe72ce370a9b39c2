"""The results of a comparison: tables of medians, and ratios against the goals."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Final

from bench import against, kept
from bench.comparison import Comparison
from bench.contestants import SELFSAME, Round
from bench.installing import ROOT
from bench.kept import Section
from bench.sandbox import print_table
from bench.workloads import TITLES, WORKLOADS

LATEST = ROOT / "bench" / "results" / "latest.json"
OURS = SELFSAME.name
NOTHING = "-"

GOALS: Final[Mapping[str, Mapping[str, float]]] = {
    "P1": {"mercurius": 1.5, "postgraphile": 3.5, "fraiseql": 5, "orm": 50, "pgbench": 0.45},
    "P2": {"mercurius": 1.15, "postgraphile": 3.0, "fraiseql": 12, "orm": 50, "pgbench": 0.40},
    "P3": {"mercurius": 1.0, "orm": 10, "pgbench": 0.75},
    "P4": {"mercurius": 1.0, "orm": 7, "pgbench": 0.75},
}
"""How many of our requests a second there should be at least for one of theirs."""

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
RATIO_HEADINGS = ("workload", "Selfsame over", "goal", "measured", "", "by CPU")


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians over a contestant's rounds of one workload; CPU in milliseconds a request."""

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
        """Half of the distance from the slowest to the fastest round, over the median."""
        return (max(self.rounds) - min(self.rounds)) / 2 / self.rate

    @property
    def cpu(self) -> float:
        """The CPU of server, PostgreSQL and load generator for a request."""
        return (self.own or 0.0) + self.postgres + self.load


def figures(rounds: Sequence[Round]) -> Figures:
    """Return the medians; memory is the most that was held after any round."""

    def middle(figure: Callable[[Round], float | None]) -> float | None:
        values = [value for each in rounds if (value := figure(each)) is not None]
        return median(values) if values else None

    held = [each.megabytes for each in rounds if each.megabytes is not None]
    return Figures(
        middle(lambda each: each.rate) or 0.0,
        middle(lambda each: each.p50) or 0.0,
        middle(lambda each: each.p99) or 0.0,
        middle(lambda each: each.own),
        middle(lambda each: each.postgres) or 0.0,
        middle(lambda each: each.load) or 0.0,
        max(held, default=None),
        [each.rate for each in rounds],
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our rate over another's, and the goal where there is one.

    `by_cpu` is their CPU over ours, which other work on the machine disturbs less.
    """

    workload: str
    over: str
    goal: float | None
    measured: float | None
    by_cpu: float | None = None

    @property
    def verdict(self) -> str:
        """Return whether the goal is met, in words."""
        if self.measured is None:
            return "not measured"
        if self.goal is None:
            return ""
        return "met" if self.measured >= self.goal else "missed"


def ratios(measured: Mapping[tuple[str, str], Figures]) -> Iterator[Ratio]:
    """Divide our rates by the others', by contestant and workload; unmeasured goals stay."""
    for workload in dict.fromkeys(workload for _, workload in measured):
        goals = GOALS[workload]
        others = [name for name, of in measured if of == workload and name != OURS]
        for name in dict.fromkeys([*goals, *others]):
            ours, theirs = measured.get((OURS, workload)), measured.get((name, workload))
            if ours is None or theirs is None:
                yield Ratio(workload, name, goals.get(name), None)
            else:
                rate, by_cpu = ours.rate / theirs.rate, theirs.cpu / ours.cpu
                yield Ratio(workload, name, goals.get(name), rate, by_cpu)


def report(comparison: Comparison) -> None:
    """Print the tables, and store them for machines and, with --keep, for people."""
    measured, tables = counted(comparison), list(sections(comparison))
    where = kept.surroundings(comparison)
    for line in kept.disturbances(where) if measured else []:
        print(f"\n{line}")
    for title, headings, rows in tables:
        print(f"\n{title}")
        print_table(list(headings), rows)
    if not measured:
        return
    LATEST.parent.mkdir(exist_ok=True)
    stored = {
        "where": where,
        "figures": [
            {"contestant": name, "work": workload} | asdict(each)
            for (name, workload), each in measured.items()
        ],
        "ratios": [
            {
                "work": each.workload,
                "over": each.over,
                "goal": each.goal,
                "measured": each.measured,
                "by_cpu": each.by_cpu,
                "verdict": each.verdict,
            }
            for each in ratios(measured)
        ],
        "absent": comparison.absent,
        "not counted": [
            {"contestant": name, "work": workload, "reason": reason}
            for (name, workload), reason in comparison.not_counted.items()
        ],
    }
    LATEST.write_text(json.dumps(stored, indent=2) + "\n")
    if comparison.options.keep:
        kept.PAGE.write_text(kept.markdown(where, tables))
        rates = {who: each.rate for who, each in measured.items()}
        kept.picture(comparison.titles, rates, where).save(kept.PICTURE)


def counted(comparison: Comparison) -> dict[tuple[str, str], Figures]:
    """Return the figures of those who are counted."""
    return {
        who: figures(rounds)
        for who, rounds in comparison.rounds.items()
        if who not in comparison.not_counted
    }


def sections(comparison: Comparison) -> Iterator[Section]:
    """Return the tables: of each workload, of the ratios, and of those who are in none and why."""
    measured, against_other = counted(comparison), comparison.options.against is not None
    for workload in WORKLOADS:
        rows = [
            _row(comparison.titles.get(name, name), each)
            for (name, of), each in measured.items()
            if of == workload
        ]
        if rows:
            yield f"{workload}: {TITLES[workload]}", HEADINGS, sorted(rows, key=_by_rate)
    if measured:
        rows = [
            [
                each.workload,
                comparison.titles.get(each.over, each.over),
                NOTHING if each.goal is None else f"≥ {each.goal:g}",
                NOTHING if each.measured is None else f"{each.measured:.2f}",
                each.verdict,
                NOTHING if each.by_cpu is None else f"{each.by_cpu:.2f}",
            ]
            for each in ratios(measured)
            if not against_other or (each.measured is not None and each.over != against.NAME)
        ]
        if rows:
            yield "Requests a second, Selfsame over the others", RATIO_HEADINGS, rows
    if against_other:
        rows = [
            against.row(workload, comparison.rounds[OURS, workload], rounds)
            for (name, workload), rounds in comparison.rounds.items()
            if name == against.NAME and (name, workload) in measured
        ]
        yield "This checkout and the other, round by round", against.HEADINGS, rows
    left_out = [
        [comparison.titles.get(name, name), "all", why] for name, why in comparison.absent.items()
    ]
    left_out += [
        [comparison.titles.get(name, name), workload, why]
        for (name, workload), why in comparison.not_counted.items()
    ]
    if left_out:
        yield "Not counted", ("contestant", "workload", "reason"), left_out


def _by_rate(row: list[str]) -> float:
    return -float(row[1])


def _row(title: str, each: Figures) -> list[str]:
    def cell(value: float | None, precision: str) -> str:
        return NOTHING if value is None else format(value, precision)

    return [
        title,
        f"{each.rate:.0f}",
        f"{each.spread:.0%}",
        f"{each.p50:.2f}",
        f"{each.p99:.2f}",
        cell(each.own, ".3f"),
        f"{each.postgres:.3f}",
        f"{each.load:.3f}",
        cell(each.megabytes, ".0f"),
    ]
