-- Which request each idempotency key stands for, and which record answered it.

create table idempotency_keys (
    client_id uuid not null constraint idempotency_keys_client_id_exists references clients,
    operation text not null,
    key text not null,
    body_digest bytea not null,
    record_id uuid not null,
    inserted_at timestamptz not null default now(),
    constraint idempotency_keys_key primary key (client_id, operation, key)
);
create index idempotency_keys_by_age on idempotency_keys (inserted_at);
