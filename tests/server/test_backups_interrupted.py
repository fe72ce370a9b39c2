"""Rule Z8: a backup or a restore that does not end leaves nothing half done."""

import asyncio
import fcntl
import os
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from server.postgres.backups import BEGUN
from server.postgres.embedded import EmbeddedPostgres
from tests.server.commands import TIMEOUT_SECONDS, ended, environment, run_here, start
from tests.server.test_backups import SLOTS, archiving, made, place

__all__ = ["place"]

MANIFEST = "manifest.json"


@pytest.fixture
async def server(place: Path) -> AsyncIterator[EmbeddedPostgres]:
    """The database of an installation that has one user."""
    with EmbeddedPostgres(place / "data") as running:
        await made(place / "data", "ada")
        yield running


async def slots(server: EmbeddedPostgres) -> object:
    owner = await asyncpg.connect(server.owner_url)
    found: object = await owner.fetchval(SLOTS)
    await owner.close()
    return found


async def until_no_slot_is_left(server: EmbeddedPostgres) -> None:
    """Wait for PostgreSQL to notice that a program was killed: until then it keeps its slot."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while await slots(server):
            await asyncio.sleep(0.02)


async def begun_and_killed(variables: dict[str, str], backup: Path) -> None:
    """Kill a backup while it copies; on a machine where that is too late, its copy is whole."""
    process = await start(variables, "backup", str(backup))
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not (backup / BEGUN).exists():
            assert process.returncode is None
            await asyncio.sleep(0.005)
    process.kill()
    await process.communicate()


async def test_z8_a_backup_that_is_killed_is_begun_again_or_given_up(
    server: EmbeddedPostgres, place: Path
) -> None:
    variables, given_up, backup = environment(place / "data"), place / "given up", place / "backup"
    await begun_and_killed(variables, given_up)
    was_whole = (given_up / MANIFEST).exists()
    stopped = await run_here(variables, "backup", str(given_up), "--stop")
    assert stopped.status == 0, stopped.err
    assert was_whole or stopped.out == f"The copy was not whole: {given_up} is empty again.\n"
    assert was_whole or [*given_up.iterdir()] == []
    await until_no_slot_is_left(server)

    await begun_and_killed(variables, backup)
    was_whole = (backup / MANIFEST).exists()
    unusable = await run_here(environment(place / "elsewhere"), "restore", str(backup))
    again = await archiving(place / "data", backup)
    again.terminate()
    assert await again.wait() == 0

    assert was_whole or "holds no whole backup" in unusable.err
    assert (backup / MANIFEST).exists()
    assert not (backup / BEGUN).exists()
    assert await slots(server) == 1


async def test_z8_a_backup_that_does_not_fit_leaves_an_empty_folder_and_no_slot(
    server: EmbeddedPostgres, place: Path
) -> None:
    process = await start(environment(place / "data"), "backup", str(place / "backup"))
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
    finished = await ended(process)

    assert (finished.status, finished.out) == (1, "")
    assert finished.err.count("\n") == 1
    assert "The database could not be copied: " in finished.err
    assert [*(place / "backup").iterdir()] == []
    assert await slots(server) == 0


async def test_z8_two_backups_or_restores_at_once_do_not_meet(
    server: EmbeddedPostgres, place: Path
) -> None:
    variables, backup = environment(place / "data"), place / "backup"
    both = [await start(variables, "backup", str(backup)) for _ in range(2)]
    finishing = [asyncio.create_task(ended(it)) for it in both]
    done, _ = await asyncio.wait(finishing, return_when=asyncio.FIRST_COMPLETED)
    refused = done.pop().result()
    other = both[1 - both.index(next(it for it in both if it.returncode is not None))]
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while not (backup / MANIFEST).exists():
            await asyncio.sleep(0.02)
    assert await slots(server) == 1
    other.terminate()
    await asyncio.gather(*finishing)
    elsewhere = environment(place / "elsewhere")
    (place / "elsewhere").mkdir()
    held = os.open(place / "elsewhere", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    locked_out = await run_here(elsewhere, "restore", str(backup))
    os.close(held)
    restoring = [await start(elsewhere, "restore", str(backup)) for _ in range(2)]
    restored = await asyncio.gather(*map(ended, restoring))

    assert refused.status == 1
    assert "Another process " in refused.err
    assert locked_out.status == 2
    assert "Another restore goes into" in locked_out.err
    first, second = sorted(restored, key=lambda it: it.status)
    assert first.status == 0, first.err
    assert second.status == 2
    assert "Another restore goes into" in second.err or "is not empty" in second.err
    assert (place / "elsewhere" / "keys").is_dir()


async def test_z8_a_folder_that_is_none_is_refused_in_a_sentence(
    server: EmbeddedPostgres, place: Path
) -> None:
    (place / "file").write_text("mine")
    variables = environment(place / "data")
    for words, status, sentence in (
        (("backup", str(place / "file")), 2, "Not a directory."),
        (("backup", str(place / "file" / "below")), 1, "Not a directory."),
        (("backup", str(place)), 2, "holds something, and no whole backup."),
        (("backup", str(place / "file"), "--stop"), 2, "holds no whole backup."),
        (("backup", str(place / "nowhere"), "--stop"), 2, "holds no whole backup."),
    ):
        finished = await run_here(variables, *words)
        assert (finished.status, finished.out) == (status, ""), finished
        assert finished.err.endswith(f"{sentence}\n")
        assert finished.err.count("\n") == 1
    from_file = await run_here(environment(place / "new"), "restore", str(place / "file"))
    below_file = await run_here(
        environment(place / "file" / "new"), "restore", str(place / "nowhere")
    )

    for finished in (from_file, below_file):
        assert finished.status == 2
        assert finished.err.endswith("holds no whole backup.\n")
    assert (place / "file").read_text() == "mine"
