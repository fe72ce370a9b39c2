"""Models: activated, refused with a sentence, and tried on labelled rows (rule H9)."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from rules.matching_models import packaged
from tests.databases import Database
from tests.matching_models import changed, written
from tests.server.commands import environment, run_here
from tests.server.detecting import figures, register

CANDIDATES = "select id, band, model, weight from merge_candidates order by id"
REVIEWS = "select merge_candidate_id, round, status from manual_merge_candidates order by id"


async def test_h9_another_model_weighs_candidates_anew_and_begins_no_round(
    database: Database, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    await register(settings, tmp_path)
    assert (await run_here(settings, "detect")).status == 0
    owner = await asyncpg.connect(database.owner_url)
    reviews = await owner.fetch(REVIEWS)
    bounds = {"CERTAIN": 900, "LIKELY": 800, "POSSIBLE": 2}

    finished = await run_here(
        settings, "detect", "activate", str(written(tmp_path, changed(bands=bounds)))
    )

    assert finished.status == 0, finished.err
    assert figures(finished.out)["open ones with another band"] == "5 (CERTAIN to POSSIBLE 5)"
    found = await owner.fetch(CANDIDATES)
    assert {(it["band"], it["model"]) for it in found} == {("POSSIBLE", "other")}
    assert await owner.fetch(REVIEWS) == reviews
    again = await run_here(settings, "detect")
    assert figures(again.out)["known"] == "5"
    assert await owner.fetch(CANDIDATES) == found
    await owner.close()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "no JSON"),
        (changed(bands={"CERTAIN": 1, "LIKELY": 6, "POSSIBLE": 2}), "do not descend"),
        (changed(fields={}), "fields lacks firstName"),
        (changed(version=""), "version is no text"),
        (changed(version=packaged().version), "give the changed one its own"),
    ],
)
async def test_h9_a_rubbish_model_is_refused_with_a_sentence(
    database: Database, tmp_path: Path, body: Any, said: str
) -> None:
    settings = environment(tmp_path, database)
    await run_here(settings, "keys", "rebuild")  # lets the packaged model become active
    if isinstance(body, dict) and body["version"] == packaged().version:
        body = body | {"about": "Something else."}

    finished = await run_here(settings, "detect", "activate", str(written(tmp_path, body)))

    assert finished.status == 2
    assert said in finished.err
    assert len(finished.err.strip().splitlines()) == 1
    assert finished.out == ""


async def test_h9_a_model_is_tried_on_labelled_rows_and_nothing_is_imported(
    database: Database, tmp_path: Path
) -> None:
    settings = environment(tmp_path, database)
    rows = [
        "who,external_id,first_name,last_name,birth_date,national_id",
        "1,a,Ada,Byron,1990-01-02,7000000019",
        "1,b,Ada,Byronn,1990-01-02,7000000019",
        "2,c,Grace,Hopper,1980-03-04,7000007938",
        "2,d,Grace,,,",
        ",e,Nobody,Knows,1970-05-06,",
    ]
    file = tmp_path / "labelled.csv"
    file.write_text("\n".join(rows), encoding="utf-8")

    finished = await run_here(settings, "detect", "check", str(file), "--truth", "who")
    missing = await run_here(settings, "detect", "check", str(file), "--truth", "whom")

    assert finished.status == 0, finished.err
    summary = figures(finished.out)
    assert (summary["rows"], summary["rows without a label or a name"]) == ("4", "1")
    assert summary["true pairs"] == "2"
    assert summary["CERTAIN"] == "1 proposed, 1 right, precision 100.00 %, recall 50.00 %"
    assert (missing.status, "no column whom" in missing.err) == (2, True)
    owner = await asyncpg.connect(database.owner_url)
    assert await owner.fetchval("select count(*) from persons") == 0
    assert await owner.fetchval("select count(*) from detection_models") == 0
    await owner.close()
