"""Does any answer show what is out of reach: so many random questions to random registers (R3).

Each register has its own tree, grants, consents, merges and records; a thousand questions are put
to it by all kinds of callers, and every id in the answers is compared with what a model allows.
"""

from collections import Counter
from io import BytesIO
from random import Random
from time import perf_counter

from bench.sandbox import temporary_directory
from db.migrating import migrate
from server.observability import logs
from tests.databases import Databases, fast_postgres
from tests.reach_asks import ask, leaks
from tests.reach_world import world
from tests.serving import served

ASKS_OF_A_WORLD = 1_000


class Silence(BytesIO):
    """What takes the server's log and keeps nothing of it."""

    def write(self, line: object) -> int:
        """Forget a line."""
        return 0


async def run(asks: int, seed: int) -> None:
    """Ask at least so many questions, and print how far it is after each register."""
    asked_of: Counter[str] = Counter()
    began = perf_counter()
    with fast_postgres() as server, temporary_directory() as directory:
        await migrate(server.owner_url, server.app_url)
        databases = Databases(server, server.owner_url.rpartition("/")[2])
        await databases.start()
        while asked_of.total() < asks:
            chance = Random(seed)
            database = await databases.lend()
            async with served(database, directory / str(seed)) as registry:
                logs.configure(Silence())
                made = await world(registry, chance)
                hidden = {caller.who: made.hidden(caller) for caller in made.callers}
                for _ in range(ASKS_OF_A_WORLD):
                    caller, asked = chance.choice(made.callers), ask(made, chance)
                    found = await leaks(made, caller, asked, hidden[caller.who])
                    assert not found, (seed, caller, asked, found)
                    asked_of[asked.field] += 1
            await databases.take_back(database)
            seconds = perf_counter() - began
            print(f"{asked_of.total():>9,} of {asks:,} questions, {seconds:,.0f} s", flush=True)
            seed += 1
        await databases.close()
    print(f"{asked_of.total():,} questions to {len(asked_of)} root fields, and no answer leaks")
