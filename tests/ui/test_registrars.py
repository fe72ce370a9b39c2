"""How registrars correct, take, certify and annul, and admins load templates, in a real Chromium."""

import os
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


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
