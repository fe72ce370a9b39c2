"""What one match costs where a million persons are on record."""

import time
from uuid import UUID

from bench.matching import people
from bench.sandbox import open_sandbox, print_table
from server.postgres.connection import connect_for_requests
from workflows import detection_models, person_keys
from workflows.match_batches import Matched
from workflows.matching import match_due

MATCHES = 3_000
WARM_UP = 300
SAMPLE = "select id from persons where status = 'ACTIVE' order by md5(id::text) limit $1"
NOTE = "insert into due_matches select id, version from persons where id = any ($1)"


async def measure(*, persons: int, **_: object) -> None:
    """Fill a register, make its keys, and match some of its persons; keys are timed too."""
    async with open_sandbox() as sandbox:
        began = time.perf_counter()
        await people.fill(sandbox.owner, persons)
        print(f"{persons:,} persons in {time.perf_counter() - began:.0f} s", flush=True)
        connection = await connect_for_requests(sandbox.postgres.app_url)
        active = await detection_models.ensure_active(connection)
        began = time.perf_counter()
        await person_keys.rebuild(connection, active.model.placeholders, _show)
        each = 1_000_000 * (time.perf_counter() - began) / persons
        await sandbox.owner.execute("vacuum analyze person_keys")
        print(f"keys of {persons:,} persons: {each:.0f} µs each")
        rows = await sandbox.owner.fetch(SAMPLE, WARM_UP + MATCHES)
        ids: list[UUID] = [row["id"] for row in rows]
        await sandbox.owner.execute(NOTE, ids[:WARM_UP])
        while (await match_due(connection, active)).claimed:
            pass
        await sandbox.owner.execute(NOTE, ids[WARM_UP:])
        total = Matched()
        postgres, python = sandbox.cpu_seconds(), time.process_time()
        while (matched := await match_due(connection, active)).claimed:
            total.seconds += matched.seconds
            total.compared += matched.compared
            total.pairs.added += matched.added
            total.cut_off += matched.cut_off
        postgres, python = sandbox.cpu_seconds() - postgres, time.process_time() - python
        await connection.close()
    _print(total, postgres, python)


def _show(done: int) -> None:
    if done % 100_000 == 0:
        print(f"keys of {done:,}", flush=True)


def _print(total: Matched, postgres: float, python: float) -> None:
    seconds = sorted(total.seconds)
    count = len(seconds)
    print_table(
        ["matches", "compared", "PostgreSQL ms", "Python ms", "p50 ms", "p99 ms", "found"],
        [
            [
                f"{count:,}",
                f"{total.compared / count:.1f}",
                f"{1000 * postgres / count:.2f}",
                f"{1000 * python / count:.2f}",
                f"{1000 * seconds[count // 2]:.1f}",
                f"{1000 * seconds[count * 99 // 100]:.1f}",
                f"{total.added.total():,}",
            ]
        ],
    )
    print(f"cut off: {dict(total.cut_off)}")
