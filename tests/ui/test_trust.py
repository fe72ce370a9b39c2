"""What a reviewer sees when records change, when a pair goes to others, and on second thoughts."""

import os
from pathlib import Path
from typing import Any

from tests.databases import Database
from tests.ui.behind import behind
from tests.ui.stories import NEEDS_A_BROWSER, importing

pytestmark = NEEDS_A_BROWSER

NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")
PERSONS = "external_id,first_name,last_name,birth_date\n" + "".join(
    f"{name}{side},{name},Koval,1980-01-0{day}\n"
    for day, name in enumerate(NAMES, 1)
    for side in (1, 2)
)
PAIRS = "person_external_id,master_external_id\n" + "".join(f"{it}2,{it}1\n" for it in NAMES)
DUPLICATE = """
select pair.person_id from merge_candidates pair join persons on persons.id = pair.person_id
 where persons.first_name = $1
"""
DEEDS = {
    "change": f"update persons set last_name = 'Zorenko' where id in ({DUPLICATE})",
    "recuse": f"""
        insert into person_editors (person_id, user_id)
        select ({DUPLICATE}), id from users where username = 'reviewer1'
    """,
}


async def imported(start: Any, tmp_path: Path, **settings: str) -> Any:
    commands = importing(tmp_path, PERSONS, PAIRS)
    return await start(0, commands=commands, **settings)


async def test_b10_b14_b15_b16_nothing_typed_is_lost_when_records_change_and_pairs_go_to_others(
    start: Any, database: Database, tmp_path: Path
) -> None:
    run_story = await imported(start, tmp_path, SELFSAME_MERGE_QUORUM="2")
    pictures = os.environ.get("SELFSAME_TEST_PICTURES", "")

    async with behind(database, DEEDS) as address:
        await run_story("trust", BEHIND=address, PICTURES=pictures)


async def test_a_reviewers_day_tells_what_they_did_and_of_others_what_is_settled(
    start: Any, tmp_path: Path
) -> None:
    run_story = await imported(start, tmp_path, SELFSAME_MERGE_QUORUM="2")

    await run_story("my-day", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


SENIOR = {
    "promote": """
        insert into role_grants (user_id, client_id, role)
        select users.id, role_grants.client_id, 'SENIOR_REVIEWER'
          from users join role_grants on role_grants.user_id = users.id
         where users.username = $1
    """,
}


async def test_b17_h24_seniors_read_what_was_said_of_a_disputed_pair_and_overrule_knowingly(
    start: Any, database: Database, tmp_path: Path
) -> None:
    run_story = await imported(start, tmp_path, SELFSAME_MERGE_QUORUM="3")
    pictures = os.environ.get("SELFSAME_TEST_PICTURES", "")

    async with behind(database, SENIOR) as address:
        await run_story("disputed", BEHIND=address, PICTURES=pictures)
