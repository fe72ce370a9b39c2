-- Who may come in, and how: clients, users, the roles that they hold, sessions, failed attempts.

create table clients (
    id uuid not null default uuidv7() constraint clients_key primary key,
    name text not null,
    kind text not null,
    scopes text[] not null,
    is_blocked boolean not null default false,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    secret_digest bytea,
    previous_secret_digest bytea,
    previous_secret_until timestamptz,
    constraint client_kind_is_known check (kind in ('USER_INTERFACE', 'SYSTEM')),
    constraint a_user_interface_has_no_secret check (kind = 'SYSTEM' or secret_digest is null),
    constraint a_previous_secret_ends
        check ((previous_secret_digest is null) = (previous_secret_until is null))
);
create unique index one_client_per_name on clients (name);

create table users (
    id uuid not null default uuidv7() constraint users_key primary key,
    username text not null,
    display_name text not null,
    is_blocked boolean not null default false,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    password_hash text
);
create unique index one_user_per_username on users (username);

create table role_grants (
    id uuid not null default uuidv7() constraint role_grants_key primary key,
    user_id uuid not null constraint role_grants_user_id_exists references users,
    client_id uuid not null constraint role_grants_client_id_exists references clients,
    role text not null,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint role_is_known check (role in ('NHS_REVIEWER', 'REGISTRAR', 'ADMIN'))
);
create unique index one_grant_per_user_client_and_role on role_grants (user_id, client_id, role);

create table sessions (
    id uuid not null default uuidv7() constraint sessions_key primary key,
    user_id uuid not null constraint sessions_user_id_exists references users,
    client_id uuid not null constraint sessions_client_id_exists references clients,
    family_digest bytea not null,
    token_digest bytea not null,
    previous_token_digest bytea,
    renewed_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index live_sessions_by_client on sessions (client_id) where ended_at is null;
create index live_sessions_by_user on sessions (user_id) where ended_at is null;
create unique index one_session_per_family on sessions (family_digest);

create unlogged table failed_attempts (
    id uuid not null default uuidv7() constraint failed_attempts_key primary key,
    subject bytea not null,
    attempted_at timestamptz not null default clock_timestamp()
);
create index failed_attempts_by_subject on failed_attempts (subject, attempted_at);
create index failed_attempts_by_time on failed_attempts (attempted_at);
