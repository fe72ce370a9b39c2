"""Detection by engine: one register, compared as a whole by each, in a run that makes nothing.

The keys are made before, and PostgreSQL finds the same pairs for all of them.
"""

import asyncio
import re
import resource
import time

from bench.matching import people
from bench.processes import resident_megabytes
from bench.sandbox import Sandbox, open_sandbox, print_table
from server.matching.choosing import missing
from server.matching.engines import EngineName
from server.postgres.connection import connect_for_requests
from tests.databases import Database
from tests.server.commands import environment, start
from workflows import detection_models, person_keys

LOOK_SECONDS = 0.5
ENGINES = (EngineName.PYTHON, EngineName.SPLINK, EngineName.SPARK)
WORDS = ("--dry-run", "--engine")
REPORTED = re.compile(r"^(persons|compared|found)[^:]*: (.+)$", re.MULTILINE)


async def measure(*, register: int, engines: list[EngineName] | None, **_: object) -> None:
    """Fill a register, and run each engine that is installed."""
    async with open_sandbox() as sandbox:
        began = time.perf_counter()
        await people.fill(sandbox.owner, register)
        connection = await connect_for_requests(sandbox.postgres.app_url)
        active = await detection_models.ensure_active(connection)
        await person_keys.rebuild(connection, active.model.placeholders, lambda _: None)
        await sandbox.owner.execute("vacuum analyze")
        await connection.close()
        took = time.perf_counter() - began
        print(f"{register:,d} persons with their keys: made in {took:.0f} s", flush=True)
        rows = []
        for name in engines or ENGINES:
            if reason := missing(name):
                print(reason)
                continue
            rows.append(await _detected(sandbox, name))
            print(*rows[-1], flush=True)
        print_table(
            ["engine", "seconds", "its CPU s", "PostgreSQL's", "memory MB", "what it found"], rows
        )


async def _detected(sandbox: Sandbox, name: EngineName) -> list[str]:
    database = Database(sandbox.postgres.owner_url, sandbox.postgres.app_url)
    postgres, began = sandbox.cpu_seconds(), time.perf_counter()
    used = _of_children()
    process = await start(environment(sandbox.directory, database), "detect", *WORDS, name)
    ended = asyncio.create_task(process.communicate())
    most = 0.0
    while not ended.done():
        most = max(most, resident_megabytes(process.pid))
        await asyncio.wait((ended,), timeout=LOOK_SECONDS)
    out, err = await ended
    if process.returncode not in (0, 3):  # 3: something was cut off, and said
        raise RuntimeError(err.decode())
    return [
        name,
        f"{time.perf_counter() - began:.0f}",
        f"{_of_children() - used:.0f}",
        f"{sandbox.cpu_seconds() - postgres:.0f}",
        f"{most:,.0f}",
        ", ".join(" ".join(it) for it in REPORTED.findall(out.decode())),
    ]


def _of_children() -> float:
    """Return the CPU seconds of processes that ended, and of those that they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
