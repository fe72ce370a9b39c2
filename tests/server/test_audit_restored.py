"""A backup that was restored is sealed again once somebody says who restored it (Y8)."""

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from server.postgres.embedded_binaries import installation as programs
from server.seeding.access import seed_access
from tests.audit import Trail
from tests.databases import Database
from tests.server.commands import Finished, environment, run

RESTORED = "select * from audit_log where action = 'trail.restored'"


class Installation:
    """A database with a trail and a data directory, which is dumped and restored."""

    def __init__(self, database: Database, owner: asyncpg.Connection, directory: Path) -> None:
        self.database = database
        self.trail = Trail(owner, directory)
        self.directory = directory
        self.dump = directory / "a.dump"

    async def seal(self, entries: int) -> None:
        await self.trail.add(entries)
        await self.trail.seal()

    async def back_up(self) -> None:
        await program("pg_dump", "--format=custom", f"--file={self.dump}", self.database.owner_url)

    async def restore(self) -> None:
        # As docs/upgrading.md says: it cannot replace what is partitioned.
        await self.trail.owner.execute("drop table audit_log, outbox, vital_event_reads cascade")
        await program(
            *("pg_restore", "--clean", "--if-exists", "--single-transaction"),
            *(f"--dbname={self.database.owner_url}", str(self.dump)),
        )

    async def say_so(self, user: str = "admin") -> Finished:
        return await run(
            environment(self.directory, self.database), "audit", "restored", "--user", user
        )


async def program(name: str, *words: str) -> None:
    done = await asyncio.create_subprocess_exec(
        programs() / "bin" / name, *words, stderr=asyncio.subprocess.PIPE
    )
    _, errors = await done.communicate()
    assert done.returncode == 0, errors.decode()


@pytest.fixture
async def installation(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> Installation:
    connection = await asyncpg.connect(database.app_url)
    await seed_access(connection)
    await connection.close()
    return Installation(database, owner, tmp_path)


async def test_y8_a_restored_backup_is_sealed_again_and_the_trail_has_who_restored_it(
    installation: Installation,
) -> None:
    trail = installation.trail
    await installation.seal(5)
    backed_up = trail.kept()
    await installation.back_up()
    await installation.seal(7)
    lost = trail.kept()
    former = trail.keys.origin
    await installation.restore()

    done = await installation.say_so()

    assert (done.status, done.err) == (0, "")
    entry: Any = await trail.owner.fetchrow(RESTORED)
    admin = await trail.owner.fetchval("select id from users where username = 'admin'")
    assert entry["actor_id"] == admin
    assert json.loads(entry["changeset"]) == {
        "to": {"size": backed_up.size, "root": backed_up.root.hex()},
        "from": {"size": lost.size, "root": lost.root.hex()},
        "origin": former,
    }
    assert await trail.seal() == 1
    assert trail.keys.origin != former
    assert trail.kept().origin == trail.keys.origin
    assert await trail.faults(backed_up, trail.kept()) == []
    (kept,) = installation.directory.glob("audit-checkpoints.before-*")
    assert f"\n{lost.size}\n" in kept.read_text()
    assert [it.kind for it in await trail.faults(lost)] != []
    again = await installation.say_so()
    assert (again.status, again.err.count("Nothing was restored")) == (2, 1)
    assert (
        await trail.owner.fetchval("select count(*) from audit_log where action = 'trail.restored'")
        == 1
    )


async def test_y8_what_was_not_restored_is_refused(installation: Installation) -> None:
    trail = installation.trail
    nothing = await installation.say_so()
    await installation.seal(3)
    whole = await installation.say_so()
    await installation.back_up()
    await installation.seal(2)
    await installation.restore()
    nobody = await installation.say_so("nobody")
    await trail.tamper("update audit_checkpoints set root = sha256('x')")
    made_up = await installation.say_so()

    assert [it.status for it in (nothing, whole, nobody, made_up)] == [2, 2, 2, 2]
    assert "No checkpoint was signed" in nothing.err
    assert "Nothing was restored" in whole.err
    assert "no user 'nobody'" in nobody.err
    assert "was signed here" in made_up.err
    assert await trail.owner.fetch(RESTORED) == []
    assert (installation.directory / "audit-checkpoints").exists()
