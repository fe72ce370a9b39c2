"""Does the time of an answer show what is out of reach: a thing of others, or of nobody (R3).

Somebody who is limited to one organisation asks for either in turns, by ids and by acts. Printed
are the medians, and how often whoever sees two times, one of each, is right about which of them
was the thing of others: without looking it is 50 %.
"""

from collections.abc import Awaitable, Callable
from random import Random
from statistics import median
from time import perf_counter
from uuid import UUID, uuid4

from bench.reach_leaks import Silence
from bench.registries import registry_of_its_own
from server.observability import logs
from tests.organisations import limit
from tests.people import id_of
from tests.reach_world import Caller, World, world
from tests.serving import Answer
from tests.twins import Twin, out_of_reach, send, twins

SEED = 17
WARM_UP = 20
QUERIES = {
    "person": ("Person", "person(id: $id) { firstName consents { status } }"),
    "vitalEvent": ("VitalEvent", "vitalEvent(id: $id) { status trackingId }"),
    "vitalEvents of a person": (
        "Person",
        "vitalEvents(filter: {personId: $id}) { nodes { id } }",
    ),
    "organisation": ("Organisation", "organisation(id: $id) { name }"),
    "correction": ("Correction", "correction(id: $id) { status }"),
    "run": ("Run", "run(id: $id) { status }"),
    "node of a consent": ("Consent", "node(id: $id) { id }"),
    "node of a message": ("Message", "node(id: $id) { id }"),
}
ACTS = (
    "registerVitalEvent",
    "requestAnnulment",
    "rejectCorrection",
    "approveRun",
    "acceptConsent",
    "withdrawConsent",
    "removeMember",
    "withdrawInvitation",
    "retryMessage",
)
Asking = Callable[[UUID], Awaitable[Answer]]


async def run(rounds: int) -> None:
    """Ask in turns, and print a line for each question."""
    chance = Random(SEED)
    async with registry_of_its_own() as (registry, _):
        logs.configure(Silence())
        made = await world(registry, chance)
        caller = await _limited(made)
        print(f"{'':34}{'of others':>12}{'of nobody':>12}{'guessed':>10}")
        for name, kind, asking in _questions(made, caller, chance):
            await _compare(name, out_of_reach(made, caller, kind), asking, rounds, chance)


async def _limited(made: World) -> Caller:
    place = made.places[-1]
    await made.registry.user("here")
    for role in ("REGISTRAR", "STEWARD"):
        await limit(made.registry, "here", role, place)
    return Caller("here", frozenset({place}), frozenset({place}))


def _questions(made: World, caller: Caller, chance: Random) -> list[tuple[str, str, Asking]]:
    def reading(kind: str, text: str) -> Asking:
        query = f"query ($id: ID!) {{ {text} }}"
        return lambda key: made.registry.ask(caller.who, query, {"id": id_of(kind, key)})

    def doing(twin: Twin) -> Asking:
        return lambda key: send(made, caller, twin, key, chance)

    reads = [(name, kind, reading(kind, text)) for name, (kind, text) in QUERIES.items()]
    acts = [(f"{it.act}, {it.argument}", it.kind, doing(it)) for it in twins() if it.act in ACTS]
    return reads + acts


async def _compare(
    name: str, others: list[UUID], asking: Asking, rounds: int, chance: Random
) -> None:
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(WARM_UP + rounds):
        for is_others in chance.sample([True, False], 2):
            key = chance.choice(others) if is_others else uuid4()
            began = perf_counter()
            await asking(key)
            if number >= WARM_UP:
                times[is_others].append(perf_counter() - began)
    of_others, of_nobody = (median(times[it]) * 1000 for it in (True, False))
    guessed = _share_guessed(times[True], times[False])
    print(f"{name:34}{of_others:9.2f} ms{of_nobody:9.2f} ms{guessed:9.1%}", flush=True)


def _share_guessed(of_others: list[float], of_nobody: list[float]) -> float:
    """Return how often the longer of two times, one of each, is that of the thing of others."""
    ordered = sorted([(it, True) for it in of_others] + [(it, False) for it in of_nobody])
    ranks = sum(rank for rank, (_, is_others) in enumerate(ordered, start=1) if is_others)
    least = len(of_others) * (len(of_others) + 1) / 2
    return (ranks - least) / (len(of_others) * len(of_nobody))
