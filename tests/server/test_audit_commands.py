"""The commands that verify the trail and list its keys (Y2, Y3)."""

from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from rules.checkpoints import notes_in
from server.delivery.sealer import Sealer
from server.identity.audit_keys import AuditKeys
from server.postgres.pool import Pool
from server.settings import Settings
from tests.audit import Trail
from tests.databases import Database
from tests.server.commands import environment, run, run_here
from workflows.audit_sealing import ENTRY


async def sealed(owner: asyncpg.Connection, folder: Path, entries: int) -> Trail:
    """Seal so many entries."""
    trail = Trail(owner, folder)
    await trail.add(entries)
    await trail.seal()
    return trail


async def test_y3_the_command_names_what_was_changed(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 3)
    kept = tmp_path / "kept"
    kept.write_text(str(trail.file.last_note()))

    right = await run_here(known, "audit", "verify", "--checkpoint", str(kept))
    await trail.tamper("delete from audit_log where id = (select id from audit_log limit 1)")
    wrong = await run_here(known, "audit", "verify")

    assert (right.status, right.err) == (0, "")
    assert right.out == "Verified 3 entries and 4 leaves, and 1 kept checkpoint: no faults.\n"
    assert wrong.status == 4
    assert wrong.out.startswith("deleted: Entry ")
    assert wrong.err == "The trail is not as it was sealed.\n"


async def test_y3_a_terminal_is_shown_what_is_counted_and_of_which_time(
    database: Database, owner: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs read the one line, and get no other."""
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 1)
    kept = tmp_path / "kept"
    kept.write_text(str(trail.file.last_note()))
    await trail.add(1)
    await trail.seal()
    dates = ["2026-10-02 07:05+00", "2026-11-30 23:59+00"]
    for size, date in zip((2, 4), dates, strict=True):
        await trail.tamper(f"update audit_checkpoints set sealed_at = '{date}' where size = {size}")
    command = ("audit", "verify", "--checkpoint", str(kept))

    piped = await run_here(known, *command)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("server.commands.auditing.sys", SimpleNamespace(stdout=terminal))
    shown = await run_here(known, *command)

    *_, last_piped = piped.out.splitlines()
    assert last_piped.startswith("Verified 2 entries")
    assert "An entry is one change in the trail" in shown.out
    assert shown.out.endswith(
        "  It covers what was sealed from 2026-10-02 07:05 UTC to 2026-11-30 23:59 UTC.\n"
        "  The newest kept checkpoint was sealed on 2026-10-02 07:05 UTC.\n"
    )


async def test_y3_a_checkpoint_that_is_none_is_refused(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 1)
    kept = tmp_path / "kept"
    kept.write_text(str(trail.file.last_note()).replace("\n2\n", "\n3\n"))

    changed = await run(known, "audit", "verify", "--checkpoint", str(kept))
    missing = await run(known, "audit", "verify", "--checkpoint", str(tmp_path / "none"))
    nonsense = await run(known, "audit", "verify", "--key", "nonsense")
    damaged = await run_here(known, "audit", "verify", "--key", str(kept))
    unknown = await run(known, "witness", "--log", "nonsense")

    assert (changed.status, missing.status, nonsense.status, unknown.status) == (2, 2, 2, 2)
    assert "--log" in unknown.err
    assert "is wrong" in changed.err
    assert "cannot be read" in missing.err
    assert "--key" in nonsense.err
    assert "There is no file of that name here." in nonsense.err
    assert damaged.status == 2
    assert "no file" not in damaged.err


async def test_y3_what_proves_nothing_is_said_and_no_proof(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 1)
    note = str(trail.file.last_note())
    other = AuditKeys(tmp_path / "other")
    key = "".join(it.text for it in other.public())
    file, empty, elsewhere = (tmp_path / it for it in ("kept", "empty", "elsewhere"))
    file.write_text(note)
    empty.write_text(" \n\n")
    elsewhere.write_text(other.sign(1, bytes(32)))

    async def verified(checkpoint: Path, *more: str) -> tuple[int, str]:
        done = await run_here(known, "audit", "verify", "--checkpoint", str(checkpoint), *more)
        return done.status, done.err

    (none, says_none) = await verified(empty)
    (strange, says_strange) = await verified(file, "--key", key)
    (another, says_another) = await verified(elsewhere, "--key", key)

    assert (none, strange, another) == (2, 2, 4)
    assert "empty: there is no checkpoint" in says_none
    assert f"not signed by a key that is trusted; the keys are of {other.origin}" in says_strange
    assert f"has a checkpoint of {other.origin}, and what is here is {trail.keys.origin}:" in (
        says_another
    )


async def test_y3_files_are_read_as_programs_and_mail_leave_them(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 1)
    file, key = tmp_path / "kept", tmp_path / "key"
    note = str(trail.file.last_note()).rstrip("\n").replace("\n", "\r\n")
    file.write_bytes(f"\ufeff{note}".encode())
    key.write_bytes(f"\ufeff{trail.keys.public()[-1].text}\r\n".encode())

    done = await run_here(known, "audit", "verify", "--checkpoint", str(file), "--key", str(key))

    assert (done.status, done.err) == (0, "")
    assert "1 kept checkpoint: no faults" in done.out


async def test_y3_where_no_registry_runs_nothing_is_made_to_be_verified(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    done = await run(environment(empty), "audit", "verify")

    assert (done.status, list(empty.iterdir())) == (2, [])
    assert f"No registry runs in {empty}" in done.err


TAKEN_OUT = f"select {ENTRY} from audit_log order by id limit 3"


async def test_y3_entries_that_were_taken_out_are_verified_from_their_file(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    known = environment(tmp_path, database)
    trail = await sealed(owner, tmp_path, 5)
    part, changed, other = tmp_path / "part.csv", tmp_path / "changed.csv", tmp_path / "other.csv"
    await owner.copy_from_query(TAKEN_OUT, output=part, format="csv", header=True)
    changed.write_text(part.read_text().replace("person.corrected", "person.invented", 1))
    other.write_text("id,action\n")
    nameless = tmp_path / "nameless.csv"
    nameless.write_text(f"{part.read_text().splitlines()[0]}\n{',' * 11}\n")
    await trail.tamper(
        "delete from audit_log where id in (select id from audit_log order by id limit 3)"
    )

    without = await run_here(known, "audit", "verify")
    right = await run_here(known, "audit", "verify", "--archive", str(part))
    wrong = await run_here(known, "audit", "verify", "--archive", str(changed))
    refused = await run_here(known, "audit", "verify", "--archive", str(other))
    without_id = await run_here(known, "audit", "verify", "--archive", str(nameless))

    assert without.out.count("was deleted") == 3
    assert (right.status, right.err) == (0, "")
    assert right.out.startswith("Verified 5 entries and 6 leaves")
    assert (wrong.status, wrong.out.count("was changed")) == (4, 1)
    assert (refused.status, refused.out) == (2, "")
    assert "has other columns than id, act_id" in refused.err
    assert (without_id.status, without_id.out) == (2, "")
    assert without_id.err == f"{nameless} has an entry without an id.\n"


async def test_y2_keys_are_listed_and_made(database: Database, tmp_path: Path) -> None:
    known = environment(tmp_path, database)

    first = await run_here(known, "audit", "key")
    both = await run_here(known, "audit", "key", "--rotate")
    taken = await run_here(known, "audit", "verify", "--key", both.out)
    empty = await run_here(known, "audit", "verify", "--key", " ")

    assert first.out.count("\n") == 1
    assert both.out.startswith(first.out)
    assert both.out.count("\n") == 2
    assert (taken.status, taken.err) == (0, "")
    assert (empty.status, empty.out) == (2, "")


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
