"""The audit trail as an administrator asks it, in a real Chromium."""

import os
import subprocess
from pathlib import Path
from typing import Any

import asyncpg
from tests.node import NODE

from tests.databases import Database
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

NUMBERED = """
select begin_act('person.corrected', null, null, uuidv7(), null);
update persons set national_id = numbered.number
  from (select id, lpad((7000000000 + row_number() over ())::text, 10) as number from persons) numbered
 where numbered.id = persons.id;
"""


async def test_d1_the_trail_answers_who_merged_whom_and_what_became_of_a_record(
    start: Any, database: Database
) -> None:
    run_story = await start(5, with_worker=True)
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(NUMBERED)
    await owner.close()

    await run_story("trail", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


def test_y3_the_console_computes_proofs_anew() -> None:
    story = Path(__file__).parent / "inclusion.mjs"

    checked = subprocess.run([NODE, story], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr


async def test_d1_the_trail_says_on_whom_each_act_was_and_values_in_words(start: Any) -> None:
    run_story = await start(5, with_organisations=True)

    await run_story("subjects", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_d1_the_trail_is_asked_for_whole_days_and_never_for_half_a_date(start: Any) -> None:
    run_story = await start(0, with_worker=True)

    await run_story("trail-days", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
