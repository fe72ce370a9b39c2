"""What traces cost a server in instructions: the same on any machine, busy or not.

valgrind counts those of `selfsame serve` without traces, with traces of which none is sampled, and
with all of them; one in a hundred costs as much as the second and a hundredth of the third's rest.
"""

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from bench.registries import databases_of_their_own
from bench.sandbox import print_table
from rules.access import machine_scopes
from server.identity.issuer import Issuer
from tests.databases import Database
from tests.events import DECLARE, birth
from tests.otlp import Collector, collecting
from tests.server.commands import environment
from tests.serving import Registry, http_client

COUNTED = re.compile(r"^(?:summary|totals): (\d+)", re.MULTILINE)
LISTENING = "listening on "
LISTS = 3
"""So many lists are asked for beside each declaration."""
LIST = """query { viewer { __typename }
  vitalEvents(first: 10) { edges { node { id status trackingId } } } }"""
ALL = "1"
SHARES = {"without traces": None, "none sampled": "0", "all sampled": ALL}
ONE_IN = 100


async def run(rounds: int, first: int, starts: int) -> None:
    """Count each at so many starts, with `first` rounds before which caches are filled.

    The fewest count: what a busy machine adds, by clocks that go on meanwhile, is no cost.
    """
    if shutil.which("valgrind") is None:
        raise SystemExit("It counts with valgrind, which is not installed.")
    counted: dict[str, int] = {}
    async with databases_of_their_own() as (databases, directory), collecting() as collector:
        database = await databases.lend()
        for name, share in [*SHARES.items()] * starts:
            traces = {} if share is None else _traces(collector, share)
            folder = directory / uuid4().hex
            folder.mkdir()
            async with _served(database, directory, folder, traces) as server:
                sampling = collector if share == ALL else None
                found = await server.count(rounds, first, sampling)
                counted[name] = min(found, counted.get(name, found))
                print(f"{name}: {found / rounds:,.0f}", flush=True)
    off, none, every = counted.values()
    one_in = none + (every - none) / ONE_IN
    print_table(
        ["the server does", f"instructions for a declaration and {LISTS} lists", "more"],
        [
            [name, f"{count / rounds:,.0f}", f"{count / off - 1:+.1%}"]
            for name, count in (*counted.items(), (f"one in {ONE_IN} sampled", one_in))
        ],
    )


def _traces(collector: Collector, share: str) -> dict[str, str]:
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.environment["OTEL_EXPORTER_OTLP_ENDPOINT"],
        "OTEL_TRACES_SAMPLER": "traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": share,
    }


class Counted:
    """A server in valgrind, and a machine that asks it."""

    def __init__(self, process: int, registry: Registry, machine: UUID, folder: Path) -> None:
        """Take the server's id, and the folder with what is counted."""
        self._process = process
        self._registry = registry
        self._machine = machine
        self._folder = folder

    async def count(self, rounds: int, first: int, collector: Collector | None) -> int:
        """Return the instructions of so many rounds, with the export of all their spans."""
        await self._ask(first)
        # Only now: uncounted it starts five times as soon.
        await self._control("-i", "on")
        await self._ask(first)
        await self._exported(collector, 2 * first)
        before = await self._dumped()
        await self._ask(rounds)
        await self._exported(collector, 2 * first + rounds)
        return await self._dumped() - before

    async def _ask(self, rounds: int) -> None:
        for _ in range(rounds):
            given = {"input": birth(idempotencyKey=str(uuid4()))}
            assert (await self._registry.ask(self._machine, DECLARE["Birth"], given)).data
            for _ in range(LISTS):
                assert (await self._registry.ask(self._machine, LIST)).data

    async def _exported(self, collector: Collector | None, declared: int) -> None:
        if collector is not None:
            await collector.until(
                lambda spans: sum(it.name == "act declareBirth" for it in spans) >= declared
            )

    async def _dumped(self) -> int:
        """Return all that is counted so far: the sum of what is dumped, each from the last on."""
        await self._control("-d")
        dumps = [it.read_text() for it in self._folder.glob("counted.*.*")]
        return sum(int(found[1]) for it in dumps if (found := COUNTED.search(it)))

    async def _control(self, *words: str) -> None:
        await asyncio.to_thread(
            subprocess.run,
            ["callgrind_control", *words, str(self._process)],
            check=True,
            capture_output=True,
        )


@asynccontextmanager
async def _served(
    database: Database, directory: Path, folder: Path, traces: Mapping[str, str]
) -> AsyncIterator[Counted]:
    log = await asyncio.to_thread((folder / "log").open, "w")
    process = await asyncio.create_subprocess_exec(
        *("valgrind", "--tool=callgrind", "--instr-atstart=no"),
        *(f"--callgrind-out-file={folder}/counted.%p", sys.executable, "-m", "server.cli"),
        *("serve", "--no-worker", "--port", "0"),
        env=environment(directory, database, PYTHONHASHSEED="0", **traces),
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
    )
    owner = await asyncpg.connect(database.owner_url)
    try:
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode().strip()
        if not line.startswith(LISTENING):
            raise SystemExit((folder / "log").read_text()[-2000:])
        url = line.removeprefix(LISTENING)
        async with http_client() as http:
            issuer = Issuer(directory)
            registry = Registry(url, database, issuer, http, owner, UUID(int=0))
            machine = await registry.client(uuid4().hex, scopes=machine_scopes)
            yield Counted(process.pid, registry, machine, folder)
    finally:
        await owner.close()
        if process.returncode is None:
            process.terminate()
            await process.wait()
