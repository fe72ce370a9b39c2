"""`selfsame detect`: what it finds, what it leaves as it was, and how it may end (rule H10)."""

import csv
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from db import advisory_locks
from tests.databases import Database
from tests.server.commands import ended, run_here, start
from tests.server.detecting import RUNS, begun, figures, held, register

TABLES = """
select relname::text from pg_class
 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
   and relname not in ('detection_runs', 'audit_log')
 order by relname
"""
PAIRS = """
select least(person_id, master_person_id), greatest(person_id, master_person_id), weight, band
  from merge_candidates order by 1, 2
"""


async def everything(owner: asyncpg.Connection) -> dict[str, list[Any]]:
    """Return all rows of all tables but the runs, and the trail of those."""
    tables = [row[0] for row in await owner.fetch(TABLES)]
    rows = {name: sorted(map(repr, await owner.fetch(f"select * from {name}"))) for name in tables}
    of_others = "select id from audit_log where resource <> 'detection_run' order by id"
    return rows | {"audit_log": await owner.fetch(of_others)}


async def test_h10_every_pair_becomes_a_candidate_and_the_second_run_adds_nothing(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)

    first = await run_here(settings, "detect")
    once = await owner.fetch(PAIRS)
    second = await run_here(settings, "detect", "--engine", "splink")

    assert (first.status, second.status) == (0, 0), first.err + second.err
    summary = figures(first.out)
    assert summary["persons"] == "10"
    assert "6 in all; there are 0." in first.out  # reviewers, for a further round
    assert summary["found"] == "5 (CERTAIN 5, LIKELY 0, POSSIBLE 0)"
    assert (summary["known"], summary["reopened"], summary["cut off"]) == ("0", "0", "0")
    assert figures(second.out) | {"found": "", "seconds": ""} == summary | {
        "found": "",
        "known": "5",
        "seconds": "",
    }
    assert figures(second.out)["found"].startswith("0 ")
    assert await owner.fetch(PAIRS) == once
    assert len(once) == 5
    runs = await owner.fetch(RUNS)
    assert [(it["status"], it["engine"], it["pairs_found"], it["pairs_known"]) for it in runs] == [
        ("FINISHED", "python", 5, 0),
        ("FINISHED", "splink", 0, 5),
    ]
    acts = await owner.fetch("select action from audit_log where resource like '%candidate'")
    assert {it[0] for it in acts} == {"merge_candidate.detected"}


@pytest.mark.parametrize("engine", ["python", "splink"])
async def test_h10_a_dry_run_writes_its_report_and_its_own_row_alone(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path, engine: str
) -> None:
    await register(settings, tmp_path)
    before = await everything(owner)
    report = tmp_path / "report.csv"

    finished = await run_here(
        settings, "detect", "--dry-run", "--engine", engine, "--report", str(report)
    )

    assert finished.status == 0, finished.err
    assert figures(finished.out)["found"] == "5 (CERTAIN 5, LIKELY 0, POSSIBLE 0)"
    assert await everything(owner) == before
    (summary,) = await owner.fetch(RUNS)
    assert (summary["is_dry_run"], summary["status"], summary["pairs_found"]) == (
        True,
        "FINISHED",
        5,
    )
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(it["person_external_id"], it["master_external_id"]) for it in rows} == {
        (f"b{number}", f"a{number}") for number in range(5)
    }
    assert all(it["band"] == "CERTAIN" and len(it["agreements"]) == 12 for it in rows)
    written = report.read_text("utf-8")
    for value in ("Byron", "Ada", "7000000019", "1910"):
        assert value not in written
    assert report.stat().st_mode & 0o077 == 0


async def test_h10_since_a_day_only_what_changed_is_compared(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d}"
    today = f"{datetime.now(UTC):%Y-%m-%d}"

    nothing = await run_here(settings, "detect", "--since", tomorrow)
    everything = await run_here(settings, "detect", "--since", today)

    assert figures(nothing.out)["pairs compared"] == "0"
    assert figures(everything.out)["found"].startswith("5 ")


async def test_h10_a_limit_lets_the_next_run_go_on(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)

    found = []
    for _ in range(3):
        finished = await run_here(settings, "detect", "--limit", "2")
        found.append((finished.status, figures(finished.out)["found"].split()[0]))

    assert found == [(3, "2"), (3, "2"), (0, "1")]
    assert await owner.fetchval("select count(*) from merge_candidates") == 5


async def test_h10_what_is_cut_off_is_counted_and_makes_the_exit_status_3(
    settings: dict[str, str], tmp_path: Path
) -> None:
    await register(settings, tmp_path)
    narrow = settings | {"SELFSAME_LOOK_PER_KEY": "1", "SELFSAME_LOOK_CANDIDATES": "1"}

    finished = await run_here(narrow, "detect", "--dry-run")

    assert finished.status == 3
    assert not figures(finished.out)["cut off"].startswith("0")


async def test_h10_one_run_at_a_time(
    settings: dict[str, str], database: Database, owner: asyncpg.Connection
) -> None:
    async with owner.transaction():
        await owner.execute(f"select pg_advisory_xact_lock({advisory_locks.DETECTION})")

        finished = await run_here(settings, "detect")

    assert (finished.status, finished.err.strip()) == (
        1,
        "Another detection is running; it has to end first.",
    )
    assert await owner.fetch(RUNS) == []


@pytest.mark.parametrize(
    ("sent", "status", "exit_status"),
    [(signal.SIGINT, "CANCELLED", 130), (signal.SIGKILL, "FAILED", -signal.SIGKILL)],
)
async def test_h10_a_run_that_is_interrupted_or_killed_is_marked_and_adds_nothing_twice(
    settings: dict[str, str],
    database: Database,
    owner: asyncpg.Connection,
    tmp_path: Path,
    sent: signal.Signals,
    status: str,
    exit_status: int,
) -> None:
    await register(settings, tmp_path)
    holding = await held(owner)
    process = await start(settings, "detect", "--report", str(tmp_path / "report.csv"))
    await begun(database)

    process.send_signal(sent)
    interrupted = await ended(process)
    await holding.rollback()

    assert interrupted.status == exit_status, interrupted.err
    again = await run_here(settings, "detect")
    assert again.status == 0, again.err
    assert [it["status"] for it in await owner.fetch(RUNS)] == [status, "FINISHED"]
    unfinished = "select count(*) from detection_runs where finished_at is null"
    assert await owner.fetchval(unfinished) == 0
    assert await owner.fetchval("select count(*) from merge_candidates") == 5
    assert {it.name for it in tmp_path.iterdir() if "report" in it.name} == set()
    actions = "select action from audit_log where resource = 'detection_run' order by id"
    assert [it[0] for it in await owner.fetch(actions)] == [
        "detection_run.started",
        f"detection_run.{status.lower()}",
        "detection_run.started",
        "detection_run.finished",
    ]


async def test_who_is_due_is_matched_where_no_worker_runs(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)

    finished = await run_here(settings, "detect", "--pending")

    assert finished.status == 0, finished.err
    assert figures(finished.out)["matched"] == "10"
    assert figures(finished.out)["found"] == "5 (CERTAIN 5)"
    assert await owner.fetchval("select count(*) from due_matches") == 0


async def test_keys_are_made_anew_where_they_were_made_otherwise(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)
    first = await run_here(settings, "keys", "rebuild")
    keys = "select keys from person_keys order by person_id"
    made = await owner.fetch(keys)
    await owner.execute("update person_keys set recipe = 0, keys = '{1}'")

    second = await run_here(settings, "keys", "rebuild")
    third = await run_here(settings, "keys", "rebuild")

    assert [it.out.split()[4] for it in (first, second, third)] == ["10", "10", "0"]
    assert await owner.fetch(keys) == made
    assert len(made) == 10
