"""Does any answer show what is out of reach: so many random questions to random registers (R3).

Each register has its own tree, grants, consents, merges, records, runs, plans and messages; two
thousand questions are put to it by all kinds of callers, and every id in the answers is compared
with what a model allows.
"""

from collections import Counter
from io import BytesIO
from random import Random
from time import perf_counter

from bench.registries import databases_of_their_own
from resolvers.schema import schema
from server import application
from server.graphql import documents
from server.observability import logs
from tests.reach_asks import ask, leaks
from tests.reach_world import world
from tests.serving import served

ASKS_OF_A_WORLD = 2_000
KEPT_CHARACTERS = 100_000_000


class Silence(BytesIO):
    """What takes the server's log and keeps nothing of it."""

    def write(self, line: object) -> int:
        """Forget a line."""
        return 0


async def run(asks: int, seed: int) -> None:
    """Ask at least so many questions, and print how far it is after each register."""
    _compile_once()
    asked_of: Counter[str] = Counter()
    began = perf_counter()
    async with databases_of_their_own() as (databases, directory):
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
    print(f"{asked_of.total():,} questions to {len(asked_of)} root fields, and no answer leaks")


def _compile_once() -> None:
    """Keep every document for all registers: to compile what selects everything takes most time."""
    documents.MAX_KEPT_CHARACTERS = KEPT_CHARACTERS
    documents.MAX_KEPT_LENGTH = KEPT_CHARACTERS
    kept = documents.Documents(schema, introspection=True)
    vars(application)["graphql_documents"].Documents = lambda *_, **__: kept
