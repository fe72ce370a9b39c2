"""SELFSAME_DETECTION_MODEL: what it names is the active model, for whoever starts (rule H9)."""

from pathlib import Path

import asyncpg
import pytest

from rules.matching_models import packaged
from tests.databases import Database
from tests.matching_models import changed, written
from tests.server.commands import environment, run, run_here, serving
from tests.server.detecting import register

BANDS = {"CERTAIN": 900, "LIKELY": 800, "POSSIBLE": 2}
"""By which all that is found is POSSIBLE."""
ACTIVE = """
select version from detection_models where activated_at is not null
 order by activated_at desc limit 1
"""
WEIGHED = "select distinct model, band from merge_candidates"


def naming(settings: dict[str, str], file: Path) -> dict[str, str]:
    """Return settings that name a model."""
    return settings | {"SELFSAME_DETECTION_MODEL": str(file)}


@pytest.mark.parametrize("words", [("detect",), ("detect", "--pending"), ("keys", "rebuild")])
async def test_h9_each_command_works_by_the_model_of_the_setting(
    database: Database, owner: asyncpg.Connection, tmp_path: Path, words: tuple[str, ...]
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path)
    await run_here(settings, "keys", "rebuild")
    assert await owner.fetchval(ACTIVE) == packaged().version

    finished = await run_here(naming(settings, written(tmp_path, changed(bands=BANDS))), *words)

    assert finished.status == 0, finished.err
    assert await owner.fetchval(ACTIVE) == "other"
    found = [tuple(row) for row in await owner.fetch(WEIGHED)]
    assert found == ([] if words == ("keys", "rebuild") else [("other", "POSSIBLE")])


async def test_h9_a_dry_run_weighs_by_the_model_of_the_setting_and_activates_none(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path)
    await run_here(settings, "keys", "rebuild")

    file = written(tmp_path, changed(bands=BANDS))
    finished = await run_here(naming(settings, file), "detect", "--dry-run")

    assert "found: 5 (CERTAIN 0, LIKELY 0, POSSIBLE 5)" in finished.out, finished.err
    assert await owner.fetchval(ACTIVE) == packaged().version


async def test_h9_the_server_activates_the_model_of_the_setting_once(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    given = naming(settings, written(tmp_path, changed(bands=BANDS)))

    async with serving(given):
        assert await owner.fetchval(ACTIVE) == "other"
    await run_here(given, "keys", "rebuild")

    acts = "select count(*) from audit_log where action = 'detection_model.activated'"
    assert await owner.fetchval(acts) == 1


async def test_h9_a_start_is_refused_where_another_model_has_the_version(
    database: Database, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    await run_here(settings, "keys", "rebuild")
    file = written(tmp_path, changed(version=packaged().version, bands=BANDS))

    worker = await run(naming(settings, file), "worker")
    detection = await run_here(naming(settings, file), "detect")
    dry = await run_here(naming(settings, file), "detect", "--dry-run")

    assert (worker.status, detection.status, dry.status) == (2, 2, 2)
    assert dry.err == detection.err
    assert detection.err == (
        f"SELFSAME_DETECTION_MODEL: Another model has the version {packaged().version};"
        " give the changed one its own.\n"
    )
    assert worker.err == detection.err


async def test_h9_no_other_model_is_activated_than_the_setting_names(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    named = written(tmp_path, changed(bands=BANDS))
    other = written(tmp_path, changed(version="third"), "third.json")

    refused = await run_here(naming(settings, named), "detect", "activate", str(other))
    taken = await run_here(naming(settings, named), "detect", "activate", str(named))

    assert (refused.status, taken.status) == (2, 0)
    assert refused.err.startswith("SELFSAME_DETECTION_MODEL names the model other, which")
    assert len(refused.err.splitlines()) == 1
    assert await owner.fetchval(ACTIVE) == "other"
