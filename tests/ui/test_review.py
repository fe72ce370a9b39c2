"""What a reviewer sees of two records: which letters differ, and which fields agree."""

import os
import subprocess
from pathlib import Path
from typing import Any

from tests.node import NODE
from tests.ui.stories import NEEDS_A_BROWSER, STORIES, importing

pytestmark = NEEDS_A_BROWSER

PERSONS = """external_id,first_name,last_name,birth_date,email,document_type,document_number
1,Ren\u00e9,M\u00fcller,1980-01-02,RENE@X.EXAMPLE,PASSPORT,AB-123456
2,Mu\u0308ller,Rene\u0301,1980-01-02,rene@x.example,PASSPORT,ab 123456
3,O\u2019Neil,\u0915\u093f\u0930\u0923,1981-03-04,,,
4,o'neil,\u0915\u0940\u0930\u0923,1981-03-05,,,
5,Alan,MALE,1982-05-06,,,
6,Alan,MALA,1982-05-06,,,
7,Петренко,Іван,1984-05-06,,,
8,Ivan,Petrenko,1984-05-06,,,
"""
PAIRS = "person_external_id,master_external_id\n1,2\n3,4\n5,6\n7,8\n"


def test_letters_are_marked_as_people_see_them() -> None:
    checked = subprocess.run(
        [NODE, STORIES / "letters.mjs"], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stderr


async def test_what_agrees_is_not_marked_and_swapped_names_are_called_swapped(
    start: Any, tmp_path: Path
) -> None:
    run_story = await start(
        0,
        commands=importing(tmp_path, PERSONS, PAIRS),
    )

    await run_story("comparison")


async def test_records_are_side_by_side_and_the_decision_in_reach_on_small_screens(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("reach", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_thirty_pairs_take_one_request_each_and_neither_act_hides_what_became_of_the_other(
    start: Any,
) -> None:
    run_story = await start(60)

    await run_story("one-request")


HANGING_TOGETHER = """external_id,first_name,last_name,birth_date,email
1,Anna,Koval,1990-01-02,
2,Olena,Koval,1990-01-02,
11,Bohdan,Melnyk,1980-03-04,b@x.example
12,Bogdan,Melnyk,1980-03-04,
13,Bohdan,Melnik,1980-03-05,b@x.example
14,B.,Melnyk,1980-03-04,
15,Bohdan,Melnyk,1980-04-03,
16,Bohdan,Melnyk,1981-03-04,
"""
THEIR_PAIRS = """person_external_id,master_external_id
2,1
12,11
13,11
13,12
14,13
15,11
16,11
"""


async def test_h25_a_pair_is_shown_with_its_cluster_and_with_what_merging_does(
    start: Any, tmp_path: Path
) -> None:
    run_story = await start(
        0,
        commands=importing(tmp_path, HANGING_TOGETHER, THEIR_PAIRS),
        SELFSAME_MERGE_QUORUM="1",
    )

    await run_story("cluster", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
