"""`selfsame detect train`: what it learns of a small register, and of which it learns none (H9)."""

import json
from pathlib import Path

import asyncpg
import pytest

from rules.matching_models import Model, packaged
from rules.similarity import Agreement
from server.commands import training
from tests.databases import Database
from tests.server.commands import environment, run_here
from tests.server.detecting import register
from workflows import weighing


@pytest.mark.parametrize("pairs", [0, 5])
async def test_h9_nothing_is_learned_of_a_handful_of_persons(
    database: Database, tmp_path: Path, pairs: int
) -> None:
    settings = environment(tmp_path, database)
    if pairs:
        await register(settings, tmp_path, pairs)
    to = tmp_path / "model.json"

    finished = await run_here(settings, "detect", "train", "--to", str(to))

    assert (finished.status, finished.out) == (2, "")
    assert finished.err == (
        f"A model is learned from 100 active persons or more; there are {2 * pairs}.\n"
    )
    assert not to.exists()


async def test_h9_what_is_learned_of_a_small_register_makes_sense_and_activates_nothing(
    database: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path, 150)
    to = tmp_path / "model.json"

    finished = await run_here(settings, "detect", "train", "--to", str(to), "--sample", "200")

    assert finished.status == 0, finished.err
    assert "Fewer than 1000 persons" in finished.out
    model = Model.read(to.read_text("utf-8"))
    weights = dict(zip(json.loads(to.read_text("utf-8"))["fields"], model.weights, strict=True))
    for field in ("firstName", "birthDate", "nationalId"):
        of = weights[field]
        assert of[Agreement.EXACT] > 0 > of[Agreement.DIFFERENT], (field, of)
    # All are on record twice: among random pairs one in some hundreds has the number in common.
    u = {field: levels["EXACT"]["u"] for field, levels in model.body["fields"].items()}
    assert u["nationalId"] < 1e-5
    assert u["birthDate"] < 1 / 60
    assert await owner.fetchval("select count(*) from detection_models") == 0


async def test_h9_a_training_that_ends_early_leaves_no_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path, 50)
    to = tmp_path / "model.json"

    async def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_learned", lambda *_: packaged())
    monkeypatch.setattr(weighing, "moves", interrupted)
    finished = await run_here(settings, "detect", "train", "--to", str(to))

    assert (finished.status, finished.err) == (130, "Interrupted.\n")
    assert not to.exists()


async def test_h9_a_model_that_cannot_take_its_place_leaves_no_file(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path, 50)
    to = tmp_path / "models" / "model.json"
    to.parent.mkdir()

    def occupied(*_: object) -> Model:
        to.mkdir()
        return packaged()

    monkeypatch.setattr(training, "_learned", occupied)
    finished = await run_here(settings, "detect", "train", "--to", str(to))

    assert (finished.status, finished.out) == (2, "")
    assert finished.err == f"{to} cannot be written: Is a directory.\n"
    assert [it.name for it in to.parent.iterdir()] == ["model.json"]


async def test_h9_the_application_changes_no_model_in_place(
    database: Database, tmp_path: Path
) -> None:
    await run_here(environment(tmp_path, database), "keys", "rebuild")
    application = await asyncpg.connect(database.app_url, server_settings={"role": "selfsame_app"})

    for statement in (
        "update detection_models set body = '{}'",
        "update detection_models set version = 'other'",
        "delete from detection_models",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute(statement)
    await application.close()
