-- What the rows of an assignment and a declaration look like without our rules: no triggers, no
-- keys, no duplicates. Those contestants that are called plain write these.
create table plain_candidates (
    id uuid primary key,
    status text not null default 'NEW',
    assignee_id uuid,
    requests_count integer not null,
    inserted_at timestamptz not null
);
create table plain_requests (
    id uuid primary key default uuidv7(),
    candidate_id uuid not null,
    assignee_id uuid not null,
    status text not null default 'NEW',
    inserted_at timestamptz not null default now()
);
create table plain_records (
    id uuid primary key default uuidv7(),
    status text not null default 'DECLARED',
    client_id uuid,
    details jsonb not null,
    inserted_at timestamptz not null default now()
);
create table plain_audit (
    id uuid primary key default uuidv7(),
    actor_id uuid,
    client_id uuid,
    action text not null,
    resource text not null,
    resource_id uuid not null,
    changeset jsonb not null,
    inserted_at timestamptz not null default now()
);
create table plain_outbox (
    id uuid primary key default uuidv7(),
    aggregatetype text not null,
    aggregateid uuid not null,
    type text not null,
    payload jsonb not null
);
insert into plain_candidates (id, requests_count, inserted_at)
select id, requests_count, inserted_at from manual_merge_candidates;
create index free_plain_candidates
    on plain_candidates (requests_count desc, inserted_at, id)
 where status = 'NEW' and assignee_id is null;
grant select, insert, update, delete
   on plain_candidates, plain_requests, plain_records, plain_audit, plain_outbox
   to selfsame_app;
