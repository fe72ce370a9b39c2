"""The sign-in page in Lighthouse, throttled as it does: scores, and what it found wrong.

Its scores assume a machine that does nothing else: the processor's speed is divided, not set.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.installing import NotInstalled, environment, install, program
from bench.peers import Npm, Peer
from bench.sandbox import open_sandbox, print_table, run_server

GOALS = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
FIGURES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "total-byte-weight",
)
LIGHTHOUSE = Peer(
    name="lighthouse",
    title="Lighthouse",
    folder=Path(__file__).parent / "lighthouse",
    installing=Npm(),
    command=("node", "node_modules/lighthouse/cli/index.js"),
    operations={},
)
ACCOUNTS = "ada:ADMIN,rita:NHS_REVIEWER,rob:REGISTRAR"


async def run(runs: int) -> None:
    """Audit the page of a demo some times, and print the medians; exit with 1 below a goal."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed")
    try:
        folder = install(LIGHTHOUSE)
    except NotInstalled as reason:
        sys.exit(f"Lighthouse could not be installed: {reason}")
    async with open_sandbox() as sandbox:
        serving = run_server(
            "server.cli",
            *("serve", "--port", "0", "--no-worker"),
            SELFSAME_DATA_DIR=str(sandbox.directory),
            SELFSAME_DEMO_ACCOUNTS=ACCOUNTS,
        )
        with serving as (url, _):
            reports = [await asyncio.to_thread(_audit, folder, chromium, url) for _ in range(runs)]
    scores = {
        category: statistics.median(it["categories"][category]["score"] for it in reports)
        for category in GOALS
    }
    print_table(
        ["category", "score", "goal"],
        [[name, f"{score:.2f}", f"{GOALS[name]:.2f}"] for name, score in scores.items()],
    )
    print_table(
        ["figure", "median"],
        [[name, f"{_median(reports, name):,.0f}"] for name in FIGURES],
    )
    speed = statistics.median(it["environment"]["benchmarkIndex"] for it in reports)
    print(f"this machine's speed, by Lighthouse: {speed:.0f} (a quiet desktop has 1,500 or more)")
    failed = {name for it in reports for name in _failed(it)}
    print("failed audits:", ", ".join(sorted(failed)) or "none")
    if any(score < GOALS[name] for name, score in scores.items()):
        sys.exit(1)


def _audit(folder: Path, chromium: str, url: str) -> dict[str, Any]:
    ran = subprocess.run(
        [
            *program(LIGHTHOUSE, folder),
            *(f"{url}/", "--quiet", "--output=json"),
            f"--only-categories={','.join(GOALS)}",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        cwd=folder,
        env=environment() | {"CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
    )
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def _median(reports: list[dict[str, Any]], audit: str) -> float:
    values: list[float] = [it["audits"][audit]["numericValue"] for it in reports]
    return statistics.median(values)


def _failed(report: dict[str, Any]) -> list[str]:
    """Return the audits of accessibility and best practices that count and did not pass."""
    return [
        reference["id"]
        for category in ("accessibility", "best-practices")
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and report["audits"][reference["id"]]["score"] == 0
    ]
