"""What the first time costs: a start, a document, and rows that PostgreSQL has to read again.

Cold buffers are those of a PostgreSQL that was started anew: its own memory is empty, and the
system's file cache is still warm. So it shows what a restart costs, not what a reboot does.
"""

import asyncio
import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter, time
from uuid import UUID

from bench import load
from bench.compare import report
from bench.contestants import SELFSAME, started
from bench.datasets import TOKEN_SECONDS, Dataset, open_dataset
from bench.day import documents
from bench.growth.start import COMMAND
from bench.installing import ROOT, environment
from bench.load import Client
from bench.quiet import until_quiet
from bench.sandbox import print_table
from bench.start_floor import show_floor
from bench.workloads import OPERATIONS, P1, P2, SCOPES, global_id
from server.identity.issuer import Issuer

READERS = 500
STEADY = 8
"""So often a document is sent until each connection has it, most likely."""
WARMING = 40

Times = list[float]


async def run(persons: int, pairs: int, starts: int, wait: float) -> None:
    """Measure and print: each time first, then again."""
    async with open_dataset(persons, pairs, 0, 1, readers=READERS) as dataset:
        quiet = await until_quiet(wait, report)
        with quiet.measuring():
            show_starts([await _start(dataset) for _ in range(starts)])
            show_floor(starts)
            show("A document", await first_documents(dataset))
            await restart(dataset)
            show("Pages of 50, after PostgreSQL was started anew", await cold_pages(dataset))
    print("\nThe system's file cache was warm throughout: a restart is measured, not a reboot.")
    print(f"{'Quiet' if quiet.is_quiet else 'NOT QUIET'}: others used {quiet}")


def show_starts(times: Sequence[tuple[float, float, float]]) -> None:
    """Print how long a server takes from its start to its first and its second answer."""
    print("\nFrom the start of the process, PostgreSQL running")
    print_table(
        ["", "median, s", "slowest, s"],
        [
            [name, f"{median(column):.3f}", f"{max(column):.3f}"]
            for name, column in zip(
                ("it listens", "one merge request is answered", "the same again, alone"),
                zip(*times, strict=True),
                strict=True,
            )
        ],
    )


def show(title: str, measured: dict[str, Times]) -> None:
    """Print the times of each turn."""
    print(f"\n{title}")
    rows = []
    for name, times in measured.items():
        p99 = sorted(times)[int(len(times) * 0.99)]
        rows.append([name, str(len(times)), f"{median(times):.2f}", f"{p99:.2f}"])
    print_table(["", "count", "median ms", "p99 ms"], rows)


async def first_documents(dataset: Dataset) -> dict[str, Times]:
    """Send documents that the server never saw, and each again, over one socket."""
    found: dict[str, Times] = {
        f"{kind}: {turn}": [] for kind in ("page", "node") for turn in ("first", "second", "later")
    }
    with started(SELFSAME, ROOT, dataset) as server:
        client = await Client.to(server.url)
        token = _token(dataset, dataset.reader)
        await _time(client, _wire(server.url, token, OPERATIONS[P1].document, {}), WARMING)
        given = {"id": global_id("MergeRequest", dataset.requests[0])}
        for kind, texts, variables in (
            ("page", documents.pages(), {}),
            ("node", documents.nodes(), given),
        ):
            for text in texts:
                wire = _wire(server.url, token, text, variables)
                first, second, *others = await _time(client, wire, STEADY)
                found[f"{kind}: first"].append(first)
                found[f"{kind}: second"].append(second)
                found[f"{kind}: later"].append(others[-1])
        client.close()
    return found


async def restart(dataset: Dataset) -> None:
    """Stop PostgreSQL and start it again, which empties its buffers."""
    postgres = dataset.sandbox.postgres
    await dataset.sandbox.owner.close()
    await asyncio.to_thread(postgres.stop)
    await asyncio.to_thread(postgres.start)


async def cold_pages(dataset: Dataset) -> dict[str, Times]:
    """Read the page of everybody for the first time since PostgreSQL started, and again.

    The first reader's comes before, so that server and connections know the document.
    """
    found: dict[str, Times] = {"first ten": [], "first": [], "second": []}
    with started(SELFSAME, ROOT, dataset) as server:
        client = await Client.to(server.url)
        for number, reader in enumerate(dataset.readers):
            token = _token(dataset, reader)
            wire = _wire(server.url, token, OPERATIONS[P1].document, {})
            if number == 0:
                await _time(client, wire, WARMING)
                continue
            first, second = await _time(client, wire, 2)
            found["first ten" if number <= 10 else "first"].append(first)
            found["second"].append(second)
        client.close()
    return found


async def _start(dataset: Dataset) -> tuple[float, float, float]:
    """Start a server; return the seconds until it listens and answers, and of another answer."""
    began = perf_counter()
    with _process(dataset) as running:
        url = await asyncio.to_thread(_address, running)
        listening = perf_counter() - began
        given = {"id": global_id("MergeRequest", dataset.requests[0])}
        token = _token(dataset, dataset.reader)
        wire = _wire(url, token, OPERATIONS[P2].document, given)
        client = await Client.to(url)
        await _time(client, wire, 1)
        answered = perf_counter() - began
        (again,) = await _time(client, wire, 1)
        client.close()
    return listening, answered, again / 1000


@contextmanager
def _process(dataset: Dataset) -> Iterator["subprocess.Popen[str]"]:
    directory = {"SELFSAME_DATA_DIR": str(dataset.sandbox.directory)}
    with subprocess.Popen(
        [*COMMAND, "--no-worker"],
        env=environment() | directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.terminate()


def _address(running: "subprocess.Popen[str]") -> str:
    assert running.stdout is not None
    return next(line for line in running.stdout if line.startswith("listening")).split()[-1]


def _token(dataset: Dataset, user: UUID) -> str:
    issuer = Issuer(dataset.sandbox.directory)
    return issuer.issue(user, dataset.console, SCOPES[P1], TOKEN_SECONDS, int(time()))


def _wire(url: str, token: str, text: str, variables: dict[str, str]) -> bytes:
    body = json.dumps({"query": text, "variables": variables}).encode()
    return load.request(f"{url}/graphql", body, Authorization=f"Bearer {token}")


async def _time(client: Client, wire: bytes, times: int) -> Times:
    """Send a request so often; return the milliseconds of each. Raises ValueError for a bad one."""
    found = []
    for _ in range(times):
        began = perf_counter()
        status, body = await client.send(wire)
        found.append((perf_counter() - began) * 1000)
        if status != 200 or b'"errors"' in body:
            raise ValueError(f"Not answered well: {status} {body[:300]!r}")
    return found
