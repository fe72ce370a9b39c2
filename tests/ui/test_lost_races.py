"""What the pages show of what others do meanwhile, without a reload, in a real Chromium."""

from typing import Any

from tests.databases import Database
from tests.ui.messages import insert_messages
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_c1_b7_who_is_late_sees_what_became_of_it_and_b2_the_limit_names_its_pairs(
    start: Any,
) -> None:
    run_story = await start(12)

    await run_story("moved-on")


async def test_f4_messages_and_their_counts_move_while_somebody_looks(
    start: Any, database: Database
) -> None:
    run_story = await start(1, with_worker=True, SELFSAME_RETRY_WAITS="0,0,0,0")
    await insert_messages(database)

    await run_story("live")
