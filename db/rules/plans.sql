-- Plans as they are written down, compared with what there is, and forgotten (rules W1, W2 and W4).

-- Return an item as it is signed: what becomes of what, why, and the versions of all that it names (rule W2).
create or replace function line_of_item(item plan_items) returns text language sql stable as $$
    select jsonb_build_array(item.noun, item.source_id, item.target_id, item.action, item.conflicts,
                             item.blocks, item.cluster, item.likely, item.detail, item.versions)::text
$$;

-- Write a plan down whole: its items, their hash, what blocks it, and how many there are.
create or replace function write_plan(
    plan uuid, from_place uuid, into_place uuid, keeps boolean, chosen uuid[], days integer
) returns void language sql as $$
    with item as materialized (
        select it, line_of_item(it) as line, it.noun, it.action, it.conflicts, it.blocks
          from items_of_plan(from_place, into_place, keeps, chosen) it),
    by_action as (select noun, action, count(*) as items from item group by noun, action),
    by_conflict as (
        select conflict, count(*) as items from item, unnest(conflicts) conflict group by conflict),
    planned as (
        insert into organisation_plans
               (id, source_id, target_id, keeps_source, person_ids, plan_hash, blocked_by, counts, requested_by,
                expires_at)
        select plan, from_place, into_place, keeps, chosen,
               encode(sha256(convert_to(
                   (select string_agg(line, e'\n' order by line collate "C") from item), 'UTF8')), 'hex'),
               array(select blocks from item where blocks is not null
                     union
                     select {{blocked_run}}
                      where exists (select from runs where status in {{statuses_under_way}}
                                       and (organisation_id in (from_place, into_place)
                                            or target_id in (from_place, into_place)))
                     order by 1),
               (select jsonb_object_agg(noun, actions)
                  from (select noun, jsonb_object_agg(action, items) as actions
                          from by_action group by noun) nouns)
               || jsonb_build_object('conflicts', coalesce(
                      (select jsonb_object_agg(conflict, items) from by_conflict), '{}')),
               nullif(current_setting('selfsame.actor_id', true), '')::uuid,
               now() + make_interval(days => days))
    insert into plan_items
           (plan_id, noun, source_type, source_id, target_type, target_id, action, conflicts, blocks, cluster,
            likely, detail, versions)
    select plan, (it).noun, (it).source_type, (it).source_id, (it).target_type, (it).target_id, (it).action,
           (it).conflicts, (it).blocks, (it).cluster, (it).likely, (it).detail, (it).versions
      from item
     order by (it).blocks is null, (it).noun, cardinality((it).conflicts) = 0, (it).cluster, line collate "C"
$$;

-- Return the ids of what is other than a plan says, so many at most: what came, went, or has another version.
create or replace function changes_since_plan(plan uuid, most integer) returns text[] language sql stable as $$
    with planned as materialized (
        select it.noun, line_of_item(it) as line, coalesce(source_type, target_type) as type,
               coalesce(source_id, target_id) as key
          from plan_items it where plan_id = plan),
    present as materialized (
        select it.noun, line_of_item(it) as line, coalesce(it.source_type, it.target_type) as type,
               coalesce(it.source_id, it.target_id) as key
          from organisation_plans its
         cross join lateral items_of_plan(its.source_id, its.target_id, its.keeps_source, its.person_ids) it
         where its.id = plan)
    select array(
        select distinct global_id(type, key)
          from (select * from planned where not exists (select from present where present.line = planned.line)
                union all
                select * from present
                 where not exists (select from planned where planned.line = present.line)) changed
         limit most)
$$;

create or replace function plan_is_stale(plan uuid) returns boolean language sql stable as $$
    select cardinality(changes_since_plan(plan, 1)) > 0
$$;

-- Delete what somebody planned and did not execute, but for so many that they planned last (rule W1): a plan has an
-- item for each person, and who plans again looks at the former one no more. What is held meanwhile goes the next time.
create or replace function forget_plans(planner uuid, kept integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    former constant text[] := begin_consequence('organisation_plan.purged');
begin
    delete from organisation_plans where run_id is null and id in (
        select id from organisation_plans
         where id in (select id from organisation_plans
                       where requested_by = planner and run_id is null
                       order by id desc offset kept)
           for update skip locked);
    perform end_consequence(former);
end
$$;
revoke execute on function forget_plans from public;
grant execute on function forget_plans to selfsame_app;

-- Delete plans whose days are over, a batch at a time; not those whose run is under way (rule W1).
create or replace function purge_plans(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    purged integer;
begin
    perform begin_act('organisation_plan.purged', correlation => uuidv7());
    delete from organisation_plans where id in (
        select id from organisation_plans
         where expires_at < now()
           and not exists (select from runs where runs.id = run_id and status in {{statuses_under_way}})
         order by expires_at limit most for update skip locked);
    get diagnostics purged = row_count;
    return purged;
end
$$;
revoke execute on function purge_plans from public;
grant execute on function purge_plans to selfsame_app;
