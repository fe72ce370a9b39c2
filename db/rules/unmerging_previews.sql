-- What undoing a merge would do now, and what its records have become since (rules H16 and H17).

-- Return the days of death and the records of registered deaths that will be others once a merge is
-- undone, as effects: before it, and now (`part_deaths` does it). That a record which leaves gets its own
-- day is not said beside the master's, which goes with it. `offset 0` keeps PostgreSQL to looking each of
-- them up by its key, however many it expects.
create or replace function facts_of_undoing(undone merged_pairs, parting uuid[])
returns table (resource text, resource_id uuid, column_name text, before jsonb, after jsonb)
language sql stable as $$
    with gone as (
        select person_id, vital_event_id from shared_deaths
         where together && parting and not together <@ parting),
    concerned as (
        select undone.person_id as id
         union select masters_of(undone.master_person_id)
         union select masters_of(gone.person_id) from gone),
    moved as (
        select distinct on (effect.resource_id)
               effect.resource_id as id, (effect.before #>> '{}')::uuid as person_id
          from merged_pairs pair
          join merge_effects effect on effect.merged_pair_id = pair.id
         where pair.person_id = any (parting) and pair.undone_at is null
           and effect.resource = 'vital_event' and effect.undone_at is null
         order by effect.resource_id, effect.id),
    named as (
        select event.id, event.person_id as now,
               case when gone.vital_event_id is not null then null
                    when shared.vital_event_id is not null
                         and coalesce(moved.person_id, event.person_id) <> all (parting)
                    then undone.person_id
                    when moved.id is not null then moved.person_id
                    else event.person_id end as then_about
          from (select id from moved
                 union select vital_event_id from shared_deaths where together && parting) it
         cross join lateral (
               select id, person_id from vital_events where id = it.id offset 0) event
          left join moved on moved.id = event.id
          left join (select distinct vital_event_id from gone) gone on gone.vital_event_id = event.id
          left join (select distinct vital_event_id from shared_deaths
                      where together <@ parting and together && parting) shared
            on shared.vital_event_id = event.id)
    select 'person', person.id, fact.name, fact.before, fact.after
      from concerned
     cross join lateral (select * from persons where id = concerned.id offset 0) person
     cross join lateral settled_death(
               person.id, person.id = undone.person_id or person.master_person_id is null,
               array(select merged_into(person.id, undone.id, parting)), parting) settled
     cross join lateral (values
               ('death_date', to_jsonb(settled.death_date), to_jsonb(person.death_date)),
               ('partial_death_date', to_jsonb(settled.partial_death_date),
                to_jsonb(person.partial_death_date))) fact (name, before, after)
     where fact.before is distinct from fact.after
       and (person.id <> all (parting)
            or known_date(person.death_date, person.partial_death_date) is not null)
     union all
    select 'vital_event', id, 'person_id', to_jsonb(then_about), to_jsonb(now)
      from named where then_about is distinct from now
$$;

-- Return whom reviewers merged because they are the same as a record that is parted, and who stay with its
-- master: their merges found that record merged already (decision 0212).
create or replace function staying_persons(merge uuid, parting uuid[]) returns uuid[]
language sql stable as $$
    select array(
        select other.person_id
          from merge_candidates asked
          join merged_pairs other on other.merge_candidate_id = asked.id and other.undone_at is null
         where asked.master_person_id = any (parting) and other.id <> merge
           and other.person_id <> all (parting) and other.master_person_id <> all (parting)
         order by other.person_id)
$$;

-- Return what undoing a merge would do now, and in a digest all that was looked at for it (rule H16).
-- There is nothing to show of a merge that is undone, nor of one of before effects were written down.
create or replace function unmerge_preview(merge uuid) returns table (
    id uuid, returning_persons uuid[], staying_persons uuid[], returning_facts jsonb,
    reopened_reviews uuid[], changes integer, digest text
) language plpgsql stable set enable_seqscan = off as $$
#variable_conflict use_column
declare
    undone merged_pairs;
    parting uuid[];
begin
    select * into undone from merged_pairs where merged_pairs.id = merge;
    if undone.undone_at is not null then
        raise exception 'The merge is undone' using errcode = 'integrity_constraint_violation',
            constraint = 'a_merge_is_undone_once';
    end if;
    if undone.id is not null and undone.person_version is null then
        raise exception 'What the merge changed is not known'
            using errcode = 'integrity_constraint_violation',
            constraint = 'effects_of_a_merge_are_known';
    end if;
    if undone.id is null then
        return;
    end if;
    id := merge;
    returning_persons := returning_persons(merge);
    parting := undone.person_id || returning_persons;
    staying_persons := staying_persons(merge, parting);
    reopened_reviews := reopened_reviews(merge);
    changes := (
        select sum(person.version - version_after_merge(merge, person.id, was.version))
          from (values (undone.person_id, undone.person_version),
                       (undone.master_person_id, undone.master_version)) was (id, version)
          join persons person on person.id = was.id);
    returning_facts := (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'resource', fact.resource, 'resourceId', fact.resource_id,
                   'column', fact.column_name, 'before', fact.before, 'after', fact.after,
                   'undoneAt', null)
                   order by fact.resource, fact.resource_id, fact.column_name), '[]')
          from facts_of_undoing(undone, parting) fact);
    digest := encode(sha256(convert_to(jsonb_build_object(
        'persons', (select jsonb_agg(jsonb_build_array(person.id, version, status, master_person_id,
                                                       death_date, partial_death_date)
                                     order by person.id)
                      from persons person
                     where person.id in (select unnest(parting)
                                          union select masters_of(undone.master_person_id))),
        'returning', to_jsonb(returning_persons),
        'staying', to_jsonb(staying_persons),
        'facts', returning_facts,
        'reviews', to_jsonb(reopened_reviews),
        'ties', versions_of_ties(merge),
        'requests', to_jsonb(returning_requests(reopened_reviews)))::text, 'UTF8')), 'hex');
    return next;
end
$$;

-- Return the version that somebody had once they were merged, or others into them: before it they had
-- `former`.
create or replace function version_after_merge(merge uuid, person uuid, former integer) returns integer
language sql stable as $$
    select coalesce((select (after #>> '{}')::integer from merge_effects
                      where merged_pair_id = merge and resource = 'person' and resource_id = person
                        and column_name = 'version'
                      order by id desc limit 1), former)
$$;

-- Return the latest versions of either record of a merge since the one that the merge itself made, the
-- newest first and `most` of each at most, under the names of the API, to a user with one of the roles;
-- reading them is written down (rules H16 and H21). Who decided about pairs is not shown (rule B17).
create or replace function versions_since_merge(
    merge uuid, client uuid, reader uuid, roles text[], session uuid, correlation uuid, most integer
) returns jsonb language sql as $$
    select coalesce(jsonb_agg(jsonb_build_object(
               'personId', kept.id,
               'version', kept.version, 'record', kept.record, 'changedFields', kept.changed,
               'action', kept.action,
               'actorId', case when kept.action not like 'merge_request.%' then kept.actor_id end,
               'clientId', case when kept.action not like 'merge_request.%' then kept.client_id end,
               'correlationId', kept.correlation_id,
               'insertedAt', moment_as_text(kept.inserted_at))
               order by kept.inserted_at desc, kept.id, kept.version desc), '[]')
      from merged_pairs pair
     cross join lateral (values (pair.person_id, pair.person_version),
                                (pair.master_person_id, pair.master_version)) was (id, version)
     cross join lateral read_person_versions(
               was.id, client, reader, roles, session, correlation,
               version_after_merge(merge, was.id, was.version), most) kept
     where pair.id = merge
$$;
