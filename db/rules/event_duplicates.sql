-- Return the blocking keys of a normalized name, as rules/event_duplicates.py does for declarations:
-- with as many letters left out as may differ (rule C5).
create or replace function blocking_keys(normalized_name text) returns setof text
language sql immutable as $$
    with recursive keys(key, edits) as (
        select left(normalized_name, {{key_letters}}),
               case {{name_edits}} end
         union
        select left(key, place - 1) || substr(key, place + 1), edits - 1
          from keys, generate_series(1, length(key)) place
         where edits > 0)
    select distinct key from keys
$$;

-- Store names with their variants: similar names have a variant in common.
create or replace function remember_names(names text[], variants_of jsonb) returns void
language plpgsql set enable_seqscan = off as $$
begin
    insert into name_variants (name, variant)
    select added.name, variant.text
      from unnest(names) added(name),
           jsonb_array_elements_text(variants_of -> added.name) variant(text)
     where not exists (select from name_variants known where known.name = added.name)
     order by added.name, variant.text
        on conflict do nothing;
end
$$;

-- Return the live records whose principal has a similar name, with an event between two days (rule
-- C5): as far as SQL can decide it, rules/event_duplicates.py has the last word. Transactions that
-- declare people of similar names wait for each other, so that of two similar records the later one
-- finds the earlier. A plan made while the tables are small is kept when they have grown, so it
-- must not scan them; to plan anew for each declaration took ten times what the search takes.
create or replace function find_similar_events(
    event_kind text, normalized_first_name text, normalized_last_name text, variants_of jsonb,
    first_day date, last_day date, principal_birth_date date, principal_national_id text,
    own_id uuid
) returns table (
    id uuid, event_date date, partial_event_date text,
    first_name text, last_name text, birth_date date, partial_birth_date text, national_id text,
    subject_first_name text, subject_last_name text
) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    first_variants constant text[] :=
        array(select jsonb_array_elements_text(variants_of -> normalized_first_name));
    last_variants constant text[] :=
        array(select jsonb_array_elements_text(variants_of -> normalized_last_name));
    first_names text[];
    last_names text[];
begin
    perform pg_advisory_xact_lock(lock.key)
       from (select distinct
                    hashtextextended(event_kind || ' ' || variant, {{seed_of_name_locks}}) as key
               from unnest(last_variants) variant
              order by 1 offset 0) lock;
    perform remember_names(array[normalized_first_name, normalized_last_name], variants_of);
    -- Apart from the search, so that the names are looked up by index whatever the statistics say.
    select array_agg(distinct name) into first_names
      from name_variants where variant = any (first_variants);
    select array_agg(distinct name) into last_names
      from name_variants where variant = any (last_variants);
    -- Written so that only the index of names can serve: the window of years has nearly all
    -- records, and the people of all records are many.
    return query
    with similarly_named as materialized (
        select event.id, event.event_date, event.partial_event_date
          from (select known.id, known.event_date, known.partial_event_date
                  from vital_events known
                 where known.kind = event_kind
                   and known.status in {{live_statuses}}
                   and known.principal_last_name is not null  -- so that its index can serve
                   and known.principal_last_name = any (last_names)
                   and known.principal_first_name = any (first_names)
                   and normalized_first_name <> ''
                 union all
                -- A single name may be either name of somebody else (rule N1).
                select known.id, known.event_date, known.partial_event_date
                  from vital_events known
                 where known.kind = event_kind
                   and known.status in {{live_statuses}}
                   and known.principal_first_name = ''
                   and known.principal_last_name = any (last_names || first_names)
                 union all
                select known.id, known.event_date, known.partial_event_date
                  from vital_events known
                 where known.kind = event_kind
                   and known.status in {{live_statuses}}
                   and known.principal_first_name <> ''
                   and known.principal_last_name is not null
                   and (known.principal_last_name = any (last_names)
                        or known.principal_first_name = any (last_names))
                   and normalized_first_name = '') event
         where (event.event_date + 0 between first_day and last_day
                or event.partial_event_date is not null  -- a year at most, from the event's date
                and event.event_date between first_day - 366 and last_day)
           and event.id is distinct from own_id)
    select event.id, event.event_date, event.partial_event_date,
           principal.first_name, principal.last_name,
           principal.birth_date, principal.partial_birth_date, principal.national_id,
           child.first_name, child.last_name
      from similarly_named event
     cross join lateral (
           select * from individuals
            where vital_event_id = event.id and certificate_id is null and position = 0
              and role = case event_kind when 'BIRTH' then 'MOTHER' else 'DECEASED' end
            limit 1) principal
      left join lateral (
           select * from individuals
            where vital_event_id = event.id and certificate_id is null and position = 0
              and role = 'CHILD'
            limit 1) child on true
     where (principal_birth_date is null or principal.birth_date is null
            or principal.birth_date in {{placeholder_days}}
            or principal.birth_date between principal_birth_date - {{mother_days}}
                                        and principal_birth_date + {{mother_days}})
       and (event_kind <> 'BIRTH' or principal_national_id is null
            or principal.national_id is null or principal.national_id in {{placeholder_national_ids}}
            or principal.national_id = principal_national_id)
     -- More than are noted (MOST_NOTED), because some of them prove to be none.
     limit 200;
end
$$;
