-- Whether a record may come from one status to another (rule C1); from the archive it goes back
-- to where it was.
create or replace function vital_event_may_move(before text, after text, status_before text)
returns boolean language sql immutable as $$
    select (before, after) in {{vital_event_moves}}
       and (before <> 'ARCHIVED' or after = status_before)
$$;

create or replace function vital_event_moves() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.status <> 'DECLARED'
       or tg_op = 'UPDATE' and (new.kind, new.tracking_id, new.declared_by_client_id)
                               is distinct from
                               (old.kind, old.tracking_id, old.declared_by_client_id)
       or tg_op = 'UPDATE' and new.status <> old.status
          and not vital_event_may_move(old.status, new.status, old.status_before)
       or tg_op = 'UPDATE' and old.registration_number is not null
          and new.registration_number is distinct from old.registration_number
    then
        raise exception 'A vital event does not go from % to %', old.status, new.status
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_vital_event_moves_by_the_rules';
    end if;
    return new;
end
$$;

create or replace trigger a_vital_event_moves_by_the_rules before insert or update on vital_events
    for each row execute function vital_event_moves();

-- A record that may be a duplicate is not registered before a registrar has said it is none (C5).
create or replace function vital_event_is_settled() returns trigger language plpgsql as $$
begin
    if exists (select from potential_duplicates
                where vital_event_id = new.id and not is_settled)
    then
        raise exception 'A potential duplicate is not registered'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_potential_duplicate_is_not_registered';
    end if;
    return null;
end
$$;

create or replace trigger a_potential_duplicate_is_not_registered
    after update of status on vital_events
    for each row when (new.status = 'REGISTERED') execute function vital_event_is_settled();

-- Money that was paid stays as it was paid, and nobody who appears on a record vanishes with it.
create or replace trigger refused_change before update or delete on payments
    for each statement execute function refused_change();
create or replace trigger refused_delete before delete on vital_events
    for each statement execute function refused_change();
create or replace trigger refused_delete before delete on certificates
    for each statement execute function refused_change();

-- A short code for people: the kind's first letter and six of 0-9A-Z. Who makes a record with
-- one that is taken asks for another.
create or replace function new_tracking_id(kind text) returns text language plpgsql as $$
declare
    alphabet constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    chance bigint := ('x' || encode(substr(uuid_send(gen_random_uuid()), 1, 6), 'hex'))::bit(48)::bigint;
    code text := left(kind, 1);
begin
    for place in 1..6 loop
        code := code || substr(alphabet, (chance % 36)::integer + 1, 1);
        chance := chance / 36;
    end loop;
    return code;
end
$$;

-- The next registration number of a kind and year (rule C6). Who takes one holds the counter to
-- the end of the transaction, so that numbers rise as records are registered.
create or replace function next_registration_number(registered text) returns text
language sql as $$
    insert into registration_counters as counter (kind, year, last_number)
    values (registered, extract(year from now() at time zone 'UTC')::integer, 1)
        on conflict (kind, year) do update set last_number = counter.last_number + 1
    returning left(counter.kind, 1) || '-' || lpad(counter.year::text, 4, '0')
              || '-' || lpad(counter.last_number::text, greatest(7, length(counter.last_number::text)), '0')
$$;

-- The number of the next receipt (rule C8); those of payments that were not taken are left out.
create or replace function next_receipt_number() returns text language sql as $$
    select 'R-' || to_char(now() at time zone 'UTC', 'YYYY') || '-'
           || lpad(number::text, greatest(7, length(number::text)), '0')
      from nextval('receipt_numbers') number
$$;
grant usage on sequence receipt_numbers to selfsame_app;

-- Keep a name with its variants, by which names that are alike find each other.
create or replace function remember_names(given_names text[], variants_of jsonb) returns void
language plpgsql set enable_seqscan = off as $$
begin
    insert into name_variants (name, variant)
    select given.name, variant.text
      from unnest(given_names) given(name),
           jsonb_array_elements_text(variants_of -> given.name) variant(text)
     where not exists (select from name_variants known where known.name = given.name)
     order by given.name, variant.text
        on conflict do nothing;
end
$$;

-- The live records whose principal may be named alike, with an event between two days (rule C5):
-- what can be said in SQL of who resembles whom; rules/event_duplicates.py has the last word. Those
-- who declare somebody of a name like this at the same time wait for each other, so that of two
-- who resemble each other the later one finds the earlier. A plan made while the tables are small
-- is kept when they have grown, so it must not read them whole; to plan anew for each declaration
-- took ten times what the search takes.
create or replace function may_be_resembled(
    declared text, first_name_key text, last_name_key text, variants_of jsonb,
    first_day date, last_day date, born date, number text, myself uuid
) returns table (
    id uuid, event_date date,
    first_name text, last_name text, birth_date date, national_id text,
    subject_first_name text, subject_last_name text
) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    first_variants constant text[] :=
        array(select jsonb_array_elements_text(variants_of -> first_name_key));
    last_variants constant text[] :=
        array(select jsonb_array_elements_text(variants_of -> last_name_key));
    first_names text[];
    last_names text[];
begin
    perform pg_advisory_xact_lock(lock.key)
       from (select distinct
                    hashtextextended(declared || ' ' || variant, {{seed_of_name_locks}}) as key
               from unnest(last_variants) variant
              order by 1 offset 0) lock;
    perform remember_names(array[first_name_key, last_name_key], variants_of);
    -- Apart from the search, so that the names are looked up by index whatever is known of them.
    select array_agg(distinct name) into first_names
      from name_variants where variant = any (first_variants);
    select array_agg(distinct name) into last_names
      from name_variants where variant = any (last_variants);
    -- Written so that only the names can lead to the records: the years of the window are nearly
    -- all there are, and the people of all records are many.
    return query
    with named_alike as materialized (
        select event.id, event.event_date
          from vital_events event
         where event.kind = declared
           and event.status in {{live_statuses}}
           and event.principal_last_name is not null  -- said so that the partial index can serve
           and event.principal_last_name = any (last_names)
           and event.principal_first_name = any (first_names)
           and event.event_date + 0 between first_day and last_day
           and event.id is distinct from myself)
    select event.id, event.event_date,
           principal.first_name, principal.last_name, principal.birth_date, principal.national_id,
           child.first_name, child.last_name
      from named_alike event
     cross join lateral (
           select * from individuals
            where vital_event_id = event.id and certificate_id is null and position = 0
              and role = case declared when 'BIRTH' then 'MOTHER' else 'DECEASED' end
            limit 1) principal
      left join lateral (
           select * from individuals
            where vital_event_id = event.id and certificate_id is null and position = 0
              and role = 'CHILD'
            limit 1) child on true
     where (born is null or principal.birth_date is null
            or principal.birth_date between born - {{mother_days}} and born + {{mother_days}})
       and (declared <> 'BIRTH' or number is null or principal.national_id is null
            or principal.national_id = number)
     limit 200;
end
$$;

-- Write down what records a machine has read, and count those of others against what it may read
-- in a day, UTC (rule C9). Where that would be passed, nothing of it may be told: SQLSTATE SA004
-- says so, with the seconds until the next day.
create or replace function record_reads(
    reader uuid, correlation uuid, records_read uuid[], quota integer
) returns void language plpgsql set enable_seqscan = off as $$
declare
    today constant date := (now() at time zone 'UTC')::date;
    others integer;
begin
    with written as (
        insert into vital_event_reads (client_id, vital_event_id, correlation_id, is_others)
        select reader, id, correlation, declared_by_client_id <> reader
          from vital_events where id = any (records_read)
        returning is_others)
    select count(*) filter (where is_others) into others from written;
    if others = 0 then
        return;
    end if;
    if others <= quota then
        insert into read_quotas as so_far (client_id, day, records)
        values (reader, today, others)
            on conflict (client_id, day) do update set records = so_far.records + excluded.records
                where so_far.records + excluded.records <= quota;
        if found then
            return;
        end if;
    end if;
    raise exception '%', greatest(1, ceil(extract(epoch from
        (today + 1)::timestamp at time zone 'UTC' - clock_timestamp()))::integer)
        using errcode = 'SA004';
end
$$;
revoke update, delete on vital_event_reads from selfsame_app;

-- The action of an act on a record, as the trail and the topics have it: `birth.registered`. Its
-- kind never changes, so the action is known before the record is locked. One that does not exist
-- is of no kind.
create or replace function vital_event_action(record uuid, participle text) returns text
language sql stable as $$
    select coalesce((select lower(kind) from vital_events where id = record), 'vital_event')
           || '.' || participle
$$;

-- Lock a record for an act, as far as the caller may see it; it comes back as it stands once the
-- lock is held (rules C1 and C9).
create or replace function lock_vital_event(record uuid, client uuid, person uuid)
returns table (
    id uuid, kind text, status text, declared_by_client_id uuid, details_digest bytea,
    is_potential_duplicate boolean
) language plpgsql as $$
begin
    perform from vital_events event
      where event.id = record
        and (person is not null or event.declared_by_client_id = client
             or event.status in {{statuses_open_to_machines}})
        for update;
    if not found then
        return;
    end if;
    return query
    select event.id, event.kind, event.status, event.declared_by_client_id, event.details_digest,
           exists (select from potential_duplicates
                    where vital_event_id = record and not is_settled)
      from vital_events event
     where event.id = record;
end
$$;
