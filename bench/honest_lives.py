"""Whether a trail is ever accused that was only written, sealed, killed and copied (rule Y4).

Each life has a database of its own. Writers overlap, a process seals without a pause and is killed
with SIGKILL at any moment, a few times; in some lives a copy of the database, as a backup is one,
goes on where the original ends. Afterwards the whole is verified by all that was signed.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path
from random import Random

import asyncpg

from bench.sandbox import database_url, temporary_directory
from db.migrating import migrate
from rules.checkpoints import notes_in
from server.delivery.sealer import Sealer
from server.identity.audit_keys import opened
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.pool import Pool
from server.settings import Settings
from tests.audit import ADD, Trail

COPY = "create database {made} template {of} strategy file_copy"
END_SESSIONS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1::text
"""
LATEST_KILL_SECONDS = 0.5
"""A process is killed within this time after it began to seal."""


async def run(lives: int) -> None:
    """Lead so many lives, and print how many processes were killed."""
    killed = 0
    with temporary_directory() as directory:
        # Nothing but sealing processes is killed, and files that are not synced last.
        with EmbeddedPostgres(directory, fast=True) as postgres:
            await migrate(postgres.owner_url, postgres.app_url)
            for number in range(lives):
                killed += await _live(postgres.owner_url, directory, number)
                print(f"\r{number + 1} lives, {killed} killed", end="", flush=True)
        postgres.remove()
    print(f"\r{lives} lives, {killed} sealing processes killed: no trail was accused")


async def _live(template: str, directory: Path, number: int) -> int:
    random = Random(number)
    name, copy = f"life{number}", f"life{number}_copy"
    directory = directory / name
    maintenance = await asyncpg.connect(database_url(template, "postgres"))
    await maintenance.execute(COPY.format(made=name, of=template.rpartition("/")[2]))
    url = database_url(template, name)
    kills = random.randint(1, 3)
    for _ in range(kills):
        writing = asyncio.create_task(_write(url, random))
        await _seal_until_killed(url, directory, random)
        await writing
    file = directory / "audit-checkpoints"
    signed = file.read_text() if file.exists() else ""
    if random.random() < 0.3:
        # Its sessions have ended with their process, or end by themselves at once.
        await maintenance.execute(END_SESSIONS, name)
        await maintenance.execute(COPY.format(made=copy, of=name))
        url = database_url(url, copy)
    await _verify(url, directory, signed, number)
    for it in (copy, name):
        await maintenance.execute(f"drop database if exists {it} with (force)")
    await maintenance.close()
    return kills


async def _write(url: str, random: Random) -> None:
    """Write in two sessions at once, whose transactions overlap; some are rolled back."""
    sessions = [await asyncpg.connect(url), await asyncpg.connect(url)]
    for _ in range(6):
        begun = [it.transaction() for it in sessions]
        for transaction in begun:
            await transaction.start()
        for session in random.sample(sessions, 2):
            await session.execute(ADD, random.randint(1, 400))
        for transaction in random.sample(begun, 2):
            await (transaction.rollback() if random.random() < 0.1 else transaction.commit())
    for session in sessions:
        await session.close()


async def _seal_until_killed(url: str, directory: Path, random: Random) -> None:
    process: Process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.honest_lives", url, str(directory)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    await asyncio.sleep(random.random() * LATEST_KILL_SECONDS)
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def _verify(url: str, directory: Path, signed: str, number: int) -> None:
    owner = await asyncpg.connect(url)
    trail = Trail(owner, directory)
    while await trail.seal():
        pass
    kept = [opened(note, trail.keys.public()) for note in notes_in(signed)]
    faults = await trail.faults(*kept, trail.kept())
    await owner.close()
    assert not faults, (number, faults)


async def _seal(url: str, directory: Path) -> None:
    """Seal without a pause, and print a line as it begins."""
    pool = Pool(lambda: url)
    await pool.open()
    sealer = Sealer.of(Settings(data_dir=directory), pool)
    print("sealing", flush=True)
    while True:
        await sealer.step()


def _main(words: Sequence[str]) -> None:
    url, directory = words
    asyncio.run(_seal(url, Path(directory)))


if __name__ == "__main__":
    _main(sys.argv[1:])
