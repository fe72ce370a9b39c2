-- The webhooks of clients, and since when deliveries to one have failed.

create table webhooks (
    id uuid not null default uuidv7() constraint webhooks_key primary key,
    client_id uuid not null constraint webhooks_client_id_exists references clients,
    url text not null,
    topics text[] not null,
    is_active boolean not null default true,
    sealed_secret bytea not null,
    previous_sealed_secret bytea,
    previous_secret_until timestamptz,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint a_previous_signing_secret_ends
        check ((previous_sealed_secret is null) = (previous_secret_until is null))
);
create index webhooks_by_client on webhooks (client_id);

create table webhook_failures (
    webhook_id uuid not null
        constraint webhook_failures_key primary key
        constraint webhook_failures_webhook_id_exists references webhooks on delete cascade,
    failing_since timestamptz not null
);
