"""How many instructions PostgreSQL takes for an act: the same on any machine, busy or not.

valgrind counts those of single-user sessions that assign and declare, a few times and more often.
"""

import os
import re
import shutil
import subprocess
from itertools import islice
from pathlib import Path

from bench.datasets import Dataset, open_dataset
from bench.names import births
from bench.pgbench import DECLARATIONS, PREPARE, REVIEWERS, SCRIPTS
from bench.prepared_births import COLUMNS, prepared
from bench.sandbox import print_table
from server.postgres.embedded_cluster import DATABASE

COUNTED = re.compile(r"Collected : (\d+)")
TITLES = {"p3": "an assignment", "p4": "a declaration"}


async def run(acts: int, first: int) -> None:
    """Count both, with `first` acts before which plans are made and caches filled."""
    if shutil.which("valgrind") is None:
        raise SystemExit("It counts with valgrind, which is not installed.")
    most = 2 * first + acts
    async with open_dataset(5000, 4000, 4000, most, fast=True) as dataset:
        await _prepare(dataset, most)
        statements = {name: _statement(name, dataset) for name in TITLES}
        await dataset.sandbox.owner.close()
        program, cluster, account = _stopped(dataset)
        rows = []
        for name, statement in statements.items():
            few = _count(program, cluster, account, _session(statement, 0, first))
            many = _count(program, cluster, account, _session(statement, first, most))
            rows.append([TITLES[name], f"{(many - few) // acts:,}"])
        # Whoever opened the sandbox stops the server.
        dataset.sandbox.postgres.stop()
        dataset.sandbox.postgres.start()
    print_table(["PostgreSQL does", "instructions"], rows)


async def _prepare(dataset: Dataset, most: int) -> None:
    owner = dataset.sandbox.owner
    await owner.execute(PREPARE)
    await owner.copy_records_to_table(REVIEWERS, records=enumerate(dataset.reviewers))
    declared = prepared(islice(births("instructions"), most))
    await owner.copy_records_to_table(DECLARATIONS, records=declared, columns=COLUMNS)
    await owner.execute("vacuum analyze")


def _statement(name: str, dataset: Dataset) -> str:
    """Return the statement of pgbench's script, as one line with a number for its parameter."""
    lines = (SCRIPTS / f"{name}.sql").read_text().splitlines()
    statement = " ".join(line.strip() for line in lines if not line.startswith("\\"))
    for parameter, key in ((":console", dataset.console), (":machine", dataset.machine)):
        statement = statement.replace(parameter, f"'{key}'")
    return statement.replace(":number", "$1").rstrip(";")


def _stopped(dataset: Dataset) -> tuple[str, Path, int]:
    """Stop the server; return its program, its cluster, and the account that it ran under."""
    cluster = dataset.sandbox.postgres.cluster.resolve()
    process = Path("/proc", (cluster / "postmaster.pid").read_text().split()[0])
    program, account = str((process / "exe").readlink()), process.stat().st_uid
    dataset.sandbox.postgres.stop()
    cluster.parent.chmod(0o755)
    return program, cluster, account


def _session(statement: str, start: int, end: int) -> str:
    """Return what a session that does these acts reads: a statement a line."""
    executed = "".join(f"execute act({number})\n" for number in range(start, end))
    return f"prepare act(integer) as {statement}\n{executed}"


def _count(program: str, cluster: Path, account: int, session: str) -> int:
    """Count the instructions of a session. Raises SystemExit where it failed."""
    ran = subprocess.run(
        [
            *("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"),
            *(program, "--single", "-D", str(cluster), DATABASE),
        ],
        input=session,
        text=True,
        capture_output=True,
        cwd=cluster,
        user=account if os.getuid() == 0 else None,
        check=False,
    )
    counted = COUNTED.search(ran.stderr)
    if ran.returncode or counted is None or "ERROR" in ran.stderr:
        raise SystemExit(ran.stderr[-2000:])
    return int(counted[1])
