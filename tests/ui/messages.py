"""Webhooks with messages of every status, for stories to look at."""

import asyncpg

from tests.databases import Database

MESSAGES = """
select begin_act('message.enqueued', null, null, uuidv7(), null);
with inserted as (
    insert into webhooks (client_id, url, topics, sealed_secret)
    select clients.id, 'https://' || host || '.example/hook', '{BIRTH_DECLARED}', 'x'
      from clients, unnest(array['one', 'other']) host where name = 'portal'
    returning id, url)
insert into messages (kind, status, lane, webhook_id, record, position, payload, attempts,
                      last_error, correlation_id, next_attempt_at)
select 'webhook.birth.' || kind, status, inserted.id, inserted.id, 'story:' || kind, 1,
       jsonb_build_object('type', 'birth.' || kind), attempts,
       case when status = 'FAILED' then 'Answered 500' end, uuidv7(),
       case when status = 'ENQUEUED' then now() + interval '1 day' end
  from inserted
  join (values ('one', 'declared', 'FAILED', 5), ('one', 'rejected', 'FAILED', 5),
               ('one', 'registered', 'ENQUEUED', 2), ('one', 'issued', 'PROCESSED', 1),
               ('other', 'archived', 'FAILED', 5)) message (host, kind, status, attempts)
    on inserted.url = 'https://' || message.host || '.example/hook';
"""


async def insert_messages(database: Database) -> None:
    """Insert two webhooks with messages of every status."""
    owner = await asyncpg.connect(database.owner_url)
    async with owner.transaction():
        await owner.execute(MESSAGES)
    await owner.close()
