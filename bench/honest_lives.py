"""Whether a trail is ever accused that was only written, sealed, killed and copied (rule Y4).

Each life has a database of its own. Writers overlap, a process seals without a pause and is killed
with SIGKILL at any moment, a few times. In some lives a copy of the database, as a backup is one,
goes on where the original ends; some begin in tables of before the migration 0076 and are upgraded
between two kills; of some the oldest entries are taken out into a file. Afterwards the whole is
verified by all that was signed.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import asyncpg

from bench.sandbox import database_url, temporary_directory
from db.migrating import migrate
from rules.checkpoints import notes_in
from server.commands.archived_entries import archived
from server.delivery.sealer import Sealer
from server.identity.audit_keys import opened
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.pool import Pool
from server.settings import Settings
from tests.audit import ADD, Trail
from tests.older_trail import make_older
from workflows.audit_sealing import ENTRY

COPY = "create database {made} template {of} strategy file_copy"
END_SESSIONS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1::text
"""
OLDEST = f"select {ENTRY} from audit_log order by audit_log.id limit 1000"
TAKE_OUT = """
delete from audit_log where id in (select id from audit_log order by id limit 1000)
"""
PAUSE_SECONDS = 0.05
LATEST_KILL_SECONDS = 0.5
"""A process is killed within this time after it began to seal."""


async def run(lives: int) -> None:
    """Lead so many lives, and print what happened in them."""
    tally: Counter[str] = Counter()
    with temporary_directory() as directory:
        # Nothing but sealing processes is killed, and files that are not synced last.
        with EmbeddedPostgres(directory, fast=True) as postgres:
            await migrate(postgres.owner_url, postgres.app_url)
            async with _maintaining(postgres.owner_url) as maintenance:
                await maintenance.execute("create database older")
            await make_older(database_url(postgres.owner_url, "older"))
            for number in range(lives):
                tally += await _live(postgres.owner_url, directory, number)
                print(f"\r{_shown(number + 1, tally)}", end="", flush=True)
        postgres.remove()
    print(f"\r{_shown(lives, tally)}: no trail was accused")


def _shown(lives: int, tally: Counter[str]) -> str:
    return ", ".join([f"{lives} lives", *(f"{number} {what}" for what, number in tally.items())])


async def _live(template: str, directory: Path, number: int) -> Counter[str]:
    random = Random(number)
    name, copy = f"life{number}", f"life{number}_copy"
    directory = directory / name
    url = database_url(template, name)
    is_older = random.random() < 0.2
    kills = random.randint(1, 3)
    tally = Counter({"sealing processes killed": kills})
    async with _maintaining(template) as maintenance:
        source = "older" if is_older else template.rpartition("/")[2]
        await maintenance.execute(COPY.format(made=name, of=source))
        for kill in range(kills):
            if is_older and kill == kills - 1:
                await migrate(url)
                tally["upgraded"] += 1
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
            tally["copied"] += 1
        taken_out = random.random() < 0.3
        tally["with entries taken out"] += taken_out
        await _verify(url, directory, signed, number, taken_out=taken_out)
        for it in (copy, name):
            await maintenance.execute(f"drop database if exists {it} with (force)")
    return tally


@asynccontextmanager
async def _maintaining(template: str) -> AsyncIterator[asyncpg.Connection]:
    maintenance = await asyncpg.connect(database_url(template, "postgres"))
    yield maintenance
    await maintenance.close()


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
    assert process.returncode is None, "what seals has ended by itself"
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def _verify(url: str, directory: Path, signed: str, number: int, *, taken_out: bool) -> None:
    owner = await asyncpg.connect(url)
    trail = Trail(owner, directory)
    # A session whose process was killed may hold the lock for a moment.
    while (sealed := await trail.seal()) != 0:
        if sealed is None:
            await asyncio.sleep(PAUSE_SECONDS)
    kept = [opened(note, trail.keys.public()) for note in notes_in(signed)]
    files = []
    if taken_out:
        files = [directory / "taken-out.csv"]
        await owner.copy_from_query(OLDEST, output=files[0], format="csv", header=True)
        await trail.tamper(TAKE_OUT)
    with archived(files) as find:
        verification = trail.verification([*kept, trail.kept()])
        verification.archived = find
        faults = [it async for it in verification.faults()]
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
