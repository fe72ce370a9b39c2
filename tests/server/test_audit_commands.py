"""The commands that verify the trail and list its keys (Y2, Y3)."""

from pathlib import Path

import asyncpg
import pytest

from rules.checkpoints import notes_in
from server.delivery.sealer import Sealer
from server.postgres.pool import Pool
from server.settings import Settings
from tests.audit import Trail
from tests.databases import Database
from tests.server.commands import environment, run


async def test_y3_the_command_names_what_was_changed(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = Trail(owner, tmp_path)
    await trail.add(3)
    await trail.seal()
    kept = tmp_path / "kept"
    kept.write_text(str(trail.file.last_note()))

    right = await run(known, "audit", "verify", "--checkpoint", str(kept))
    await trail.tamper("delete from audit_log where id = (select id from audit_log limit 1)")
    wrong = await run(known, "audit", "verify")

    assert (right.status, right.err) == (0, "")
    assert right.out == "Verified 3 entries and 4 leaves, and 1 kept checkpoint: no faults.\n"
    assert wrong.status == 4
    assert wrong.out.startswith("deleted: Entry ")
    assert wrong.err == "The trail is not as it was sealed.\n"


async def test_y3_a_checkpoint_that_is_none_is_refused(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = Trail(owner, tmp_path)
    await trail.add(1)
    await trail.seal()
    kept = tmp_path / "kept"
    kept.write_text(str(trail.file.last_note()).replace("\n2\n", "\n3\n"))

    changed = await run(known, "audit", "verify", "--checkpoint", str(kept))
    missing = await run(known, "audit", "verify", "--checkpoint", str(tmp_path / "none"))
    nonsense = await run(known, "audit", "verify", "--key", "nonsense")
    unknown = await run(known, "witness", "--log", "nonsense")

    assert (changed.status, missing.status, nonsense.status, unknown.status) == (2, 2, 2, 2)
    assert "--log" in unknown.err
    assert "is wrong" in changed.err
    assert "cannot be read" in missing.err
    assert "--key" in nonsense.err


async def test_y2_keys_are_listed_and_made(database: Database, tmp_path: Path) -> None:
    known = environment(tmp_path, database)

    first = await run(known, "audit", "key")
    both = await run(known, "audit", "key", "--rotate")

    assert first.out.count("\n") == 1
    assert both.out.startswith(first.out)
    assert both.out.count("\n") == 2


async def test_y2_the_sealer_writes_checkpoints_into_the_file(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    trail = Trail(owner, tmp_path)
    await trail.add(3)
    pool = Pool(lambda: database.app_url)
    await pool.open()
    sealer = Sealer.of(Settings(data_dir=tmp_path), pool)

    await sealer.step()
    await trail.add(2)
    await sealer.step()
    await pool.close()

    assert trail.kept().size == 7
    assert await trail.faults(trail.kept()) == []


@pytest.mark.parametrize(
    "torn",
    ["", "origin", "origin\n4\nabc", "origin\n4\nabc\n\n", "origin\n4\nabc\n\n— origin Zm"],
)
async def test_y2_what_a_crash_kept_from_the_file_comes_later(
    owner: asyncpg.Connection, tmp_path: Path, torn: str
) -> None:
    trail = Trail(owner, tmp_path)
    await trail.add(3)
    await trail.sealing.seal(owner)
    trail.file.path.write_text(torn)

    await trail.seal()

    assert trail.kept().size == 4
    await trail.add(1)
    await trail.seal()
    with trail.file.path.open("a") as file:
        file.write(torn)
    assert trail.kept().size == 6
    await trail.add(1)
    await trail.seal()
    assert trail.kept().size == 8
    assert len(list(notes_in(trail.file.path.read_text()))) == 3
