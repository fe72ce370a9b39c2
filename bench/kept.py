"""What is kept of a comparison: where and how it ran, as a page and as a picture."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from bench.charts import BarChart
from bench.comparison import Comparison
from bench.contestants import SELFSAME
from bench.installing import ROOT
from bench.workloads import TITLES

PAGE = ROOT / "docs" / "benchmark.md"
PICTURE = ROOT / "docs" / "images" / "benchmark.svg"

NOTES = """CPU is counted by the kernel's clocks of processes, to the nanosecond; of children that
ended in a turn, as pgbench's connections do, it is rounded by 20 ms in all. pgbench's connections
are new in each turn and learn the functions in it, and each of its births is a subtransaction, in
which what is similar is caught: that costs it a few hundredths of P3 and P4 that no server pays."""

Section: TypeAlias = tuple[str, Sequence[str], list[list[str]]]
"""A table: its title, its headings, its rows."""


def surroundings(comparison: Comparison) -> dict[str, Any]:
    """Return when, on what and how it was measured."""
    options = comparison.options
    return {
        "when": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "versions": {"Python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in ("sqlalchemy", "strawberry-graphql")}
        | comparison.versions,
        "command": " ".join(["python -m bench", *sys.argv[1:]]),
        "persons": options.persons,
        "pairs": options.pairs,
        "births": options.births,
        "reviewers": options.reviewers,
        "connections": options.connections,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "others": {
            workload: asdict(each) | {"is_quiet": each.is_quiet, "in words": str(each)}
            for workload, each in comparison.quiet.items()
        },
    }


def disturbances(where: Mapping[str, Any]) -> list[str]:
    """Say what other processes used of the machine, or that they were quiet."""
    others = where["others"]
    noisy = [f"{name}: {each['in words']}" for name, each in others.items() if not each["is_quiet"]]
    if noisy:
        return [f"**The machine was not quiet.** Others used ({'; '.join(noisy)})."]
    used = max((each["before"] for each in others.values()), default=0.0)
    during = max((each["during"] for each in others.values()), default=0.0)
    return [f"The machine was quiet: others used {used:.2f} cores before, {during:.2f} during."]


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
        *disturbances(where),
        "",
        NOTES,
    ]
    for title, headings, rows in shown:
        lines += ["", f"## {title}", ""]
        lines += [_line(headings), _line(["---"] + ["---:"] * (len(headings) - 1))]
        lines += [_line(row) for row in rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def picture(
    titles: Mapping[str, str], rates: Mapping[tuple[str, str], float], where: Mapping[str, Any]
) -> BarChart:
    """Draw the requests a second by contestant and workload, the quickest first."""
    return BarChart(
        "Requests a second of one server process",
        f"{where['when']}, {where['cores']} cores that the load and PostgreSQL share",
        [
            (
                f"{workload}: {title}",
                sorted(
                    (
                        (titles.get(name, name), rate)
                        for (name, of), rate in rates.items()
                        if of == workload
                    ),
                    key=lambda bar: -bar[1],
                ),
            )
            for workload, title in TITLES.items()
            if any(of == workload for _, of in rates)
        ],
        ours=SELFSAME.title,
    )
