"""What an import pays for it that its persons are noted as due, and kept as versions."""

import time
from statistics import median

from bench.matching import people
from bench.sandbox import Sandbox, open_sandbox, print_table
from server.postgres.connection import connect
from workflows import imports

TURNS = 3
BATCH = 1_000
WITHOUT: dict[str, tuple[str, ...]] = {
    "with both": (),
    "no due matches": ("match_is_due_on_insert",),
    "neither": ("match_is_due_on_insert", "version_kept_on_insert"),
}


async def measure(*, imported: int, **_: object) -> None:
    """Import as many persons again and again, with and without the triggers, in turn."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WITHOUT}
    async with open_sandbox() as sandbox:
        for turn in range(TURNS):
            order = list(WITHOUT) if turn % 2 else list(reversed(WITHOUT))
            for name in order:
                found[name].append(await _import(sandbox, f"{name} {turn}", imported, name))
                print(f"turn {turn + 1}, {name}: {found[name][-1][0]:.1f} s", flush=True)
    wall = {name: median(it[0] for it in turns) for name, turns in found.items()}
    cpu = {name: median(it[1] for it in turns) for name, turns in found.items()}
    print_table(
        ["import", "s", "CPU s of PostgreSQL", "times without due matches"],
        [
            [
                name,
                f"{wall[name]:.1f}",
                f"{cpu[name]:.1f}",
                f"{wall[name] / wall['no due matches']:.2f}",
            ]
            for name in WITHOUT
        ],
    )


async def _import(sandbox: Sandbox, source: str, count: int, without: str) -> tuple[float, float]:
    """Import persons under a source of their own; return seconds, and PostgreSQL's CPU seconds."""
    tables = ("persons", "person_documents", "person_phones", "person_addresses")
    await _switch(sandbox, tables, WITHOUT[without], "disable")
    connection = await connect(sandbox.postgres.app_url)
    await imports.prepare(connection)
    rows = list(enumerate(people.persons(count, source)))
    batches = [rows[start : start + BATCH] for start in range(0, count, BATCH)]
    cpu, began = sandbox.cpu_seconds(), time.perf_counter()
    for batch in batches:
        await imports.import_batch(connection, source, batch)
    seconds, cpu = time.perf_counter() - began, sandbox.cpu_seconds() - cpu
    await connection.close()
    await _switch(sandbox, tables, WITHOUT[without], "enable")
    await sandbox.owner.execute("delete from due_matches")
    await sandbox.owner.execute("vacuum analyze")
    return seconds, cpu


async def _switch(
    sandbox: Sandbox, tables: tuple[str, ...], triggers: tuple[str, ...], how: str
) -> None:
    there = await sandbox.owner.fetch(
        "select tgrelid::regclass::text as on_table, tgname from pg_trigger"
        " where tgrelid = any ($1::text[]::regclass[]) and tgname = any ($2)",
        tables,
        triggers,
    )
    for row in there:
        await sandbox.owner.execute(f"alter table {row['on_table']} {how} trigger {row['tgname']}")
