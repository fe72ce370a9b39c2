-- What is to be delivered, and the workers that deliver it.

create table messages (
    id uuid not null default uuidv7() constraint messages_key primary key,
    kind text not null,
    status text not null default 'ENQUEUED',
    webhook_id uuid,
    event_id uuid,
    record text not null,
    position bigint not null,
    payload jsonb not null,
    attempts integer not null default 0,
    last_error text,
    correlation_id uuid not null,
    next_attempt_at timestamptz,
    claimed_by uuid,
    claimed_at timestamptz,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint message_status_is_known
        check (status in ('ENQUEUED', 'PROCESSING', 'PROCESSED', 'FAILED', 'DISCARDED')),
    constraint a_message_in_processing_has_its_worker
        check ((status = 'PROCESSING') = (claimed_by is not null)
            and (claimed_by is null) = (claimed_at is null)),
    constraint a_waiting_message_knows_when
        check ((status = 'ENQUEUED') = (next_attempt_at is not null))
);
create index failed_messages on messages (updated_at) where status = 'FAILED';
create index finished_messages on messages (updated_at) where status in ('PROCESSED', 'DISCARDED');
create index messages_by_correlation on messages (correlation_id, id);
create index messages_by_kind on messages (kind, id);
create index messages_by_webhook on messages (webhook_id, id);
create index messages_in_processing on messages (claimed_by) where status = 'PROCESSING';
create unique index one_message_per_event_and_webhook on messages (event_id, webhook_id);
create index unfinished_messages_by_record
    on messages (webhook_id, record, position)
    where status in ('ENQUEUED', 'PROCESSING');
create index waiting_messages
    on messages (webhook_id, next_attempt_at, position)
    where status = 'ENQUEUED';

create unlogged table workers (
    id uuid not null default uuidv7() constraint workers_key primary key,
    is_asleep boolean not null default false,
    seen_at timestamptz not null default now()
);
