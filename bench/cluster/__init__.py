"""Whether a cluster loses or doubles anything, whatever of it is killed or stands still (Z1, Z7).

Three servers of PostgreSQL under Patroni, etcd, two servers of ours, the worker, the bridge and two
balancers run on this machine, as deploy/cluster starts them. Births are declared without a pause.
Each is killed in turn, and stopped where it stands; then bridge, servers and primary are killed
many times, and once the primary stays away. The next version migrates behind the lock of a VACUUM
and replaces all that is ours, while nobody asks again. What was acknowledged is held against the
tables, also against those that the backup is restored to which went on all the while, against what
a receiver of webhooks was sent, and the stream of NATS against the outbox.
"""

import asyncio
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Final

from bench.cluster.members import (
    MEMBERS,
    Act,
    away,
    frozen,
    killed,
    meant_by,
    undelivered,
    until_back,
)
from bench.cluster.splitting import split
from bench.sandbox import temporary_directory
from bench.webhook_receivers import Receiver, listening
from deploy.cluster.backing_up import back_up, end_backup
from deploy.cluster.installation import Installation, running
from deploy.cluster.upgrading import upgrade
from outbound.jetstream import STREAM
from tests.drills import EVENTS, Load, compared, owner_of, under_load
from tests.server import next_version
from tests.server.test_upgrades import VACUUM
from tests.stream_server import StreamServer

__all__ = ["MEMBERS", "run"]

TURNS: Final = ("bridge1", "primary", "bridge1", "api1", "bridge1", "api2")
"""Whom the many kills concern, one after the other."""

SETTINGS: Final = {"SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on"}

EXPECTED: Final = (
    *("ConnectError", "ConnectTimeout", "ReadError", "ReadTimeout", "RemoteProtocolError"),
    *("WriteError", "502 of the balancer", "503 of the balancer", "504 of the balancer"),
    "503 UNAVAILABLE",
)
"""How a request may fail that its client then sends again: no answer, or one that says so."""


async def run(members: list[str], kills: int, splits: int, hold_lock: float) -> None:
    """Kill, stop and upgrade; exit with 1 where anything is wrong."""
    receiver = Receiver("drill")
    with temporary_directory() as folder:
        async with (
            listening(receiver),
            running(folder / "cluster", is_small=True, settings=SETTINGS) as installation,
        ):
            await back_up(installation, folder / "backup")
            earlier, failed = await _upgraded(installation, folder / "next", hold_lock)
            async with under_load(installation, webhook=receiver.url) as load:
                receiver.secret = load.secret
                await load.until_acknowledged(10)
                drill = Drill(installation, load, receiver)
                for number in range(splits):
                    await drill.split(f"{number + 1}/{splits}")
                for name in members:
                    await drill.take(name, "kill -9", killed)
                    await drill.take(name, "SIGSTOP", frozen)
                for number in range(kills):
                    name = TURNS[number % len(TURNS)]
                    await drill.take(name, f"kill -9 {number + 1}/{kills}", killed)
                await drill.take("primary", "fails over", away)
            await until_back(installation, load, receiver)
            missing = undelivered(load, receiver)
            strange = _explained(load)
            load.acknowledged |= earlier
            lost, doubled = await compared(installation, load)
            print(f"{len(load.acknowledged):,d} acts acknowledged: {lost} lost, {doubled} doubled")
            print(
                f"webhook: {len(missing)} of them not delivered, {receiver.duplicates} twice,"
                f" {receiver.badly_signed} badly signed"
            )
            is_whole = await _stream_is_whole(installation)
            await end_backup(installation, folder / "backup")
        is_whole &= await _restored(folder, load)
    if lost or doubled or failed or missing or strange or not is_whole:
        sys.exit(1)


class Drill:
    """Takes one member after the other away while somebody writes."""

    def __init__(self, installation: Installation, load: Load, receiver: Receiver) -> None:
        """Take what runs, who writes, and who is sent it."""
        self._installation = installation
        self._load = load
        self._receiver = receiver

    async def take(self, member: str, how: str, act: Act) -> None:
        """Take one away, and return when all are back."""
        name, part, leads = await meant_by(self._installation, member)
        began, before = monotonic(), len(self._load.failed)
        await act(self._load, self._installation.programs[name], part)
        what = f"{name} {part.removeprefix('all')}".strip() + " (leads)" * leads
        await self._came_back(f"{how:14} {what:22}", began, before)

    async def split(self, how: str) -> None:
        """Have two that may believe they lead, and return when all are back."""
        began, before = monotonic(), len(self._load.failed)
        holding = await split(self._installation, self._load)
        await self._came_back(f"split {how:8} {holding:22}", began, before)

    async def _came_back(self, what: str, began: float, failed: int) -> None:
        gap, acted = self._load.longest_gap(began), monotonic()
        await until_back(self._installation, self._load, self._receiver)
        print(
            f"{what} {gap:5.1f} s without service at most, all back after"
            f" {monotonic() - acted:.1f} s; {len(self._load.failed) - failed} not acknowledged",
            flush=True,
        )


def _explained(load: Load) -> list[str]:
    """Print how requests failed; return those that should not fail like that."""
    for why, many in Counter(load.failed).most_common():
        print(f"{many:6,d} not acknowledged: {why}")
    return [it for it in load.failed if it.partition(":")[0] not in EXPECTED]


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
    _explained(load)
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
