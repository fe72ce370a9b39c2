-- Return the person that a record stands for today: itself, or the one it was merged into (B11).
-- That is one step at most, but for the middle of a transaction: the trigger below is deferred.
create or replace function standing_person(person uuid) returns uuid language plpgsql stable as $$
declare
    standing uuid := person;
    next_master uuid;
begin
    loop
        select master_person_id into next_master from persons where id = standing;
        exit when next_master is null;
        standing := next_master;
    end loop;
    return standing;
end
$$;

-- Refuse a master that is merged into another itself: a chain or a circle of masters is never
-- stored (rule B11).
create or replace function master_stands() returns trigger language plpgsql as $$
begin
    if new.master_person_id is not null
       and exists (select from persons
                    where id = new.master_person_id and master_person_id is not null)
       or new.status = 'INACTIVE' and new.master_person_id is not null
       and exists (select from persons where master_person_id = new.id)
    then
        raise exception 'A master of persons is not merged into another'
            using errcode = 'integrity_constraint_violation',
                  constraint = 'a_master_stands_itself';
    end if;
    return null;
end
$$;

do $$
begin
    if not exists (select from pg_trigger where tgname = 'a_master_stands_itself') then
        create constraint trigger a_master_stands_itself
            after insert or update of master_person_id, status on persons
            deferrable initially deferred
            for each row when (new.master_person_id is not null)
            execute function master_stands();
    end if;
end
$$;

-- Write down each column that a merge changes of a row, as the trail names the row (rule H13). A merge
-- says which one it is while it changes rows (`selfsame.merged_pair`) and by which action: what the
-- product does because of it is an act of its own, and no part of it.
create or replace function note_effect() returns trigger language plpgsql as $$
begin
    if current_setting('selfsame.merging_action', true)
       is distinct from current_setting('selfsame.action', true)
    then
        return null;
    end if;
    insert into merge_effects (merged_pair_id, resource, resource_id, column_name, before, after)
    select current_setting('selfsame.merged_pair')::uuid, tg_argv[0], new.id, changed.key,
           nullif(former.value, 'null'), nullif(changed.value, 'null')
      from jsonb_each(to_jsonb(new)) changed
      join jsonb_each(to_jsonb(old)) former on former.key = changed.key
     where changed.value <> former.value and changed.key <> 'updated_at'
     order by changed.key;
    return null;
end
$$;

create or replace trigger note_effect after update on persons
    for each row when (current_setting('selfsame.merged_pair', true) <> '')
    execute function note_effect('person');
-- What a merge does to a candidate is to settle it: an assignment need not ask whether it is one.
create or replace trigger note_effect after update of status on manual_merge_candidates
    for each row when (current_setting('selfsame.merged_pair', true) <> '')
    execute function note_effect('manual_merge_candidate');
create or replace trigger note_effect after update on merge_requests
    for each row when (current_setting('selfsame.merged_pair', true) <> '')
    execute function note_effect('manual_merge_process');
create or replace trigger note_effect after update on consents
    for each row when (current_setting('selfsame.merged_pair', true) <> '')
    execute function note_effect('consent');
create or replace trigger note_effect after update on memberships
    for each row when (current_setting('selfsame.merged_pair', true) <> '')
    execute function note_effect('membership');

-- Write a merge down with both versions and its review, which is the last one of the pair, and let what
-- follows be its effects (rule H13).
create or replace function begin_merge(duplicate uuid, master uuid, pair uuid) returns uuid
language plpgsql as $$
declare
    merged uuid;
begin
    insert into merged_pairs
        (person_id, master_person_id, merge_candidate_id, person_version, master_version,
         manual_merge_candidate_id)
    select duplicate, master, pair,
           (select version from persons where id = duplicate),
           (select version from persons where id = master),
           (select id from manual_merge_candidates
             where merge_candidate_id = pair order by round desc limit 1)
    returning id into merged;
    perform keep_own_deaths(array(
        select id from persons
         where id in (duplicate, master) or master_person_id in (duplicate, master)));
    perform set_config('selfsame.merged_pair', merged::text, true);
    perform set_config('selfsame.merging_action', current_setting('selfsame.action'), true);
    return merged;
end
$$;

-- Let what follows be no effects of the merge, and open the questions that it closed with its master
-- instead (rule H23): whoever was thought to be the duplicate may be the master. `closed` are reviews;
-- a pair that is a candidate, or was one, stays what it is.
create or replace function end_merge(duplicate uuid, master uuid, closed uuid[]) returns void
language plpgsql as $$
begin
    perform set_config('selfsame.merged_pair', '', true);
    with instead as (
        select distinct on (third.id) third.id,
               pair.person_id = duplicate as is_duplicates_place
          from manual_merge_candidates review
          join merge_candidates pair on pair.id = review.merge_candidate_id
          join persons third on third.id in (pair.person_id, pair.master_person_id)
           and third.id not in (duplicate, master) and third.status = 'ACTIVE'
         where review.id = any (closed)
         order by third.id),
    opened as (
        insert into merge_candidates (person_id, master_person_id)
        select case when is_duplicates_place then master else id end,
               case when is_duplicates_place then id else master end
          from instead order by id
            on conflict do nothing
        returning id)
    insert into manual_merge_candidates (merge_candidate_id) select id from opened order by id;
end
$$;
