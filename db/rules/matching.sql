-- What finds pairs that may be one person as records come and change (rules H1 and H2).

-- Note that persons are due to be matched: for each of their versions once, by the transaction that
-- made it (rule H1). It takes the note from a worker that matches a former version. No worker holds a note
-- locked for longer than a statement. A person that became INACTIVE is noted too: the keys go, or the one
-- is matched who stands for it. Who stands for it no more is noted with it.
create or replace function note_due_matches() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into due_matches (person_id, version)
        select id, version from new_rows where status = 'ACTIVE' order by id
            on conflict (person_id) do update set version = excluded.version, claimed_at = null;
    else
        insert into due_matches (person_id, version)
        select id, present.version from new_rows present join old_rows former using (id)
         where present.version <> former.version
         union
        select master.id, master.version
          from new_rows present
          join old_rows former using (id)
          join persons master on master.id = former.master_person_id
         where present.master_person_id is distinct from former.master_person_id
         order by id
            on conflict (person_id) do update set version = excluded.version, claimed_at = null;
    end if;
    return null;
end
$$;

create or replace trigger match_is_due_on_insert after insert on persons
    referencing new table as new_rows
    for each statement execute function note_due_matches();
create or replace trigger match_is_due_on_update after update on persons
    referencing old table as old_rows new table as new_rows
    for each statement execute function note_due_matches();

-- A pair without a weight, as imports and merges make them, is weighed with the next match of its
-- duplicate (rule H6).
create or replace function note_unweighed_pairs() returns trigger language plpgsql as $$
begin
    insert into due_matches (person_id, version)
    select distinct person.id, person.version
      from new_rows pair join persons person on person.id = pair.person_id
     where pair.weight is null and person.status = 'ACTIVE'
     order by person.id
        on conflict (person_id) do update set claimed_at = null;
    return null;
end
$$;

create or replace trigger unweighed_pairs_are_due after insert on merge_candidates
    referencing new table as new_rows
    for each statement execute function note_unweighed_pairs();

-- Take due matches for one worker and return whom: those who are due for longest, and for every fourth
-- one of the latest, so that who comes alone does not wait behind a large import. What is not deleted
-- after so many seconds, because its worker was killed, may be taken again (rule H1).
create or replace function claim_due_matches(most integer, lease_seconds double precision)
returns table (person_id uuid, claimed_at timestamptz) language sql as $$
    update due_matches due set claimed_at = clock_timestamp()
     where due.person_id in (
           select longest.person_id
             from (select it.person_id from due_matches it
                    where it.claimed_at is null
                       or it.claimed_at < clock_timestamp() - make_interval(secs => lease_seconds)
                    order by it.noted_at limit most - most / 4 for update skip locked) longest
            union
           select latest.person_id
             from (select it.person_id from due_matches it
                    where it.claimed_at is null
                       or it.claimed_at < clock_timestamp() - make_interval(secs => lease_seconds)
                    order by it.noted_at desc limit most / 4 for update skip locked) latest)
    returning due.person_id, due.claimed_at
$$;

-- Delete due matches that were done, but for those that are due again meanwhile, which no claim has, or
-- another. Nobody is waited for.
create or replace function delete_due_matches(ids uuid[], claims timestamptz[]) returns void
language sql as $$
    delete from due_matches where person_id in (
        select due.person_id
          from unnest(ids, claims) done (person_id, claimed_at)
          join due_matches due using (person_id, claimed_at)
           for update of due skip locked)
$$;

-- Keep the blocking keys of persons: of some none, and never those of a former version. It
-- takes effect at once, before anybody is searched for: of two new persons, whoever's keys are
-- committed later searches later, and finds the other.
create or replace function keep_person_keys(kept jsonb, current_recipe integer) returns void
language plpgsql as $$
begin
    delete from person_keys where person_id in (
        select keys.person_id
          from jsonb_to_recordset(kept) it (person_id uuid, version integer, keys bigint[])
          join person_keys keys using (person_id)
         where it.keys is null and keys.version <= it.version
         order by keys.person_id for update of keys);
    insert into person_keys as former (person_id, keys, recipe, version)
    select person_id, keys, current_recipe, version
      from jsonb_to_recordset(kept) it (person_id uuid, version integer, keys bigint[])
     where keys is not null
     order by person_id
        on conflict (person_id) do update
        set keys = excluded.keys, recipe = excluded.recipe, version = excluded.version
      where former.version <= excluded.version
        and (former.keys, former.recipe, former.version)
            is distinct from (excluded.keys, excluded.recipe, excluded.version);
end
$$;

-- Return whom to compare a person with: ACTIVE ones who have two keys in common with it, or a strong
-- one (the lowest bit says so), most keys first, and those whose pair with it is a candidate already
-- (rule H2). The keys of a record that was merged are keys of the one that stands for it (rule N6). Of
-- one key only so many records are read. The first row is nobody: it has the keys of which
-- not all were read, and how many persons were left out beyond the most.
-- Each key has its look-up in the index, and the settings keep PostgreSQL to them: it would take keys
-- for rarer or more frequent than they are, and read all persons.
create or replace function persons_to_match(
    person uuid, wanted_keys bigint[], most integer, most_of_a_key integer
)
returns table (person_id uuid, is_candidate boolean, cut_keys bigint[], left_out bigint)
language plpgsql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_material = off
set enable_memoize = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    return query
    with found as materialized (
        select wanted.key, kept.person_id
          from unnest(wanted_keys) wanted (key)
         cross join lateral (
               select it.person_id from person_keys it
                where it.keys @> array[wanted.key]
                limit most_of_a_key + 1) kept),
    standing as materialized (
        select coalesce(it.master_person_id, it.id) as person_id, found.keys
          from (select found.person_id, array_agg(found.key) as keys
                  from found group by found.person_id) found
          join persons it on it.id = found.person_id),
    fitting as materialized (
        select standing.person_id, count(distinct common.key) as keys
          from standing cross join unnest(standing.keys) common (key)
         where standing.person_id <> person
         group by standing.person_id
        having count(distinct common.key) > 1 or bool_or(common.key & 1 = 1)),
    active as materialized (
        select fitting.person_id, fitting.keys
          from fitting join persons it on it.id = fitting.person_id
         where it.status = 'ACTIVE'),
    best as (
        select active.person_id from active
         order by active.keys desc, active.person_id
         limit most),
    known as materialized (
        select it.id as person_id
          from merge_candidates pair
          join persons it
            on it.id = case when pair.person_id = person then pair.master_person_id
                            else pair.person_id end
         where (pair.person_id = person or pair.master_person_id = person) and it.status = 'ACTIVE'
         order by pair.inserted_at desc, pair.id
         limit most)
    select null::uuid, null::boolean,
           array(select found.key from found group by found.key having count(*) > most_of_a_key),
           greatest((select count(*) from active) - most, 0)
     union all
    select best.person_id, best.person_id in (select known.person_id from known), null, null
      from best
     union all
    select known.person_id, true, null, null
      from known where known.person_id not in (select best.person_id from best);
end
$$;

-- Return how many matches are due, or the most that is counted, and for how many seconds the oldest.
create or replace function matches_due(most bigint)
returns table (due bigint, oldest_seconds double precision) language sql stable as $$
    select (select count(*) from (select from due_matches limit most) counted),
           coalesce((select extract(epoch from now() - min(noted_at)) from due_matches), 0)
$$;
