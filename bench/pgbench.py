"""pgbench as a contestant: plain SQL, prepared, with no HTTP in between."""

import importlib.util
import re
import resource
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

from bench.contestants import NotStarted, Round, Turn, round_of
from bench.datasets import Dataset
from bench.load import Measured
from bench.workloads import P1, P2, P3, P4
from server.postgres.embedded_binaries import MAJOR, PACKAGE

SCRIPTS = Path(__file__).parent / "peers" / "pgbench"
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
    title: str = "pgbench, plain rows, no HTTP"

    @property
    def writes(self) -> Mapping[str, Mapping[str, int] | None]:
        """Return the plain rows of each workload."""
        return {
            P1: None,
            P2: None,
            P3: {"plain_requests": 1, "plain_audit": 1},
            P4: {"plain_records": 1, "plain_audit": 1, "plain_outbox": 1},
        }

    def take(self, workload: str, turn: Turn) -> Round:
        """Run the work's script."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            script = _script(workload, self.dataset, folder)
            lasting = ["-T", str(ceil(turn.seconds)), f"--sampling-rate={SAMPLED}"]
            if workload == P3:  # may be so few that no time would be among the sampled ones
                lasting = ["-t", str(ceil(len(self.dataset.tokens[P3]) / turn.connections))]
            postgres = self.dataset.sandbox
            before, used = postgres.cpu_seconds(), _cpu_seconds()
            output = self._run(turn.connections, ["-f", str(script), *lasting], folder)
            sleep(0.2)  # until its connections have ended, whose time then counts
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

    def _run(self, connections: int, arguments: list[str], folder: Path) -> str:
        url = urlsplit(self.dataset.sandbox.postgres.app_url)
        ran = subprocess.run(
            [
                self.program,
                *("-h", str(url.hostname), "-p", str(url.port), "-U", str(url.username)),
                *("-n", "-M", "prepared", "-c", str(connections), "-j", "1"),
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


def find(dataset: Dataset) -> Pgbench:
    """Find pgbench among the embedded PostgreSQL's programs. Raises NotStarted."""
    package = importlib.util.find_spec(PACKAGE)
    directories = [] if package is None else package.submodule_search_locations or []
    for directory in directories:
        program = Path(directory, f"pginstall{MAJOR}", "bin", "pgbench")
        if program.exists():
            return Pgbench(program, dataset)
    raise NotStarted("it is not among the embedded programs")


def _script(workload: str, dataset: Dataset, folder: Path) -> Path:
    """Write the script with the dataset's ids in place of their names.

    pgbench draws numbers and no UUIDs: the many ids are an array in the statement.
    """
    listed = ", ".join(f"'{each}'" for each in dataset.requests)
    named = {
        ":reader": f"'{dataset.reader}'",
        ":machine": f"'{dataset.machine}'",
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
