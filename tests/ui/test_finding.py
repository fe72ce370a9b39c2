"""Finding one's way in the console: by keys, and by searching."""

import csv
import os
from pathlib import Path
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

ROWS = int(os.environ.get("SELFSAME_TEST_ROWS", "1500"))


async def test_every_list_is_walked_opened_and_searched_by_keys(start: Any) -> None:
    run_story = await start(5)

    await run_story("keys")


async def test_ctrl_k_finds_and_opens_a_page_a_record_a_person_and_an_act(start: Any) -> None:
    run_story = await start(5)

    await run_story("finder")


async def test_ctrl_k_answers_words_and_says_what_it_opens_where_nothing_is_found(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("asked-words")


async def test_a_list_of_thousands_scrolls_with_few_rows_in_the_page(
    start: Any, tmp_path: Path
) -> None:
    file = tmp_path / "endless.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["external_id", "first_name", "last_name"])
        writer.writerows([number, f"Long{number:05}", "Endless"] for number in range(ROWS))
    run_story = await start(1, [("import", "persons", str(file), "--source", "endless")])

    await run_story("long-list", ROWS=str(ROWS))
