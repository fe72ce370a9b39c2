-- What pgbench draws from, and how it declares; made once, by the owner.
create table bench_reviewers (
    number integer primary key,
    id uuid not null
);
create table bench_declarations (
    number integer primary key,
    key text not null,
    body_digest bytea not null,
    details_digest bytea not null,
    record jsonb not null,
    people jsonb not null,
    search jsonb
);

-- A birth that may be similar to one on record (some 1 % of them) raises SA005, at which a client of
-- pgbench would end. So it is caught, and the birth declared once more without the search: the same
-- rows but for the potential duplicates. The block that catches it makes each call a subtransaction,
-- which costs some hundredths of a millisecond that no other contestant pays.
create function bench_declare(
    client uuid, declaration bench_declarations, out id uuid, out status text
) language plpgsql as $$
#variable_conflict use_column
begin
    select declared.id, declared.status into id, status
      from declare_plainly(
           'birth.declared', client, null, gen_random_uuid(), null, null, 'BIRTH',
           declaration.details_digest, declaration.record, declaration.people, 'declareBirth',
           declaration.key, declaration.body_digest, declaration.search, true) declared;
exception when sqlstate 'SA005' then
    select declared.id, declared.status into id, status
      from declare_plainly(
           'birth.declared', client, null, gen_random_uuid(), null, null, 'BIRTH',
           declaration.details_digest, declaration.record, declaration.people, 'declareBirth',
           declaration.key, declaration.body_digest, null, true) declared;
end
$$;

grant select on bench_reviewers, bench_declarations to selfsame_app;
