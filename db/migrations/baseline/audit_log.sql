-- The audit trail.

create table audit_log (
    id uuid not null default uuidv7() constraint audit_log_key primary key,
    actor_id uuid,
    client_id uuid,
    action text not null,
    resource text not null,
    resource_id uuid not null,
    changeset jsonb not null,
    previous jsonb,
    correlation_id uuid not null,
    inserted_at timestamptz not null default clock_timestamp()
);
create index audit_log_by_action on audit_log (action, inserted_at, id);
create index audit_log_by_actor_id on audit_log (actor_id, inserted_at, id);
create index audit_log_by_client_id on audit_log (client_id, inserted_at, id);
create index audit_log_by_correlation on audit_log (correlation_id);
create index audit_log_by_inserted_at on audit_log (inserted_at, id);
create index audit_log_by_resource on audit_log (resource, inserted_at, id);
create index audit_log_by_resource_id on audit_log (resource_id, inserted_at, id);
