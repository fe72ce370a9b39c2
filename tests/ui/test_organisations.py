"""Organisations and one's own data, in a real Chromium."""

import os
from typing import Any

from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_r6_a_person_and_a_steward_agree_while_each_looks_at_their_own_page(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("consents", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_r4_a_steward_keeps_their_part_of_the_tree_by_keyboard_alone(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("organisations", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_d1_organisations_are_found_and_linked_with_persons_users_and_the_trail(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("found-organisations")


async def test_r13_an_invitation_is_accepted_in_the_browser(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("invited")


async def test_r3_a_registrar_of_one_organisation_has_the_pages_of_their_work(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("limited-registrar")
