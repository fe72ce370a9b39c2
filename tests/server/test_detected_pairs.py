"""`selfsame detect`: both engines, merged records, an exact limit, another model (H9, H10, N6)."""

import csv
from pathlib import Path
from uuid import uuid4

import asyncpg

from rules.matching_models import Model
from server.postgres.connection import connect
from tests.databases import Database
from tests.matching_models import changed
from tests.server.commands import ended, run_here, start
from tests.server.detecting import RUNS, begun, held, register
from workflows import detection_models
from workflows.acts import system_acting


async def test_h9_a_run_ends_when_another_model_becomes_active(
    settings: dict[str, str], database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path)
    holding = await held(owner)
    process = await start(settings, "detect")
    await begun(database)

    connection = await connect(database.app_url)
    async with system_acting(connection) as acting:
        await detection_models.activate(acting, Model.of(changed()))
    await connection.close()
    await holding.rollback()
    replaced = await ended(process)

    assert replaced.status == 1
    assert replaced.err.strip().endswith("run again to weigh by it.")
    assert await owner.fetchval("select count(*) from merge_candidates") == 0
    assert [it["status"] for it in await owner.fetch(RUNS)] == ["FAILED"]


async def test_h10_both_engines_find_the_same_pairs_with_the_same_weights(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path, 60)
    found = {}
    for engine in ("python", "splink"):
        path = tmp_path / f"{engine}.csv"
        words = ("--dry-run", "--engine", engine, "--report", str(path))
        finished = await run_here(settings, "detect", *words)
        assert finished.status == 0, finished.err
        found[engine] = sorted(path.read_text("utf-8").splitlines())

    assert found["python"] == found["splink"]
    assert len(found["python"]) > 60


async def test_n6_what_was_merged_is_compared_with_the_record_that_stands_by_both_engines(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path, 3)
    async with owner.transaction():
        await owner.execute(
            f"select begin_act('person.merged', null, null, '{uuid4()}', null, null)"
        )
        await owner.execute(
            "update persons set status = 'INACTIVE', version = version + 1, master_person_id ="
            " (select id from persons where external_id = 'a1') where external_id = 'b0'"
        )
    found = {}
    for engine in ("python", "splink"):
        path = tmp_path / f"{engine}.csv"
        words = ("--dry-run", "--engine", engine, "--report", str(path))
        finished = await run_here(settings, "detect", *words)
        assert finished.status == 0, finished.err
        with path.open(encoding="utf-8", newline="") as file:
            found[engine] = {
                frozenset({it["person_external_id"], it["master_external_id"]})
                for it in csv.DictReader(file)
            }

    assert (
        found["python"]
        == found["splink"]
        == {
            frozenset({"a0", "a1"}),
            frozenset({"a1", "b1"}),
            frozenset({"a2", "b2"}),
        }
    )


async def test_h10_a_limit_that_fits_exactly_leaves_nothing_and_the_likeliest_do_not_come_first(
    settings: dict[str, str], owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await register(settings, tmp_path, 2)
    async with owner.transaction():
        await owner.execute(
            f"select begin_act('person.merged', null, null, '{uuid4()}', null, null)"
        )
        await owner.execute(
            "update persons set national_id = null, version = version + 1 where external_id = 'b0'"
        )

    one = await run_here(settings, "detect", "--limit", "1")
    other = await run_here(settings, "detect", "--limit", "1")

    assert (one.status, other.status) == (3, 0), one.err + other.err
    queue = await owner.fetch(
        "select weight from manual_merge_candidates"
        "  join merge_candidates pair on pair.id = merge_candidate_id"
        " order by manual_merge_candidates.id"
    )
    assert len(queue) == 2
    assert queue[0]["weight"] < queue[1]["weight"]
