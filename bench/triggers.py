"""What the triggers of audit and outbox cost an assignment and a declaration, side by side."""

import asyncio
from statistics import median
from time import perf_counter

import asyncpg

from bench.contestants import SELFSAME, started
from bench.datasets import Dataset, open_dataset
from bench.installing import ROOT
from bench.sandbox import Sandbox, print_table
from bench.turns import turn_of
from bench.workloads import P4

VARIANTS = {
    "both": (),
    "no audit": ("audited_%",),
    "no outbox": ("event_%", "undispatched_event_added"),
    "neither": ("audited_%", "event_%", "undispatched_event_added"),
}
TRIGGERS = """
select tgrelid::regclass::text, tgname::text from pg_trigger
 where not tgisinternal and tgname like any ($1::text[])
"""


async def run(connections: int, rounds: int, seconds: float, picks: int) -> None:
    """Measure each variant in turns."""
    assigning: dict[str, list[float]] = {name: [] for name in VARIANTS}
    declaring: dict[str, list[float]] = {name: [] for name in VARIANTS}
    turn = turn_of(seconds, connections)
    async with open_dataset(5000, 2000, 0, 1) as dataset:
        with started(SELFSAME, ROOT, dataset) as server:
            for number in range(rounds + 1):
                for name, left_out in VARIANTS.items():
                    await leave_out(dataset.sandbox, left_out)
                    assigned = await assign(dataset, picks)
                    declared = await asyncio.to_thread(server.take, P4, turn)
                    if number:
                        assigning[name].append(assigned)
                        declaring[name].append(declared.rate)
    show(assigning, declaring)


async def leave_out(sandbox: Sandbox, names: tuple[str, ...]) -> None:
    """Enable all these triggers but those of these names. Raises ValueError where there is none."""
    switched = sorted({name for left_out in VARIANTS.values() for name in left_out})
    for on, trigger in await sandbox.owner.fetch(TRIGGERS, switched):
        await sandbox.owner.execute(f'alter table {on} enable trigger "{trigger}"')
    for name in names:
        disabled = await sandbox.owner.fetch(TRIGGERS, [name])
        if not disabled:
            raise ValueError(f"No trigger is named {name}")
        for on, trigger in disabled:
            await sandbox.owner.execute(f'alter table {on} disable trigger "{trigger}"')


async def assign(dataset: Dataset, picks: int) -> float:
    """Assign so many pairs, each rolled back, and return the median in milliseconds."""
    (reviewer,) = dataset.reviewers
    connection = await asyncpg.connect(dataset.sandbox.postgres.app_url)
    took = []
    for _ in range(picks):
        began = perf_counter()
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(
            "select begin_act('merge_request.assigned', $1, $2, uuidv7(), null)",
            *(dataset.console, reviewer),
        )
        await connection.fetchrow("select * from assign_merge_candidate($1, 5)", reviewer)
        took.append((perf_counter() - began) * 1000)
        await transaction.rollback()
    await connection.close()
    return median(took)


def show(assigning: dict[str, list[float]], declaring: dict[str, list[float]]) -> None:
    """Print the variants side by side; an assignment sends no event."""
    whole = median(declaring["neither"])
    print_table(
        ["triggers", "assign, ms", "declare, requests/s", "of neither"],
        [
            [
                name,
                f"{median(assigning[name]):.2f}",
                f"{median(declaring[name]):.0f}",
                f"{median(declaring[name]) / whole:.2f}",
            ]
            for name in VARIANTS
        ],
    )
