"""Charts and strips in a real Chromium: each is a picture, and a way to what it counts."""

import os
from typing import Any

import asyncpg
import pytest

from tests.databases import Database
from tests.ui.messages import insert_messages
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

DAYS = """
set local session_replication_role = replica;
update vital_events event set inserted_at = event.inserted_at - numbered.days * interval '1 day'
  from (select id, (row_number() over (order by id) * 5) % 20 as days from vital_events) numbered
 where numbered.id = event.id;
"""
"""Let declarations be of twenty days."""

DELIVERIES = """
select begin_act('message.enqueued', null, null, uuidv7(), null);
insert into messages (id, kind, status, lane, webhook_id, record, position, payload, attempts,
                      correlation_id, inserted_at)
select uuidv7(-n * interval '1 minute'), 'webhook.birth.declared',
       case when n % 9 = 0 then 'FAILED' when n % 25 = 0 then 'DISCARDED' else 'PROCESSED' end,
       id, id, 'vital_event:' || n, 1, '{"type": "birth.declared"}', 1, uuidv7(),
       now() - n * interval '1 minute'
  from webhooks, generate_series(1, 110) n where url = 'https://one.example/hook';
"""
"""Let a webhook have had more than a hundred deliveries."""


@pytest.mark.parametrize(("story", "before"), [("charts", DAYS), ("strips", DELIVERIES)])
async def test_every_bar_and_every_cell_leads_to_what_it_stands_for(
    start: Any, database: Database, story: str, before: str
) -> None:
    run_story = await start(12)
    await insert_messages(database)
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(before)
    await owner.close()

    await run_story(story, PICTURES=os.environ.get("SELFSAME_TEST_PICTURES", ""))
