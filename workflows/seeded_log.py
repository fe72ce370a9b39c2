"""Puts messages into the logs of a demo's organisations, in each state worth looking at."""

from typing import Any
from uuid import UUID

from rules.explanations import ExternalIdWasUsed
from rules.inbound import LinkIsForTests
from rules.letters import WHY_CAME_BACK, WHY_MOOT
from rules.messages import HANDED_OVER, MAIL_LANE, WHY_UNOPENED
from workflows.acts import act, system_acting

RECEIVER = """
with machine as (
    insert into clients (name, kind, scopes, organisation_id)
    values ('hospital information system', 'SYSTEM', '{person:read,webhook:write}', $1)
    returning id)
insert into webhooks (client_id, url, topics, sealed_secret)
select id, 'https://events.saint-mary.example/selfsame',
       '{CONSENT_OFFERED,CONSENT_ACCEPTED,CONSENT_CHANGED}', '\\x00'
  from machine
returning id
"""
MESSAGES = """
with made as (
    insert into messages (kind, status, lane, webhook_id, record, position, payload, attempts,
                          last_error, error_code, fault, correlation_id, organisation_id)
    select 'webhook.consent.' || kind, status, $1, $1, 'consent:' || consent.id,
           row_number() over (), '{}', array_length(codes, 1), error, error_code, fault,
           uuidv7(), $2
      from (values ('offered', 'PROCESSED', '{204}'::integer[], null, null::integer, null),
                   ('accepted', 'FAILED', '{503,503,503,503,503}', 'Answered 503', 503,
                    'THEIRS'),
                   ('changed', 'FAILED', '{null}', $3, null, 'OURS'))
           message (kind, status, codes, error, error_code, fault)
      cross join (select id from consents where organisation_id = $2 limit 1) consent
    returning id, correlation_id, attempts, error_code, last_error)
insert into message_attempts
    (message_id, started_at, milliseconds, status_code, error, correlation_id)
select id, now(), 40 * number,
       case when last_error is null then 204 else error_code end, last_error, correlation_id
  from made, generate_series(1, made.attempts) number
"""


async def keep(connection: Any, organisation: UUID) -> None:
    """Give an organisation a machine with a webhook, and deliveries to it in three states."""
    async with system_acting(connection) as acting, act(acting, "webhook.created"):
        receiver = await connection.fetchval(RECEIVER, organisation)
    # Later than the webhook: what changed it since would have answered what they met.
    async with system_acting(connection) as acting, act(acting, "message.enqueued"):
        await connection.execute(MESSAGES, receiver, organisation, WHY_UNOPENED)


TAKEN_OR_NOT = """
with written (kind, status, is_of_link, environment, handed_over, codes, error, fault, waits) as (
    values ('letter.consent_offered', 'PROCESSED', false, null, true, '{250}'::integer[], null,
            null, null::interval),
           ('letter.roles_changed', 'FAILED', false, null, true, '{null}', $4, 'THEIRS', null),
           ('letter.consent_offered', 'FAILED', false, null, true, '{250}', $5, 'THEIRS', null),
           ('letter.roles_changed', 'FAILED', false, null, false, '{550}',
            'The mail server answered 550', 'THEIRS', null),
           ('letter.consent_offered', 'DISCARDED', false, null, false, '{}', $6, null, null),
           ('letter.roles_changed', 'ENQUEUED', false, null, false, '{451,451}',
            'The mail server answered 451', 'THEIRS', '6 hours'),
           ('letter.consent_offered', 'ENQUEUED', true, null, false, '{}', null, null, '0'),
           ('letter.roles_changed', 'ENQUEUED', true, null, false, '{}', null, null, '0'),
           ('inbound.organisation.changed', 'PROCESSED', true, 'PRODUCTION', false, '{null}', null,
            null, null),
           ('inbound.unknown', 'PROCESSED', true, 'PRODUCTION', false, '{null}', null, null, null),
           ('inbound.explanation.requested', 'FAILED', true, 'PRODUCTION', false, '{null}', $7,
            'THEIRS', null),
           ('inbound.explanation.requested', 'FAILED', true, 'TEST', false, '{null}', $8,
            'THEIRS', null)),
made as (
    insert into messages (kind, status, lane, event_id, record, position, payload, attempts,
                          last_error, error_code, fault, correlation_id, organisation_id,
                          environment, handed_over_at, next_attempt_at)
    select written.kind, status,
           case when written.environment is not null then link.id
                when is_of_link then $1 else $9 end,
           case when written.kind like 'letter.%' then uuidv7() end,
           case when written.environment is not null then 'source_link:' || link.id
                else 'user:' || $2::uuid end,
           case when written.environment is not null then row_number() over () else 0 end,
           case when written.environment is not null then '{}'::jsonb
                else jsonb_build_object('recipientId', $2::uuid, 'organisationId', $1::uuid,
                                        'subjectId', null) end,
           cardinality(codes), error, codes[cardinality(codes)], fault, uuidv7(), $1,
           written.environment, case when handed_over then now() end, now() + waits
      from written
      left join source_links link
        on link.organisation_id = $1 and link.source_id = $3
       and link.environment = written.environment
    returning id, correlation_id, attempts, error_code, last_error, kind)
insert into message_attempts
    (message_id, started_at, milliseconds, status_code, error, correlation_id)
select id, now(), 60 * number, error_code,
       case when last_error <> $5 then last_error end, correlation_id
  from made, generate_series(1, made.attempts) number
"""


async def keep_letters(connection: Any, organisation: UUID, steward: UUID, source: UUID) -> None:
    """Leave letters to a steward, and what came by links with a source, in each state."""
    async with system_acting(connection) as acting, act(acting, "message.enqueued"):
        await connection.execute(
            TAKEN_OR_NOT,
            organisation,
            steward,
            source,
            HANDED_OVER,
            f"{WHY_CAME_BACK}: 5.2.2",
            WHY_MOOT,
            ExternalIdWasUsed.message,
            LinkIsForTests.message,
            MAIL_LANE,
        )
