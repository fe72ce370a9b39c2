"""What a registrar sees and answers before a record is registered, in a real Chromium."""

import os
from pathlib import Path
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

PERSONS = """external_id,first_name,last_name,birth_date,national_id
d1,Dora,Falk,1950-05-05,8400000001
d2,Livia,Marchetti,2015-04-04,8400000002
d3,يوسف,علي,1951-06-07,8400000009
""" + "".join(f"n{year},Ivo,Doppel,{year}-01-01,\n" for year in range(1950, 1962))
WIDOWER = """external_id,first_name,last_name,birth_date
w1,Petro,Moroz,1969-08-09
"""


async def test_c8a_alerts_are_answered_and_c6_a_death_gets_its_person(
    start: Any, tmp_path: Path
) -> None:
    persons = tmp_path / "persons.csv"
    persons.write_text(PERSONS)
    run_story = await start(0, commands=[("import", "persons", str(persons), "--source", "A")])

    await run_story("alerts")


async def test_a_death_says_which_marriage_it_ends_and_the_marriage_which_death(
    start: Any, tmp_path: Path
) -> None:
    persons = tmp_path / "persons.csv"
    persons.write_text(WIDOWER)
    run_story = await start(0, commands=[("import", "persons", str(persons), "--source", "A")])

    await run_story("ended-marriage", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
