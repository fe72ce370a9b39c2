"""Kills what sends letters, again and again, and compares what was taken with what is known."""

import asyncio
import contextlib
import os
import random
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rules.messages import HANDED_OVER
from tests.letter_worker import PORT, URL
from tests.mail_servers import MailServer, mail_server
from tests.serving import Registry
from workflows import messages

MAKE_USERS = """
insert into users (username, display_name, email)
select 'clerk' || number, 'Clerk', 'clerk' || number || '@example.org'
  from generate_series(1, $1) number
"""
WRITE = """
select count(write_letter('ROLES_CHANGED', uuidv7(), 'user', id, null, null)::text)
  from users where username like 'clerk%'
"""
LEFT = "select count(*) from messages where status in ('ENQUEUED', 'PROCESSING')"
FOUND = """
select email, messages.status, last_error
  from messages join users on users.id = (payload ->> 'recipientId')::uuid
"""
DEAD = b"dead\n"
SILENT_SECONDS = 60


async def write(registry: Registry, letters: int) -> None:
    """Write a letter to each of so many users."""
    async with registry.acting("user.created") as owner:
        await owner.execute(MAKE_USERS, letters)
        await owner.execute(WRITE)


async def send_and_kill(
    registry: Registry, letters: int, kills: int, seed: int
) -> tuple[list[str], int]:
    """Send them by workers that are killed; return what is wrong, and of how many nobody knows."""
    chance = random.Random(seed)
    async with mail_server(MailServer()) as server, _workers(registry, server.port) as workers:
        for _ in range(kills):
            async with _killed(registry, workers) as lines:
                for _ in range(chance.randint(1, max(2, 3 * letters // (2 * kills + 1)))):
                    assert await _line(lines) != DEAD, "it has ended by itself"
        async with _killed(registry, workers) as lines:
            while await registry.owner.fetchval(LEFT):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await lines.readline()
    taken = Counter(it.partition("To: ")[2].partition("\r\n")[0] for it in server.mails)
    found = [tuple(row) for row in await registry.owner.fetch(FOUND)]
    unknown = sum(status == "FAILED" for _, status, _ in found)
    wrong = [f"{email} was taken {times} times" for email, times in taken.items() if times > 1]
    wrong += [
        f"{email} is {status}: {why}"
        for email, status, why in found
        if status != "PROCESSED" and (status, why) != ("FAILED", HANDED_OVER)
    ]
    wrong += [
        f"{email} is PROCESSED and was not taken"
        for email, status, _ in found
        if status == "PROCESSED" and email not in taken
    ]
    if len(found) != letters:
        wrong.append(f"{len(found)} letters of {letters}")
    return wrong, unknown


@asynccontextmanager
async def _workers(registry: Registry, port: int) -> AsyncIterator[Process]:
    """Start what begins workers."""
    workers = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.letter_worker"),
        env=os.environ | {URL: registry.database.app_url, PORT: str(port)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield workers
    finally:
        workers.kill()
        await workers.wait()


@asynccontextmanager
async def _killed(registry: Registry, workers: Process) -> AsyncIterator[asyncio.StreamReader]:
    """Let a worker send letters, and kill it in the middle of whatever it does."""
    assert workers.stdin is not None
    assert workers.stdout is not None
    workers.stdin.write(b"begin\n")
    await workers.stdin.drain()
    worker = int(await _first_number(workers.stdout))
    try:
        yield workers.stdout
    finally:
        os.kill(worker, signal.SIGKILL)
        while await _line(workers.stdout) != DEAD:
            pass
    await messages.rescue_lost(registry.owner, dead_seconds=0)


async def _first_number(lines: asyncio.StreamReader) -> bytes:
    """Return the line with the worker's id; the worker itself may have written before."""
    while not (line := await _line(lines)).strip().isdigit():
        pass
    return line


async def _line(lines: asyncio.StreamReader) -> bytes:
    """Return the next line; a worker that does nothing any more is a fault, not a wait for good."""
    async with asyncio.timeout(SILENT_SECONDS):
        line = await lines.readline()
    assert line, "it has ended"
    return line
