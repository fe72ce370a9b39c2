"""Organisations and one's own data, in a real Chromium."""

import os
from pathlib import Path
from typing import Any

from tests.authorization_servers import PROVIDER
from tests.databases import Database
from tests.node import install
from tests.server.commands import environment, run_here
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER


async def test_r6_a_person_and_a_steward_agree_while_each_looks_at_their_own_page(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("consents", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_r3_what_a_person_withdraws_is_gone_with_the_hospitals_very_next_request(
    start: Any, database: Database, tmp_path: Path
) -> None:
    run_story = await start(1, with_organisations=True)
    admin = await run_here(environment(tmp_path, database), "token", "--user", "admin")

    await run_story("withdrawn", ADMIN=admin.out.strip())


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


async def test_r2_an_administrator_lets_a_registrar_in_for_one_organisation(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("granting")


async def test_v8_a_steward_reads_why_a_message_failed_and_has_it_tried_again(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("log", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_v7_a_steward_sees_how_requests_for_reasons_stand_and_no_record(start: Any) -> None:
    run_story = await start(0, with_organisations=True)

    await run_story("explanations-steward", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_t1_a_steward_moves_and_erases_organisations_and_sees_how_far_that_is(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True, with_worker=True)

    await run_story("runs", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_w5_a_steward_reads_a_plan_and_signs_it_by_the_name_of_where_all_goes(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True, with_worker=True)

    await run_story("plans", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_u3_a_steward_says_which_letters_are_sent_and_anybody_which_they_want(
    start: Any,
) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("muting", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_t4_a_steward_reads_how_an_organisation_stands(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("figures", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_s5_an_administrator_makes_sources(start: Any) -> None:
    run_story = await start(1)

    await run_story("sources", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_s5_a_steward_signs_in_at_the_source_and_comes_back_to_the_run(
    start: Any, database: Database, tmp_path: Path
) -> None:
    install(PROVIDER)
    allowing = {"SELFSAME_SOURCE_ALLOW_LOOPBACK": "on"}
    run_story = await start(1, with_organisations=True, **allowing)
    admin = await run_here(environment(tmp_path, database), "token", "--user", "admin")

    pictures = os.environ.get("SELFSAME_TEST_PICTURES", "")
    await run_story("source-sign-in", ADMIN=admin.out.strip(), PICTURES=pictures)


async def test_f4_what_did_not_arrive_is_found_with_whom_it_was_for_and_what_to_do(
    start: Any,
) -> None:
    run_story = await start(5, with_organisations=True)

    await run_story("arrivals", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))


async def test_r4_the_links_of_a_page_lead_to_what_is_there_and_an_invitation_says_how_a_role_ends(
    start: Any,
) -> None:
    run_story = await start(0, with_organisations=True)

    await run_story("linked-parts")


async def test_a_steward_reads_who_mends_a_mistake_in_a_record(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("mistakes")


async def test_s16_a_steward_reaches_whom_a_sync_brought(start: Any) -> None:
    run_story = await start(1, with_organisations=True)

    await run_story("synced-persons")
