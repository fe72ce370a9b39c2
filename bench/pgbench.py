"""pgbench as a contestant: the statements that Selfsame sends, prepared, with no HTTP in between.

It reads by the same SELECT, and assigns and declares by the same functions: what it is ahead by is
what a server costs, that is HTTP, tokens, GraphQL, and rows made into JSON.

Its connections are new in each turn, and learn the functions in it: of a turn of 2.5 seconds on two
cores that takes 5 % of P4's time and 2 % of P3's, which no server's turn has.
"""

import asyncio
import importlib.util
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from bench.contestants import NotStarted, Round, Turn, round_of
from bench.datasets import Dataset
from bench.load import Measured
from bench.names import births
from bench.prepared_births import COLUMNS, prepared
from bench.workloads import P3, P4, WORKLOADS
from server.postgres.embedded_binaries import MAJOR, PACKAGE

SCRIPTS = Path(__file__).parent / "peers" / "pgbench"
PREPARE = (SCRIPTS / "prepare.sql").read_text()
REVIEWERS, DECLARATIONS = "bench_reviewers", "bench_declarations"
SAMPLED = 0.2
"""The share of transactions whose time it writes down, since writing takes time too."""
COUNTED = re.compile(r"number of transactions actually processed: (\d+)")
FAILED = re.compile(r"number of failed transactions: (\d+)")
RATE = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")


@dataclass(frozen=True, slots=True)
class Pgbench:
    """A contestant that is its own load generator, and has no server."""

    program: Path
    dataset: Dataset
    name: str = "pgbench"
    title: str = "pgbench calling the same functions, no HTTP"

    @property
    def writes(self) -> Mapping[str, Mapping[str, int] | None]:
        """Return that it leaves the rows that Selfsame leaves."""
        return dict.fromkeys(WORKLOADS)

    def take(self, workload: str, turn: Turn) -> Round:
        """Run the work's script."""
        if workload == P4:
            asyncio.run(self._prepare_declarations(turn.declarations))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            clients, lasting = self._extent(workload, turn)
            postgres = self.dataset.sandbox
            before, used = postgres.cpu_seconds(), _cpu_seconds()
            script = _script(workload, self.dataset, folder)
            output = self._run(clients, ["-f", str(script), *lasting], folder)
            time.sleep(0.2)  # until its connections have ended, whose time then counts
            computed = postgres.cpu_seconds() - before
            times = sorted(_times(folder))
        count = int(_number(COUNTED, output))
        measured = Measured(
            {"200": count},
            count / _number(RATE, output),
            times[len(times) // 2],
            times[int(len(times) * 0.99)],
            _cpu_seconds() - used,
        )
        return round_of(measured, None, computed, None)

    def _extent(self, workload: str, turn: Turn) -> tuple[int, list[str]]:
        """Return how many connections there are, and until when they work."""
        if workload != P3:
            lasting = ["-T", str(ceil(turn.seconds)), f"--sampling-rate={SAMPLED}"]
            return turn.connections, lasting
        # Each reviewer once; all times are written, or so few might have none that is.
        reviewers = len(self.dataset.reviewers)
        clients = min(turn.connections, reviewers)
        return clients, ["-t", str(reviewers // clients)]

    async def _prepare_declarations(self, count: int) -> None:
        """Write births that nobody declared before, as Selfsame's server would send them."""
        declared = prepared(islice(births(f"{self.name}-{time.time_ns()}"), count))
        owner = await asyncpg.connect(self.dataset.sandbox.postgres.owner_url)
        try:
            await owner.execute("truncate bench_declarations")
            await owner.copy_records_to_table(DECLARATIONS, records=declared, columns=COLUMNS)
            await owner.execute("vacuum analyze bench_declarations")
        finally:
            await owner.close()

    def _run(self, connections: int, arguments: list[str], folder: Path) -> str:
        url = urlsplit(self.dataset.sandbox.postgres.app_url)
        ran = subprocess.run(
            [
                self.program,
                *("-h", str(url.hostname), "-p", str(url.port), "-U", str(url.username)),
                *("-n", "-M", "prepared", "-c", str(connections), "-j", "1"),
                *("-D", "turn=-1", "-D", f"clients={connections}"),
                *("--log", f"--log-prefix={folder / 'times'}"),
                *arguments,
                url.path.removeprefix("/"),
            ],
            env={"PGPASSWORD": str(url.password), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode or _number(FAILED, ran.stdout):
            raise ValueError((ran.stderr.strip().splitlines() or ["it failed"])[-1])
        return ran.stdout


async def find(dataset: Dataset) -> Pgbench:
    """Find pgbench among the embedded programs, and make its tables. Raises NotStarted."""
    found = Pgbench(_program(), dataset)
    owner = dataset.sandbox.owner
    await owner.execute(PREPARE)
    await owner.copy_records_to_table(REVIEWERS, records=enumerate(dataset.reviewers))
    await owner.execute("vacuum analyze bench_reviewers")
    return found


def _program() -> Path:
    package = importlib.util.find_spec(PACKAGE)
    directories = [] if package is None else package.submodule_search_locations or []
    for directory in directories:
        program = Path(directory, f"pginstall{MAJOR}", "bin", "pgbench")
        if program.exists():
            return program
    raise NotStarted("it is not among the embedded programs")


def _script(workload: str, dataset: Dataset, folder: Path) -> Path:
    """Write the script with the dataset's ids in place of their names.

    pgbench draws numbers and no UUIDs: the many ids are an array in the statement.
    """
    listed = ", ".join(f"'{each}'" for each in dataset.requests)
    named = {
        ":reader": f"'{dataset.reader}'",
        ":machine": f"'{dataset.machine}'",
        ":console": f"'{dataset.console}'",
        ":requests": f"array[{listed}]::uuid[]",
        ":count": str(len(dataset.requests)),
    }
    text = (SCRIPTS / f"{workload.lower()}.sql").read_text()
    for name, value in named.items():
        text = text.replace(name, value)
    file = folder / "script.sql"
    file.write_text(text)
    return file


def _number(pattern: re.Pattern[str], output: str) -> float:
    found = pattern.search(output)
    if found is None:
        raise ValueError(f"pgbench did not print {pattern.pattern}")
    return float(found[1])


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _times(folder: Path) -> list[float]:
    """Read the milliseconds of the sampled transactions."""
    return [
        int(line.split()[2]) / 1000
        for file in folder.glob("times.*")
        for line in file.read_text().splitlines()
    ]
