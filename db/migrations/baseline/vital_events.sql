-- Births, deaths and marriages on record, with their people, certificates, payments and readers.

create table vital_events (
    id uuid not null default uuidv7() constraint vital_events_key primary key,
    kind text not null,
    status text not null default 'DECLARED',
    tracking_id text not null,
    registration_number text,
    declared_by_client_id uuid not null
        constraint vital_events_declared_by_client_id_exists references clients,
    declared_by_user_id uuid constraint vital_events_declared_by_user_id_exists references users,
    event_date date not null,
    place text not null,
    cause_of_death text,
    late_registration_reason text,
    informant_relationship text not null,
    informant_email text,
    informant_phone_number text,
    details_digest bytea not null,
    principal_first_name text,
    principal_last_name text,
    reason text,
    status_before text,
    reason_before text,
    duplicate_of_id uuid constraint vital_events_duplicate_of_id_exists references vital_events,
    person_id uuid constraint vital_events_person_id_exists references persons,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint vital_event_kind_is_known check (kind in ('BIRTH', 'DEATH', 'MARRIAGE')),
    constraint vital_event_status_is_known
        check (status in ('DECLARED', 'REGISTERED', 'CERTIFIED', 'ISSUED', 'REJECTED', 'ARCHIVED')),
    constraint a_registered_event_has_its_number
        check ((status in ('REGISTERED', 'CERTIFIED', 'ISSUED'))
            = (registration_number is not null)),
    constraint an_archived_event_knows_its_status_before
        check ((status = 'ARCHIVED') = (status_before is not null)),
    constraint who_rejects_or_archives_says_why
        check (status in ('REJECTED', 'ARCHIVED') = (reason is not null)),
    constraint no_event_is_its_own_duplicate check (duplicate_of_id <> id)
);
create index live_vital_events_by_principal
    on vital_events (kind, principal_last_name, principal_first_name, event_date)
    where status in ('DECLARED', 'REGISTERED', 'CERTIFIED', 'ISSUED')
      and principal_last_name is not null;
create unique index one_vital_event_per_registration_number
    on vital_events (registration_number)
    where registration_number is not null;
create unique index one_vital_event_per_tracking_id on vital_events (tracking_id);
create index vital_events_by_client on vital_events (declared_by_client_id, inserted_at);
create index vital_events_by_event_date on vital_events (event_date);
create index vital_events_by_insertion on vital_events (inserted_at, id);
create index vital_events_by_status on vital_events (status, inserted_at, id);

create table certificates (
    id uuid not null default uuidv7() constraint certificates_key primary key,
    vital_event_id uuid not null
        constraint certificates_vital_event_id_exists references vital_events,
    template text not null,
    relationship text not null,
    has_shown_document boolean not null,
    issued_at timestamptz,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint collector_relationship_is_known
        check (relationship in ('MOTHER', 'FATHER', 'SPOUSE', 'INFORMANT', 'OTHER'))
);
create index certificates_by_vital_event on certificates (vital_event_id, id);

create table payments (
    id uuid not null default uuidv7() constraint payments_key primary key,
    vital_event_id uuid not null constraint payments_vital_event_id_exists references vital_events,
    certificate_id uuid not null constraint payments_certificate_id_exists references certificates,
    amount numeric not null,
    currency text not null,
    outcome text not null,
    paid_at timestamptz not null,
    receipt_number text not null,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payment_outcome_is_known check (outcome in ('COMPLETED', 'PARTIAL', 'ERROR')),
    constraint no_payment_is_negative check (amount >= 0 and amount < 'Infinity')
);
create unique index one_payment_per_certificate on payments (certificate_id);
create unique index one_payment_per_receipt_number on payments (receipt_number);
create index payments_by_vital_event on payments (vital_event_id, id);

create table individuals (
    id uuid not null default uuidv7() constraint individuals_key primary key,
    vital_event_id uuid not null
        constraint individuals_vital_event_id_exists references vital_events,
    certificate_id uuid constraint individuals_certificate_id_exists references certificates,
    role text not null,
    position integer not null default 0,
    first_name text not null,
    second_name text,
    last_name text not null,
    birth_date date,
    gender text,
    national_id text,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint individual_role_is_known
        check (role in ('CHILD', 'MOTHER', 'FATHER', 'DECEASED', 'SPOUSE', 'WITNESS', 'INFORMANT',
                        'COLLECTOR')),
    constraint individual_gender_is_known check (gender in ('MALE', 'FEMALE', 'OTHER', 'UNKNOWN')),
    constraint a_collector_comes_for_a_certificate
        check ((role = 'COLLECTOR') = (certificate_id is not null))
);
create index individuals_by_name
    on individuals using gin (to_tsvector('simple'::regconfig,
        first_name || ' ' || last_name || ' ' || coalesce(second_name, '')));
create index individuals_by_national_id on individuals (national_id) where national_id is not null;
create unique index one_collector_per_certificate
    on individuals (certificate_id)
    where certificate_id is not null;
create unique index one_individual_per_role_and_position
    on individuals (vital_event_id, role, position)
    where certificate_id is null;

create table potential_duplicates (
    id uuid not null default uuidv7() constraint potential_duplicates_key primary key,
    vital_event_id uuid not null
        constraint potential_duplicates_vital_event_id_exists references vital_events,
    resembled_id uuid not null
        constraint potential_duplicates_resembled_id_exists references vital_events,
    is_settled boolean not null default false,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint no_event_resembles_itself check (vital_event_id <> resembled_id)
);
create unique index one_potential_duplicate_per_pair
    on potential_duplicates (vital_event_id, resembled_id);

create table name_variants (
    name text not null,
    variant text not null,
    constraint name_variants_key primary key (name, variant)
);
create index names_by_variant on name_variants (variant, name);

create table registration_counters (
    kind text not null,
    year integer not null,
    last_number integer not null,
    constraint registration_counters_key primary key (kind, year)
);

create table vital_event_reads (
    id uuid not null default uuidv7() constraint vital_event_reads_key primary key,
    client_id uuid not null constraint vital_event_reads_client_id_exists references clients,
    vital_event_id uuid not null
        constraint vital_event_reads_vital_event_id_exists references vital_events,
    correlation_id uuid not null,
    is_others boolean not null,
    read_at timestamptz not null default now()
);
create index vital_event_reads_by_client on vital_event_reads (client_id, read_at);
create index vital_event_reads_by_event on vital_event_reads (vital_event_id, read_at);

create table read_quotas (
    client_id uuid not null constraint read_quotas_client_id_exists references clients,
    day date not null,
    records integer not null,
    constraint read_quotas_key primary key (client_id, day)
);

create sequence receipt_numbers;
