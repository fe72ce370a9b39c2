"""Two people take a merge back, in a real Chromium."""

import os
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.ui.stories import NEEDS_A_BROWSER, importing

pytestmark = NEEDS_A_BROWSER

PERSONS = """external_id,first_name,last_name,birth_date,email
1,Anna,Koval,1990-01-02,anna@x.example
2,Hanna,Koval,1990-01-02,
3,Ganna,Koval,1990-01-02,
"""
PAIRS = "person_external_id,master_external_id\n2,1\n2,3\n"
SENIOR = """
select begin_act('role.granted', null, null, uuidv7(), null);
insert into role_grants (user_id, client_id, role)
select user_id, client_id, 'SENIOR_REVIEWER' from role_grants
  join users on users.id = role_grants.user_id
 where username = 'reviewer2' and role = 'NHS_REVIEWER';
"""


@pytest.mark.parametrize("story", ["merges", "asked-back"])
async def test_h15_h27_a_merge_is_asked_about_and_two_people_take_it_back(
    start: Any, tmp_path: Path, database: Database, story: str
) -> None:
    run_story = await start(
        0,
        commands=importing(tmp_path, PERSONS, PAIRS),
        SELFSAME_MERGE_QUORUM="1",
    )
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(SENIOR)
    await owner.close()

    await run_story(story, PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
