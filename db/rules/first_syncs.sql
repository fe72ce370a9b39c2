-- How a sync that the source's own profile allows begins with a group that nobody had linked (rule S4).

-- Make an organisation of a group of a source, with a link for PRODUCTION, and return the link. It stands below the
-- organisation of the group's parent where that is ACTIVE and linked, else at the top. Where a sibling has its name, it
-- is called by its id too. Whoever syncs a group that was erased wants it again.
create or replace function place_first_group(
    source uuid, group_id text, group_name text, group_kind text, parent_group text
) returns uuid language plpgsql as $$
declare
    above uuid;
    place constant uuid := uuidv7();
    made uuid;
begin
    select link.organisation_id into above
      from source_links link
      join organisations its on its.id = link.organisation_id and its.status = 'ACTIVE'
     where link.source_id = source and link.environment = 'PRODUCTION' and link.external_id = parent_group;
    if exists (select from organisations mine
                where parent_id is not distinct from above
                  and {{key_of_own_name}} = translate(fold_name(group_name), ' -', ''))
    then
        group_name := left(group_name, 140) || ' ' || left(group_id, 40) || ' (' || right(place::text, 8) || ')';
    end if;
    insert into organisations (id, name, kind, parent_id) values (place, group_name, group_kind, above);
    insert into source_links (source_id, organisation_id, external_id, environment, awaits_first_sync)
    values (source, place, group_id, 'PRODUCTION', true) returning id into made;
    delete from erased_groups
     where source_id = source and environment = 'PRODUCTION' and external_id = group_id;
    return made;
end
$$;

-- Let whoever asked for a run be STEWARD of its organisation, if nobody is there or above it, but those who are
-- everywhere: somebody has to see what came.
create or replace function make_steward_of_synced(run uuid) returns void language sql as $$
    insert into role_grants (user_id, client_id, role, organisation_id)
    select its.requested_by, its.client_id, 'STEWARD', its.organisation_id
      from runs its
     where its.id = run and its.requested_by is not null
       and not exists (select from live_grants held
                         join organisation_paths path on path.ancestor_id = held.organisation_id
                        where path.organisation_id = its.organisation_id and held.role = 'STEWARD')
        on conflict (user_id, client_id, role, organisation_id) do update set expires_at = null
$$;

-- Whether what a first sync has made may be taken back: nothing is under way there, and what failed was not a day ago,
-- so that whoever asked may still let it go on.
create or replace function is_given_up(organisation uuid) returns boolean language sql stable as $$
    select not exists (select from runs
                        where organisation in (organisation_id, target_id)
                          and (status in {{statuses_under_way}}
                               or status = 'FAILED' and finished_at > now() - interval '1 day'))
$$;

-- Erase an organisation that holds nothing but the link with its source, and return whether it was one.
create or replace function erase_unfilled(organisation uuid) returns boolean language plpgsql as $$
declare
    went jsonb;
    held integer;
begin
    if exists (select from organisations below where parent_id = organisation and below.status <> 'ERASED')
       or exists (select from clients where organisation_id = organisation)
       or exists (select from vital_events where organisation_id = organisation)
       or exists (select from organisation_plans where organisation in (source_id, target_id)
                                                      and withdrawn_at is null)
    then
        return false;
    end if;
    went := erase_organisation(organisation);
    select sum(value::integer) into held from jsonb_each_text((went -> 'counts') - 'organisation');
    if held > 1 or (went ->> 'kept')::integer + (went ->> 'erased')::integer > 0 then
        raise exception 'Organisation % holds something', organisation using errcode = 'SA006';
    end if;
    perform keep_erasure(null, 'ORGANISATION', organisation, went -> 'counts', {{why_no_first_sync}});
    return true;
exception when sqlstate 'SA006' then
    return false;
end
$$;

-- Take back at most so many organisations that were made for a first sync where none has succeeded, those below others
-- first; what somebody has put to use meanwhile stays for good. The groups may be synced later, by whoever asks and with
-- those above them. Returns how many went (rule S4).
create or replace function take_back_first_syncs(most integer) returns integer language plpgsql as $$
declare
    given_up source_links;
    taken integer := 0;
begin
    -- Before links and organisations, as whoever erases takes them.
    perform pg_advisory_xact_lock({{lock_of_organisations}});
    for given_up in
        select * from source_links
         where awaits_first_sync and is_given_up(organisation_id) order by id desc limit most
    loop
        perform from organisations where id = given_up.organisation_id for update;
        continue when not is_given_up(given_up.organisation_id);
        if erase_unfilled(given_up.organisation_id) then
            delete from erased_groups
             where source_id = given_up.source_id and environment = given_up.environment
               and external_id = given_up.external_id;
            taken := taken + 1;
        else
            update source_links set awaits_first_sync = false where id = given_up.id;
        end if;
    end loop;
    return taken;
end
$$;
