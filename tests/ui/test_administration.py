"""An administrator's pages in a real Chromium: secrets that stay, and lists that are long."""

from typing import Any

import asyncpg

from tests.databases import Database
from tests.ui.stories import NEEDS_A_BROWSER

pytestmark = NEEDS_A_BROWSER

MANY = """
select begin_act('user.created', null, null, uuidv7(), null);
insert into users (username, display_name)
select 'user' || n, 'Somebody ' || n from generate_series(1, 250) n;
insert into users (username, display_name) values ('needle', 'N\u00e1dia Needle');
insert into clients (name, kind, scopes)
select 'a client ' || n, 'USER_INTERFACE', '{}' from generate_series(1, 150) n;
insert into clients (name, kind, scopes)
values ('zz last interface', 'USER_INTERFACE', '{vital_event:read}');
with inserted as (
    insert into webhooks (client_id, url, topics, sealed_secret)
    select id, 'https://one.example/hook', '{BIRTH_DECLARED}', 'x' from clients
     where name = 'portal'
    returning id)
insert into messages (kind, status, lane, webhook_id, record, position, payload, attempts,
                      correlation_id, inserted_at)
select case when n = 0 then 'webhook.marriage.issued' else 'webhook.birth.declared' end,
       'PROCESSED', inserted.id, inserted.id, 'vital_event:' || n, 1, '{"type": "birth.declared"}', 1, uuidv7(),
       now() - (200 - n) * interval '1 minute'
  from inserted, generate_series(0, 180) n;
"""


async def test_a_secret_shown_once_stays_until_it_is_said_to_be_kept(start: Any) -> None:
    run_story = await start(1)

    await run_story("secrets")


async def test_users_clients_and_messages_beyond_the_first_hundred_are_found(
    start: Any, database: Database
) -> None:
    run_story = await start(1)
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(MANY)
    await owner.close()

    await run_story("many")
