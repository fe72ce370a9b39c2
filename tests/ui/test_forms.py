"""Forms of the console in a real Chromium: nothing that was typed is lost, or shown to another."""

import os
from pathlib import Path
from typing import Any

import asyncpg

from tests.databases import Database
from tests.ui.stories import NEEDS_A_BROWSER
from workflows.detection_models import ensure_active
from workflows.matching import match_pending

pytestmark = NEEDS_A_BROWSER


async def test_e5_a_session_that_expires_takes_no_form_with_it(start: Any) -> None:
    run_story = await start(1)

    await run_story("sign-in-again")


async def test_a_draft_is_kept_for_its_user_in_its_tab_until_it_is_sent_or_given_up(
    start: Any,
) -> None:
    run_story = await start(5)

    await run_story("drafts")


async def test_c19_a_declaration_waits_until_tomorrow_and_is_finished_elsewhere(start: Any) -> None:
    run_story = await start(1)

    await run_story("kept-drafts", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_a_tab_that_is_closed_and_opened_again_has_its_draft(
    start: Any, tmp_path: Path
) -> None:
    run_story = await start(1)

    await run_story("reopened", PROFILE=str(tmp_path / "profile"))


async def test_c2_all_faults_of_a_declaration_come_at_once_and_go_as_each_is_mended(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("all-faults")


async def test_n1_a_single_name_and_dates_without_a_day_are_typed_shown_and_amended(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("known-dates")


async def test_c15_the_informant_is_on_the_form_numbers_are_offered_and_twins_counted(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("declaring", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_h8_a_form_tells_which_records_are_similar_and_nothing_moves(
    start: Any, database: Database, tmp_path: Path
) -> None:
    known = tmp_path / "known.csv"
    known.write_text(
        "external_id,first_name,last_name,birth_date,gender,national_id\n"
        "1,Solomea,Kvitneva,1950-02-03,,\n"
        "2,Iryna,Sadova,1970-06-07,FEMALE,8500000071\n"
    )
    run_story = await start(1, [("import", "persons", str(known), "--source", "clinic")])
    connection = await asyncpg.connect(database.app_url)
    await match_pending(connection, await ensure_active(connection))
    await connection.close()

    await run_story("resembling")
