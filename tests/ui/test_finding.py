"""Finding one's way in the console: by keys, and by searching."""

from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_every_list_is_walked_opened_and_searched_by_keys(start: Any) -> None:
    run_story = await start(5)

    await run_story("keys")


async def test_ctrl_k_finds_and_opens_a_page_a_record_a_person_and_an_act(start: Any) -> None:
    run_story = await start(5)

    await run_story("finder")
