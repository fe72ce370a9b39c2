"""Rule Z8: a backup is restored with its keys, to its last act or to a moment."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from server.commands import CommandFailed
from server.commands.restoring import restore
from server.delivery.sealer import Sealer
from server.identity.audit_keys import AuditKeys
from server.identity.known_keys import fingerprints
from server.postgres.backups import BEGUN, Backup, Slot
from server.postgres.database import Database
from server.postgres.embedded import EmbeddedPostgres
from server.postgres.pool import Pool
from server.settings import Settings
from tests.databases import Database as Server
from tests.databases import reachable_directory
from tests.server.commands import TIMEOUT_SECONDS, environment, run_here, start

SLOTS = "select count(*) from pg_replication_slots"
RESTORED = "select changeset ->> 'origin' from audit_log where action = 'trail.restored'"
USERS = "select array_agg(username order by inserted_at) from users"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that PostgreSQL's account reaches, too."""
    with reachable_directory() as reachable:
        yield reachable


@pytest.fixture
async def installed(place: Path) -> AsyncIterator[Path]:
    """The data directory of an installation whose database runs and has one user."""
    folder = place / "data"
    with EmbeddedPostgres(folder):
        await made(folder, "ada")
        assert (await run_here(environment(folder), "accept-keys")).status == 0
        yield folder


async def made(folder: Path, name: str) -> None:
    finished = await run_here(environment(folder), "admin", "create", name)
    assert finished.status == 0, finished.err


async def sealed(folder: Path) -> None:
    settings = Settings(data_dir=folder)
    with Database(settings) as database:
        pool = Pool(lambda: database.app_url)
        await pool.open()
        await Sealer.of(settings, pool).step()
        await pool.close()


async def archiving(folder: Path, backup: Path) -> asyncio.subprocess.Process:
    process = await start(environment(folder), "backup", str(backup))
    assert process.stdout is not None
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while (line := await process.stdout.readline()) != b"archiving\n":
            assert line, (await process.communicate())[1].decode()
    return process


async def value(folder: Path, query: str) -> object:
    with EmbeddedPostgres(folder) as server:
        owner = await asyncpg.connect(server.owner_url)
        found: object = await owner.fetchval(query)
        await owner.close()
    return found


async def users(folder: Path) -> object:
    return await value(folder, USERS)


async def test_z8_a_backup_is_restored_with_its_keys_to_a_moment_and_to_the_last_act(
    installed: Path, place: Path
) -> None:
    backup = place / "backup"
    process = await archiving(installed, backup)
    await made(installed, "grace")
    await sealed(installed)
    kept = place / "kept"
    shutil.copy(installed / "audit-checkpoints", kept)
    moment = datetime.now(UTC)
    await made(installed, "joan")
    await sealed(installed)
    process.kill()
    await process.wait()
    await made(installed, "mary")
    again = await archiving(installed, backup)
    stopped = await run_here(environment(installed), "backup", str(backup), "--stop")
    await again.wait()

    to = ("--to", moment.isoformat())
    then = await run_here(environment(place / "then"), "restore", str(backup), *to)
    last = await run_here(environment(place / "last"), "restore", str(backup))

    assert (stopped.out, again.returncode) == (
        "Everything that was written by now is archived.\n",
        0,
    )
    assert then.out.startswith("Restored with its keys: its trail ends at "), then.err
    assert last.status == 0, last.err
    assert await value(installed, SLOTS) == 0
    assert await users(place / "then") == ["ada", "grace"]
    assert await users(place / "last") == ["ada", "grace", "joan", "mary"]
    origins = [AuditKeys(it).origin for it in (installed, place / "then", place / "last")]
    assert len(set(origins)) == 3
    for folder in (place / "then", place / "last"):
        assert await value(folder, RESTORED) == origins[0]
        assert not (folder / "postgres").is_symlink()
        assert fingerprints(folder) == fingerprints(installed)
        await sealed(folder)
        verified = await run_here(environment(folder), "audit", "verify")
        assert verified.status == 0, verified.out
        assert verified.out.endswith("no faults.\n")
        against = await run_here(environment(folder), "audit", "verify", "--checkpoint", str(kept))
        assert against.status == 0, against.out
        token = await run_here(environment(folder), "token", "--user", "grace")
        assert token.status == 0, token.err


async def test_z8_a_backup_that_is_not_whole_or_of_another_server_is_not_restored(
    installed: Path, place: Path, database: Server
) -> None:
    backup, elsewhere = place / "backup", place / "elsewhere"
    process = await archiving(installed, backup)
    before = await run_here(
        environment(elsewhere), "restore", str(backup), "--to", "2020-01-01T00:00:00+00:00"
    )
    beyond = await run_here(
        environment(elsewhere), "restore", str(backup), "--to", datetime.now(UTC).isoformat()
    )
    process.terminate()
    ended = await process.wait()
    inhabited = await run_here(environment(installed), "restore", str(backup))
    of_another = await run_here(environment(elsewhere, database), "restore", str(backup))
    moment = ("--to", datetime.now(UTC).isoformat())
    to_moment = await run_here(environment(elsewhere, database), "restore", str(backup), *moment)
    whole = (backup / "manifest.json").read_text()
    (backup / "manifest.json").write_text(
        whole.replace('"is_embedded": true', '"is_embedded": false')
    )
    not_embedded = await run_here(environment(elsewhere), "restore", str(backup))
    (backup / "manifest.json").write_text(whole)
    (backup / "data" / "webhooks.key").rename(place / "webhooks.key")
    without_key = await run_here(environment(elsewhere), "restore", str(backup))
    (place / "webhooks.key").rename(backup / "data" / "webhooks.key")
    (backup / "base" / "PG_VERSION").write_text("17\n")
    altered = await run_here(environment(elsewhere), "restore", str(backup))
    shutil.rmtree(backup / "data")
    (backup / "manifest.json").unlink()
    unfinished = await run_here(environment(elsewhere), "restore", str(backup))

    assert ended == 0
    for refused, sentence in (
        (before, "no earlier moment is in it"),
        (beyond, "ends before --to"),
        (inhabited, "is not empty"),
        (of_another, "was not recovered from"),
        (to_moment, "its own recovery"),
        (not_embedded, "is of a server of your own"),
        (without_key, "differ: webhooks.key"),
        (altered, "is not whole: "),
        (unfinished, "holds no whole backup"),
    ):
        assert refused.status == 2, refused
        assert sentence in refused.err
    assert not elsewhere.exists() or not any(elsewhere.iterdir())


async def test_z8_a_server_of_ones_own_is_not_backed_up_without_its_keys_or_a_slot(
    database: Server, place: Path
) -> None:
    variables = environment(place / "data", database)
    assert (await run_here(variables, "accept-keys")).status == 0

    without_slot = await run_here(variables, "backup", str(place / "one"), "--slot", "nowhere")
    shutil.rmtree(place / "data")
    without_keys = await run_here(variables, "backup", str(place / "two"))
    away = await run_here(
        environment(place / "data", SELFSAME_DATABASE_URL="postgresql://a@127.0.0.1:1/b"),
        *("backup", str(place / "three")),
    )

    for refused, sentence in (
        (without_slot, "There is no physical replication slot nowhere that keeps anything."),
        (without_keys, "missing, or not what this database was used with"),
        (away, "127.0.0.1:1 cannot be reached; see SELFSAME_DATABASE_URL."),
    ):
        assert (refused.status, refused.out) == (1, "")
        assert sentence in refused.err
    assert not any((place / name).exists() for name in ("one", "two", "three"))


async def test_z8_a_backup_that_has_no_room_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, elsewhere = Backup(tmp_path / "backup"), tmp_path / "new" / "data"
    (backup.kept / "base").mkdir(parents=True)
    (backup.kept / "base" / "file").write_bytes(bytes(3000))
    (backup.directory / BEGUN).touch()
    backup.complete("1", Slot("slot", is_ours=True), "2026-01-01T00:00:00+00:00", is_embedded=True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2999))

    with pytest.raises(CommandFailed, match=r" has 2,999 bytes free, and the backup has 3,\d{3}: "):
        await restore(Settings(data_dir=elsewhere), backup.directory, None)

    assert not elsewhere.exists()
