-- The events that others may receive, and those of them that no message was made of yet.

create table outbox (
    id uuid not null default uuidv7() constraint outbox_key primary key,
    aggregatetype text not null,
    aggregateid text not null,
    type text not null,
    payload jsonb not null,
    correlation_id uuid not null,
    inserted_at timestamptz not null default clock_timestamp()
);
create index outbox_by_aggregate on outbox (aggregateid, inserted_at);

create table undispatched_events (
    position bigint not null generated always as identity
        constraint undispatched_events_key primary key,
    event_id uuid not null
);
