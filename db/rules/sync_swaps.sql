-- The last step of a sync: what was staged takes the place of what was there, in one transaction (rules S7 to S9).
-- What was staged just now has no statistics: PostgreSQL expects one row where there are ten thousand, and would look
-- at each for each. So these statements look rows up by whole keys, and bring sets together by grouping them.

-- Return all persons whom the last step of a run may change: those on record whom the source lists, or listed, and
-- those whose records stand for theirs.
create or replace function persons_of_sync(run uuid, link uuid) returns table (id uuid)
language sql stable as $$
    select identity.person_id
      from source_links top join source_identities identity on identity.source_id = top.source_id
     where top.id = link
       and (exists (select from staged_records staged
                     where staged.run_id = run and staged.external_id = identity.external_id
                       and (staged.kind = 'PERSON' or staged.kind = 'ABSENT'))
            or identity.external_id in (
                   select staged.payload ->> 'by' from staged_records staged
                    where staged.run_id = run and staged.kind = 'REPLACED')
            or exists (select from source_records record
                        where record.identity_id = identity.id
                          and record.source_link_id in (select its.id from links_of_sync(run, link) its)))
$$;

-- Let the groups below a linked one be organisations, and links of the source, each below the link of the group that
-- the source has it below; one that was made by hand stays a link of its own. A group whose name a sibling has that
-- is another group is called by its id too, and where that is a sibling's name as well, by its organisation's.
create or replace function place_groups(run uuid, top source_links) returns void language plpgsql as $$
declare
    staged record;
    above source_links;
    place uuid;
    newcomer uuid;
begin
    for staged in
        select its.external_id, its.name, its.kind, its.parent
          from groups_to_read(run, top.id) its order by its.depth, its.external_id
    loop
        above := null;
        select its.* into above from links_of_sync(run, top.id) its
          join organisations on organisations.id = its.organisation_id and status = 'ACTIVE'
         where its.external_id = staged.parent;
        continue when above.id is null or staged.external_id = top.external_id;
        update source_links set parent_link_id = above.id
         where source_id = top.source_id and environment = top.environment
           and external_id = staged.external_id and parent_link_id <> above.id;
        continue when exists (
            select from source_links where source_id = top.source_id
               and environment = top.environment and external_id = staged.external_id);
        place := null;
        select id into place from organisations mine
         where parent_id = above.organisation_id and {{key_of_own_name}} = translate(fold_name(staged.name), ' -', '');
        if place is not null and (
            exists (select from source_links where organisation_id = place
                       and source_id = top.source_id and environment = top.environment)
            or not exists (select from organisations where id = place and status = 'ACTIVE'))
        then
            place := null;
            staged.name := left(staged.name, 160) || ' ' || staged.external_id;
        end if;
        if place is null then
            newcomer := uuidv7();
            if exists (select from organisations mine
                        where parent_id = above.organisation_id
                          and {{key_of_own_name}} = translate(fold_name(staged.name), ' -', ''))
            then
                staged.name := staged.name || ' (' || right(newcomer::text, 8) || ')';
            end if;
            insert into organisations (id, name, kind, parent_id)
            values (newcomer, staged.name, staged.kind, above.organisation_id) returning id into place;
        end if;
        insert into source_links (source_id, organisation_id, external_id, environment, parent_link_id)
        values (top.source_id, place, staged.external_id, top.environment, above.id);
    end loop;
end
$$;

-- Return the memberships that a run has staged, of the persons who stand, in organisations that take members. One that
-- ends later has not ended; of several under one title, the one that lasts stands.
create or replace function staged_memberships(run uuid, link uuid)
returns table (person_id uuid, organisation_id uuid, link_id uuid, title text, started_on date, ended_on date)
language sql stable as $$
    with listed as (
        select coalesce(person.master_person_id, person.id) as person_id, place.organisation_id,
               place.id as link_id, staged.payload ->> 'title' as title,
               (staged.payload ->> 'started')::date as started_on,
               case when (staged.payload ->> 'ended')::date < current_date
                    then (staged.payload ->> 'ended')::date end as ended_on
          from staged_records staged
          join links_of_sync(run, link) place on place.external_id = staged.payload ->> 'group'
          join organisations its on its.id = place.organisation_id and its.status = 'ACTIVE'
          join source_identities identity
            on identity.source_id = place.source_id and identity.external_id = staged.payload ->> 'person'
          join persons person on person.id = identity.person_id and person.status <> 'ANONYMISED'
         where staged.run_id = run and staged.kind = 'MEMBERSHIP')
    select distinct on (person_id, organisation_id, title) person_id, organisation_id, link_id, title, started_on,
           ended_on
      from listed
     order by person_id, organisation_id, title, ended_on desc nulls first, started_on
$$;

-- Return how many members of a source an organisation and those below it have, and how many the last step of a run
-- would end (rule S8). Of changes alone only what they say ends.
create or replace function members_a_sync_ends(run uuid, link uuid, is_whole boolean)
returns table (members integer, ending integer) language sql stable as $$
    with known as (
        select person_id, true as is_present, null::boolean as goes_on from memberships membership
         where membership.source_link_id in (select id from links_of_sync(run, link))
           and membership.ended_on is null
         union all
        select person_id, false, ended_on is null from staged_memberships(run, link)),
    present as (
        select bool_or(goes_on) as goes_on from known group by person_id having bool_or(is_present))
    select count(*)::integer,
           count(*) filter (where case when goes_on is null then is_whole else not goes_on end)::integer
      from present
$$;

-- Put persons on record whom the source lists and nobody had, and return them.
create or replace function add_newcomers(run uuid, top source_links) returns uuid[] language plpgsql as $$
declare
    newcomers uuid[];
begin
    with listed as materialized (
        select distinct membership.payload ->> 'person' as external_id
          from staged_records membership
         where membership.run_id = run and membership.kind = 'MEMBERSHIP'
           and membership.payload ->> 'group' = any (array(
               select place.external_id from links_of_sync(run, top.id) place))),
    coming as materialized (
        select staged.external_id, uuidv7() as person_id, staged.payload
          from listed
          join staged_records staged
            on staged.run_id = run and staged.kind = 'PERSON' and staged.external_id = listed.external_id
         where not exists (select from source_identities identity
                            where identity.source_id = top.source_id
                              and identity.external_id = staged.external_id)),
    made as (
        insert into persons
            (id, first_name, last_name, email, birth_date, partial_birth_date, gender)
        select coming.person_id, said.first_name, said.last_name, said.email, said.birth_date,
               said.partial_birth_date, coalesce(said.gender, 'UNKNOWN')
          from coming, lateral jsonb_populate_record(null::persons, payload) said),
    known as (
        insert into source_identities (source_id, external_id, person_id)
        select top.source_id, coming.external_id, coming.person_id from coming
        returning person_id)
    select coalesce(array_agg(person_id), '{}') into newcomers from known;
    return newcomers;
end
$$;

-- Keep what the source says of each member for each organisation, and return the persons of whom it is new.
create or replace function keep_source_records(run uuid, link uuid, is_whole boolean) returns uuid[]
language plpgsql as $$
declare
    touched uuid[];
begin
    with wanted as (
        select identity.id as identity_id, place.id as link_id, place.organisation_id, person.payload
          from staged_records membership
          join links_of_sync(run, link) place on place.external_id = membership.payload ->> 'group'
          join staged_records person
            on person.run_id = run and person.kind = 'PERSON'
           and person.external_id = membership.payload ->> 'person'
          join source_identities identity
            on identity.source_id = place.source_id and identity.external_id = person.external_id
         where membership.run_id = run and membership.kind = 'MEMBERSHIP'
         union
        select identity.id, kept.source_link_id, kept.organisation_id, person.payload
          from source_records kept
          join source_identities identity on identity.id = kept.identity_id
          join staged_records person
            on person.run_id = run and person.kind = 'PERSON' and person.external_id = identity.external_id
         where not is_whole and kept.ended_at is null
           and kept.source_link_id in (select id from links_of_sync(run, link))),
    written as (
        insert into source_records as kept
            (identity_id, organisation_id, source_link_id, payload, fetched_at)
        select identity_id, organisation_id, link_id, payload, now() from wanted
            on conflict (identity_id, organisation_id) do update
           set payload = excluded.payload, source_link_id = excluded.source_link_id,
               fetched_at = excluded.fetched_at, ended_at = null
         where kept.payload <> excluded.payload or kept.ended_at is not null
        returning identity_id)
    select coalesce(array_agg(distinct person_id), '{}') into touched
      from source_identities where id = any (array(select identity_id from written));
    return touched;
end
$$;

-- Let memberships that came by the source end and begin as it lists them, and return how many ended. Whoever has no last
-- day goes on: the greatest of null and of a first day would be that day.
create or replace function follow_staged_memberships(run uuid, link uuid, is_whole boolean) returns integer
language plpgsql as $$
declare
    ended integer;
begin
    update memberships present
       set ended_on = greatest(coalesce(changing.ended_on, current_date), present.started_on)
      from (select unnest(array_agg(known.id) filter (where not is_staged)) as id, max(known.ended_on) as ended_on
              from (select id, person_id, organisation_id, title, false as is_staged, null::date as ended_on
                      from memberships membership
                     where membership.source_link_id in (select its.id from links_of_sync(run, link) its)
                       and membership.ended_on is null
                     union all
                    select null, person_id, organisation_id, title, true, staged.ended_on
                      from staged_memberships(run, link) staged) known
             group by person_id, organisation_id, title
            having case when bool_or(is_staged) then max(known.ended_on) is not null else is_whole end) as changing
     where present.id = changing.id;
    get diagnostics ended = row_count;
    insert into memberships (person_id, organisation_id, title, started_on, ended_on, source_link_id)
    select staged.person_id, staged.organisation_id, staged.title, staged.started_on,
           case when staged.ended_on is not null then greatest(staged.ended_on, staged.started_on) end,
           staged.link_id
      from staged_memberships(run, link) staged
     where not exists (
           select from memberships present
            where present.person_id = staged.person_id
              and present.organisation_id = staged.organisation_id
              and present.title is not distinct from staged.title
              and (present.ended_on is null
                   or staged.ended_on is not null
                      and present.ended_on = greatest(staged.ended_on, staged.started_on)));
    return ended;
end
$$;

-- Let what a run has staged take the place of what is on record. Returns what it counted, and whom it anonymised. The
-- tree stands still, and the persons are locked.
create or replace function swap_staged(run uuid, link uuid, is_whole boolean) returns jsonb language plpgsql as $$
declare
    top source_links;
    newcomers uuid[];
    changed uuid[];
    touched uuid[];
    ended integer;
    going uuid[];
    listed integer;
begin
    select * into top from source_links where id = link;
    perform place_groups(run, top);
    newcomers := add_newcomers(run, top);
    touched := keep_source_records(run, link, is_whole);
    going := forget_deleted_at_source(top.source_id, array(
        select external_id from staged_records
         where run_id = run and kind = 'ABSENT' and payload ->> 'presence' = 'DELETED'));
    if is_whole then
        update source_records record set ended_at = now()
          from source_identities identity, links_of_sync(run, link) place
         where identity.id = record.identity_id and place.id = record.source_link_id
           and record.ended_at is null
           and (identity.external_id, place.external_id) not in (
               select membership.payload ->> 'person', membership.payload ->> 'group'
                 from staged_records membership
                where membership.run_id = run and membership.kind = 'MEMBERSHIP');
    end if;
    changed := follow_leading_records(touched, false);
    ended := follow_staged_memberships(run, link, is_whole);
    perform add_replaced_pairs(run, top.source_id);
    select count(*) into listed from staged_records where run_id = run and kind = 'PERSON';
    changed := array(select unnest(changed) except select unnest(newcomers));
    return jsonb_build_object(
        'created', cardinality(newcomers), 'changed', cardinality(changed),
        'unchanged', greatest(listed - cardinality(newcomers) - cardinality(changed), 0),
        'ended', ended, 'anonymised', cardinality(going), 'going', going);
end
$$;
