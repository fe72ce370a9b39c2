"""The console in a real Chromium, against a real server: each role's day as one story."""

import os
from typing import Any

from server.seeding.access import USERS
from tests.databases import Database
from tests.ui.messages import insert_messages
from tests.ui.stories import NEEDS_A_BROWSER

PAIRS = int(os.environ.get("SELFSAME_TEST_PAIRS", "12"))

ACCOUNTS = ",".join(f"{name}:{role}" for name, _, role in USERS)

pytestmark = NEEDS_A_BROWSER


async def test_each_role_does_a_days_work_and_an_admin_finds_it_in_the_trail(start: Any) -> None:
    run_story = await start(PAIRS + 20)

    await run_story("reviewer", PAIRS=str(PAIRS))
    await run_story("registrar")
    await run_story("admin")


async def test_the_side_bar_says_what_waits_and_the_first_record_is_a_few_keys_away(
    start: Any, database: Database
) -> None:
    run_story = await start(1)
    await insert_messages(database)

    await run_story("side-bar")


async def test_e5_a_session_is_renewed_unseen_and_ends_in_every_tab(start: Any) -> None:
    run_story = await start(1)

    await run_story("session")


async def test_e5_a_session_is_resumed_where_there_may_be_one_and_asked_for_nowhere_else(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("resuming")


async def test_e6_a_password_is_reset_and_changed_and_users_and_clients_are_edited(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("passwords")


async def test_e9_whoever_is_signed_in_elsewhere_ends_that_by_keyboard(start: Any) -> None:
    run_story = await start(1)

    await run_story("account")


async def test_e10_a_second_factor_is_set_up_asked_for_demanded_and_taken(start: Any) -> None:
    run_story = await start(1, SELFSAME_SECOND_FACTOR_ROLES="ADMIN")

    await run_story("second-factor")


async def test_d6_lists_are_saved_as_the_filter_of_their_page_finds_them(start: Any) -> None:
    run_story = await start(3)

    await run_story("exports")


async def test_filters_are_saved_renamed_and_deleted_in_the_browser(start: Any) -> None:
    run_story = await start(1)

    await run_story("saved-filters")


async def test_b4_of_two_reviewers_who_race_for_one_pair_one_gets_it(start: Any) -> None:
    run_story = await start(1)

    await run_story("race")


async def test_what_can_be_undone_shows_at_once_and_goes_back_when_it_is_refused(
    start: Any, database: Database
) -> None:
    run_story = await start(10)
    await insert_messages(database)

    await run_story("at-once")


async def test_f4_a_webhook_shows_its_own_deliveries(start: Any, database: Database) -> None:
    run_story = await start(1)
    await insert_messages(database)

    await run_story("webhooks")


async def test_c2_every_fault_leads_to_its_field_and_c4_a_lost_answer_does_no_harm(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("faults")


async def test_an_unknown_address_says_so_and_every_address_can_be_kept(start: Any) -> None:
    run_story = await start(5)

    await run_story("addresses")


async def test_a1_the_ide_opens_without_a_token_and_presents_the_one_that_is_typed(
    start: Any,
) -> None:
    run_story = await start(1)

    await run_story("ide")


async def test_in_a_demo_the_ide_signs_in_by_itself_as_the_account_that_is_chosen(
    start: Any,
) -> None:
    run_story = await start(1, SELFSAME_DEMO_ACCOUNTS=ACCOUNTS)

    await run_story("ide-accounts")


async def test_a_visitor_of_the_demo_settles_a_pair_registers_a_birth_and_finds_both(
    start: Any,
) -> None:
    run_story = await start(5, SELFSAME_DEMO_ACCOUNTS=ACCOUNTS)

    await run_story("visitor")


async def test_every_page_is_fit_for_everybody_light_dark_narrow_and_zoomed(
    start: Any, database: Database
) -> None:
    run_story = await start(40, with_organisations=True, SELFSAME_DEMO_ACCOUNTS=ACCOUNTS)
    await insert_messages(database)

    await run_story("pages", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_every_part_in_every_state_looks_as_in_the_pictures_that_are_kept(start: Any) -> None:
    run_story = await start(1)

    await run_story("parts", ANEW=os.environ.get("SELFSAME_PARTS_ANEW", ""))


async def test_the_first_pages_are_small_on_the_wire_and_nothing_fails_on_a_first_visit(
    start: Any,
) -> None:
    run_story = await start(1, SELFSAME_DEMO_ACCOUNTS=ACCOUNTS)

    await run_story("wire")


async def test_each_page_stays_within_its_bytes_and_requests(
    start: Any, database: Database
) -> None:
    run_story = await start(40, with_organisations=True)
    await insert_messages(database)

    await run_story("budgets", ANEW=os.environ.get("SELFSAME_BUDGETS_ANEW", ""))


async def test_every_page_is_fit_for_whoever_does_not_see_it_has_no_mouse_or_sees_it_large(
    start: Any, database: Database
) -> None:
    run_story = await start(40, with_organisations=True)
    await insert_messages(database)

    await run_story("everybody")
