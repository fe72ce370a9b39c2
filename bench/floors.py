"""The floor: PostgreSQL's own pgbench sends plain SQL, prepared, with no HTTP in between."""

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
from bench.grounds import Ground
from bench.load import Measured
from bench.places import seconds_of_postgres
from bench.works import P1, P2, P3, P4
from server.postgres.embedded_binaries import MAJOR, PACKAGE

SCRIPTS = Path(__file__).parent / "peers" / "pgbench"
SAMPLED = 0.2
"""Of so many transactions it writes down the time, since writing takes time too."""
COUNTED = re.compile(r"number of transactions actually processed: (\d+)")
FAILED = re.compile(r"number of failed transactions: (\d+)")
RATE = re.compile(r"tps = ([\d.]+) \(without initial connection time\)")


@dataclass(frozen=True, slots=True)
class Pgbench:
    """The floor as a contestant. It computes no server's share: it is its own load."""

    program: Path
    name: str = "pgbench"
    title: str = "pgbench, plain rows, no HTTP"

    @property
    def works(self) -> Mapping[str, Mapping[str, int] | None]:
        """Do all works, with plain rows."""
        return {
            P1: None,
            P2: None,
            P3: {"plain_requests": 1, "plain_audit": 1},
            P4: {"plain_records": 1, "plain_audit": 1, "plain_outbox": 1},
        }

    def take(self, work: str, ground: Ground, turn: Turn) -> Round:
        """Run the work's script."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            script = _script(work, ground, folder)
            lasting = ["-T", str(ceil(turn.seconds))]
            if work == P3:
                lasting = ["-t", str(ceil(len(ground.tokens[P3]) / turn.connections))]
            before, loaded = seconds_of_postgres(ground.there), _loaded()
            said = self._run(ground, turn.connections, ["-f", str(script), *lasting], folder)
            sleep(0.2)  # until its connections have ended, whose time then counts
            computed = seconds_of_postgres(ground.there) - before
            times = sorted(_times(folder))
        count = int(_number(COUNTED, said))
        measured = Measured(
            {"200": count},
            count / _number(RATE, said),
            times[len(times) // 2],
            times[int(len(times) * 0.99)],
            _loaded() - loaded,
        )
        return round_of(measured, None, computed, None)

    def _run(self, ground: Ground, connections: int, arguments: list[str], folder: Path) -> str:
        url = urlsplit(ground.there.postgres.app_url)
        ran = subprocess.run(
            [
                self.program,
                *("-h", str(url.hostname), "-p", str(url.port), "-U", str(url.username)),
                *("-n", "-M", "prepared", "-c", str(connections), "-j", "1"),
                *("--log", f"--log-prefix={folder / 'times'}", f"--sampling-rate={SAMPLED}"),
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


def pgbench() -> Pgbench:
    """Find pgbench beside the embedded PostgreSQL. Raises NotStarted."""
    package = importlib.util.find_spec(PACKAGE)
    places = [] if package is None else package.submodule_search_locations or []
    for place in places:
        program = Path(place, f"pginstall{MAJOR}", "bin", "pgbench")
        if program.exists():
            return Pgbench(program)
    raise NotStarted("it is not among the embedded programs")


def _script(work: str, ground: Ground, folder: Path) -> Path:
    """Write the script with this ground's ids in the place of their names.

    pgbench draws numbers and no UUIDs: the many ids are an array in the statement.
    """
    listed = ", ".join(f"'{each}'" for each in ground.requests)
    named = {
        ":reader": f"'{ground.reader}'",
        ":machine": f"'{ground.machine}'",
        ":requests": f"array[{listed}]::uuid[]",
        ":count": str(len(ground.requests)),
    }
    text = (SCRIPTS / f"{work.lower()}.sql").read_text()
    for name, value in named.items():
        text = text.replace(name, value)
    file = folder / "script.sql"
    file.write_text(text)
    return file


def _number(words: re.Pattern[str], said: str) -> float:
    found = words.search(said)
    if found is None:
        raise ValueError(f"pgbench did not say {words.pattern}")
    return float(found[1])


def _loaded() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _times(folder: Path) -> list[float]:
    """Read the milliseconds of the sampled transactions."""
    return [
        int(line.split()[2]) / 1000
        for file in folder.glob("times.*")
        for line in file.read_text().splitlines()
    ]
