"""The console in a language that goes from right to left, in a real Chromium."""

import os
from pathlib import Path
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER, importing

pytestmark = NEEDS_A_BROWSER

PERSONS = """external_id,first_name,last_name,birth_date,national_id
1,ليلى,الحسن,1980-01-02,8400000011
2,ليلي,الحسن,1980-01-02,8400000012
3,Omar,Haddad,1981-03-04,8400000013
4,عمر,حداد,1981-03-04,8400000014
5,Sara,Nasser,1990-05-06,8400000015
6,Sarah,Nasser,1990-05-06,8400000016
"""
PAIRS = "person_external_id,master_external_id\n2,1\n4,3\n6,5\n"


async def test_a_reviewer_and_a_registrar_work_in_arabic_by_keyboard_from_right_to_left(
    start: Any, tmp_path: Path
) -> None:
    run_story = await start(
        2,
        commands=importing(tmp_path, PERSONS, PAIRS),
    )

    await run_story("arabic", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
