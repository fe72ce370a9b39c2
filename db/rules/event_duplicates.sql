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

-- Store names with their variants: similar names have a variant in common. This and the next three are
-- called by find_similar_events alone, whose settings are theirs.
create or replace function remember_names(variants_of jsonb) returns void language plpgsql as $$
begin
    -- Most names are known; then nothing is sorted or inserted.
    if not exists (
        select from jsonb_object_keys(variants_of) added(name)
         where not exists (select from name_variants known where known.name = added.name))
    then
        return;
    end if;
    insert into name_variants (name, variant)
    select added.name, variant.text
      from jsonb_object_keys(variants_of) added(name),
           jsonb_array_elements_text(variants_of -> added.name) variant(text)
     where not exists (select from name_variants known where known.name = added.name)
     order by added.name, variant.text
        on conflict do nothing;
end
$$;

-- Return the names that have one of these variants.
create or replace function similar_names(variants jsonb) returns text[]
language plpgsql stable as $$
declare
    texts constant text[] := array(select jsonb_array_elements_text(variants));
begin
    return array(select distinct name from name_variants where variant = any (texts));
end
$$;

-- Return what of records decides whether they are duplicates: `MatchProfile` in
-- rules/event_duplicates.py.
create or replace function match_profiles(events uuid[]) returns table (
    id uuid, kind text, event_date date, partial_event_date text, place text,
    multiple_birth_of integer, multiple_birth_order integer, principal jsonb, subject jsonb
) language sql stable set enable_seqscan = off as $$
    select event.id, event.kind, event.event_date, event.partial_event_date, event.place,
           event.multiple_birth_of, event.multiple_birth_order,
           (select to_jsonb(somebody) from individuals somebody
             where somebody.vital_event_id = event.id and somebody.certificate_id is null
               and somebody.position = 0 and somebody.role in {{principal_roles}}),
           (select to_jsonb(somebody) from individuals somebody
             where somebody.vital_event_id = event.id and somebody.certificate_id is null
               and (somebody.role = 'CHILD' and somebody.position = 0
                    or somebody.role = 'SPOUSE' and somebody.position = 1))
      from vital_events event
     where event.id = any (events)
$$;

-- Return the live records whose principal has similar names, with an event between two days.
create or replace function find_by_principal(
    event_kind text, first_name text, first_names text[], last_names text[],
    first_day date, last_day date, principal_birth_date date, principal_national_id text
) returns setof uuid language plpgsql as $$
begin
    -- Written so that only the index of names can serve: the window of years has nearly all
    -- records, and the people of all records are many.
    return query
    with similarly_named as materialized (
        select event.id
          from (select known.id, known.event_date, known.partial_event_date
                  from vital_events known
                 where known.kind = event_kind
                   and known.status in {{live_statuses}}
                   and known.principal_last_name is not null  -- so that its index can serve
                   and known.principal_last_name = any (last_names)
                   and known.principal_first_name = any (first_names)
                   and find_by_principal.first_name <> ''
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
                   and find_by_principal.first_name = '') event
         where event.event_date + 0 between first_day and last_day
            or event.partial_event_date is not null  -- a year at most, from the event's date
               and event.event_date between first_day - 366 and last_day)
    select event.id
      from similarly_named event
     cross join lateral (
           select * from individuals
            where vital_event_id = event.id and certificate_id is null and position = 0
              and role in {{principal_roles}}
            limit 1) principal
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

-- Return the live records whose subject has similar names, with an event between two days; a single
-- name may be either name of somebody else (rule N1).
create or replace function find_by_subject(
    event_kind text, first_name text, first_names text[], last_names text[],
    first_day date, last_day date, without_mother boolean
) returns setof uuid language plpgsql as $$
begin
    return query
    select known.id from vital_events known
     where known.kind = event_kind
       and known.status in {{live_statuses}}
       and known.subject_last_name is not null
       and known.subject_last_name = any (last_names)
       and known.subject_first_name = any (first_names)
       and known.event_date between first_day and last_day
       and (not without_mother or known.principal_last_name is null)
     limit 200;
    if first_name <> '' then
        return query
        select known.id from vital_events known
         where known.kind = event_kind
           and known.status in {{live_statuses}}
           and known.subject_last_name is not null
           and known.subject_last_name = any (last_names || first_names)
           and known.subject_first_name = ''
           and known.event_date between first_day and last_day
           and (not without_mother or known.principal_last_name is null)
         limit 200;
    else
        return query
        select known.id from vital_events known
         where known.kind = event_kind
           and known.status in {{live_statuses}}
           and (known.subject_last_name = any (last_names)
                or known.subject_first_name = any (last_names))
           and known.event_date between first_day and last_day
           and (not without_mother or known.principal_last_name is null)
         limit 200;
    end if;
end
$$;

-- Return the live records that may be duplicates of a declaration, as far as SQL can decide it: what
-- is looked up is `Search` in rules/duplicate_search.py, and rules/event_duplicates.py has the last
-- word (rules C5 and C5a). Transactions that declare similar people wait for each other, so that of
-- two similar records the later one finds the earlier. A plan made while the tables are small is
-- kept when they have grown, so it must not scan them; to plan anew for each declaration took ten
-- times what the search takes.
create or replace function find_similar_events(event_kind text, search jsonb, own_id uuid)
returns table (
    id uuid, kind text, event_date date, partial_event_date text, place text,
    multiple_birth_of integer, multiple_birth_order integer, principal jsonb, subject jsonb
) language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
    sought record;
    first_names text[];
    last_names text[];
    similar_ids uuid[] := '{}';
begin
    perform case when lock.is_shared then pg_advisory_xact_lock_shared(lock.key)
                 else pg_advisory_xact_lock(lock.key) end
       from (select hashtextextended(event_kind || ' ' || named.lock, {{seed_of_name_locks}}) as key,
                    bool_and(named.is_shared) as is_shared
               from (select jsonb_array_elements_text(search -> 'locks'), false
                      union all
                     select jsonb_array_elements_text(search -> 'shared_locks'), true)
                    named(lock, is_shared)
              group by 1 order by 1 offset 0) lock;
    perform remember_names(search -> 'blocking_keys');
    for sought in
        select * from jsonb_to_recordset(search -> 'names') as wanted(
            among_principals boolean, first_name text, last_name text, first_day date,
            last_day date, birth_date date, national_id text, without_mother boolean)
    loop
        continue when sought.without_mother and not exists (
            select from vital_events alone
             where alone.kind = 'BIRTH' and alone.status in {{live_statuses}}
               and alone.principal_last_name is null
               and alone.event_date between sought.first_day and sought.last_day);
        -- Apart from the search, so that names are looked up by index whatever the statistics say.
        first_names := similar_names(search -> 'blocking_keys' -> sought.first_name);
        last_names := similar_names(search -> 'blocking_keys' -> sought.last_name);
        if sought.among_principals then
            similar_ids := similar_ids || array(select find_by_principal(
                event_kind, sought.first_name, first_names, last_names, sought.first_day,
                sought.last_day, sought.birth_date, sought.national_id));
        else
            similar_ids := similar_ids || array(select find_by_subject(
                event_kind, sought.first_name, first_names, last_names, sought.first_day,
                sought.last_day, sought.without_mother));
        end if;
    end loop;
    -- With limits in the joins, so that each is a look-up: a merge would walk all records.
    if jsonb_array_length(search -> 'numbers') > 0 then
        similar_ids := similar_ids || array(
            select event.id
              from jsonb_to_recordset(search -> 'numbers')
                   as wanted(role text, national_id text, first_day date, last_day date)
             cross join lateral (
                   select individuals.vital_event_id from individuals
                    where individuals.national_id = wanted.national_id
                      and individuals.role = wanted.role and individuals.certificate_id is null
                    limit 1000) somebody
             cross join lateral (
                   select known.id from vital_events known
                    where known.id = somebody.vital_event_id
                      and known.kind = event_kind
                      and known.status in {{live_statuses}}
                      and (wanted.first_day is null
                           or known.event_date between wanted.first_day and wanted.last_day)
                    limit 1) event
             limit 200);
    end if;
    if similar_ids <> '{}' then
        return query select found.* from match_profiles(similar_ids) found
                      where found.id is distinct from own_id;
    end if;
end
$$;
