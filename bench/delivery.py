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
               'id', record, 'status', upper($2::text), 'step', $3::integer)),
       uuidv7()
  from unnest($1::text[]) record
"""
PENDING = "select count(*) from messages where status in ('ENQUEUED', 'PROCESSING')"
RETRY = """
update messages set status = 'ENQUEUED', attempts = 0, next_attempt_at = now()
 where status = 'FAILED' returning id::text
"""


async def run(events: int, kills: int, deliveries: int, probes: int) -> None:
    """Print what came of it."""
    async with open_sandbox() as bench:
        if events:
            await survive(bench, events, kills)
        if deliveries:
            await hurry(bench, deliveries)
        if probes:
            await wait_and_see(bench, probes)


async def survive(bench: Sandbox, events: int, kills: int) -> None:
    """Tell three receivers of events while the two running workers are killed again and again."""
    receivers = [
        Receiver("at once"),
        Receiver("500 half the time", failing=0.5),
        Receiver("50 ms each", seconds=0.05),
    ]
    records = [str(uuid4()) for _ in range(events // len(STEPS))]
    retried: set[str] = set()
    began = time.perf_counter()
    async with listening(*receivers):
        await subscribe(bench, receivers)
        telling = asyncio.create_task(tell(bench, records))
        killed = await kill_workers(bench, kills)
        await telling
        with workers(bench, 2):
            while await pending(bench) or await retry(bench, retried):
                await asyncio.sleep(1)
    seconds = time.perf_counter() - began
    print(f"\n{len(records) * len(STEPS)} events, {killed} kill -9, {seconds:.0f} s")
    print(
        f"{'receiver':20} {'told':>7} {'lost':>5} {'attempts':>9} {'doubled':>8} {'unsigned':>9}"
        f" {'out of order':>13} {'retried by hand':>16}"
    )
    for it in receivers:
        whole = len(records) * len(STEPS)
        print(
            f"{it.name:20} {len(it.taken):7} {whole - len(it.taken):5} {it.attempts:9}"
            f" {it.duplicates:8} {it.badly_signed:9} {disordered(it, retried):13}"
            f" {len(retried & it.taken.keys()):16}"
        )


def disordered(receiver: Receiver, retried: set[str]) -> int:
    """Count the records whose steps came in another order, but for those retried by hand."""
    wrong = 0
    for told in receiver.order.values():
        steps = [step for step, identifier in told if identifier not in retried]
        wrong += steps != sorted(steps)
    return wrong


async def tell(bench: Sandbox, records: list[str]) -> None:
    """Let the events happen, step by step, in transactions of a hundred."""
    connection = await asyncpg.connect(bench.postgres.owner_url)
    for number, step in enumerate(STEPS):
        for start in range(0, len(records), 100):
            await connection.execute(INSERT, records[start : start + 100], step, number)
            await asyncio.sleep(0.02)
    await connection.close()


async def kill_workers(bench: Sandbox, kills: int) -> int:
    """Keep two workers running and kill one of them again and again."""
    with workers(bench, 2) as running:
        for _ in range(kills):
            await asyncio.sleep(random.uniform(1.2, 2.2))
            victim = running.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            running.append(start_worker(bench))
    return kills


async def retry(bench: Sandbox, retried: set[str]) -> bool:
    """Do what an operator does with what FAILED, note it, and tell whether there was any."""
    async with bench.owner.transaction():
        await bench.owner.execute("select begin_act('message.retried')")
        found = {row[0] for row in await bench.owner.fetch(RETRY)}
    retried |= found
    return bool(found)


async def pending(bench: Sandbox) -> int:
    """Count what is not over."""
    noted: int = await bench.owner.fetchval("select count(*) from undispatched_events")
    waiting: int = await bench.owner.fetchval(PENDING)
    return noted + waiting


async def hurry(bench: Sandbox, deliveries: int) -> None:
    """Measure the deliveries a second of one worker, to one receiver and to four."""
    print(f"\n{'receivers':>9} {'deliveries/s':>13}")
    for count in (1, 4):
        receivers = [Receiver(str(number)) for number in range(count)]
        async with listening(*receivers):
            await subscribe(bench, receivers)
            records = [str(uuid4()) for _ in range(deliveries // count)]
            await bench.owner.execute(INSERT, records, "declared", 0)
            await bench.owner.execute("analyze messages")
            with workers(bench, 1):
                while not any(it.taken for it in receivers):
                    await asyncio.sleep(0.005)
                began = time.perf_counter()
                already = sum(len(it.taken) for it in receivers)
                while await pending(bench):
                    await asyncio.sleep(0.05)
                seconds = time.perf_counter() - began
        told = sum(len(it.taken) for it in receivers) - already
        print(f"{count:9} {told / seconds:13.0f}")


async def wait_and_see(bench: Sandbox, probes: int) -> None:
    """Measure the time from a commit to its receipt, with nothing else to do."""
    moments: dict[str, float] = {}
    receiver = Receiver("probe", seen=moments.__setitem__)
    delays = []
    async with listening(receiver):
        await subscribe(bench, [receiver])
        with workers(bench, 1):
            for _ in range(probes):
                record = str(uuid4())
                await bench.owner.execute(INSERT, [record], "declared", 0)
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


async def subscribe(bench: Sandbox, receivers: list[Receiver]) -> None:
    """Let these receivers be the only ones that are told of births."""
    seal = Seal(bench.directory)
    async with bench.owner.transaction():
        await bench.owner.execute("select begin_act('webhook.created', null, null, uuidv7(), null)")
        await bench.owner.execute("delete from webhooks")
        client = await bench.owner.fetchval(
            "insert into clients (name, kind, scopes) values ($1, 'USER_INTERFACE', '{}')"
            " returning id",
            str(uuid4()),
        )
        for it in receivers:
            it.secret = new_secret()
            await bench.owner.execute(
                "insert into webhooks (client_id, url, topics, sealed_secret)"
                " values ($1, $2, $3, $4)",
                *(client, it.url, TOPICS, seal.seal(it.secret)),
            )


def start_worker(bench: Sandbox) -> subprocess.Popen[bytes]:
    """Start a worker as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "server.cli", "worker"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {
            "SELFSAME_DATABASE_URL": bench.postgres.app_url,
            "SELFSAME_DATA_DIR": str(bench.directory),
            "SELFSAME_WEBHOOK_ALLOW_LOOPBACK": "on",
            "SELFSAME_RETRY_WAITS": "0.1,0.2,0.4,0.8",
        },
    )


@contextmanager
def workers(bench: Sandbox, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run workers, and stop those that are left at the end."""
    running = [start_worker(bench) for _ in range(count)]
    try:
        yield running
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait()
