"""Charts in a real Chromium: each is a picture, and a way to what it counts."""

import os
from typing import Any

import asyncpg
from tests.databases import Database
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

DAYS = """
set local session_replication_role = replica;
update vital_events event set inserted_at = event.inserted_at - numbered.days * interval '1 day'
  from (select id, (row_number() over (order by id) * 5) % 20 as days from vital_events) numbered
 where numbered.id = event.id;
update certificates set inserted_at = inserted_at - interval '1 hour';
"""
"""Let declarations be of twenty days, and certificates of an hour ago."""


async def test_every_bar_leads_to_what_it_counts(start: Any, database: Database) -> None:
    run_story = await start(12)
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(DAYS)
    await owner.close()

    await run_story("charts", PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
