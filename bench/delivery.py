"""Deliveries: is anything lost through kills, how many a second, and how soon."""

import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import asyncpg

from bench.sandbox import Sandbox, open_sandbox
from bench.webhook_receivers import Receiver, listening
from outbound.signatures import Seal
from workflows.webhooks import new_secret

STEPS = ("declared", "registered", "certified", "issued")
TOPICS = [f"BIRTH_{step.upper()}" for step in STEPS]
INSERT = """
insert into outbox (aggregatetype, aggregateid, type, payload, correlation_id)
select 'vital_event', record, 'birth.' || $2::text,
       jsonb_build_object(
           'type', 'birth.' || $2::text, 'timestamp', now(), 'data', jsonb_build_object(
               'id', record, 'status', upper($2::text))),
       uuidv7()
  from unnest($1::text[]) record
"""
BEGIN = "select begin_act('webhook.created', null, null, uuidv7(), null)"
PENDING = "select count(*) from messages where status in ('ENQUEUED', 'PROCESSING')"
RETRY = """
update messages set status = 'ENQUEUED', attempts = 0, next_attempt_at = now()
 where status = 'FAILED' returning id::text
"""


async def run(events: int, kills: int, deliveries: int, probes: int) -> None:
    """Measure and print."""
    async with open_sandbox() as sandbox:
        if events:
            await survive(sandbox, events, kills)
        if deliveries:
            await hurry(sandbox, deliveries)
        if probes:
            await wait_and_see(sandbox, probes)


async def survive(sandbox: Sandbox, events: int, kills: int) -> None:
    """Deliver events to three receivers while the running workers are killed again and again."""
    receivers = [
        Receiver("at once"),
        Receiver("500 half the time", failing=0.5),
        Receiver("50 ms each", seconds=0.05),
    ]
    records = [str(uuid4()) for _ in range(events // len(STEPS))]
    retried: set[str] = set()
    began = time.perf_counter()
    async with listening(*receivers):
        await subscribe(sandbox, receivers)
        inserting = asyncio.create_task(insert(sandbox, records))
        killed = await kill_workers(sandbox, kills)
        await inserting
        with workers(sandbox, 2):
            while await pending(sandbox) or await retry(sandbox, retried):
                await asyncio.sleep(1)
    seconds = time.perf_counter() - began
    print(f"\n{len(records) * len(STEPS)} events, {killed} kill -9, {seconds:.0f} s")
    print(
        f"{'receiver':20} {'taken':>7} {'lost':>5} {'attempts':>9} {'doubled':>8} {'unsigned':>9}"
        f" {'out of order':>13} {'retried by hand':>16}"
    )
    for each in receivers:
        whole = len(records) * len(STEPS)
        print(
            f"{each.name:20} {len(each.taken):7} {whole - len(each.taken):5} {each.attempts:9}"
            f" {each.duplicates:8} {each.badly_signed:9} {disordered(each, retried):13}"
            f" {len(retried & each.taken.keys()):16}"
        )


def disordered(receiver: Receiver, retried: set[str]) -> int:
    """Count the records whose steps came in another order, but for those retried by hand."""
    wrong = 0
    for taken in receiver.order.values():
        steps = [
            STEPS.index(status.lower()) for status, identifier in taken if identifier not in retried
        ]
        wrong += steps != sorted(steps)
    return wrong


async def insert(sandbox: Sandbox, records: list[str]) -> None:
    """Insert the events, step by step, in transactions of a hundred."""
    connection = await asyncpg.connect(sandbox.postgres.owner_url)
    for step in STEPS:
        for start in range(0, len(records), 100):
            await connection.execute(INSERT, records[start : start + 100], step)
            await asyncio.sleep(0.02)
    await connection.close()


async def kill_workers(sandbox: Sandbox, kills: int) -> int:
    """Keep two workers running and kill one of them again and again."""
    with workers(sandbox, 2) as running:
        for _ in range(kills):
            await asyncio.sleep(random.uniform(1.2, 2.2))
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            running.append(start_worker(sandbox))
    return kills


async def retry(sandbox: Sandbox, retried: set[str]) -> bool:
    """Retry what FAILED as an operator does, note it, and return whether there was any."""
    async with sandbox.owner.transaction():
        await sandbox.owner.execute("select begin_act('message.retried')")
        found = {row[0] for row in await sandbox.owner.fetch(RETRY)}
    retried |= found
    return bool(found)


async def pending(sandbox: Sandbox) -> int:
    """Count what is not over."""
    noted: int = await sandbox.owner.fetchval("select count(*) from undispatched_events")
    waiting: int = await sandbox.owner.fetchval(PENDING)
    return noted + waiting


async def hurry(sandbox: Sandbox, deliveries: int) -> None:
    """Measure the deliveries a second of one worker, to one receiver and to four."""
    print(f"\n{'receivers':>9} {'deliveries/s':>13}")
    for count in (1, 4):
        receivers = [Receiver(str(number)) for number in range(count)]
        async with listening(*receivers):
            await subscribe(sandbox, receivers)
            records = [str(uuid4()) for _ in range(deliveries // count)]
            await sandbox.owner.execute(INSERT, records, "declared")
            await sandbox.owner.execute("analyze messages")
            with workers(sandbox, 1):
                while not any(each.taken for each in receivers):
                    await asyncio.sleep(0.005)
                began = time.perf_counter()
                already = sum(len(each.taken) for each in receivers)
                while await pending(sandbox):
                    await asyncio.sleep(0.05)
                seconds = time.perf_counter() - began
        taken = sum(len(each.taken) for each in receivers) - already
        print(f"{count:9} {taken / seconds:13.0f}")


async def wait_and_see(sandbox: Sandbox, probes: int) -> None:
    """Measure the time from a commit to its receipt, with nothing else to do."""
    moments: dict[str, float] = {}
    receiver = Receiver("probe", seen=moments.__setitem__)
    delays = []
    async with listening(receiver):
        await subscribe(sandbox, [receiver])
        with workers(sandbox, 1):
            for _ in range(probes):
                record = str(uuid4())
                await sandbox.owner.execute(INSERT, [record], "declared")
                committed = time.perf_counter()
                while record not in moments:
                    await asyncio.sleep(0.001)
                delays.append((moments[record] - committed) * 1000)
                await asyncio.sleep(random.uniform(0.05, 0.3))
    # The first one waited for the worker to start.
    centiles = statistics.quantiles(delays[1:], n=100)
    print(
        f"\ncommit to receipt, idle: median {centiles[49]:.1f} ms, p99 {centiles[98]:.1f} ms"
        f" ({probes} probes)"
    )


async def subscribe(sandbox: Sandbox, receivers: list[Receiver]) -> None:
    """Make these receivers the only ones that births are delivered to."""
    seal = Seal(sandbox.directory)
    async with sandbox.owner.transaction():
        await sandbox.owner.execute(
            "select begin_act('webhook.created', null, null, uuidv7(), null)"
        )
        await sandbox.owner.execute("delete from webhooks")
        client = await sandbox.owner.fetchval(
            "insert into clients (name, kind, scopes) values ($1, 'USER_INTERFACE', '{}')"
            " returning id",
            str(uuid4()),
        )
        for each in receivers:
            each.secret = new_secret()
            await sandbox.owner.execute(
                "insert into webhooks (client_id, url, topics, sealed_secret)"
                " values ($1, $2, $3, $4)",
                *(client, each.url, TOPICS, seal.seal(each.secret)),
            )


def start_worker(sandbox: Sandbox, *, detection: str = "off") -> subprocess.Popen[bytes]:
    """Start a worker as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "server.cli", "worker"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {
            "SELFSAME_DATABASE_URL": sandbox.postgres.app_url,
            "SELFSAME_DATA_DIR": str(sandbox.directory),
            "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on",
            "SELFSAME_RETRY_WAITS": "0.1,0.2,0.4,0.8",
            "SELFSAME_DETECTION": detection,
        },
    )


@contextmanager
def workers(sandbox: Sandbox, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run workers, and stop those that are left at the end."""
    running = [start_worker(sandbox) for _ in range(count)]
    try:
        yield running
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait()
