"""Rule R3: an act upon what is out of reach is refused as one upon nothing, to the letter."""

import asyncio
from random import Random
from uuid import uuid4

from rules.access import Role
from tests.organisations import limit
from tests.reach_world import Caller, World, world
from tests.serving import Answer, Registry
from tests.twins import TABLES, out_of_reach, send, twins, without

WAITS = "select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))"
EACH = 2
"""Of how many things of a kind that are out of reach."""


async def callers(made: World) -> list[Caller]:
    """Return a registrar and steward of one place, who is PERSON too, and a bound machine."""
    place = made.places[-1]
    await made.registry.user("here", Role.PERSON)
    for role in ("REGISTRAR", "STEWARD"):
        await limit(made.registry, "here", role, place)
    here = Caller("here", frozenset({place}), frozenset({place}))
    return [here, next(it for it in made.callers if it.is_machine)]


async def waits_for_owner(registry: Registry, answering: asyncio.Task[Answer]) -> bool:
    """Return whether a request meets a lock of the owner's before it is answered."""
    while not answering.done():
        if await registry.owner.fetch(WAITS):
            return True
        await asyncio.sleep(0)
    return False


async def test_r3_an_act_upon_what_is_out_of_reach_is_refused_as_upon_nothing(
    registry: Registry,
) -> None:
    """And at once, also where somebody is changing it: who waits has learnt that it is there."""
    chance = Random(17)
    made = await world(registry, chance)
    asked = set()

    for caller in await callers(made):
        for twin in twins():
            there = out_of_reach(made, caller, twin.kind)
            for key in chance.sample(there, min(EACH, len(there))):
                nobodys, state = uuid4(), chance.getstate()
                expected = await send(made, caller, twin, nobodys, chance)
                chance.setstate(state)
                async with registry.owner.transaction():
                    lock = f"select from {TABLES[twin.kind]} where id = $1 for update"
                    await registry.owner.execute(lock, key)
                    answering = asyncio.create_task(send(made, caller, twin, key, chance))
                    waits = await waits_for_owner(registry, answering)
                answer = await answering

                of_nobody = without(expected, nobodys, twin.kind)
                assert without(answer, key, twin.kind) == of_nobody, (caller, twin)
                assert not waits, (caller, twin)
                assert answer.errors or twin.act == "retryMessages", (caller, twin)
                asked.add(twin)
    assert len(asked) > 50
