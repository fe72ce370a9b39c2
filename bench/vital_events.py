"""So many random acts on vital events, each of them held against a model of the rules (area C).

Three registrars, two portals and an admin declare, amend, take, register, certify, issue, correct,
annul, revoke and send again. After each act the record is compared with the model: one open
correction at most, versions without gaps, certificates valid exactly where the record says what
they say, numbers and payments as before.
"""

from time import perf_counter

from bench.sandbox import temporary_directory
from db.migrating import migrate
from tests.databases import Database, fast_postgres
from tests.http.record_machine import Recording, prepare
from tests.http.state_machines import walk
from tests.serving import served

STEPS_OF_AN_EXAMPLE = 50


async def run(steps: int) -> None:
    """Walk so many steps, print how many of which act there were, and how long that took."""
    with fast_postgres() as server, temporary_directory() as directory:
        await migrate(server.owner_url, server.app_url)
        database = Database(server.owner_url, server.app_url)
        async with served(database, directory, search_quota=10**9) as registry:
            await prepare(registry)
            began = perf_counter()
            await walk(Recording, -(-steps // STEPS_OF_AN_EXAMPLE), STEPS_OF_AN_EXAMPLE, anew=True)
            seconds = perf_counter() - began
    for name, number in sorted(Recording.counted.items()):
        print(f"{name:20}{number:>8,}")
    done = sum(Recording.counted.values())
    print(f"{done:,} acts in {seconds:,.0f} s, as the rules say")
