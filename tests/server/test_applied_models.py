"""Keys and candidates follow the active model, also where its activation was killed (H3, H9)."""

import asyncio
import signal
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from rules.matching_models import Model, packaged_text
from server.delivery.activations import Activations
from server.postgres.connection import connect
from server.postgres.pool import Pool
from tests.databases import Database
from tests.matching_models import changed, written
from tests.server.commands import ended, environment, run_here, start
from tests.server.detecting import begun, figures, held, register
from workflows import detection_models
from workflows.acts import system_acting

KEYS = "select keys from person_keys order by person_id"
APPLIED = "select applied_at is not null from detection_models where version = 'other'"
WEIGHED = "select distinct model from merge_candidates"


@pytest.fixture
async def settings(database: Database, owner: asyncpg.Connection, tmp_path: Path) -> dict[str, str]:
    """The environment of a register with five pairs, which were found."""
    settings = environment(tmp_path, database)
    await register(settings, tmp_path)
    await run_here(settings, "detect")
    return settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A model that takes the first names of three for placeholders."""
    added = {"values": [], "names": ["ada", "grace", "emmy"], "mailboxes": [], "days": []}
    return written(tmp_path, changed(placeholders=added))


async def activated_alone(database: Database, file: Path) -> None:
    """Activate a model as a command does that is killed right then."""
    connection = await connect(database.app_url)
    async with system_acting(connection) as acting:
        await detection_models.activate(acting, Model.read(file.read_text("utf-8")))
    await connection.close()


async def state(owner: asyncpg.Connection) -> tuple[Any, list[str]]:
    """Return whether the model is applied, and which ones candidates were weighed by."""
    return await owner.fetchval(APPLIED), [row[0] for row in await owner.fetch(WEIGHED)]


@pytest.mark.parametrize(
    ("sent", "exit_status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
async def test_h9_an_activation_that_is_killed_is_applied_by_the_next_run(
    settings: dict[str, str],
    database: Database,
    owner: asyncpg.Connection,
    file: Path,
    sent: signal.Signals,
    exit_status: int,
) -> None:
    holding = await held(owner)
    process = await start(settings, "detect", "activate", str(file))
    await begun(database)

    process.send_signal(sent)
    interrupted = await ended(process)
    await holding.rollback()

    assert interrupted.status == exit_status
    assert ("the next detection" in interrupted.err) == (exit_status == 130)
    assert len(interrupted.err.splitlines()) < 2
    assert await state(owner) == (False, ["febrl4-2"])
    finished = await run_here(settings, "detect")
    assert finished.status == 0, finished.err
    assert await state(owner) == (True, ["other"])


@pytest.mark.parametrize(
    "words", [("detect", "--pending"), ("detect", "activate"), ("detect",)], ids=str
)
async def test_h3_keys_follow_a_model_whose_activation_ended_early(
    settings: dict[str, str],
    database: Database,
    owner: asyncpg.Connection,
    file: Path,
    words: tuple[str, ...],
) -> None:
    former = await owner.fetch(KEYS)
    await activated_alone(database, file)

    more = [str(file)] if words[-1] == "activate" else []
    finished = await run_here(settings, *words, *more)

    assert finished.status == 0, finished.err
    now = await owner.fetch(KEYS)
    assert sum(one != other for one, other in zip(former, now, strict=True)) == 6
    assert await state(owner) == (True, ["other"])
    if more:
        assert figures(finished.out)["keys made"] == "10"


async def test_h9_the_process_that_delivers_applies_a_model_and_one_does_so_at_a_time(
    settings: dict[str, str], database: Database, owner: asyncpg.Connection, file: Path
) -> None:
    await activated_alone(database, file)
    pools = [Pool(lambda: database.app_url, 1) for _ in range(2)]
    await asyncio.gather(*(pool.open() for pool in pools))

    applying = [asyncio.create_task(Activations(pool).run()) for pool in pools]
    async with asyncio.timeout(120):
        while not await owner.fetchval(APPLIED):
            await asyncio.sleep(0.02)
    for task in applying:
        task.cancel()
    await asyncio.gather(*applying, return_exceptions=True)

    assert await state(owner) == (True, ["other"])
    acts = "select count(*) from audit_log where action = 'detection_model.applied'"
    assert await owner.fetchval(acts) == 1
    await asyncio.gather(*(pool.close() for pool in pools))


async def test_h9_nothing_follows_from_the_first_activation(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await run_here(environment(tmp_path, database), "keys", "rebuild")

    assert await owner.fetchval("select applied_at = activated_at from detection_models")


async def test_h9_a_former_model_that_is_activated_again_is_applied_again(
    settings: dict[str, str], database: Database, owner: asyncpg.Connection, file: Path
) -> None:
    assert (await run_here(settings, "detect", "activate", str(file))).status == 0
    former = file.with_name("former.json")
    former.write_text(packaged_text(), "utf-8")
    await activated_alone(database, former)

    await owner.execute("delete from due_matches")
    finished = await run_here(settings, "detect", "--pending")

    assert finished.status == 0, finished.err
    assert [row[0] for row in await owner.fetch(WEIGHED)] == ["febrl4-2"]
