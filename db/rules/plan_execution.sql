-- How a plan is executed: what was signed is what runs (rules W2, W5 and W6).

-- Say to others that an organisation goes on in another: whoever knows it by its id goes on with that one's.
create or replace function write_event_of_merged_organisation() returns trigger language plpgsql as $$
begin
    perform write_event('organisation', new.id, 'organisation.merged', jsonb_build_object(
        'id', global_id('Organisation', new.id), 'databaseId', new.id, 'status', new.status,
        'mergedIntoId', global_id('Organisation', new.merged_into_id), 'version', new.version));
    return null;
end
$$;

create or replace trigger event_when_merged after update of status on organisations
    for each row when (new.status = 'MERGED' and old.status <> 'MERGED')
    execute function write_event_of_merged_organisation();

-- Let persons of an organisation be another's: their consents and memberships that go on. Of two consents the
-- narrower stands (rule R12), of two memberships under one title the target's. Where links with sources stay behind,
-- no sync of theirs ends what moved.
create or replace function move_between(moved uuid[], from_place uuid, into_place uuid, keeps_links boolean) returns void
language plpgsql as $$
declare
    its consents;
    held consents;
begin
    for its in
        select mine.* from consents mine
         where mine.organisation_id = from_place and mine.person_id = any (moved)
           and mine.status in {{live_consents}}
           and exists (select from consents other
                        where other.person_id = mine.person_id and other.organisation_id = into_place
                          and other.status in {{live_consents}})
         order by mine.person_id
    loop
        select * into held from consents
         where person_id = its.person_id and organisation_id = into_place and status in {{live_consents}};
        perform settle_two_consents(its, held);
    end loop;
    update memberships joined set ended_on = greatest(current_date, started_on)
     where organisation_id = from_place and person_id = any (moved) and ended_on is null
       and exists (select from memberships other
                    where other.person_id = joined.person_id and other.organisation_id = into_place
                      and other.title is not distinct from joined.title and other.ended_on is null);
    update memberships
       set organisation_id = into_place, source_link_id = case when not keeps_links then source_link_id end
     where organisation_id = from_place and person_id = any (moved) and ended_on is null;
    update consents set organisation_id = into_place
     where organisation_id = from_place and person_id = any (moved) and status in {{live_consents}};
end
$$;

-- Make candidates of those who are likely one person, of items that are done; a pair that is one already, or was
-- decided, stays as it is. The duplicate is the later record (rule H11). Returns how many came.
create or replace function add_planned_pairs(done uuid[]) returns integer language plpgsql as $$
declare
    former constant text[] := begin_consequence('merge_candidate.detected');
    came integer;
begin
    with pairs as (
        select distinct on (least(mine.id, theirs.id), greatest(mine.id, theirs.id))
               case when is_later then mine.id else theirs.id end as person_id,
               case when is_later then theirs.id else mine.id end as master_person_id
          from plan_items item
         cross join unnest(item.likely) other
          join persons mine on mine.id = item.source_id and mine.status = 'ACTIVE'
          join persons theirs on theirs.id = other and theirs.status = 'ACTIVE'
         cross join lateral (
               select (mine.inserted_at, mine.id) > (theirs.inserted_at, theirs.id)) as age (is_later)
         where item.id = any (done)
         order by least(mine.id, theirs.id), greatest(mine.id, theirs.id)),
    added as (
        insert into merge_candidates (person_id, master_person_id)
        select person_id, master_person_id from pairs
            on conflict (least(person_id, master_person_id), greatest(person_id, master_person_id)) do nothing
        returning id)
    insert into manual_merge_candidates (merge_candidate_id) select id from added;
    get diagnostics came = row_count;
    perform end_consequence(former);
    return came;
end
$$;

-- Write to persons about a plan, by the user that somebody is where that one has an address: once each, however
-- often a step is done again (rule W6).
create or replace function write_to_persons(plan uuid, letter text, asked uuid[], into_place uuid)
returns void language sql as $$
    select write_letter(letter, plan, recipient.kind, recipient.id, into_place, null)
      from unnest(asked) person
     cross join lateral (
           select coalesce(their.user_id, person) as id,
                  case when their.user_id is null then 'person' else 'user' end as kind
             from (select 1) one
             left join lateral (
                  select user_id from users_who_are(array[person])
                   where address_of('user', user_id) is not null
                   order by user_id limit 1) their on true) recipient
     where recipient.id is distinct from nullif(current_setting('selfsame.actor_id', true), '')::uuid
$$;

-- Write to who works for an organisation, in some of the roles, about a plan.
create or replace function write_to_staff(
    plan uuid, letter text, place uuid, held_roles text[], into_place uuid
) returns void language sql as $$
    select write_letter(letter, plan, 'user', staff.user_id, into_place, null)
      from (select distinct user_id from live_grants
             where organisation_id = place and role = any (held_roles)) staff
     where staff.user_id is distinct from nullif(current_setting('selfsame.actor_id', true), '')::uuid
$$;

-- Lock the persons of items in the order of their ids, and whom they may be.
create or replace function lock_planned_persons(items uuid[]) returns void language sql as $$
    select from persons
     where id in (select source_id from plan_items where id = any (items)
                  union
                  select unnest(likely) from plan_items where id = any (items))
     order by id for no key update
$$;

-- Let an organisation go on in another as its plan says, all of it or nothing; return what there was to do, none
-- where the plan is out of date. Nothing begins in either meanwhile. What was declared in the source stays
-- declared there: it stands below its target from then on, whose staff so sees that.
create or replace function merge_organisations(plan uuid) returns jsonb language plpgsql as $$
declare
    its constant organisation_plans := (select it from organisation_plans it where id = plan);
    persons_in constant uuid[] := array(
        select id from plan_items where plan_id = plan and noun = 'person' and source_id is not null);
    moved constant uuid[] := array(select source_id from plan_items where id = any (persons_in));
    staff constant uuid[] := array(
        select source_id from plan_items where plan_id = plan and noun = 'user' and source_id is not null);
    item plan_items;
    came integer;
begin
    perform pg_advisory_xact_lock({{lock_of_organisations}});
    perform from organisations where id in (its.source_id, its.target_id) or parent_id = its.source_id
      order by id for no key update;
    perform lock_planned_persons(persons_in);
    if plan_is_stale(plan) then
        return null;
    end if;
    for item in
        select * from plan_items
         where plan_id = plan and noun = 'organisation' and source_id <> its.source_id order by id
    loop
        update organisations set parent_id = its.target_id, name = coalesce(item.detail, name)
         where id = item.source_id;
    end loop;
    update organisations set status = 'MERGED', merged_into_id = its.target_id where id = its.source_id;
    perform move_between(moved, its.source_id, its.target_id, false);
    delete from role_grants mine using role_grants other
     where mine.organisation_id = its.source_id and other.organisation_id = its.target_id
       and (mine.user_id, mine.client_id, mine.role) = (other.user_id, other.client_id, other.role);
    update role_grants set organisation_id = its.target_id where organisation_id = its.source_id;
    -- Whoever is written to about failures goes on to be, by what they have said for the target where they have.
    delete from digest_subscriptions mine using digest_subscriptions other
     where mine.organisation_id = its.source_id and other.organisation_id = its.target_id
       and mine.user_id = other.user_id;
    update digest_subscriptions set organisation_id = its.target_id where organisation_id = its.source_id;
    update clients set organisation_id = its.target_id where organisation_id = its.source_id;
    -- A link goes with what came by it: the next sync finds it there.
    update source_links set organisation_id = its.target_id, awaits_first_sync = false
     where organisation_id = its.source_id;
    update involvements set organisation_id = its.target_id where organisation_id = its.source_id;
    insert into kept_figures as kept (organisation_id, kind, label, month, count)
    select its.target_id, kind, label, month, count from kept_figures where organisation_id = its.source_id
        on conflict (organisation_id, kind, label, month) do update set count = kept.count + excluded.count;
    delete from kept_figures where organisation_id = its.source_id;
    -- Letters about the source wait, or are tried again, in a lane that there is.
    update messages set lane = lane_of_letters(its.target_id)
     where lane = its.source_id and (status in {{unfinished_statuses}} or status = 'FAILED');
    update source_records set organisation_id = its.target_id where organisation_id = its.source_id;
    select * into item from plan_items
     where plan_id = plan and noun = 'organisation' and action = 'MERGE_INTO';
    update organisations set parent_id = its.target_id, name = coalesce(item.detail, name)
     where id = its.source_id;
    came := add_planned_pairs(persons_in);
    perform write_to_persons(plan, 'ORGANISATIONS_MERGED', moved, its.target_id);
    perform write_letter('ORGANISATIONS_MERGED', plan, 'user', it, its.target_id, null)
       from unnest(staff) it
      where it is distinct from nullif(current_setting('selfsame.actor_id', true), '')::uuid;
    perform write_to_staff(plan, 'ORGANISATIONS_MERGED', its.target_id, '{STEWARD}', its.target_id);
    update plan_items set outcome = 'DONE' where plan_id = plan;
    return jsonb_build_object(
        'changed', (select count(*) from plan_items where plan_id = plan and action <> 'RETAIN'),
        'unchanged', (select count(*) from plan_items where plan_id = plan and action = 'RETAIN'),
        'created', came);
end
$$;

-- Move the next persons of a transfer, so many at most, and return what became of them. Who is not as the plan
-- says stays where they are: what was signed is what runs.
create or replace function transfer_persons(plan uuid, most integer) returns jsonb language plpgsql as $$
declare
    its constant organisation_plans := (select it from organisation_plans it where id = plan);
    wanted constant uuid[] := array(
        select id from plan_items
         where plan_id = plan and noun = 'person' and source_id is not null and outcome is null
         order by id limit most);
    asked constant uuid[] := array(select source_id from plan_items where id = any (wanted));
    fit uuid[];
    moved uuid[];
    has_more boolean;
    came integer;
begin
    perform pg_advisory_xact_lock_shared({{lock_of_organisations}});
    if (select status from organisations where id = its.target_id for share) <> 'ACTIVE' then
        raise exception 'Organisation % is not active', its.target_id
            using errcode = 'check_violation', constraint = 'nobody_joins_an_ended_organisation';
    end if;
    perform lock_planned_persons(wanted);
    fit := array(
        select item.id
          from plan_items item
          join persons person on person.id = item.source_id
          left join open_ties(its.source_id, asked) here on here.person_id = person.id
          left join open_ties(its.target_id, asked) there on there.person_id = person.id
         where item.id = any (wanted)
           and item.versions = planned_versions(person.version, here.versions, there.versions));
    update plan_items set outcome = case when id = any (fit) then 'DONE' else 'LEFT' end
     where id = any (wanted);
    moved := array(select source_id from plan_items where id = any (fit));
    perform move_between(moved, its.source_id, its.target_id, true);
    came := add_planned_pairs(fit);
    perform write_to_persons(plan, 'PERSON_TRANSFERRED', moved, its.target_id);
    has_more := exists (select from plan_items
                         where plan_id = plan and noun = 'person' and source_id is not null and outcome is null);
    if not has_more then
        perform write_to_staff(plan, 'TRANSFER_COMPLETED', its.source_id, '{REGISTRAR,STEWARD}', its.target_id);
        perform write_to_staff(plan, 'TRANSFER_COMPLETED', its.target_id, '{STEWARD}', its.target_id);
        update plan_items set outcome = 'DONE' where plan_id = plan and outcome is null;
    end if;
    return jsonb_build_object('changed', cardinality(fit), 'rejected', cardinality(wanted) - cardinality(fit),
                              'created', came, 'hasMore', has_more);
end
$$;
