"""How registrars correct and annul what is registered, in a real Chromium."""

import os
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_c10_two_registrars_correct_a_record_and_c11_annul_another(start: Any) -> None:
    run_story = await start(1)

    await run_story("corrections", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
