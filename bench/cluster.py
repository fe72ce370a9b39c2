"""Whether a cluster loses or doubles anything, whatever of it is killed or stands still (Z1, Z7).

Three servers of PostgreSQL under Patroni, etcd, two servers of ours, the bridge and two balancers
run on this machine, as deploy/cluster starts them. Births are declared without a pause. Each is
killed in turn, and stopped where it stands; then the bridge and the primary are killed many times,
and once the primary stays away. The next version migrates behind the lock of a VACUUM and replaces
all that is ours, while nobody asks again. What was acknowledged is held against the tables, also
against those that the backup is restored to which went on all the while, and the stream of NATS
against the outbox.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Final

from bench.sandbox import temporary_directory
from deploy.cluster.backing_up import back_up, end_backup
from deploy.cluster.installation import Installation, running
from deploy.cluster.layout import DATABASES
from deploy.cluster.processes import Part, Program
from deploy.cluster.upgrading import upgrade
from outbound.jetstream import STREAM
from tests.drills import EVENTS, Load, compared, owner_of, under_load
from tests.server import next_version
from tests.server.test_upgrades import VACUUM
from tests.stream_server import StreamServer

HOLD_SECONDS = 8.0
"""How long one stands still, at least: longer than any balancer or server waits for it."""

LEAD_SECONDS = 35.0
"""The same for Patroni: another leads by then, and its own PostgreSQL goes on."""

MEMBERS = (
    *("primary", "primary.patroni", "primary.postgres", *DATABASES),
    *(f"{name}.{part}" for name in DATABASES for part in ("patroni", "postgres")),
    *("etcd1", "etcd2", "etcd3", "nats1"),
    *("api1", "api2", "worker1", "bridge1", "balancer1", "balancer2"),
)
"""Whom to kill and to stop; `primary` is whoever is it then, and the whole of a server of
PostgreSQL is both its parts at once."""

PARTS: Final[dict[str, Part]] = {"": "all", "patroni": "patroni", "postgres": "postgres"}


async def run(members: list[str], kills: int, hold_lock: float) -> None:
    """Kill, stop and upgrade; exit with 1 where anything is wrong."""
    with temporary_directory() as folder:
        async with running(folder / "cluster", is_small=True) as installation:
            await back_up(installation, folder / "backup")
            earlier, failed = await _upgraded(installation, folder / "next", hold_lock)
            async with under_load(installation) as load:
                await load.until_acknowledged(10)
                for name in members:
                    await _try(installation, load, name, "kill -9", _killed)
                    await _try(installation, load, name, "SIGSTOP", _frozen)
                for number in range(kills):
                    name = await _primary(installation) if number % 2 else "bridge1"
                    await _try(installation, load, name, f"kill -9 {number + 1}/{kills}", _killed)
                await _try(installation, load, await _primary(installation), "fails over", _away)
            load.acknowledged |= earlier
            lost, doubled = await compared(installation, load)
            print(f"{len(load.acknowledged):,d} acts acknowledged: {lost} lost, {doubled} doubled")
            is_whole = await _stream_is_whole(installation)
            await end_backup(installation, folder / "backup")
        is_whole &= await _restored(folder, load)
    if lost or doubled or failed or not is_whole:
        sys.exit(1)


async def _upgraded(
    installation: Installation, tree: Path, hold_lock: float
) -> tuple[dict[str, str], list[str]]:
    """Return what was acknowledged meanwhile, and the requests that failed."""
    next_version.make(tree)
    owner = await owner_of(installation)
    async with under_load(installation, asks_again=False) as load, asyncio.TaskGroup() as tasks:
        await load.until_acknowledged(100)
        began = monotonic()
        async with owner.transaction():
            await owner.execute(VACUUM)
            upgrading = tasks.create_task(upgrade(installation, tree))
            await asyncio.sleep(hold_lock)
            print(f"the lock is given up after {hold_lock:.0f} s", flush=True)
        await upgrading
        await load.until_acknowledged(100)
        gap, took = load.longest_gap(began), monotonic() - began
    await owner.close()
    print(
        f"upgraded in {took:.0f} s: {len(load.acknowledged):,d} acts, {len(load.failed)} failed,"
        f" {gap:.2f} s without one at most",
        flush=True,
    )
    return load.acknowledged, load.failed


async def _restored(folder: Path, load: Load) -> bool:
    """Bring the backup up in an empty folder; return whether it is all that was acknowledged."""
    began = monotonic()
    async with running(
        folder / "again", is_small=True, backup=folder / "backup", tree=folder / "next"
    ) as installation:
        took = monotonic() - began
        lost, doubled = await compared(installation, load)
        verified = await installation.run("audit", "verify")
    print(f"restored in {took:.0f} s: {lost} lost, {doubled} doubled; {verified.splitlines()[-1]}")
    return not lost and not doubled


async def _try(
    installation: Installation,
    load: Load,
    member: str,
    how: str,
    act: Callable[[Load, Program, Part], Awaitable[None]],
) -> None:
    name, _, part = member.partition(".")
    name = await _primary(installation) if name == "primary" else name
    is_primary = name == await installation.leader()
    began = monotonic()
    await act(load, installation.programs[name], PARTS[part])
    gap = load.longest_gap(began)
    what = f"{name} {part}".strip() + " (primary)" * is_primary
    print(f"{how:14} {what:24} {gap:6.1f} s without service at most", flush=True)
    if name in DATABASES:
        await installation.until_replicated()


async def _killed(load: Load, program: Program, part: Part) -> None:
    await program.kill(part)
    await load.until_acknowledged(20)


async def _frozen(load: Load, program: Program, part: Part) -> None:
    program.freeze(part)
    try:
        held = LEAD_SECONDS if part == "patroni" else HOLD_SECONDS
        await asyncio.gather(load.until_acknowledged(20), asyncio.sleep(held))
    finally:
        program.thaw()
    await load.until_acknowledged(20)


async def _away(load: Load, program: Program, part: Part) -> None:
    await program.kill(part, is_wanted=False)
    await load.until_acknowledged(20)
    program.start()


async def _primary(installation: Installation) -> str:
    while True:
        name = await installation.leader()
        if name is not None:
            return name
        await asyncio.sleep(0.1)


async def _stream_is_whole(installation: Installation) -> bool:
    owner = await owner_of(installation)
    written = [row["id"] for row in await owner.fetch(f"{EVENTS} order by id")]
    await owner.close()
    stream = StreamServer.at(installation.nats_url)
    await stream.until_counted(len(written))
    stored = await stream.stored()
    carried = [it.id for it in stored]
    of_records: dict[str, list[str]] = {}
    for it in stored:
        of_records.setdefault(it.subject.rpartition(".")[2], []).append(it.id)
    disordered = sum(ids != sorted(ids) for ids in of_records.values())
    missing, doubled = len(set(written) - set(carried)), len(carried) - len(set(carried))
    beyond = len(set(carried) - set(written))
    print(
        f"{STREAM}: {len(written):,d} events of {len(of_records):,d} records, {missing} missing,"
        f" {doubled} doubled, {disordered} records out of order,"
        f" {beyond} of acts that a failover lost before they were acknowledged"
    )
    return not missing and not doubled and not disordered
