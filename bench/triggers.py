"""What the triggers of audit and outbox cost an assignment and a declaration, side by side."""

from itertools import islice
from statistics import median
from time import perf_counter, time
from uuid import UUID

import asyncpg

from bench import populating
from bench.declare import wires
from bench.load import put
from bench.page import AHEAD
from bench.places import Place, place, process, table
from server.identity.issuer import Issuer

VARIANTS = {
    "both": (),
    "no audit": ("audited_%",),
    "no outbox": ("told_%", "noted"),
    "neither": ("audited_%", "told_%", "noted"),
}
TRIGGERS = """
select tgrelid::regclass::text, tgname::text from pg_trigger
 where not tgisinternal and tgname like any ($1::text[])
"""


async def run(connections: int, rounds: int, seconds: float, picks: int) -> None:
    """Measure each variant in turns."""
    async with place() as there:
        client = await populating.portal(there.owner)
        console = await populating.console(there.owner)
        (reviewer,) = await populating.reviewers(there.owner, console, 1)
        await populating.grow(there.owner, (0, 5000), (0, 2000))
        token = Issuer(there.directory).issue(client, client, "birth:declare", 3600, int(time()))
        assigning: dict[str, list[float]] = {name: [] for name in VARIANTS}
        declaring: dict[str, list[float]] = {name: [] for name in VARIANTS}
        serving = process(
            *("server.cli", "serve", "--port", "0", "--no-worker"),
            SELFSAME_DATA_DIR=str(there.directory),
        )
        with serving as (url, _):
            sent = wires(f"{url}/graphql", Authorization=f"Bearer {token}")
            for turn in range(rounds + 1):
                for name, left_out in VARIANTS.items():
                    await leave_out(there, left_out)
                    assigned = await assign(there, console, reviewer, picks)
                    ahead = list(islice(sent, int(seconds * AHEAD)))
                    rate = put(url, ahead, connections, seconds, once=True).rate
                    if turn:
                        assigning[name].append(assigned)
                        declaring[name].append(rate)
        show(assigning, declaring)


async def leave_out(there: Place, names: tuple[str, ...]) -> None:
    """Switch all these triggers on but those of these names."""
    switched = sorted({name for left_out in VARIANTS.values() for name in left_out})
    for on, trigger in await there.owner.fetch(TRIGGERS, switched):
        await there.owner.execute(f'alter table {on} enable trigger "{trigger}"')
    for on, trigger in await there.owner.fetch(TRIGGERS, list(names)):
        await there.owner.execute(f'alter table {on} disable trigger "{trigger}"')


async def assign(there: Place, console: UUID, reviewer: UUID, picks: int) -> float:
    """Take so many pairs, each given back, and tell the median in milliseconds."""
    connection = await asyncpg.connect(there.postgres.app_url)
    took = []
    for _ in range(picks):
        began = perf_counter()
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(
            "select begin_act('merge_request.assigned', $1, $2, uuidv7(), null)", console, reviewer
        )
        await connection.fetchrow("select * from assign_merge_candidate($1, 5)", reviewer)
        took.append((perf_counter() - began) * 1000)
        await transaction.rollback()
    await connection.close()
    return median(took)


def show(assigning: dict[str, list[float]], declaring: dict[str, list[float]]) -> None:
    """Print the variants side by side; an assignment sends no event."""
    whole = median(declaring["neither"])
    table(
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
