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
    insert into source_links (source_id, organisation_id, external_id, environment)
    values (source, place, group_id, 'PRODUCTION') returning id into made;
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
