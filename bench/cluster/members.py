"""Which process a name means, how it is taken away, and when all of a cluster is back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from bench.webhook_receivers import Receiver
from bench.workloads import global_id
from deploy.cluster.balancers import takes_requests
from deploy.cluster.installation import Installation, answers
from deploy.cluster.layout import BALANCERS, DATABASES, ETCD, SERVERS
from deploy.cluster.processes import Part, Program
from tests.drills import EVENTS, Load, owner_of
from tests.stream_server import StreamServer

HOLD_SECONDS: Final = 8.0
"""How long one stands still, at least: longer than any balancer or server waits for it."""

LEAD_SECONDS: Final = 35.0
"""The same for Patroni: another leads by then, and its own PostgreSQL goes on."""

LEADERS: Final = ("primary", "etcd")
"""Names of whoever leads then: PostgreSQL, or etcd."""

MEMBERS: Final = (
    *("primary", "primary.patroni", "primary.postgres", *DATABASES),
    *(f"{name}.{part}" for name in DATABASES for part in ("patroni", "postgres")),
    *("etcd", *ETCD, "nats1", *SERVERS, "worker1", "bridge1", *BALANCERS),
)
"""Whom to kill and to stop; the whole of a server of PostgreSQL is both its parts at once."""

PARTS: Final[dict[str, Part]] = {"": "all", "patroni": "patroni", "postgres": "postgres"}

Act = Callable[[Load, Program, Part], Awaitable[None]]


async def meant_by(installation: Installation, member: str) -> tuple[str, Part, bool]:
    """Return the program, which part of it, and whether it leads."""
    name, _, part = member.partition(".")
    if name in LEADERS:
        name = await _leading(installation, name)
    leaders = await asyncio.gather(installation.leader(), installation.leader_of_etcd())
    return name, PARTS[part], name in leaders


async def killed(load: Load, program: Program, part: Part) -> None:
    """Kill it: it is started again."""
    await program.kill(part)
    await load.until_acknowledged(20)


async def frozen(load: Load, program: Program, part: Part) -> None:
    """Let it stand still for a while."""
    program.freeze(part)
    try:
        held = LEAD_SECONDS if part == "patroni" else HOLD_SECONDS
        await asyncio.gather(load.until_acknowledged(20), asyncio.sleep(held))
    finally:
        program.thaw()
    await load.until_acknowledged(20)


async def away(load: Load, program: Program, part: Part) -> None:
    """Kill it, and start it only when another serves."""
    await program.kill(part, is_wanted=False)
    await load.until_acknowledged(20)
    program.start()


def undelivered(load: Load, receiver: Receiver) -> set[str]:
    """Return what was acknowledged and not sent to the webhook, by the ids of the records."""
    return {
        global_id("VitalEvent", it) for it in load.acknowledged.values()
    } - receiver.order.keys()


async def until_back(installation: Installation, load: Load, receiver: Receiver) -> None:
    """Return when everything does its part again.

    What was written by now is in the stream then, and what was acknowledged by now is delivered.
    """
    await installation.until_replicated()
    awaited = undelivered(load, receiver)
    owner = await owner_of(installation)
    written = len(await owner.fetch(EVENTS))
    await owner.close()
    stream = StreamServer.at(installation.nats_url)
    addresses = (
        *(f"{installation.etcd_of(it)}/health" for it in ETCD),
        *(f"{installation.server_of(it)}/readyz" for it in SERVERS),
        *(f"{it}/readyz" for it in installation.balancers),
    )

    async def is_back() -> bool:
        if not all(await asyncio.gather(*map(answers, addresses))):
            return False
        with suppress(OSError, RuntimeError):
            used = [await takes_requests(installation.admins, it) for it in SERVERS]
            return all(used) and await stream.count() >= written
        return False

    async def is_delivered() -> bool:
        return awaited <= receiver.order.keys()

    await installation.until(is_back, "etcd, servers, balancers and the stream")
    await installation.until(is_delivered, "deliveries of the worker")


async def _leading(installation: Installation, name: str) -> str:
    asked = installation.leader if name == "primary" else installation.leader_of_etcd
    while True:
        leader = await asked()
        if leader is not None:
            return leader
        await asyncio.sleep(0.1)
