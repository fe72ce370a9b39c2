-- What the report of a plan says (rule W7).

-- Return what something is called, to who is ADMIN (null places) or looks after these; null where they may not know it.
create or replace function name_for_report(type_name text, key uuid, places uuid[]) returns text
language sql stable as $$
    select case type_name
        when 'Person' then (
            select concat_ws(' ', first_name, last_name) from persons
             where id = key and person_is_in_reach(id, places))
        when 'User' then (select display_name from users where id = key)
        when 'Organisation' then (select name from organisations where id = key)
        when 'SourceLink' then (
            select sources.name from source_links join sources on sources.id = source_id
             where source_links.id = key)
        when 'Client' then (select name from clients where id = key) end
$$;

-- Return the id of something, by which nobody is found whom it may not be known of: persons out of reach (rule R3).
create or replace function id_for_report(type_name text, key uuid, places uuid[]) returns uuid
language sql stable as $$
    select key where type_name is distinct from 'Person' or person_is_in_reach(key, places)
$$;

-- Return the next items of a plan, with the names and persons that whoever asks may know: persons whom their token
-- reads, and who are in reach (rules A2, R3 and W7).
create or replace function report_of_plan(
    plan uuid, client uuid, acting_user uuid, reads_persons boolean, after uuid, most integer
) returns table (
    id uuid, noun text, action text, conflicts text[], cluster integer, blocks text, source_id uuid, source text,
    target_id uuid, target text, detail text, outcome text
) language sql stable as $$
    select item.id, item.noun, item.action, item.conflicts, item.cluster, item.blocks,
           id_for_report(item.source_type, item.source_id, asking.places),
           name_for_report(item.source_type, item.source_id, asking.places),
           id_for_report(item.target_type, item.target_id, asking.places),
           name_for_report(item.target_type, item.target_id, asking.places),
           item.detail, item.outcome
      from plan_items item,
           (select case when not reads_persons then '{}'
                        when places_of(client, acting_user, '{ADMIN}') is null then null
                        else limited_places(client, acting_user, '{STEWARD}') end as places) asking
     where item.plan_id = plan and item.id > after
     order by item.id limit most
$$;
