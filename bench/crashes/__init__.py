"""Is anything lost or doubled when processes are killed: server, deliveries, PostgreSQL.

Registrars, a portal and reviewers do operations, each repeated until it is acknowledged, while one
process after the other gets kill -9. Then what was acknowledged is held against the tables, the
audit trail, the outbox and what a receiver of webhooks was sent.
"""

import asyncio
import random
import sys
import time

from bench.crashes.callers import Campaign
from bench.crashes.operations import declare_and_carry_on, review
from bench.crashes.system import VICTIMS, System
from bench.crashes.verdict import Verdict, compare
from bench.sandbox import temporary_directory
from bench.webhook_receivers import Receiver, listening

OFFICERS = 24
"""How many declarations are under way at once."""

REVIEWERS = 5
PAIRS = 150
"""Pairs that wait for reviewers: some hundreds of operations."""

PERSONS = 1_000


async def run(operations: int, kills: int) -> None:
    """Run the campaign, print what came of it, and exit with 1 where anything is wrong."""
    began = time.perf_counter()
    verdict = await survive(operations, kills)
    print(f"{verdict}\n{time.perf_counter() - began:.0f} s in all")
    if not verdict.is_good:
        sys.exit(1)


async def survive(operations: int, kills: int, *, persons: int = PERSONS) -> Verdict:
    """Return what came of so many operations under so many kills."""
    with temporary_directory() as directory:
        system = System(directory)
        await system.command("seed", "--persons", str(persons), "--candidates", str(PAIRS))
        receiver = Receiver("campaign")
        async with listening(receiver), system.serving():
            return await _campaign(system, receiver, operations, kills)


async def _campaign(system: System, receiver: Receiver, operations: int, kills: int) -> Verdict:
    campaign = Campaign(system.url, operations)
    campaign.tokens = {name: await system.token(*who) for name, who in _everybody().items()}
    receiver.secret = await campaign.subscribe(receiver.url)
    since = await system.now()
    working = [
        asyncio.create_task(declare_and_carry_on(campaign, number)) for number in range(OFFICERS)
    ]
    working += [
        asyncio.create_task(review(campaign, f"reviewer{number}"))
        for number in range(1, REVIEWERS + 1)
    ]
    killing = asyncio.create_task(_kill(system, campaign, kills))
    await asyncio.gather(killing, *working)
    await campaign.hang_up()
    await system.delivered()
    return await compare(system, campaign, receiver, since)


def _everybody() -> dict[str, tuple[str, ...]]:
    """Return who does what, by name, as `selfsame token` takes them."""
    reviewers = {f"reviewer{it}": ("--user", f"reviewer{it}") for it in range(1, REVIEWERS + 1)}
    return {"portal": ("--client", "portal"), "registrar": ("--user", "registrar1"), **reviewers}


async def _kill(system: System, campaign: Campaign, kills: int) -> None:
    """Kill one after the other, spread over the operations; a few of them come close together."""
    moments = sorted(random.uniform(0.02, 0.98) * campaign.operations for _ in range(kills))
    for number, moment in enumerate(moments):
        await campaign.acknowledged_at_least(round(moment))
        victim = VICTIMS[number % len(VICTIMS)]
        await system.kill(victim)
        campaign.kills[victim] += 1
        done = f"{campaign.count:,d} of {campaign.operations:,d} operations"
        print(f"kill -9 {number + 1:3d} of {kills}: {victim:12} after {done}", flush=True)
