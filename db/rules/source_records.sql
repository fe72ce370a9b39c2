-- What sources said of persons: a record for each organisation beneath the person, who says what the leading one of
-- them says. Only a source and its external id join two records (rule S14).

-- Return the links that a run reads: the one that it is of, and those of organisations below that the source has
-- below it too, as far as the run has found or an earlier one has. What is linked by hand with a group that the source
-- has elsewhere, and what stands below that, has syncs of its own.
create or replace function links_of_sync(run uuid, link uuid) returns setof source_links language sql stable as $$
    with recursive within as (
        select its.* from source_links top
          join organisation_paths path on path.ancestor_id = top.organisation_id
          join source_links its on its.organisation_id = path.organisation_id
           and its.source_id = top.source_id and its.environment = top.environment
         where top.id = link),
    reached (id) as (
        (select within.id from within where within.id = link
         union
         select within.id from within
           join staged_records staged on staged.run_id = run and staged.kind = 'GROUP'
            and staged.external_id = within.external_id)
        union
        select within.id from reached join within on within.parent_link_id = reached.id)
    select within.* from within where id in (select id from reached)
$$;

-- Return the groups that a run has found below a linked one, but for those that were erased here, and those that an
-- organisation elsewhere is linked with: they are its own.
create or replace function groups_to_read(run uuid, link uuid)
returns table (external_id text, name text, kind text, parent text, depth integer) language sql stable as $$
    select staged.external_id, staged.payload ->> 'name', staged.payload ->> 'kind', staged.payload ->> 'parent',
           (staged.payload ->> 'depth')::integer
      from staged_records staged
     where staged.run_id = run and staged.kind = 'GROUP'
       and not exists (select from erased_groups erased join source_links top on top.id = link
                        where erased.source_id = top.source_id and erased.environment = top.environment
                          and erased.external_id = staged.external_id)
       and not exists (select from source_links top
                         join source_links taken
                           on taken.source_id = top.source_id and taken.environment = top.environment
                        where top.id = link and taken.external_id = staged.external_id
                          and not exists (select from organisation_paths
                                           where organisation_id = taken.organisation_id
                                             and ancestor_id = top.organisation_id))
$$;

-- Return the leading record of each of these persons: of those of their own that have not ended, the newest.
create or replace function leading_records(persons_asked uuid[]) returns setof source_records
language sql stable as $$
    select distinct on (identity.person_id) record.*
      from source_identities identity
      join source_records record on record.identity_id = identity.id and record.ended_at is null
     where identity.person_id = any (persons_asked)
     order by identity.person_id, record.fetched_at desc, record.id desc
$$;

-- Return whether a record is the leading one of its person.
create or replace function is_leading_record(asked uuid) returns boolean language sql stable as $$
    select exists (select from source_records record
                     join source_identities identity on identity.id = record.identity_id,
                          lateral leading_records(array[identity.person_id]) foremost
                    where record.id = asked and foremost.id = record.id)
$$;

-- Let persons who stand say what their leading records say, and return who is different now. What a record leaves out,
-- since the token might not read it, stays as it is; where another record is gone that may have said it, it goes too.
create or replace function follow_leading_records(followed uuid[], is_strict boolean) returns uuid[]
language plpgsql as $$
declare
    changed uuid[];
    moved uuid[];
begin
    with said as materialized (
        select person.id, told.*
          from leading_records(followed) foremost,
               lateral (select it, it.id from source_identities identity
                          join persons it on it.id = identity.person_id and it.status = 'ACTIVE'
                         where identity.id = foremost.identity_id offset 0) as person (its, id),
               lateral (select * from jsonb_populate_record(
                   case when not is_strict then person.its end, foremost.payload)) as kept,
               lateral (select kept.first_name, kept.last_name, kept.email, kept.birth_date,
                               kept.partial_birth_date, coalesce(kept.gender, 'UNKNOWN') as gender) as told),
    written as (
        update persons person
           set version = person.version + 1, first_name = said.first_name, last_name = said.last_name,
               email = said.email, birth_date = said.birth_date,
               partial_birth_date = said.partial_birth_date, gender = said.gender
          from said
         where person.id = said.id
           and (person.first_name, person.last_name, person.email, person.birth_date,
                person.partial_birth_date, person.gender)
               is distinct from (said.first_name, said.last_name, said.email, said.birth_date,
                                 said.partial_birth_date, said.gender)
        returning person.id)
    select coalesce(array_agg(id), '{}') into changed from written;
    with lives as materialized (
        select identity.person_id as id, told.*
          from leading_records(followed) foremost
          join source_identities identity on identity.id = foremost.identity_id
          join persons person on person.id = identity.person_id and person.status = 'ACTIVE',
               lateral jsonb_to_record(foremost.payload) told (
                   country text, area text, settlement text, street text, building text, apartment text, zip text)
         where foremost.payload ? 'country' or is_strict),
    gone as (
        delete from person_addresses address using lives
         where address.person_id = lives.id and address.type = 'RESIDENCE'
           and (address.country, address.area, address.settlement, address.street, address.building,
                address.apartment, address.zip)
               is distinct from (lives.country, lives.area, lives.settlement, lives.street, lives.building,
                                 lives.apartment, lives.zip)
        returning address.person_id),
    come as (
        insert into person_addresses (person_id, type, country, area, settlement, street, building, apartment, zip)
        select id, 'RESIDENCE', country, area, settlement, street, building, apartment, zip from lives
         where country is not null and not exists (
               select from person_addresses address
                where address.person_id = lives.id and address.type = 'RESIDENCE'
                  and (address.country, address.area, address.settlement, address.street, address.building,
                       address.apartment, address.zip)
                      is not distinct from
                      (lives.country, lives.area, lives.settlement, lives.street, lives.building,
                       lives.apartment, lives.zip))
        returning person_id)
    select coalesce(array_agg(person_id), '{}') into moved
      from (select person_id from gone union select person_id from come) as both_changes;
    return array(select unnest(changed) union select unnest(moved));
end
$$;

-- Take away what sources said of persons for these organisations, with what runs have read and not put on record, what
-- they could not take, and their tokens. Whom another organisation has says from then on what that one's record says,
-- and nothing is kept of what they said before; no sync brings the groups back until somebody
-- links them again. Returns how many records there were.
create or replace function forget_source_records(places uuid[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    followed constant uuid[] := array(
        select distinct identity.person_id from source_records record
          join source_identities identity on identity.id = record.identity_id
         where record.organisation_id = any (places));
    follower uuid;
    gone integer;
begin
    insert into erased_groups (source_id, environment, external_id)
    select source_id, environment, external_id from source_links where organisation_id = any (places)
        on conflict do nothing;
    delete from run_credentials where run_id in (select id from runs where organisation_id = any (places));
    delete from staged_records where run_id in (select id from runs where organisation_id = any (places));
    delete from run_rejects where run_id in (select id from runs where organisation_id = any (places));
    gone := delete_of_organisations('source_records', places);
    delete from source_identities identity
     where identity.person_id = any (followed)
       and not exists (select from source_records record where record.identity_id = identity.id);
    foreach follower in array follow_leading_records(followed, true) loop
        perform set_config('selfsame.person_going', follower::text, true);
        delete from person_versions former
         where former.person_id = follower
           and former.version < (select version from persons where id = follower);
    end loop;
    perform set_config('selfsame.person_going', '', true);
    return gone;
end
$$;

-- Take away all that a source has of persons whom it has deleted, and anonymise those whom nothing else holds (rule
-- T3). Returns these.
create or replace function forget_deleted_at_source(source uuid, deleted text[]) returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    identities constant uuid[] := array(
        select id from source_identities where source_id = source and external_id = any (deleted));
    named constant uuid[] := array(select person_id from source_identities where id = any (identities));
    places constant uuid[] := array(
        select distinct organisation_id from source_records where identity_id = any (identities));
    everybody constant uuid[] := array(select id from same_persons(named));
    going uuid[];
begin
    delete from source_records where identity_id = any (identities);
    delete from source_identities where id = any (identities);
    going := persons_held_by_none_but(places, everybody);
    perform anonymise_persons(going);
    return array(select unnest(going) intersect select unnest(named));
end
$$;

revoke execute on function forget_source_records, forget_deleted_at_source from public;
grant execute on function forget_source_records, forget_deleted_at_source to selfsame_app;
