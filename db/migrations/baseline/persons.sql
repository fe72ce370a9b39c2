-- The persons on record, with their documents, phones and addresses.

create table persons (
    id uuid not null default uuidv7() constraint persons_key primary key,
    first_name text not null,
    last_name text not null,
    second_name text,
    birth_date date not null,
    gender text not null default 'UNKNOWN',
    tax_id text,
    national_id text,
    email text,
    status text not null default 'ACTIVE',
    death_date date,
    master_person_id uuid constraint persons_master_person_id_exists references persons,
    source text,
    external_id text,
    inserted_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint person_gender_is_known check (gender in ('MALE', 'FEMALE', 'OTHER', 'UNKNOWN')),
    constraint person_status_is_known check (status in ('ACTIVE', 'INACTIVE')),
    constraint a_merged_person_is_inactive check (master_person_id is null or status = 'INACTIVE'),
    constraint an_external_id_has_a_source check ((source is null) = (external_id is null))
);
create index inactive_persons on persons (id) where status = 'INACTIVE';
create unique index one_person_per_source_and_external_id
    on persons (source, external_id)
    where source is not null;
create index persons_by_birth_date on persons (birth_date);
create index persons_by_master_person
    on persons (master_person_id)
    where master_person_id is not null;
create index persons_by_name
    on persons using gin (to_tsvector('simple'::regconfig,
        first_name || ' ' || last_name || ' ' || coalesce(second_name, '')));
create index persons_by_national_id on persons (national_id) where national_id is not null;
create index persons_by_tax_id on persons (tax_id) where tax_id is not null;

create table person_documents (
    id uuid not null default uuidv7() constraint person_documents_key primary key,
    person_id uuid not null constraint person_documents_person_id_exists references persons,
    type text not null,
    number text not null,
    issued_at date,
    issued_by text,
    expiration_date date
);
create index person_documents_by_number on person_documents (number);
create index person_documents_by_person on person_documents (person_id, id);

create table person_phones (
    id uuid not null default uuidv7() constraint person_phones_key primary key,
    person_id uuid not null constraint person_phones_person_id_exists references persons,
    type text not null,
    number text not null
);
create index person_phones_by_number on person_phones (number);
create index person_phones_by_person on person_phones (person_id, id);

create table person_addresses (
    id uuid not null default uuidv7() constraint person_addresses_key primary key,
    person_id uuid not null constraint person_addresses_person_id_exists references persons,
    type text not null,
    country text not null,
    area text,
    settlement text,
    street text,
    building text,
    apartment text,
    zip text
);
create index person_addresses_by_person on person_addresses (person_id, id);
