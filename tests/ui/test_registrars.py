"""How registrars correct, take, certify and annul, and admins load templates, in a real Chromium."""

import os
from pathlib import Path
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

PERSONS = """external_id,first_name,last_name,birth_date,national_id
d1,Dora,Falk,1950-05-05,8400000001
d2,Livia,Marchetti,2015-04-04,8400000002
"""


async def test_c10_two_registrars_correct_a_record_and_c11_annul_another(start: Any) -> None:
    run_story = await start(1)

    await run_story("corrections", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_c16_a_registrar_finds_what_waits_and_takes_it_and_the_record_tells_its_story(
    start: Any,
) -> None:
    run_story = await start(3)

    await run_story("queues", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_c12_templates_are_loaded_shown_used_and_retired(start: Any) -> None:
    run_story = await start(1)

    await run_story("templates", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_c8a_a_correction_answers_alerts_and_c10_one_of_an_older_version_says_so(
    start: Any, tmp_path: Path
) -> None:
    persons = tmp_path / "persons.csv"
    persons.write_text(PERSONS)
    run_story = await start(0, commands=[("import", "persons", str(persons), "--source", "A")])

    await run_story("answers", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_v6_who_declared_asks_why_and_v7_reads_the_reasons_once_they_are_shown(
    start: Any,
) -> None:
    run_story = await start(0)

    await run_story("explanations", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_c5_a_duplicate_is_archived_and_leads_to_the_record_that_it_repeats(
    start: Any,
) -> None:
    run_story = await start(0)

    await run_story("duplicate")
