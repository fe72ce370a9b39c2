"""Each page of the console in Lighthouse's slow phone, signed in: when it is shown and can be used.

Like the scores of the sign-in page it is reported and no test: the processor's speed is divided.
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
from bench.sandbox import open_sandbox, print_table, run_server
from bench.sign_in_page import LIGHTHOUSE
from server.postgres.connection import connect
from server.seeding import seed

PERSONS, PAIRS = 300, 40
PAGES = {
    "reviewer1": ["/review", "/requests", "/day"],
    "registrar1": ["/records", "/corrections", "/declare/birth", "/persons?name=a"],
    "admin": ["/dashboard", "/statistics", "/trail", "/users", "/webhooks", "/messages"],
}
FIGURES = ("contentful", "largest", "interactive", "blocking")
GOAL_MS = 2_000.0


async def run(runs: int) -> None:
    """Audit each page some times, and print the medians."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed")
    try:
        folder = install(LIGHTHOUSE)
    except NotInstalled as reason:
        sys.exit(f"Lighthouse could not be installed: {reason}")
    async with open_sandbox() as sandbox:
        connection = await connect(sandbox.postgres.app_url)
        try:
            await seed(connection, PERSONS, PAIRS)
        finally:
            await connection.close()
        serving = run_server(
            "server.cli",
            *("serve", "--port", "0", "--no-worker"),
            SELFSAME_DATA_DIR=str(sandbox.directory),
        )
        with serving as (url, _):
            found = [await asyncio.to_thread(_audit, folder, chromium, url) for _ in range(runs)]
    rows = []
    for path in found[0]:
        medians = [_median(found, path, name) for name in FIGURES]
        score = _median(found, path, "score")
        rows.append([path, *(f"{it:,.0f}" for it in medians), f"{score:.2f}"])
    print_table(["page", *(f"{name} ms" for name in FIGURES), "score"], rows)
    late = [path for path in found[0] if _median(found, path, "interactive") > GOAL_MS]
    print(f"usable later than {GOAL_MS:,.0f} ms: {', '.join(late) or 'none'}")


def _median(found: list[dict[str, Any]], path: str, name: str) -> float:
    values: list[float] = [each[path][name] for each in found]
    return statistics.median(values)


def _audit(folder: Path, chromium: str, url: str) -> dict[str, Any]:
    interpreter = program(LIGHTHOUSE, folder)[0]
    ran = subprocess.run(
        [interpreter, "pages.mjs", url, json.dumps(PAGES)],
        cwd=folder,
        env=environment() | {"CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=True,
    )
    reports: dict[str, Any] = json.loads(ran.stdout)
    return reports
